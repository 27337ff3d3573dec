"""Which cases may be drawn, which risks apply to each, and who may ring up about it.

Asked by the worker and by whoever draws by hand; nothing here is cut down to a reader.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from zhuqi.foundation.access import OFFICE_ROLES, Role, Scope
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.accounts.queries import scopes_of
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import superior_office, units_under
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import AnswerStatus, AssignmentState, Disposition, State
from zhuqi.ledgers.cases.models import Answer, Assignment, Case, Recusal
from zhuqi.mechanisms.lookback.enums import TO_CALL, LookBackState, Risk
from zhuqi.mechanisms.lookback.models import DeclaredAway, LookBack, LookBackEdition
from zhuqi.mechanisms.lookback.queries.schemes import risk_rows
from zhuqi.mechanisms.lookback.rules import Caller, Candidate, Matter, keeps_away, months_before

CLOSED = (State.COMPLETED, State.STRUCK_OFF)
_YEAR = 12


def beginning_of(month: date) -> datetime:
    """The first moment of a month given by its first day."""
    return datetime.combine(month, time.min, SHANGHAI)


def offices_below(office: Unit) -> QuerySet[Unit]:
    """Offices whose ground lies within this one's."""
    under = units_under([office.pk]).filter(kind=UnitKind.OFFICE, active=True)
    return under.exclude(pk=office.pk)


def may_be_drawn(office: Unit, month: date, edition: LookBackEdition) -> QuerySet[Case]:
    """Completed or struck off in that month and still so, of the office's ledger and, where the
    scheme says so, of those below; not drawn lately, and such as firms may be asked about.

    Confidential cases of other ledgers are never in it: their firm is nobody's business here.
    """
    own = Q(office=office)
    if edition.below:
        below = offices_below(office).order_by().values("pk")
        own |= Q(office__in=below, confidential=False)
    since, until = beginning_of(month), beginning_of(months_before(month, -1))
    when = Q(completed_at__gte=since, completed_at__lt=until)
    when |= Q(state=State.STRUCK_OFF, closed_at__gte=since, closed_at__lt=until)
    may_ask = Q(boundary=None) | Q(boundary__rate=True)
    rows = Case.objects.filter(own, when, may_ask, state__in=CLOSED, historical=False)
    lately = LookBack.objects.filter(draw__month__gte=months_before(month, edition.rest))
    drawn = lately.exclude(state=LookBackState.DROPPED).order_by().values("case")
    rows = rows.exclude(lead_unit=None).exclude(enterprise=None).exclude(pk__in=drawn)
    return rows.order_by("pk")


def pool(office: Unit, month: date, edition: LookBackEdition) -> list[Candidate]:
    """The candidates of a month with their risks; a fixed number of queries."""
    rows = may_be_drawn(office, month, edition).select_related("lead_unit")
    cases = list(rows.only(*_READ, "lead_unit__kind"))
    limits = {row.risk: row.threshold for row in risk_rows(edition)}
    known = _Known(
        office.pk,
        limits,
        _lengths(rows),
        _counted(rows, "enterprise", beginning_of(months_before(month, _YEAR - 1))),
        _counted(rows, "lead_unit", beginning_of(months_before(month, _YEAR - 1)), round__gt=1),
    )
    return [
        Candidate(case.pk, tuple(risk for risk in Risk if risk in limits and known.has(case, risk)))
        for case in cases
    ]


_READ = ("pk", "office_id", "enterprise_id", "lead_unit_id", "disposition", "verdict")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the risks of a pool are judged by."""

    office: int
    limits: Mapping[Risk, int]
    lengths: Mapping[int, int]
    of_firm: Mapping[int, int]
    redone: Mapping[int, int]

    def has(self, case: Case, risk: Risk) -> bool:
        """Whether the risk applies to it."""
        return _APPLIES[risk](case, self, self.limits[risk])


def _closed_below(case: Case, known: _Known, _limit: int) -> bool:
    """By the office below whose ledger it is, or led by such an office."""
    lead = case.lead_unit
    return case.office_id != known.office or (lead is not None and lead.kind == UnitKind.OFFICE)


_APPLIES: Mapping[Risk, Callable[[Case, _Known, int], bool]] = {
    Risk.SHORT_ANSWER: lambda case, known, n: known.lengths.get(case.pk, n) < n,
    Risk.EXPLAINED: lambda case, _known, _n: case.disposition == Disposition.EXPLAINED,
    Risk.PLANNED: lambda case, _known, _n: case.disposition == Disposition.PLANNED,
    Risk.SAME_FIRM: lambda case, known, n: known.of_firm.get(case.enterprise_id or 0, 0) >= n,
    Risk.UNIT_REDOES: lambda case, known, n: known.redone.get(case.lead_unit_id or 0, 0) >= n,
    Risk.UNRATED: lambda case, _known, _n: not case.verdict,
    Risk.OWN_CLOSING: _closed_below,
}


def _lengths(cases: QuerySet[Case]) -> dict[int, int]:
    """How long the answer is that each was completed with."""
    answers = Answer.objects.filter(
        case__in=cases.order_by().values("pk"), status=AnswerStatus.APPROVED
    )
    return dict(answers.order_by("pk").values_list("case_id", Length("text")))


def _counted(
    cases: QuerySet[Case], by: str, since: datetime, **conditions: object
) -> dict[int, int]:
    """How many cases there were of each firm or unit in the pool since then."""
    named = cases.order_by().values(by)
    rows = Case.objects.filter(
        **{f"{by}__in": named}, historical=False, submitted_at__gte=since, **conditions
    )
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


# Who calls ----------------------------------------------------------------------------------------


def matters_of(cases: Sequence[Case]) -> dict[int, Matter]:
    """What says who may ring up about each of these cases, by case; two queries."""
    ids = [case.pk for case in cases]
    answering: dict[int, set[int]] = defaultdict(set)
    sheets = Assignment.objects.filter(case__in=ids).exclude(state=AssignmentState.RECALLED)
    for case, unit in sheets.order_by().values_list("case_id", "unit_id"):
        answering[case].add(unit)
    units: dict[int, set[int]] = defaultdict(set)
    people: dict[int, set[int]] = defaultdict(set)
    bound = Recusal.objects.filter(case__in=ids, lifted_at=None).order_by()
    for row in bound.values_list("case_id", "unit_id", "user_id"):
        units[row[0]].add(row[1] or 0)
        people[row[0]].add(row[2] or 0)
    return {
        case.pk: Matter(
            case.pk,
            frozenset(answering[case.pk] | {case.lead_unit_id or 0}),
            case.enterprise_id or 0,
            case.confidential,
            case.office_id,
            frozenset(units[case.pk]),
            frozenset(people[case.pk]),
        )
        for case in cases
    }


def caller_of(user: int, scope: Scope) -> Caller:
    """What says about which cases somebody may ring up."""
    return Caller(user, scope.belongs, scope.units(*OFFICE_ROLES), scope.liaised)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who rings up firms, and the office they do it for."""

    user: User
    unit: Unit
    caller: Caller


def callers(office: Unit, now: datetime | None = None) -> list[Asked]:
    """Registrars of every office of the place: the city's and its counties'. A fixed number of
    queries."""
    moment = now or timezone.now()
    top = superior_office(office) or office
    offices = units_under([top.pk]).filter(kind=UnitKind.OFFICE, active=True)
    held = RoleAssignment.objects.filter(
        running(moment), role=Role.REGISTRAR, unit__in=offices.order_by().values("pk"),
        user__is_active=True,
    )  # fmt: skip
    found: dict[int, tuple[User, Unit]] = {}
    for row in held.select_related("user", "unit").order_by("pk"):
        found.setdefault(row.user_id, (row.user, row.unit))
    scopes = scopes_of([user for user, _unit in found.values()], moment)
    return [Asked(user, unit, caller_of(pk, scopes[pk].own)) for pk, (user, unit) in found.items()]


def calls_waiting() -> dict[int, int]:
    """How many calls of any sample each person has still to make, by user."""
    rows = LookBack.objects.filter(state__in=sorted(TO_CALL), caller__isnull=False)
    return dict(rows.order_by().values_list("caller").annotate(n=Count("pk")))


def named(people: Iterable[Asked], chosen: Collection[int]) -> dict[int, Asked]:
    """Those of them, by user."""
    return {one.user.pk: one for one in people if one.user.pk in chosen}


def may_ring_up(row: LookBack, now: datetime | None = None) -> list[Asked]:
    """Whoever may ring up about it, those of other offices first where the scheme says so."""
    [matter] = matters_of([row.case]).values()
    declared = set(DeclaredAway.objects.filter(look_back=row.pk).values_list("user_id", flat=True))
    people = [
        one
        for one in callers(row.office, now)
        if one.user.pk not in declared and not keeps_away(matter, one.caller)
    ]
    far = row.draw.edition.cross
    return sorted(people, key=lambda one: ((one.unit.pk == matter.office) is far, one.user.pk))
