"""What pages show of sheets, and of whom and what a new one may be."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar, chain_of
from zhuqi.ledgers.cases.enums import AssignmentRole, AssignmentState, ClockKind, State
from zhuqi.ledgers.cases.models import (
    FAR,
    Allowed,
    Assignment,
    Case,
    Clock,
    Recusal,
    forbidden,
)
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, working_units
from zhuqi.mechanisms.supervision.enums import (
    OBJECT,
    OPEN,
    WAITING,
    SheetKind,
    SheetState,
    SheetVerb,
)
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.rules import NO_LEAD, NOT_OURS, Standing, why_not

# Whoever writes sheets in an office.
WRITERS = (Role.REGISTRAR, Role.REVIEWER)
_HELD_OUTSIDE = (AssignmentRole.LEAD, AssignmentRole.CO, AssignmentRole.PART)
_TO_ANSWER = (AssignmentState.ISSUED, AssignmentState.SIGNED)


def sheets(scope: Scope) -> QuerySet[SupervisionSheet]:
    """All one may see, with case, firm, office and unit."""
    return SupervisionSheet.objects.visible_to(scope)


def late(now: datetime) -> Q:
    """Out, and not answered in time."""
    return Q(state__in=sorted(WAITING), due_at__lte=now)


def answered_late() -> Q:
    """Answered after its time."""
    return Q(state=SheetState.REPLIED, replied_at__gt=F("due_at"))


def of_offices(scope: Scope) -> Q:
    """Written by an office whose ledger one reads."""
    return Q(office__in=sorted(scope.units(*OFFICE_READERS)))


def to_answer(scope: Scope) -> Q:
    """Out to the units one works for, and not answered."""
    return Q(state__in=sorted(WAITING), unit__in=sorted(working_units(scope)))


def to_sign(scope: Scope) -> Q:
    """Drafts for one's signature."""
    return Q(state=SheetState.DRAFTED, office__in=sorted(scope.units(Role.SIGNER)))


def unanswered(scope: Scope, now: datetime) -> Q:
    """Of one's office, and not answered in time."""
    return late(now) & Q(office__in=sorted(scope.units(*WRITERS)))


# What waits for one's own hand, by the name its list knows it by.
IN_HAND: dict[str, Callable[[Scope, datetime], Q]] = {
    "answer": lambda scope, _now: to_answer(scope),
    "sign": lambda scope, _now: to_sign(scope),
    "late": unanswered,
}


# A new one ----------------------------------------------------------------------------------------


def written_about(scope: Scope) -> QuerySet[Case]:
    """Cases of one's own office that one sees, about which one may write."""
    return Case.objects.visible_to(scope).filter(office__in=sorted(scope.units(*WRITERS)))


def addressees(case: Case) -> QuerySet[Unit]:
    """Units a sheet may go to: those with work on the case to answer, and the office below that
    handed it up (for a notice). They all read the case."""
    held = _held([case.pk]).filter(state__in=_TO_ANSWER)
    below = Q(pk=case.origin_office_id or 0)
    found = Unit.objects.filter(Q(pk__in=held.order_by().values("unit")) | below)
    return found.order_by("level", "kind", "pk")


def _held(cases: Collection[int]) -> QuerySet[Assignment]:
    """Sheets the office gave out itself; what a unit passes on inside is its own matter."""
    return Assignment.objects.filter(case__in=cases, role__in=_HELD_OUTSIDE, parent=None)


@dataclass(frozen=True, slots=True)
class Judged:
    """Cases and units judged together, in a fixed number of queries."""

    held: frozenset[tuple[int, int]]
    recused: Mapping[int, frozenset[int]]
    earlier: Mapping[tuple[int, int], str]

    def standing(self, case: Case, unit: Unit, kind: SheetKind) -> Standing:
        """What `why_not` asks of one of the cases and a unit."""
        notified = kind is SheetKind.NOTICE and unit.pk == case.origin_office_id
        county = notified and unit.kind == UnitKind.OFFICE
        bound = self.recused.get(case.pk, frozenset())
        return Standing(
            state=State(case.state),
            never=forbidden(case, Allowed.URGE),
            unit=str(unit),
            commandable=unit.commandable,
            concerned=county or (case.pk, unit.pk) in self.held,
            recused=bool(bound) and any(one.pk in bound for one in chain_of(unit)),
            earlier=self.earlier.get((case.pk, unit.pk), ""),
        )


def judged(cases: Collection[int], kind: SheetKind, now: datetime) -> Judged:
    """What has to be known of these cases before a sheet of that kind is written."""
    held = _held(cases).filter(state__in=_TO_ANSWER).order_by()
    recused: dict[int, set[int]] = defaultdict(set)
    bound = Recusal.objects.filter(case__in=cases, lifted_at=None, unit__isnull=False)
    for case, unit in bound.order_by().values_list("case_id", "unit_id"):
        recused[case].add(unit or 0)
    open_ones = SupervisionSheet.objects.filter(case__in=cases, kind=kind, state__in=sorted(OPEN))
    earlier = {
        (one.case_id, one.unit_id): f"待签发的{kind.label}"
        if one.state == SheetState.DRAFTED
        else f"未回复的{one}"
        for one in open_ones.exclude(late(now)).order_by("pk")
    }
    return Judged(
        frozenset(held.values_list("case_id", "unit_id")),
        {case: frozenset(units) for case, units in recused.items()},
        earlier,
    )


@dataclass(frozen=True, slots=True)
class Urgeable:
    """A case the person sees, as it stood: why its leading unit can't be sent a sheet, "" where it
    can."""

    pk: int
    version: int
    reason: str


# So many are in memory at a time.
CHUNK = 500


def urgeable(
    scope: Scope, cases: Sequence[int], kind: SheetKind, now: datetime
) -> Iterator[Urgeable]:
    """Of these cases those the person sees, in their order; of others nothing is said. A fixed
    number of queries for every `CHUNK` of them."""
    writes = scope.units(*WRITERS)
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        seen = Case.objects.visible_to(scope).filter(pk__in=chunk).order_by().values("pk")
        rows = Case.objects.filter(pk__in=seen)
        found = rows.select_related("boundary", "lead_unit__parent__parent").in_bulk()
        known = judged(chunk, kind, now)
        for pk in chunk:
            if case := found.get(pk):
                reason = (
                    NOT_OURS if case.office_id not in writes else _not_its_lead(case, kind, known)
                )
                yield Urgeable(pk, case.version, reason)


def _not_its_lead(case: Case, kind: SheetKind, known: Judged) -> str:
    if case.lead_unit is None:
        return NO_LEAD
    return why_not(kind, known.standing(case, case.lead_unit, kind))


# What a unit no more has in hand.
GONE = (AssignmentState.RECALLED, AssignmentState.CLOSED)


def still_concerned(case: Case, unit: int) -> bool:
    """Whether a unit that got a sheet still has to do with the case."""
    held = _held([case.pk]).filter(unit=unit).exclude(state__in=GONE)
    return unit == case.origin_office_id or held.exists()


@dataclass(frozen=True, slots=True)
class Lateness:
    """Which time of a unit runs on a case, until when, and how many working days it is over."""

    clock: str
    due_at: datetime
    days: int


def lateness(case: Case, unit: Unit, now: datetime) -> Lateness | None:
    """The unit's most urgent running time on the case; None where none runs."""
    running = Clock.objects.filter(case=case, owner=unit, stopped_at__isnull=True, due_at__lt=FAR)
    clock = running.order_by("due_at", "pk").first()
    if clock is None:
        return None
    days, due = calendar(unit.region.code), timezone.localdate(clock.due_at)
    over = max(days.working_days(due, timezone.localdate(now)), 0) if clock.due_at < now else 0
    return Lateness(str(ClockKind(clock.clock).label), clock.due_at, over)


def hands(sheets: Collection[int]) -> Mapping[tuple[int, str], str]:
    """Who signed for each of these sheets and who answered it, by sheet and verb, as the log has
    it; one query."""
    kinds = {f"{OBJECT}.{verb}": verb for verb in (SheetVerb.SIGN, SheetVerb.REPLY)}
    events = Event.objects.filter(object_type=OBJECT, object_id__in=sheets, kind__in=kinds)
    return {(one.object_id, kinds[one.kind]): one.who for one in events.order_by("pk")}
