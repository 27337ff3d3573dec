"""The verbs of a job: asked for, cancelled, its file taken; and what the worker does."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, NotYours, Person, Refusal
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.jobs import files
from zhuqi.foundation.jobs.enums import UNDER_WAY, JobRole, JobState, JobVerb, LineState
from zhuqi.foundation.jobs.kinds import KINDS, Result, Run, Stopped
from zhuqi.foundation.jobs.lifecycle import JOB, JobFacts
from zhuqi.foundation.jobs.models import Job, JobLine
from zhuqi.foundation.jobs.notifying import OVER
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many

JobChange: TypeAlias = RowChange[Job, JobVerb]
OBJECT = "job"
WORK = "jobs.work"
# What somebody exported holds personal data for no longer than it takes to fetch it.
KEPT = timedelta(days=7)
CUT = "服务器处理时多次中断，请再试一次；仍不行的，请加上条件分几次办"
LOST_ACCOUNT = "提交人的账号已停用"
_SAID = 300
_BATCH = 500
# Progress is written no more often; nobody looks faster.
_BEAT_SECONDS = 0.5


def facts_of(job: Job, by: Person) -> JobFacts:
    """What the table decides on."""
    roles = standing_as(
        (JobRole.OWNER, bool(by.actor.user_id) and job.user_id == by.actor.user_id),
        (JobRole.SYSTEM, by is SYSTEM_PERSON),
    )
    return JobFacts(JobState(job.state), roles, bool(job.stored_as))


JOBS = RowNoun[Job, JobVerb](
    model=Job,
    object_type=OBJECT,
    load=alone("state", "kind", "figures", "size"),
    stale="这项任务刚刚有了变化，请看最新情况",
    table=JOB,
    facts=facts_of,
)


@dataclass(frozen=True, slots=True)
class NewLine:
    """A row a job is to go through, with the version its owner saw."""

    ref: int
    label: str
    seen: int


def ask(
    *,
    kind: str,
    title: str,
    by: Person,
    words: str = "",
    order: Mapping[str, Any] | None = None,
    total: int = 0,
    lines: Iterable[NewLine] = (),
    wait: timedelta = timedelta(0),
    now: Now = None,
) -> Job:
    """提交任务: the worker does it after `wait`, which is for who does it at once themselves."""
    job = Job(
        kind=kind,
        order=dict(order or {}),
        user_id=by.actor.user_id,
        user_name=by.actor.name[:40],
        asked_at=now or timezone.now(),
    )
    with JOBS.new(job, by=by, now=now) as change:
        change.write(title=title[:120], words=words[:500])
        several = [
            JobLine(job=job, place=place, ref=one.ref, label=one.label[:60], seen=one.seen)
            for place, one in enumerate(lines, start=1)
        ]
        change.aggregate.new_rows += several
        job.total = len(several) or total
        change.record("ask", {"kind": kind, "rows": job.total})
        change.after(lambda: _order_work(job, change.now + wait))
    return job


def _order_work(job: Job, not_before: datetime) -> None:
    item = NewOutboxItem(
        kind=WORK, key=f"{WORK}:{job.pk}", payload={"job": job.pk}, not_before=not_before
    )
    enqueue_many([item])


def cancel(change: JobChange) -> None:
    """取消: what is done stays done; the rest is left, and no file is kept."""
    _end(change)
    change.step(JobVerb.CANCEL)


def fetch(change: JobChange) -> None:
    """下载文件: every time is an event.

    NotYours for all but who asked for it, and for them where they may no longer see what is in it.
    """
    change.begin(JobVerb.FETCH)
    if not KINDS[change.row.kind].may_fetch(change.row, change.by):
        raise NotYours("您的角色或职责范围已经变化，不能再下载这份文件，请重新导出")
    change.record(JobVerb.FETCH.value)


# What the worker does -----------------------------------------------------------------------------


def carry_on(job_id: int, *, extend: Callable[[], None] = lambda: None, tell: bool = False) -> None:
    """Do a job, or go on with it after a crash. `tell`: who asked is told when it is over.

    What is refused is written on the job; nothing is raised for it.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None or not job.is_under_way:
        return
    kind = KINDS[job.kind]
    try:
        _begin(job_id)
        person = person_of(User.objects.get(pk=job.user_id, is_active=True))
        job.refresh_from_db()
        result = kind.do(Run(job, person, _progress(job_id, extend)))
        _finish(job_id, result, tell=tell)
    except Stopped:
        return
    except User.DoesNotExist:
        _fail(job_id, LOST_ACCOUNT, tell=tell)
    except Refusal as refusal:
        _fail(job_id, refusal.reason, tell=tell)


def _begin(job_id: int) -> None:
    try:
        with JOBS.open(job_id, by=SYSTEM_PERSON) as change:
            if change.row.state == JobState.WAITING:
                change.row.started_at = change.now
                change.step(JobVerb.BEGIN)
    except NotNow as over:
        raise Stopped from over


def _progress(job_id: int, extend: Callable[[], None]) -> Callable[[int], None]:
    written = 0.0

    def progress(done: int) -> None:
        nonlocal written
        if time.monotonic() - written < _BEAT_SECONDS:
            return
        written = time.monotonic()
        running = Job.objects.filter(pk=job_id, state=JobState.RUNNING)
        if not running.update(done=done):
            raise Stopped
        extend()

    return progress


def settle(line: JobLine, *, after: int = -1, refused: str = "") -> None:
    """Say what became of a row, in the transaction in which it did.

    Stopped where another run was faster; that takes back what was done here.
    """
    state = LineState.REFUSED if refused else LineState.DONE
    mine = JobLine.objects.filter(
        pk=line.pk, state=LineState.WAITING, job__state=JobState.RUNNING
    ).update(state=state, after=after, reason=refused[:_SAID])
    if mine != 1:
        raise Stopped


def _finish(job_id: int, result: Result, *, tell: bool) -> None:
    made = result.file
    try:
        with JOBS.open(job_id, by=SYSTEM_PERSON) as change:
            job = change.row
            job.figures, job.done = result.figures, max(job.total, job.done)
            if made:
                job.file_name, job.stored_as = made.name[:160], made.stored_as
                job.size = files.path_of(made.stored_as).stat().st_size
            _end(change)
            change.step(JobVerb.FINISH)
            if tell:
                change.after(lambda: _tell(job, str(JobState.DONE.label), result.words))
    except NotNow as over:
        # Cancelled at the last moment, or ended by a run that was faster.
        files.FILES.discard(made.stored_as if made else "")
        raise Stopped from over


def _fail(job_id: int, reason: str, *, tell: bool) -> None:
    with JOBS.open(job_id, by=SYSTEM_PERSON) as change:
        change.row.trouble = reason[:_SAID]
        _end(change)
        change.step(JobVerb.FAIL)
        if tell:
            change.after(lambda: _tell(change.row, str(JobState.FAILED.label), reason[:_SAID]))


def _end(change: JobChange) -> None:
    job = change.row
    forgets = KINDS[job.kind].forgets
    job.ended_at = change.now
    job.order = {name: value for name, value in job.order.items() if name not in forgets}


def give_up(job_id: int) -> None:
    """What could not be done even when tried again: said, and tried no more."""
    if Job.objects.filter(pk=job_id, state__in=UNDER_WAY).exists():
        _fail(job_id, CUT, tell=True)


def _tell(job: Job, outcome: str, words: str) -> None:
    notice = Notice(
        user_id=job.user_id,
        text_code=OVER,
        values={"任务": job.title, "结果": outcome, "说明": words},
        key=f"{OVER}:{job.pk}",
        object_type=OBJECT,
        object_ref=str(job.pk),
    )
    notify([notice])


def tidy(now: datetime) -> int:
    """Remove the files of jobs done long ago, and what killed workers left; returns how many."""
    old = Job.objects.filter(state=JobState.DONE, ended_at__lt=now - KEPT).exclude(stored_as="")
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH])
    for pk in ids:
        with JOBS.open(pk, by=SYSTEM_PERSON, now=now) as change:
            change.step(JobVerb.EXPIRE)
            _drop_file(change)
    needed = Job.objects.exclude(stored_as="").values_list("stored_as", flat=True)
    files.FILES.discard_leftovers(frozenset(needed), now - timedelta(days=1))
    return len(ids)


def _drop_file(change: JobChange) -> None:
    stored, change.row.stored_as = change.row.stored_as, ""
    change.after(lambda: transaction.on_commit(lambda: files.FILES.discard(stored)))
