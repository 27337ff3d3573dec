"""What pages show of rounds, inspections and findings, and who and what may be chosen for one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from zhuqi.foundation.access import UNIT_ROLES, Role, Scope
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import units_under
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.inspections.enums import (
    OPEN,
    TO_COME,
    WITH_UNIT,
    FindingState,
    RoundState,
    VisitState,
)
from zhuqi.mechanisms.inspections.models import (
    Answer,
    Finding,
    InspectionRound,
    InspectionVisit,
    Recheck,
    TeamMember,
)
from zhuqi.mechanisms.inspections.models.findings import answered_by
from zhuqi.mechanisms.inspections.models.rounds import of_own_unit

# Whoever plans rounds and writes notices in an office.
WRITERS = (Role.REGISTRAR, Role.REVIEWER)
# Who may be in a team: people of the office, and those called in from units of its level.
_OF_OFFICE = (*WRITERS, Role.SIGNER, Role.INSPECTOR)
_INSPECTED = (
    UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.PARK, UnitKind.TOWN, UnitKind.SUBORDINATE,
)  # fmt: skip


def rounds(scope: Scope) -> QuerySet[InspectionRound]:
    """All one may see, with the office."""
    return InspectionRound.objects.visible_to(scope).select_related("office")


def visits(scope: Scope) -> QuerySet[InspectionVisit]:
    """All one may see, with round, office and unit."""
    seen = InspectionVisit.objects.visible_to(scope)
    return seen.select_related("round__office", "unit__region", "unit__parent")


def findings(scope: Scope) -> QuerySet[Finding]:
    """All one may see, with what they are about."""
    seen = Finding.objects.visible_to(scope)
    return seen.select_related("visit__round", "office", "unit__region", "unit__parent", "item")


# Who and what may be chosen -----------------------------------------------------------------------


def candidates(office: Unit) -> QuerySet[User]:
    """Who may be in a team of the office, by name."""
    units = Unit.objects.filter(region=office.region_id, level=office.level, active=True)
    held = RoleAssignment.objects.filter(running(timezone.now()), user=OuterRef("pk")).filter(
        Q(unit=office, role__in=_OF_OFFICE) | Q(unit__in=units, role__in=sorted(UNIT_ROLES))
    )
    found = User.objects.filter(Exists(held), is_active=True, official__isnull=False)
    return found.select_related("official").order_by("name", "pk")


def inspectable(office: Unit) -> QuerySet[Unit]:
    """Units below the office that can be commanded; a city inspects what is the city's own and
    the offices, parks and towns below. Nobody inspects tax, courts, grid or banks: what is found
    elsewhere and concerns them goes to them as a request (`concerned`)."""
    below = units_under([office.pk]).filter(active=True, commandable=True, kind__in=_INSPECTED)
    if office.level == Level.CITY:
        bodies = (UnitKind.DEPARTMENT, UnitKind.SUBORDINATE)
        below = below.exclude(~Q(level=office.level), kind__in=bodies)
    return below.exclude(pk=office.pk).order_by("level", "kind", "region__code", "pk")


def concerned(visit: InspectionVisit) -> QuerySet[Unit]:
    """Who may have to put right what is found at an inspection: the unit and what is below it;
    others whom the office inspects; and bodies on its level that can't be commanded, which are
    asked."""
    office = visit.round.office
    inside = Q(pk=visit.unit_id) | Q(parent=visit.unit_id)
    asked = Q(pk__in=units_under([office.pk]).filter(level=office.level, commandable=False))
    others = Q(pk__in=inspectable(office).order_by())
    found = Unit.objects.filter(inside | asked | others, active=True).exclude(pk=office.pk)
    near = Case(When(pk=visit.unit_id, then=0), When(parent=visit.unit_id, then=1), default=2)
    return found.order_by(near, "level", "kind", "region__code", "pk")


def own_rounds(scope: Scope) -> QuerySet[InspectionRound]:
    """Those one plans: their checklists may be taken over."""
    mine = Q(office__in=sorted(scope.units(*WRITERS)))
    return InspectionRound.objects.visible_to(scope).filter(mine)


# What waits ---------------------------------------------------------------------------------------


def _teams(scope: Scope) -> QuerySet[TeamMember, int]:
    mine = TeamMember.objects.filter(user=scope.user_id).order_by()
    return mine.values_list("round", flat=True)


def to_inspect(scope: Scope, today: date) -> Q:
    """Inspections of one's teams whose day has come."""
    running_ones = Q(round__state=RoundState.UNDERWAY, round__in=_teams(scope))
    return running_ones & Q(state__in=sorted(TO_COME), day__lte=today) & ~of_own_unit(scope)


def to_draft(scope: Scope) -> Q:
    """Findings of one's office whose notice has to be written."""
    over = Q(state=FindingState.FOUND, visit__state=VisitState.VISITED)
    return over & Q(office__in=sorted(scope.units(*WRITERS))) & ~of_own_unit(scope)


def to_sign(scope: Scope) -> Q:
    """Notices for one's signature."""
    drafted = Q(state=FindingState.DRAFTED, office__in=sorted(scope.units(Role.SIGNER)))
    return drafted & ~of_own_unit(scope)


def to_rectify(scope: Scope) -> Q:
    """With the units one works for, and not answered."""
    return Q(state__in=sorted(WITH_UNIT)) & answered_by(working_units(scope))


def to_recheck(scope: Scope) -> Q:
    """Answered, to one's office or found by one's team."""
    mine = Q(office__in=sorted(scope.units(*WRITERS))) | Q(visit__round__in=_teams(scope))
    return Q(state=FindingState.REPLIED) & mine & ~of_own_unit(scope)


def late(now: datetime) -> Q:
    """With the unit, and its time is over."""
    return Q(state__in=sorted(WITH_UNIT), due_at__lte=now)


def on_time() -> Q:
    """Struck off, and each answer came in its time."""
    after = Recheck.objects.filter(finding=OuterRef("pk"), replied_at__gt=F("due_at"))
    return Q(~Exists(after), state=FindingState.CLOSED)


# What waits for one's own hand, by the name the list of findings knows it by.
IN_HAND: dict[str, Callable[[Scope], Q]] = {
    "draft": to_draft,
    "sign": to_sign,
    "rectify": to_rectify,
    "recheck": to_recheck,
}


# Coverage -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of something there are, are open, late, struck off, and so on time."""

    found: int = 0
    open: int = 0
    late: int = 0
    closed: int = 0
    on_time: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.found + other.found,
            self.open + other.open,
            self.late + other.late,
            self.closed + other.closed,
            self.on_time + other.on_time,
        )


def tallies(rows: QuerySet[Finding], by: str, now: datetime) -> Mapping[int | None, Tally]:
    """The findings counted by one of their columns; dropped ones are none. One query."""
    counted = (
        rows.exclude(state=FindingState.DROPPED)
        .order_by()
        .values_list(by)
        .annotate(
            found=Count("pk"),
            open=Count("pk", filter=Q(state__in=sorted(OPEN))),
            late=Count("pk", filter=late(now)),
            closed=Count("pk", filter=Q(state=FindingState.CLOSED)),
            on_time=Count("pk", filter=on_time()),
        )
    )
    return {key: Tally(*counts) for key, *counts in counted}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a round has come, of what the person sees: units by state, findings, answers."""

    visits: list[InspectionVisit]
    by_visit: Mapping[int | None, Tally]
    by_item: Mapping[int | None, Tally]
    answers: Mapping[tuple[int, str], int]

    @property
    def planned(self) -> int:
        """Units that are to be inspected, done or not."""
        return sum(one.state != VisitState.SKIPPED for one in self.visits)

    @property
    def visited(self) -> int:
        """Units whose inspection is finished."""
        return sum(one.state == VisitState.VISITED for one in self.visits)

    @property
    def all(self) -> Tally:
        """Of all findings together."""
        return sum(self.by_visit.values(), Tally())


def coverage(round_: InspectionRound, scope: Scope, now: datetime) -> Coverage:
    """Read off its inspections and findings, in four queries."""
    seen = visits(scope).filter(round=round_)
    rows = Finding.objects.visible_to(scope).filter(visit__round=round_)
    answered = Answer.objects.filter(visit__in=seen.order_by().values("pk")).order_by()
    counted = answered.values_list("item", "result").annotate(n=Count("pk"))
    return Coverage(
        list(seen),
        tallies(rows, "visit", now),
        tallies(rows, "item", now),
        {(item, result): n for item, result, n in counted},
    )


def tallies_of(rounds_: Collection[InspectionRound], scope: Scope) -> Mapping[int, "Line"]:
    """Units and findings of many rounds, for a list. Two queries."""
    keys, now = [one.pk for one in rounds_], timezone.now()
    seen = InspectionVisit.objects.visible_to(scope).filter(round__in=keys)
    counted = seen.order_by().values_list("round").annotate(
        planned=Count("pk", filter=~Q(state=VisitState.SKIPPED)),
        visited=Count("pk", filter=Q(state=VisitState.VISITED)),
    )  # fmt: skip
    rows = Finding.objects.visible_to(scope).filter(visit__round__in=keys)
    found = tallies(rows, "visit__round", now)
    units = {key: (planned, visited) for key, planned, visited in counted}
    return {key: Line(*units.get(key, (0, 0)), found.get(key, Tally())) for key in keys}


@dataclass(frozen=True, slots=True)
class Line:
    """A round in one line."""

    planned: int
    visited: int
    findings: Tally
