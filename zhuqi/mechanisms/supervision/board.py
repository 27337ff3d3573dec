"""督办看板: what is late and about to be, what stands still, and what waits for somebody's word.

Of the ledgers of one's own offices, by the clocks of their cases: rows whose firm one knows, and
nobody's from whom one must keep away. Every number is that of the rows `ledger` or `sheets` finds
by the same filters. What runs and what is in hand is read, never what ever was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    DateTimeField,
    F,
    Min,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models import Case as Choice
from django.utils import timezone

from zhuqi.foundation.access import Scope
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI, Calendar
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Extension, Objection
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.ledgers.cases.queries import Condition
from zhuqi.ledgers.cases.queries.conditions import LONG, paused_since, told_by, unreported
from zhuqi.ledgers.cases.queries.filtering import quiet
from zhuqi.mechanisms.supervision import queries
from zhuqi.mechanisms.supervision.enums import SheetState

# Units report every week (domain.md, 6): who has been silent for longer stands still.
QUIET_DAYS: Final = 5
QUIET_SHOWN: Final = 8


def reads_board(scope: Scope) -> bool:
    """Offices, their leaders and their inspectors."""
    return scope.holds(*OFFICE_READERS)


# Time ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Week:
    """What "today" and "this week" are on the board: a week goes on until its last working day,
    a Sunday made up for too, and where none is left, until today."""

    now: datetime
    today: date
    last: date
    quiet_until: date

    @classmethod
    def of(cls, days: Calendar, now: datetime) -> "Week":
        """The week of a moment."""
        today = timezone.localdate(now, SHANGHAI)
        sunday = today + timedelta(days=6 - today.weekday())
        left = [today + timedelta(days=n) for n in range((sunday - today).days + 1)]
        last = max((day for day in left if days.is_working(day)), default=today)
        return cls(now, today, last, _back(days, today, QUIET_DAYS))

    @property
    def tomorrow(self) -> datetime:
        """The end of today."""
        return _end(self.today)

    @property
    def end(self) -> datetime:
        """The end of its last day."""
        return _end(self.last)


def _back(days: Calendar, day: date, working: int) -> date:
    """The day after which so many working days have begun, today's among them."""
    while working:
        working -= days.is_working(day)
        day -= timedelta(days=1)
    return day


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)


# Numbers ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Times:
    """How many cases are late, how many more come due today, and by the end of the week (today's
    among them); since when the oldest is late."""

    late: int = 0
    today: int = 0
    week: int = 0
    since: datetime | None = None

    def __add__(self, other: "Times") -> "Times":
        since = [one for one in (self.since, other.since) if one]
        return Times(
            self.late + other.late,
            self.today + other.today,
            self.week + other.week,
            min(since, default=None),
        )


@dataclass(frozen=True, slots=True)
class Whom:
    """A unit or a county; a unit that can't be commanded is asked, not urged."""

    pk: int
    name: str
    commandable: bool = True
    office: bool = False


class Sheets(TextChoices):
    """The sheets of an office that somebody still has to do something about."""

    DRAFTED = "drafted"
    UNSIGNED = "issued"
    UNANSWERED = "signed"
    LATE = "late"


@dataclass(slots=True)
class Numbers:
    """Every number of the board."""

    all: Times = field(default_factory=Times)
    units: dict[Whom, Times] = field(default_factory=dict)
    counties: dict[Whom, Times] = field(default_factory=dict)
    conditions: dict[Condition, int] = field(default_factory=dict)
    quiet: int = 0
    sheets: dict[Sheets, int] = field(default_factory=dict)
    offices: list[str] = field(default_factory=list)


# In the order in which they stand on the page.
CONDITIONS: Final = (
    Condition.DISPUTED,
    Condition.EXTENSION,
    Condition.LONG_PAUSED,
    Condition.LAPSED,
    Condition.REPORT,
    Condition.REPORT_DUE,
)
_OFFICE, _TIMES, _CONDITION, _QUIET, _SHEETS = "office", "times", "condition", "quiet", "sheets"


def numbers(scope: Scope, week: Week) -> Numbers:
    """All of them in one query."""
    found, offices = Numbers(), scope.units(*OFFICE_READERS)
    for what, name, pk, county, place, commandable, *counts in _NUMBERS(
        scope,
        now=week.now,
        tomorrow=week.tomorrow,
        end=week.end,
        long_ago=week.now - LONG,
        silent=_end(week.quiet_until),
    ):
        if what == _TIMES:
            late, today, ahead, since = counts
            times = Times(late, today, ahead, since if late else None)
            found.all += times
            unit = Whom(pk, name, bool(commandable), pk in offices)
            found.units[unit] = found.units.get(unit, Times()) + times
            where = Whom(county, place)
            found.counties[where] = found.counties.get(where, Times()) + times
        elif what == _CONDITION:
            found.conditions[Condition(name)] = counts[0]
        elif what == _OFFICE:
            found.offices.append(f"{name} · {place}")
        elif what == _QUIET:
            found.quiet = counts[0]
        else:
            found.sheets[Sheets(name)] = counts[0]
    return found


def _numbers(  # noqa: PLR0917 (keywords all, but for the constant)
    scope: Scope, now: datetime, tomorrow: datetime, end: datetime, long_ago: datetime,
    silent: datetime,
) -> QuerySet[Any, Any]:  # fmt: skip
    live = Case.objects.live().in_own_ledger(scope)
    several = [
        _by_unit_and_county(scope, now, tomorrow, end),
        _one(live.filter(quiet(silent)), _QUIET, ""),
        *(
            _one(live.filter(holds), _CONDITION, condition)
            for condition, holds in _conditions(now, long_ago).items()
        ),
        _offices(scope),
        *(_one(rows, _SHEETS, kind) for kind, rows in _sheets(scope, now).items()),
    ]
    first, *rest = several
    return first.union(*rest, all=True)


def _conditions(now: datetime, long_ago: datetime) -> dict[Condition, Q]:
    """As `conditions.holding` says them, from what is open of each kind."""
    waiting, consulting = Objection.Outcome.WAITING, Objection.Outcome.CONSULTING
    argued = Objection.objects.filter(outcome__in=(waiting, consulting))
    asked = Extension.objects.filter(outcome=Extension.Outcome.WAITING)
    return {
        Condition.DISPUTED: Q(disputed=True) & told_by(argued),
        Condition.EXTENSION: told_by(asked),
        Condition.LONG_PAUSED: told_by(paused_since(long_ago)),
        Condition.LAPSED: Q(state=State.CARRIED, due_at__lte=now),
        Condition.REPORT: told_by(unreported()),
        Condition.REPORT_DUE: told_by(unreported(now)),
    }


def _sheets(scope: Scope, now: datetime) -> dict[Sheets, QuerySet[Any]]:
    seen = queries.sheets(scope).filter(queries.of_offices(scope))
    return {
        Sheets.DRAFTED: seen.filter(state=SheetState.DRAFTED),
        Sheets.UNSIGNED: seen.filter(state=SheetState.ISSUED),
        Sheets.UNANSWERED: seen.filter(state=SheetState.SIGNED),
        Sheets.LATE: seen.filter(queries.late(now)),
    }


_COUNTY = Choice(
    When(region__level=Level.TOWN, then=F("region__parent_id")),
    default=F("region_id"),
    output_field=BigIntegerField(),
)
_PLACE = Choice(
    When(region__level=Level.TOWN, then=F("region__parent__name")),
    default=F("region__name"),
    output_field=CharField(),
)
_COLUMNS = (
    "what", "name", "who", "county", "place", "commandable", "late", "today", "week", "since"
)  # fmt: skip


def _by_unit_and_county(
    scope: Scope, now: datetime, tomorrow: datetime, end: datetime
) -> QuerySet[Any, Any]:
    # Whatever is over and still timed, for the way it came by, is late too.
    # SQLite finds the place in the index of due times only by "IN", not by Django's "NOT".
    timed = Case.objects.filter(historical__in=(False,), due_at__lt=end).in_own_ledger(scope)
    ahead = Q(due_at__gt=now)
    grouped = timed.order_by().annotate(
        what=Value(_TIMES, CharField()),
        name=Choice(
            When(due_unit__short_name="", then=F("due_unit__name")),
            default=F("due_unit__short_name"),
            output_field=CharField(),
        ),
        who=F("due_unit_id"),
        county=_COUNTY,
        place=_PLACE,
        commandable=F("due_unit__commandable"),
    )
    counted: QuerySet[Any, Any] = grouped.values(*_COLUMNS[:6]).annotate(
        late=Count("pk", filter=Q(due_at__lte=now)),
        today=Count("pk", filter=ahead & Q(due_at__lt=tomorrow)),
        week=Count("pk", filter=ahead),
        since=Min("due_at"),
    )
    return counted.values_list(*_COLUMNS)


def _offices(scope: Scope) -> QuerySet[Any, Any]:
    """Whose ledgers these are, and where."""
    rows = Unit.objects.filter(pk__in=sorted(scope.units(*OFFICE_READERS)), kind=UnitKind.OFFICE)
    called = Choice(
        When(short_name="", then=F("name")), default=F("short_name"), output_field=CharField()
    )
    named: QuerySet[Any, Any] = rows.order_by().values_list(Value(_OFFICE, CharField()), called)
    told: QuerySet[Any, Any] = named.annotate(**{**_NOTHING, "place": F("region__name")})
    return told


def _one(rows: QuerySet[Any], what: str, name: str) -> QuerySet[Any, Any]:
    """One number."""
    named = rows.order_by().values_list(Value(what, CharField()), Value(name, CharField()))
    told: QuerySet[Any, Any] = named.annotate(**{**_NOTHING, "late": Count("pk")})
    return told


_NONE: Final = Value(0, BigIntegerField())
# What such a row does not say.
_NOTHING: Final[dict[str, Any]] = {
    "who": _NONE,
    "county": _NONE,
    "place": Value("", CharField()),
    "commandable": Value(value=True, output_field=BooleanField()),
    "late": _NONE,
    "today": _NONE,
    "week": _NONE,
    "since": Value(None, DateTimeField()),
}
_NUMBERS = Prepared(_numbers, planned_anew=True)


# Rows ---------------------------------------------------------------------------------------------

_SHOWN = (
    "number", "title", "state", "last_event_at", "handler_name", "office_id", "confidential",
    "sealed", "enterprise__name", "firm_stated", "reporter_name", "reporter_cleared_at", "chamber",
    "lead_unit__name", "lead_unit__short_name",
)  # fmt: skip


def quiet_cases(scope: Scope, week: Week) -> list[Case]:
    """The first of those that stand still, the longest first; one query."""
    order = ("last_event_at", "pk")
    rows = Case.objects.live().in_own_ledger(scope).filter(quiet(_end(week.quiet_until)))
    # First their ids: nobody's name is looked up for the others.
    first = Case.objects.filter(pk__in=rows.order_by(*order).values("pk")[:QUIET_SHOWN])
    named = first.read_by(scope).select_related("enterprise", "lead_unit").only(*_SHOWN)
    return list(named.order_by(*order))


def by_lateness(units: Iterable[tuple[Whom, Times]]) -> Iterator[tuple[Whom, Times]]:
    """The worst first: by how much is late, since when, how much comes."""
    yield from sorted(
        units,
        key=lambda one: (
            -one[1].late,
            one[1].since or datetime.max.replace(tzinfo=SHANGHAI),
            -one[1].week,
            one[0].pk,
        ),
    )
