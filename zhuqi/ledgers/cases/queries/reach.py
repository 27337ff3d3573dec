"""Which rows one starts from: an office's own ledger, what it handed on or got, what one sees."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    TextChoices,
)
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import UNIT_ROLES, Role, Scope
from zhuqi.ledgers.cases.enums import (
    AssignmentState,
)
from zhuqi.ledgers.cases.models import (
    Assignment,
    Case,
    Involvement,
    Recusal,
)
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, READING_ROLES, CaseQuerySet
from zhuqi.ledgers.cases.queries.lights import Timing, timing_of


class Whose(TextChoices):
    """Which of the rows one may see: an office has its own ledger, and what it handed on or got.

    `LEDGER` is the own ledger of an office for who does a unit's work beside, to whom `OWN` is
    all they see.
    """

    OWN = "", _("本级台账")
    BELOW = "below", _("下级提级")
    FROM_ABOVE = "down", _("上级交办")
    HANDED_UP = "up", _("已提级")
    ALL = "all", _("全部经手")
    LEDGER = "ledger", _("本活动办台账")


def of_ledger(scope: Scope, whose: Whose = Whose.OWN) -> CaseQuerySet:
    """The rows to start from. Who reads no office's ledger has one: all they see."""
    if _in_ledger(scope, whose):
        return Case.objects.in_own_ledger(scope)
    return Case.objects.visible_to(scope).filter(_handed(scope, whose))


def has_ledger(scope: Scope) -> bool:
    """True for those who read an office's whole ledger and do no unit's work elsewhere."""
    ledgers = scope.units(*OFFICE_READERS)
    return bool(ledgers) and not (scope.units(*UNIT_ROLES) - ledgers) and not scope.enterprises


def _in_ledger(scope: Scope, whose: Whose) -> bool:
    return whose is Whose.LEDGER or (whose is Whose.OWN and has_ledger(scope))


def _handed(scope: Scope, whose: Whose) -> Q:
    """What was handed between this person's offices and others."""
    offices = scope.units(*OFFICE_READERS)
    match whose:
        case Whose.BELOW:
            return Q(superior__in=offices)
        case Whose.HANDED_UP:
            return Q(origin_office__in=offices)
        case Whose.FROM_ABOVE:
            given = Assignment.objects.filter(case=OuterRef("pk"), unit__in=offices)
            return Q(Exists(given.exclude(state=AssignmentState.RECALLED)))
        case _:
            return Q()


def within(cases: CaseQuerySet, scope: Scope, whose: Whose) -> CaseQuerySet:
    """`of_ledger` among rows that are narrow already: costs what they are, not what ever was."""
    if _in_ledger(scope, whose):
        return cases.in_own_ledger(scope)
    return cases.within_reach(scope).filter(_handed(scope, whose))


def live_of_ledger(scope: Scope) -> CaseQuerySet:
    """`of_ledger` among live rows."""
    return within(Case.objects.live(), scope, Whose.OWN)


def timing_in(scope: Scope, whose: Whose) -> Timing:
    """By which clocks the lights of these rows go; a ledger's own rows all go by the case."""
    return Timing() if _in_ledger(scope, whose) else timing_of(scope)


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may see some rows at hand: what `within_reach` says of one person's rows, said of many
    people and rows after two queries. A test holds the two against each other."""

    involved: Mapping[int, Collection[int]] = field(default_factory=dict)
    """By case the units that have to do with it."""
    recused: Mapping[int, Collection[tuple[int | None, int | None]]] = field(default_factory=dict)
    """By case the persons, or else the units, that are kept from it."""

    @classmethod
    def of(cls, cases: Collection[Case]) -> Self:
        """Of these rows and no others."""
        ids = [case.pk for case in cases]
        involved: defaultdict[int, set[int]] = defaultdict(set)
        rows = Involvement.objects.filter(case__in=ids).order_by()
        for case, unit in rows.values_list("case_id", "unit_id"):
            involved[case].add(unit)
        recused: defaultdict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
        in_force = Recusal.objects.filter(case__in=ids, lifted_at=None).order_by()
        for case, *whom in in_force.values_list("case_id", "user_id", "unit_id"):
            recused[case].append((whom[0], whom[1]))
        return cls(involved, recused)

    def sees(self, scope: Scope, case: Case) -> bool:
        """True if the person may see the row."""
        firm, units = case.enterprise_id, self.involved.get(case.pk, ())
        return not self._keeps_away(scope, case) and (
            case.pk in (scope.granted.get("case") or ())
            or not scope.units(*READING_ROLES).isdisjoint(units)
            or firm in scope.enterprises
            or (firm in scope.liaised and not case.confidential)
            or case.chamber_id in scope.units(Role.CHAMBER)
        )

    def _keeps_away(self, scope: Scope, case: Case) -> bool:
        """Firms' people are bound by no recusal."""
        if scope.enterprises or not scope.user_id:
            return False
        return any(
            user == scope.user_id or unit in scope.belongs
            for user, unit in self.recused.get(case.pk, ())
        )
