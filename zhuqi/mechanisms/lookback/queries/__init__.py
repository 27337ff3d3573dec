"""What pages and statistics read of look-backs."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import AnswerStatus
from zhuqi.ledgers.cases.models import Answer, Case
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.lookback.enums import REACHED, TO_CALL, LookBackState, Risk
from zhuqi.mechanisms.lookback.models import (
    LookBack,
    LookBackDraw,
    LookBackEdition,
    called_by,
    in_place_of,
)
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS, risk_rows, sample_terms
from zhuqi.mechanisms.lookback.rules import Candidate, Rate, draw

S = LookBackState
# Whoever draws, hands out calls and keeps the draws of an office.
KEEPERS = (Role.REGISTRAR, Role.REVIEWER)


def look_backs(scope: Scope) -> QuerySet[LookBack]:
    """All one may see, with case, firm, units and caller."""
    return LookBack.objects.visible_to(scope)


def draws(scope: Scope) -> QuerySet[LookBackDraw]:
    """Draws of the offices whose ledger one reads."""
    return LookBackDraw.objects.visible_to(scope).select_related("office", "edition__scheme")


# What waits ---------------------------------------------------------------------------------------


def to_call(scope: Scope, now: datetime) -> Q:
    """One's own to ring up now: what was arranged for later is not yet."""
    time = Q(call_again_at=None) | Q(call_again_at__lte=now)
    return Q(state__in=sorted(TO_CALL)) & time & called_by(scope)


def to_hand_out(scope: Scope) -> Q:
    """Of one's office, and nobody is to ring up."""
    offices = sorted(scope.units(*KEEPERS))
    return Q(state__in=sorted(TO_CALL), caller=None, office__in=offices)


def to_state(scope: Scope) -> Q:
    """One's unit is to be heard."""
    return Q(state=S.DOUBTFUL, unit__in=sorted(working_units(scope)))


def to_find(scope: Scope, now: datetime) -> Q:
    """The unit was heard or let its time pass: one's office is to find."""
    ready = Q(state=S.HEARD) | Q(state=S.DOUBTFUL, due_at__lte=now)
    return ready & Q(office__in=sorted(scope.units(Role.REVIEWER)))


# What waits for one's own hand, by the name its list knows it by.
IN_HAND: dict[str, Callable[[Scope, datetime], Q]] = {
    "call": to_call,
    "hand_out": lambda scope, _now: to_hand_out(scope),
    "state": lambda scope, _now: to_state(scope),
    "find": to_find,
}


def calls(scope: Scope, now: datetime) -> list[int]:
    """Those to ring up about now, by id, in the order drawn."""
    rows = look_backs(scope).filter(to_call(scope, now)).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def next_call(waiting: Sequence[int], after: int) -> int | None:
    """Of the calls that wait, the one after this one, else the first; None where none is left."""
    rest = [pk for pk in waiting if pk != after]
    return next((pk for pk in rest if pk > after), rest[0] if rest else None)


def may_read_phone(row: LookBack, scope: Scope) -> bool:
    """The firm's number is for whoever is to ring up, as long as they are."""
    return (
        row.state in TO_CALL and row.case.redaction is None and row.caller_id in in_place_of(scope)
    )


def names_reporter(row: LookBack) -> bool:
    """Whether the reporter's name may stand where somebody rings up."""
    return row.case.redaction is None


def phone_of(row: LookBack, scope: Scope) -> str:
    """Whom to ring up: the reporter, else the firm's first contact; "" where it is not one's to
    ring up, or nobody left a number."""
    if not may_read_phone(row, scope):
        return ""
    firm = row.case.enterprise
    contact = firm.contacts.first() if firm and not row.case.reporter_phone else None
    return row.case.reporter_phone or (contact.phone if contact else "")


def answer_of(row: LookBack) -> Answer | None:
    """The answer that is looked back at, for whoever may read the case's words."""
    if row.case.redaction is not None:
        return None
    answers = Answer.objects.filter(case=row.case_id, round=row.round, status=AnswerStatus.APPROVED)
    return answers.order_by("-pk").first()


# Figures ------------------------------------------------------------------------------------------

SAMPLED = ~Q(state=S.DROPPED)
SPOKEN = Q(state__in=sorted(REACHED))
VERIFIED = Q(state=S.VERIFIED)
_COUNTS = {
    "sampled": Count("pk", filter=SAMPLED),
    "reached": Count("pk", filter=SPOKEN),
    "verified": Count("pk", filter=VERIFIED),
}
# The rows behind each number, by the name its list knows them by.
BEHIND: Mapping[str, Q] = {"sampled": SAMPLED, "reached": SPOKEN, "verified": VERIFIED}


def rate_of(rows: QuerySet[LookBack]) -> Rate:
    """回访核实率 of these rows; one query. What was dropped is not counted as sampled."""
    return Rate(**rows.order_by().aggregate(**_COUNTS))


def rates_by(rows: QuerySet[LookBack], column: str) -> dict[int, Rate]:
    """The same by draw, office or unit; one query."""
    counted = rows.order_by().values(column).annotate(**_COUNTS)
    return {row[column]: Rate(row["sampled"], row["reached"], row["verified"]) for row in counted}


def outcomes(cases: Collection[int]) -> dict[int, LookBackState]:
    """How the last look-back at each of these cases stands, by case; those never drawn, or only
    dropped, are left out. One query. For statistics: nothing is cut down to a reader."""
    rows = LookBack.objects.filter(SAMPLED, case__in=cases).order_by("pk")
    return {case: S(state) for case, state in rows.values_list("case_id", "state")}


def verified_cases(since: datetime | None = None, until: datetime | None = None) -> QuerySet[Case]:
    """Cases whose firm was rung up (in that time) and said that it is solved."""
    rows = LookBack.objects.filter(VERIFIED)
    if since is not None:
        rows = rows.filter(called_at__gte=since)
    if until is not None:
        rows = rows.filter(called_at__lt=until)
    return Case.objects.filter(pk__in=rows.order_by().values("case"))


def false_closings() -> QuerySet[LookBack]:
    """不实办结: where the office found the unit at fault, after it was heard."""
    return LookBack.objects.filter(state=S.FAULT)


# Draws --------------------------------------------------------------------------------------------


def candidates_of(row: LookBackDraw) -> list[Candidate]:
    """The pool as it was when it was drawn."""
    return [Candidate(case, tuple(map(Risk, risks))) for case, risks in row.candidates]


def drawn_again(row: LookBackDraw) -> bool:
    """Whether seed, pool and edition give the very sample that is there."""
    pool, edition = candidates_of(row), row.edition
    found = draw(pool, risk_rows(edition), sample_terms(edition), row.seed)
    stored = LookBack.objects.filter(draw=row.pk).order_by()
    kept = set(stored.values_list("case_id", "chosen", "risks"))
    return {(one.case, one.chosen.value, " ".join(one.risks)) for one in found} == kept


def counted_risks(candidates: Iterable[Candidate]) -> dict[Risk, int]:
    """To how many of the pool each risk applies."""
    found = dict.fromkeys(Risk, 0)
    for one in candidates:
        for risk in one.risks:
            found[risk] += 1
    return {risk: count for risk, count in found.items() if count}


@dataclass(frozen=True, slots=True)
class Office:
    """An office one draws for, with the edition it goes by; None where it has none."""

    unit: Unit
    edition: LookBackEdition | None


def kept_offices(scope: Scope) -> list[Office]:
    """Offices one may draw for."""
    units = Unit.objects.filter(pk__in=sorted(scope.units(*KEEPERS))).select_related("region")
    return [Office(unit, LOOK_BACKS.newest_for(unit)) for unit in units.order_by("pk")]
