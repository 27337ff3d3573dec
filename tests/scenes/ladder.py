"""The city office goes by the usual ladder; what the industry bureau leads is late from 1 December.

Working days: Tue 1, Wed 2, Thu 3, Fri 4, Mon 7, Tue 8, Wed 9 December 2026.
"""

from collections import Counter
from datetime import date, datetime

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.workdays import SHANGHAI, in_shanghai
from zhuqi.ledgers.cases.enums import ClockKind, State
from zhuqi.ledgers.cases.models import Assignment, Case, Clock, Objection
from zhuqi.mechanisms.supervision.enums import SheetKind
from zhuqi.mechanisms.supervision.ladder import delegations
from zhuqi.mechanisms.supervision.ladder.actions import Tally, sweep
from zhuqi.mechanisms.supervision.ladder.models import Delegation
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS, load_ladders
from zhuqi.mechanisms.supervision.models import SupervisionSheet

# Over with the close of office on Monday: red when office opens on Tuesday.
DUE = datetime(2026, 11, 30, 18, 0, tzinfo=SHANGHAI)
BOTH = (SheetKind.URGING, SheetKind.REQUEST)


def on(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of December 2026."""
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


def adopt(cast: Cast, code: str = "usual") -> None:
    """The city office goes by a shipped ladder."""
    load_ladders(by=SYSTEM)
    LADDERS.adopt(office=cast.city_office, code=code, by=SYSTEM)


def delegate(cast: Cast, kinds: tuple[str, ...] = BOTH, until: date | None = None) -> Delegation:
    """By 陆远, who signs in the city office, from Tuesday on."""
    return delegations.give(
        office=cast.city_office, kinds=kinds, since=date(2026, 12, 1),
        until=until or date(2027, 6, 30), grounds="办公会议定", by=person(cast.lu_yuan), now=DUE,
    )  # fmt: skip


def late(cast: Cast, title: str = "电压波动致压机停机", due: datetime = DUE) -> Case:
    """In hand with the industry bureau, whose time to answer is over with Monday."""
    case = scenes.case_in(cast, State.IN_PROGRESS, title=title, now=MONDAY)
    # Its other times are over long before, or never: this is the one the ladder goes by.
    lead = Clock.objects.filter(case=case, clock=ClockKind.RESOLVE)
    lead.update(due_at=due, warn_at=due)
    Clock.objects.filter(case=case).exclude(clock=ClockKind.RESOLVE).update(stopped_at=MONDAY)
    return case


def objected(_cast: Cast, case: Case) -> None:
    """The unit says that it is not its matter; the office has not decided."""
    sheet = Assignment.objects.get(case=case, role="lead")
    Objection.objects.create(
        case=case, assignment=sheet, reason="不归我们", asked_at=DUE, asked_by="周明",
        asked_by_id=1,
    )  # fmt: skip


def sweeping(*moments: datetime) -> list[Tally]:
    """One sweep at each moment."""
    return [sweep(now=moment) for moment in moments]


def sheets_on() -> list[tuple[str, str, str]]:
    """Kind, number and day of every sheet there is, in their order."""
    rows = SupervisionSheet.objects.order_by("pk")
    return [
        (sheet.get_kind_display(), sheet.number, f"{in_shanghai(sheet.drafted_at):%m-%d}")
        for sheet in rows
    ]


def skipped(tally: Tally) -> Counter[str]:
    """Why steps were left."""
    return tally.skipped
