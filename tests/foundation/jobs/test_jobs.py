"""Long work: asked for, done with progress, gone on with after a kill, cancelled, and forgotten."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.jobs import actions, files, kinds, queries
from zhuqi.foundation.jobs.enums import JobState, LineState
from zhuqi.foundation.jobs.kinds import JobKind, MadeFile, Result, Run, Stopped
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox import actions as outbox
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db
KIND = "trial"
Do = Callable[[Run], Result]


class Trial:
    """A kind of job that goes through its lines; `cut` is called before each."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.cut: Callable[[str], None] = lambda _label: None
        self.allowed = True

    def do(self, run: Run) -> Result:
        for line in queries.waiting(run.job):
            self.cut(line.label)
            with transaction.atomic():
                self.did.append(line.label)
                refused = "不行" if line.label == "三" else ""
                actions.settle(line, refused=refused)
            run.progress(line.place)
        path = files.FILES.new(".csv")
        path.write_text("x")
        return Result({"lines": len(self.did)}, MadeFile("结果.csv", path.name))


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    made = Trial()
    for path in files.FILES.path().glob("*"):
        path.unlink()
    fresh = kinds.KINDS.__class__("kind of job")
    fresh.register(KIND, JobKind("试一试", made.do, lambda _job, _by: made.allowed))
    monkeypatch.setattr(actions, "KINDS", fresh)
    monkeypatch.setattr(actions, "_BEAT_SECONDS", 0.0)
    yield made
    for path in files.FILES.path().glob("*"):
        path.unlink()


def asked(user: User) -> Job:
    lines = [
        actions.NewLine(ref, label, seen=1) for ref, label in enumerate(["一", "二", "三"], start=1)
    ]
    return actions.ask(kind=KIND, title="试办三件", words="全部", by=person(user), lines=lines)


def kinds_of(job: Job) -> list[str]:
    events = Event.objects.filter(object_type="job", object_id=job.pk).order_by("seq")
    return [event.kind for event in events]


def test_the_worker_does_it_and_tells_who_asked(cast: Cast, trial: Trial) -> None:
    job = asked(cast.he_fan)
    assert (job.state, job.total) == (JobState.WAITING, 3)
    drain()
    job.refresh_from_db()
    assert (job.state, job.done, job.figures) == (JobState.DONE, 3, {"lines": 3})
    assert trial.did == ["一", "二", "三"]
    assert queries.counts(job) == {LineState.DONE: 2, LineState.REFUSED: 1}
    assert [line.reason for line in queries.of_state(job, LineState.REFUSED)] == ["不行"]
    assert kinds_of(job) == ["job.ask", "job.begin", "job.finish"]
    [message] = Message.objects.filter(user=cast.he_fan, object_type="job")
    assert message.title == "试办三件：已完成"
    drain()
    assert trial.did == ["一", "二", "三"]


def test_killed_in_between_it_is_gone_on_with_and_does_nothing_twice(
    cast: Cast, trial: Trial
) -> None:
    job = asked(cast.he_fan)

    def cut(label: str) -> None:
        if label == "二":
            raise KeyboardInterrupt

    trial.cut = cut
    with pytest.raises(KeyboardInterrupt):
        drain()
    job.refresh_from_db()
    assert (job.state, trial.did) == (JobState.RUNNING, ["一"])
    trial.cut = lambda _label: None
    assert outbox.sweep(timezone.now() + timedelta(minutes=3)) == 1
    OutboxItem.objects.update(not_before=timezone.now())
    drain()
    job.refresh_from_db()
    assert (job.state, trial.did) == (JobState.DONE, ["一", "二", "三"])
    assert kinds_of(job) == ["job.ask", "job.begin", "job.finish"]


def test_two_runs_at_once_do_each_row_once(cast: Cast, trial: Trial) -> None:
    job = asked(cast.he_fan)

    def cut(label: str) -> None:
        if label == "二":
            trial.cut = lambda _label: None
            actions.carry_on(job.pk)

    trial.cut = cut
    actions.carry_on(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    # The slower one had begun the second row; what it did was taken back.
    assert trial.did == ["一", "二", "三", "二"]
    assert queries.counts(job) == {LineState.DONE: 2, LineState.REFUSED: 1}
    assert len(list(files.FILES.path().glob("*"))) == 1


def test_its_owner_cancels_it_and_what_is_left_is_left(cast: Cast, trial: Trial) -> None:
    job = asked(cast.he_fan)

    def cut(label: str) -> None:
        if label == "二":
            with actions.JOBS.open(job.pk, by=person(cast.he_fan)) as change:
                actions.cancel(change)

    trial.cut = cut
    drain()
    job.refresh_from_db()
    assert (job.state, job.stored_as) == (JobState.CANCELLED, "")
    assert queries.counts(job) == {LineState.DONE: 1, LineState.WAITING: 2}
    with (
        pytest.raises(NotNow),
        actions.JOBS.open(job.pk, by=person(cast.he_fan)) as change,
    ):
        actions.cancel(change)


@pytest.mark.usefixtures("trial")
def test_nobody_else_sees_cancels_or_fetches_it(cast: Cast) -> None:
    job = asked(cast.he_fan)
    drain()
    assert not queries.jobs(person(cast.zhao).scope).exists()
    assert queries.jobs(person(cast.he_fan).scope).get() == job
    for verb in (actions.cancel, actions.fetch):
        with pytest.raises(NotYours), actions.JOBS.open(job.pk, by=person(cast.zhao)) as change:
            verb(change)


def test_its_file_is_fetched_by_who_still_may_and_each_time_is_an_event(
    cast: Cast, trial: Trial
) -> None:
    job = asked(cast.he_fan)
    drain()
    with actions.JOBS.open(job.pk, by=person(cast.he_fan)) as change:
        actions.fetch(change)
    assert kinds_of(job)[-1] == "job.fetch"
    trial.allowed = False
    with (
        pytest.raises(NotYours, match="重新导出"),
        actions.JOBS.open(job.pk, by=person(cast.he_fan)) as change,
    ):
        actions.fetch(change)


@pytest.mark.usefixtures("trial")
def test_after_a_week_its_file_is_gone(cast: Cast) -> None:
    job = asked(cast.he_fan)
    drain()
    now = timezone.now()
    assert actions.tidy(now + timedelta(days=6)) == 0
    assert len(list(files.FILES.path().glob("*"))) == 1
    assert actions.tidy(now + timedelta(days=8)) == 1
    job.refresh_from_db()
    assert (job.state, job.stored_as) == (JobState.EXPIRED, "")
    assert kinds_of(job)[-1] == "job.expire"


def test_what_is_refused_or_keeps_failing_is_said(cast: Cast, trial: Trial) -> None:
    def refuse(_label: str) -> None:
        raise NotNow("太多了")

    trial.cut = refuse
    job = asked(cast.he_fan)
    drain()
    job.refresh_from_db()
    assert (job.state, job.trouble) == (JobState.FAILED, "太多了")

    def fail(_label: str) -> None:
        raise RuntimeError

    trial.cut = fail
    job = asked(cast.he_fan)
    for _attempt in range(5):
        OutboxItem.objects.update(not_before=timezone.now())
        drain()
    job.refresh_from_db()
    assert (job.state, job.trouble) == (JobState.FAILED, actions.CUT)


def test_who_is_no_longer_here_gets_nothing_done(cast: Cast, trial: Trial) -> None:
    job = asked(cast.he_fan)
    User.objects.filter(pk=cast.he_fan.pk).update(is_active=False)
    drain()
    job.refresh_from_db()
    assert (job.state, trial.did) == (JobState.FAILED, [])


@pytest.mark.usefixtures("trial")
def test_a_row_of_a_job_that_is_over_is_not_settled(cast: Cast) -> None:
    job = asked(cast.he_fan)
    with pytest.raises(Stopped):
        actions.settle(queries.waiting(job)[0])
