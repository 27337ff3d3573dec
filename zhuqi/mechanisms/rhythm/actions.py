"""The verbs of a rhythm, and its coming round; the only place that writes them."""

from datetime import date, datetime, time
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, NotValid, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.rhythm import queries, rules
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmRole, RhythmState, RhythmVerb
from zhuqi.mechanisms.rhythm.lifecycle import RHYTHM, RhythmFacts
from zhuqi.mechanisms.rhythm.models import Rhythm, RhythmNote, RhythmRun

RhythmChange: TypeAlias = RowChange[Rhythm, RhythmVerb]
OBJECT, BEGIN, RUN, NOTIFY = "rhythm", "begin", "run", "rhythm.notify"
NOT_YOURS = "只有活动办的受理、审核人员可以安排日程"
V = RhythmVerb


def facts_of(row: Rhythm, by: Person) -> RhythmFacts:
    """What the table decides on."""
    mine = row.office_id in by.scope.units(*queries.WRITERS)
    return RhythmFacts(RhythmState(row.state), standing_as((RhythmRole.OFFICE, mine)))


RHYTHMS = RowNoun[Rhythm, RhythmVerb](
    model=Rhythm,
    object_type=OBJECT,
    load=alone("office_id", "kind", "pace", "days", "at", "state", "since"),
    stale="这项安排刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=RHYTHM,
    facts=facts_of,
    notify=NOTIFY,
    notified=frozenset({f"{OBJECT}.{RUN}"}),
)


def begin(
    *, office: Unit, kind: str, pace: str, days: str, at: time, by: Person, now: Now = None
) -> Rhythm:
    """安排: of one's own office, one of a kind; from now on.

    NotYours for who neither receives nor reviews there; NotValid for days that do not fit the pace,
    or a kind that is there already.
    """
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    moment = now or timezone.now()
    row = Rhythm(office=office, kind=kind, pace=pace, at=at, since=moment)
    if Rhythm.objects.filter(office=office, kind=kind).exists():
        raise NotValid({"kind": f"已经安排了{row.get_kind_display()}，请在原来的安排里修改"})
    by = by.holding(office.pk, *queries.WRITERS)
    with transaction.atomic(), RHYTHMS.new(row, by=by, now=moment) as change:
        _on(change, pace, days)
        change.record(BEGIN)
    return row


def revise(change: RhythmChange, *, pace: str, days: str, at: time) -> None:
    """修改安排: other days or another time, from now on."""
    _on(change, pace, days)
    change.row.pace, change.row.at, change.row.since = pace, at, change.now
    change.step(V.REVISE)


def _on(change: RhythmChange, pace: str, days: str) -> None:
    most = "1 到 7（周一是 1）" if pace == Pace.WEEKLY else f"1 到 {rules.LAST_OF_MONTH}"
    try:
        change.row.days = ",".join(map(str, rules.days_of(days, Pace(pace))))
    except ValueError:
        change.require(False, "days", f"请填 {most} 的数字，几天的用逗号隔开")  # noqa: FBT003 (reads as it is)


def pause(change: RhythmChange) -> None:
    """暂停: it comes round no more until it is resumed."""
    change.step(V.PAUSE)


def resume(change: RhythmChange) -> None:
    """恢复: from now on; what was missed meanwhile is not made up for."""
    change.row.since = change.now
    change.step(V.RESUME)


def run_due(now: datetime) -> int:
    """What comes round now, each in a transaction of its own; how many. Run twice, late or after a
    crash, each day comes round once."""
    return sum(_run(pk, day, now) for pk, day in queries.due(now))


def _run(pk: int, day: date, now: datetime) -> bool:
    with RHYTHMS.open(pk, by=SYSTEM_PERSON, now=now) as change:
        row = change.row
        if row.state != RhythmState.RUNNING or row.runs.filter(day__gte=day).exists():
            return False
        told = queries.told_by(row, now)
        run = RhythmRun.objects.create(rhythm=row, day=day, ran_at=now, told=len(told))
        RhythmNote.objects.bulk_create(
            RhythmNote(run=run, user=one.user, firms=one.firms, open=one.open, late=one.late)
            for one in told
        )
        change.record(RUN, {"day": day.isoformat(), "run": run.pk, "people": len(told)})
    return True
