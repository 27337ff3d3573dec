"""The verbs of an import: uploaded, matched, started, given up; and what the worker does."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, NotValid, NotYours, Person, Refusal
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.ledgers.cases.actions.history import link_firm
from zhuqi.ledgers.imports import files
from zhuqi.ledgers.imports.actions.importing import Plan, import_file, plan_of
from zhuqi.ledgers.imports.enums import RUNNING, Outcome, RunRole, RunState, RunVerb
from zhuqi.ledgers.imports.files import StoredFile
from zhuqi.ledgers.imports.lifecycle import RUN, RunFacts
from zhuqi.ledgers.imports.lookups import lookups_for
from zhuqi.ledgers.imports.models import ImportLine, ImportRun, PastRow, SourceMapping
from zhuqi.ledgers.imports.report import Report
from zhuqi.ledgers.imports.suggesting import suggest

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

RunChange: TypeAlias = RowChange[ImportRun, RunVerb]
WORK = "imports.work"
_BATCH = 500
_SAID = 300
# A file nobody goes on with holds personal data for no reason.
KEPT = timedelta(days=30)
SEIZED = "文件里有带密级标志的行，已单独交保密员处理，文件已从服务器删除；请去掉这些行后重新上传"
CUT = "服务器处理时中断，请再试一次；仍不行的，请把文件分小后上传"


def facts_of(run: ImportRun, by: Person) -> RunFacts:
    """What the table decides on."""
    roles = standing_as(
        (RunRole.OFFICE, run.office_id in by.scope.offices),
        (RunRole.SYSTEM, by is SYSTEM_PERSON),
    )
    usable = sum(run.counts.get(one.value, 0) for one in (Outcome.IMPORTED, Outcome.DIFFERING))
    return RunFacts(RunState(run.state), roles, usable)


RUNS = RowNoun[ImportRun, RunVerb](
    model=ImportRun,
    object_type="import",
    load=alone("state", "file_name", "sha256", "take_over", "counts"),
    stale="这次导入刚刚被其他人更新过，请核对后再办",
    table=RUN,
    facts=facts_of,
)


def stage(file: "UploadedFile[Any]") -> StoredFile:
    """Keep an uploaded file, ahead of any transaction; read at once, so that what is no table is
    told where it was chosen. NotValid with the reason; then nothing is kept."""
    stored = files.store(file)
    try:
        suggest(files.path_of(stored.stored_as), file_name=stored.name)
    except NotValid as refusal:
        files.FILES.discard(stored.stored_as)
        raise NotValid({"file": refusal.reason}) from refusal
    return stored


def upload(*, office: Unit, file: StoredFile, by: Person, now: Now = None) -> ImportRun:
    """上传台账: a file that was staged waits to be matched.

    NotYours for all but the office's own people.
    """
    if office.pk not in by.scope.offices:
        raise NotYours("只有本级活动办人员可以导入历史诉求")
    run = ImportRun(
        office=office,
        name=file.name.rpartition(".")[0][:60] or file.name[:60],
        file_name=file.name,
        sha256=file.sha256,
        stored_as=file.stored_as,
        size=file.size,
        uploaded_by=by.actor.user_id,
        uploaded_name=by.actor.name[:40],
        uploaded_at=now or timezone.now(),
    )
    with RUNS.new(run, by=by, now=now) as change:
        change.record("upload", {"office": office.pk, "size": file.size})
    return run


def match(change: RunChange, *, name: str, register: Mapping[str, Any]) -> None:
    """对照各列: what each column is; kept as the source's newest edition; the worker checks it.

    NotValid for a mapping that lacks what a row needs, or names what there is not.
    """
    run = change.row
    change.write(name=name)
    plan = plan_of(register, run.office)
    run.mapping = plan.register.plain()
    run.counts, run.notes, run.trouble, run.done = {}, [], "", 0
    change.step(RunVerb.MATCH, {"columns": sorted(plan.register.columns)})
    change.aggregate.new_rows.append(_edition(run, plan, change.by, change.now))
    _order_work(change)


def _edition(run: ImportRun, plan: Plan, by: Person, now: datetime) -> SourceMapping:
    mine = SourceMapping.objects.filter(office=run.office_id, name=run.name)
    last = mine.aggregate(last=Max("edition"))["last"] or 0
    return SourceMapping(
        office_id=run.office_id, name=run.name, edition=last + 1,
        content=plan.register.plain(), made_at=now, made_by=by.actor.name[:40],
    )  # fmt: skip


def start(change: RunChange, *, take_over: bool) -> None:
    """开始导入: the worker does it. `take_over`: rows that differ from before are corrected."""
    change.row.take_over = take_over
    change.row.done, change.row.trouble = 0, ""
    change.step(RunVerb.START)
    _order_work(change)


def cancel(change: RunChange) -> None:
    """放弃: nothing goes in, and the file is removed."""
    run = change.row
    change.step(RunVerb.CANCEL)
    _end(change, run)


def _end(change: RunChange, run: ImportRun) -> None:
    stored, run.stored_as, run.ended_at = run.stored_as, "", change.now
    change.after(lambda: transaction.on_commit(lambda: files.FILES.discard(stored)))


def link_firms(*, by: Person) -> int:
    """重新匹配企业: past cases whose firm has got its file since; returns how many were linked.

    Nothing is linked in ledgers that are not one's own office's; NotYours for who has no office.
    """
    if not by.scope.offices:
        raise NotYours("只有本级活动办人员可以匹配企业")
    rows = PastRow.objects.filter(office__in=by.scope.offices, unlinked=True)
    waiting = list(rows.select_related("case", "office__region").order_by("pk"))
    linked = 0
    for start in range(0, len(waiting), _BATCH):
        chunk = waiting[start : start + _BATCH]
        lookups = lookups_for(chunk[0].office, by.scope)
        lookups.read_firms((r.firm_code for r in chunk), (r.case.firm_stated for r in chunk))
        for row in chunk:
            firm = lookups.firm(row.firm_code, row.case.firm_stated).firm
            if firm is not None and _link(row, firm, by):
                linked += 1
    return linked


def _link(row: PastRow, firm: Enterprise, by: Person) -> bool:
    with transaction.atomic():
        row.unlinked = False
        row.save(update_fields=["unlinked"])
        return bool(link_firm([row.case_id], firm, by=by))


def _order_work(change: RunChange) -> None:
    run = change.row

    def order() -> None:
        key = f"{WORK}:{run.pk}:{run.version}"
        enqueue(kind=WORK, key=key, payload={"run": run.pk})

    change.after(order)


# What the worker does -----------------------------------------------------------------------------


def carry_on(run_id: int, *, extend: Callable[[], None] = lambda: None) -> None:
    """Check or import the file of a run; begun again after a crash, it ends the same.

    What is refused (NotYours, NotValid) is written on the run; nothing is raised for it.
    """
    run = ImportRun.objects.select_related("office__region").filter(pk=run_id).first()
    if run is None or run.state not in RUNNING:
        return
    checking = run.state == RunState.CHECKING

    def progress(rows: int) -> None:
        ImportRun.objects.filter(pk=run_id).update(done=rows)
        extend()

    try:
        by = person_of(User.objects.get(pk=run.uploaded_by, is_active=True))
        report = import_file(
            files.path_of(run.stored_as),
            plan_of(run.mapping, run.office),
            by=by,
            dry_run=checking,
            take_over=run.take_over,
            run=run,
            file_name=run.file_name,
            progress=progress,
        )
    except User.DoesNotExist:
        _fail(run_id, "上传人的账号已停用，请由本级活动办其他人员重新上传")
    except Refusal as refusal:
        _fail(run_id, refusal.reason)
    else:
        _finish(run_id, report)


def give_up(run_id: int) -> None:
    """What the worker could not do even when tried again: said, and tried no more."""
    if ImportRun.objects.filter(pk=run_id, state__in=RUNNING).exists():
        _fail(run_id, CUT)


def _fail(run_id: int, reason: str) -> None:
    with RUNS.open(run_id, by=SYSTEM_PERSON) as change:
        change.row.trouble = reason[:_SAID]
        change.step(RunVerb.FAIL)


def _finish(run_id: int, report: Report) -> None:
    with RUNS.open(run_id, by=SYSTEM_PERSON) as change:
        run = change.row
        ImportLine.objects.filter(run=run).delete()
        ImportLine.objects.bulk_create(
            (
                ImportLine(
                    run=run, line=one.line, outcome=one.outcome, reason=one.reason,
                    unknown=one.unknown,
                )
                for one in report.lines
            ),
            batch_size=_BATCH,
        )  # fmt: skip
        run.counts, run.notes, run.done = report.counts, report.notes, report.rows
        if report.secret and run.state == RunState.CHECKING:
            run.trouble = SEIZED
            change.step(RunVerb.SEIZE)
            _end(change, run)
            return
        done = run.state == RunState.IMPORTING
        change.step(RunVerb.FINISH)
        if done:
            _end(change, run)


def tidy(now: datetime) -> int:
    """Give up what nobody has gone on with, and remove files no import needs; returns how many."""
    idle = ImportRun.objects.filter(
        state__in=(RunState.UPLOADED, RunState.CHECKED), uploaded_at__lt=now - KEPT
    )
    ids = list(idle.order_by("pk").values_list("pk", flat=True)[:_BATCH])
    for pk in ids:
        with RUNS.open(pk, by=SYSTEM_PERSON, now=now) as change:
            change.row.trouble = f"上传 {KEPT.days} 天没有导入，文件已删除"
            change.step(RunVerb.CANCEL)
            _end(change, change.row)
    needed = ImportRun.objects.exclude(stored_as="").values_list("stored_as", flat=True)
    files.FILES.discard_leftovers(frozenset(needed), now - timedelta(days=1))
    return len(ids)
