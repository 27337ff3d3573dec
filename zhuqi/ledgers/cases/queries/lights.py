"""How cases stand in time: by the case itself, or by the clocks of one's own units."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    F,
    Q,
    QuerySet,
)

from zhuqi.foundation.access import UNIT_ROLES, Scope
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.changes.laid import stored
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import (
    ClockKind,
    Light,
)
from zhuqi.ledgers.cases.models import (
    FAR,
    Case,
    Clock,
)
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, CaseQuerySet


def light_of(due_at: datetime, warn_at: datetime, now: datetime) -> Light:
    """Red from the due time on, yellow from the warning on; the same rule as `with_light`."""
    if due_at >= FAR:
        return Light.NONE
    if now >= due_at:
        return Light.RED
    return Light.YELLOW if now >= warn_at else Light.GREEN


# What runs and does not stand still.
NEVER_PAUSED = Q(due_at__lt=FAR)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: from one moment to before another (None: without end), at which light, owed by
    which of some units (none named: by any), in whose hand; `after`: not due by then.

    Asked of a case it is about the clock that the case repeats, asked of a clock about that one. A
    person has in hand what the unit that leads owes while they handle the case; with 0 as `hand`
    it is what nobody has: not signed for yet, or the office's turn.
    """

    since: datetime | None = None
    until: datetime | None = None
    light: str = ""
    owing: Collection[int] = ()
    hand: int | None = None
    after: datetime | None = None

    @property
    def at(self) -> Q:
        """When it is due, of cases and of clocks alike."""
        at = Q(due_at__lt=self.until or FAR)
        if self.after:
            at &= Q(due_at__gt=self.after)
        return at & Q(due_at__gte=self.since) if self.since else at

    def of_case(self, now: datetime) -> Q:
        """The condition on a case."""
        return self._said(now, owner="due_unit", case="")

    def of_clock(self, now: datetime) -> Q:
        """The condition on a running clock."""
        return self._said(now, owner="owner", case="case__")

    def _said(self, now: datetime, *, owner: str, case: str) -> Q:
        asked = self.at
        if self.light:
            asked &= _at_light(Light(self.light), now)
        if self.owing:
            asked &= Q(**{f"{owner}__in": sorted(self.owing)})
        if self.hand:
            asked &= Q(**{f"{case}handler": self.hand, owner: F(f"{case}lead_unit")})
        elif self.hand is not None:
            nobody, no_unit = Q(**{f"{case}handler": 0}), Q(**{f"{owner}__isnull": True})
            no_lead = Q(**{f"{case}lead_unit__isnull": True})
            asked &= nobody | no_unit | no_lead | ~Q(**{owner: F(f"{case}lead_unit")})
        return asked


@dataclass(frozen=True, slots=True)
class Timing:
    """By which clocks a person's lights go.

    Rows that fulfil `by_case` are as late as the case itself; the others as the clocks of `units`
    are, and have no light where none of these runs. Without units every row goes by the case.
    """

    units: frozenset[int] = frozenset()
    by_case: Q = field(default_factory=Q)
    ledgers: frozenset[int] = frozenset()
    enterprises: frozenset[int] = frozenset()
    granted: frozenset[int] = frozenset()

    def goes_by(self, case: Case) -> bool:
        """What `by_case` says of one case already at hand."""
        return (
            not self.units
            or case.office_id in self.ledgers
            or (case.enterprise_id in self.enterprises and not case.confidential)
            or case.pk in self.granted
        )

    def timed(self, at: Q = NEVER_PAUSED) -> QuerySet[Any, Any]:
        """Ids of all rows that have a light, and of few others: each part from an index of what
        runs, which the OR of `holds` would not be read from. `at` narrows when it is due."""
        # Nothing that was imported runs.
        rows = Case.objects.filter(at & NEVER_PAUSED, historical=False)
        parts = [
            rows.filter(office__in=sorted(self.ledgers)),
            rows.filter(enterprise__in=sorted(self.enterprises)),
            rows.filter(pk__in=sorted(self.granted)),
        ]
        own = _running_of(self.units).filter(at).values("case")
        return own.union(*(part.order_by().values("pk") for part in parts))

    def holds(self, light: Light, now: datetime) -> Q:
        """Cases whose light is this one."""
        own = _at_light(light, now)
        if not self.units:
            return own
        others = _of_units(light, now, self.units)
        return self._either(own, others)

    def due(self, due: "Due", now: datetime) -> Q:
        """Cases that have something due like this."""
        own = due.of_case(now)
        if not self.units:
            return own
        return self._either(own, Q(pk__in=self.running(due, now).values("case")))

    def running(self, due: "Due", now: datetime) -> QuerySet[Clock]:
        """The running clocks of `units` that are due like this, of whatever case."""
        return _running_of(self.units).filter(due.of_clock(now))

    def _either(self, own: Q, others: Q) -> Q:
        return (self.by_case & own) | (~self.by_case & others) if self.by_case else others


def timing_of(scope: Scope) -> Timing:
    """Units see how late they are themselves; an office its whole ledger; who looks after a firm,
    or was granted a case, the case."""
    ledgers, enterprises = scope.units(*OFFICE_READERS), scope.enterprises | scope.liaised
    units = scope.units(*UNIT_ROLES) | ledgers
    granted = frozenset(scope.granted.get("case") or ())
    looks_on = Q()
    if ledgers:
        looks_on |= Q(office__in=sorted(ledgers))
    if enterprises:
        # Not by the firm of a confidential case: the light would tell whose it is.
        looks_on |= Q(enterprise__in=sorted(enterprises), confidential=False)
    if granted:
        looks_on |= Q(pk__in=sorted(granted))
    return Timing(units, looks_on, ledgers, enterprises, granted)


def with_light(
    cases: CaseQuerySet, light: Light, now: datetime, timing: Timing | None = None
) -> CaseQuerySet:
    """Only cases whose light is this one; by the case itself where nothing else is said."""
    timing = timing or Timing()
    if timing.units and light != Light.NONE:
        cases = cases.filter(pk__in=timing.timed())
    return cases.filter(timing.holds(light, now))


def _at_light(light: Light, now: datetime) -> Q:
    """Of cases and of running clocks alike."""
    match light:
        case Light.RED:
            return Q(due_at__lte=now)
        case Light.YELLOW:
            # What is over is due for ever: without the bound all of it would be looked through.
            return Q(due_at__gt=now, due_at__lt=FAR, warn_at__lte=now)
        case Light.GREEN:
            return Q(due_at__gt=now, due_at__lt=FAR, warn_at__gt=now)
        case _:
            return Q(due_at__gte=FAR)


def _of_units(light: Light, now: datetime, units: Collection[int]) -> Q:
    own = _running_of(units)
    running, late = (
        Q(pk__in=own.values("case")),
        Q(pk__in=own.filter(due_at__lte=now).values("case")),
    )
    early = Q(pk__in=own.filter(warn_at__lte=now).values("case"))
    match light:
        case Light.RED:
            return late
        case Light.YELLOW:
            return early & ~late
        case Light.GREEN:
            return running & ~late & ~early
        case _:
            return ~running


def _running_of(units: Collection[int]) -> QuerySet[Clock]:
    """Clocks of these units that run; a paused one has no due time and stands still."""
    running = Clock.objects.filter(owner__in=units, stopped_at__isnull=True, due_at__lt=FAR)
    return running.order_by()


def running_clocks(cases: Collection[Case]) -> dict[int, list[Clock]]:
    """Every clock that runs for these cases, by case, what ends first before the others; one
    query. Of a clock and its owner there is what lists tell; the rest is deferred."""
    found: dict[int, list[Clock]] = defaultdict(list)
    if not cases:
        return found
    owners: dict[int, Unit] = {}
    for *row, name, short_name in _RUNNING(cases=[case.pk for case in cases]):
        clock = stored(Clock, DEFAULT_DB_ALIAS, _CLOCK, row)
        if pk := clock.owner_id:
            if pk not in owners:
                owners[pk] = stored(Unit, DEFAULT_DB_ALIAS, _OWNER, (pk, name, short_name))
            clock.owner = owners[pk]
        found[clock.case_id].append(clock)
    return found


_CLOCK = ("id", "case_id", "clock", "owner_id", "due_at", "warn_at", "unit")
_OWNER = ("id", "name", "short_name")
_RUNNING = Prepared(
    lambda cases: (
        Clock.objects.filter(case__in=cases, stopped_at__isnull=True)
        .order_by("due_at", "pk")
        .values_list(*_CLOCK, "owner__name", "owner__short_name")
    )
)


def first_of(clocks: Iterable[Clock], units: Collection[int]) -> Clock | None:
    """The clock of these units that ends first, warned of as soon as any of theirs is; None where
    none of theirs runs."""
    own = [clock for clock in clocks if clock.owner_id in units and clock.due_at < FAR]
    if not own:
        return None
    first = copy(min(own, key=lambda clock: (clock.due_at, clock.pk)))
    first.warn_at = min(clock.warn_at for clock in own)
    return first


# What was promised to the firm: the lead's answer, in the first round or in a later one.
PROMISED = frozenset({ClockKind.RESOLVE, ClockKind.REDO})
