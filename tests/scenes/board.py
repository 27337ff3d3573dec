"""What the city office's board counts: copies of one case, each late, due, quiet or waiting."""

from datetime import datetime, timedelta
from itertools import count

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.ledgers.cases.enums import ClockKind, State
from zhuqi.ledgers.cases.models import (
    FAR,
    Case,
    Clock,
    Extension,
    Instruction,
    Involvement,
    Objection,
    Pausing,
)

_SERIAL = count(1)


def first(cast: Cast, now: datetime) -> Case:
    """Led by the industry bureau, with time left and news of today."""
    case = scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.filter(pk=case.pk).update(due_at=now + timedelta(days=60), last_event_at=now)
    case.refresh_from_db()
    return case


def another(case: Case, **told: object) -> Case:
    """The same once more, but for what is told of it."""
    row = Case.objects.get(pk=case.pk)
    row.pk, row.number, row._state.adding = None, f"1000-26-8{next(_SERIAL):03}-0", True
    row.submission_key = None
    for name, value in told.items():
        setattr(row, name, value)
    row.save()
    for seen in Involvement.objects.filter(case=case):
        seen.pk, seen.case, seen._state.adding = None, row, True
        seen.save()
    return row


def everything(cast: Cast, now: datetime, today: datetime, end: datetime) -> Case:
    """Something in every block; `today` and `end` are due times of today and of the week's end."""
    case = first(cast, now)
    late = {"due_at": now - timedelta(days=6), "warn_at": now - timedelta(days=9)}
    power = {"due_unit": cast.power, "lead_unit": cast.power}
    another(case, **late)
    another(case, **late | power)
    another(case, **late | {"due_unit": cast.city_office, "region": cast.xiangcheng})
    another(case, due_at=today)
    another(case, due_at=end, region=cast.yuzhou)
    another(case, due_at=end + timedelta(days=1))
    another(case, last_event_at=now - timedelta(days=30))
    another(case, last_event_at=now - timedelta(days=30), paused_until=now.date())
    another(case, last_event_at=now - timedelta(days=30), state=State.CARRIED, **late)
    # Over, and still timed for the way it came by.
    another(case, state=State.STRUCK_OFF, closed_at=now, **late)
    _asked(case, now)
    return case


def _asked(case: Case, now: datetime) -> None:
    sheet = case.assignments.get(role="lead")
    argued, asked = another(case, disputed=True), another(case)
    Objection.objects.create(
        case=argued, assignment=sheet, reason="不是本单位职责", asked_at=now, asked_by="周工",
        asked_by_id=1,
    )  # fmt: skip
    Extension.objects.create(
        case=asked, assignment=sheet, round=1, reason="缺料", amount=5, unit="working_day",
        asked_at=now, asked_by="周工", asked_by_id=1,
    )  # fmt: skip
    for days in (31, 29):
        still = another(case, paused_until=now.date(), due_at=FAR)
        Pausing.objects.create(
            case=still, reason="等企业", outcome="running", since=now - timedelta(days=days)
        )


def instructed(cast: Cast, case: Case, now: datetime, due: datetime) -> None:
    """By the mayor, with a report due then."""
    row = another(case)
    Instruction.objects.create(
        case=row, ordinal=1, leader=cast.mayor, leader_name="田市长", text="请速办",
        requirement="一周内报告", entered_by=1, entered_by_name="沈静", instructed_at=now,
    )  # fmt: skip
    Clock.objects.create(
        case=row, clock=ClockKind.INSTRUCTION, sheet=1, owner=cast.industry, started_at=now,
        due_at=due, warn_at=due, amount=5, unit="working_day",
    )  # fmt: skip
