"""Who is whose sister, what is shared, what waits for whom, and what may be chosen."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.sister_offices.enums import (
    RUNNING,
    AllianceState,
    DistinctionState,
    SharingState,
)
from zhuqi.mechanisms.sister_offices.models import (
    Alliance,
    AllianceMember,
    Distinction,
    Sharing,
    SharingWord,
)

# Who works with sisters, and who answers for the office.
WRITERS = (Role.REGISTRAR, Role.REVIEWER)
DECIDERS = (Role.REVIEWER, Role.SIGNER)


# Who is whose sister ------------------------------------------------------------------------------


def standing(day: date, path: str = "") -> Q:
    """Alliances in force on a day; `path` leads to the alliance, "" from itself."""
    begun = Q(**{f"{path}state": AllianceState.RUNNING, f"{path}since__lte": day})
    return begun & (Q(**{f"{path}until": None}) | Q(**{f"{path}until__gte": day}))


def sisters_of(offices: Collection[int], day: date) -> Mapping[int, Mapping[int, int]]:
    """By office its sisters on that day, each with the alliance that makes it one; offices without
    any are left out. One query."""
    inside = AllianceMember.objects.filter(
        standing(day, "alliance__"), joined_at__isnull=False, left_at=None
    )
    ours = inside.filter(office__in=sorted(offices)).order_by().values("alliance")
    together: defaultdict[int, set[int]] = defaultdict(set)
    members = inside.filter(alliance__in=ours).order_by("alliance_id")
    for alliance, office in members.values_list("alliance_id", "office_id"):
        together[alliance].add(office)
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for alliance, there in together.items():
        for office in there.intersection(offices):
            for sister in there - {office}:
                found[office].setdefault(sister, alliance)
    return found


def sister_units(scope: Scope, day: date) -> QuerySet[Unit]:
    """The sisters of the offices one works in."""
    found = sisters_of(scope.units(*WRITERS), day)
    ids = {sister for sisters in found.values() for sister in sisters}
    return Unit.objects.filter(pk__in=ids).select_related("region")


def own_offices(scope: Scope, *roles: Role) -> QuerySet[Unit]:
    """The offices in which one holds one of the roles."""
    offices = Unit.objects.filter(pk__in=sorted(scope.units(*roles)), kind=UnitKind.OFFICE)
    return offices.select_related("region").order_by("level", "pk")


def neighbours(offices: QuerySet[Unit]) -> QuerySet[Unit]:
    """The other offices of the places of these: whom an alliance can be made with."""
    places = offices.order_by().values("region")
    others = Unit.objects.filter(kind=UnitKind.OFFICE, active=True, region__in=places)
    return others.select_related("region").order_by("level", "pk")


# What one sees ------------------------------------------------------------------------------------


def alliances(scope: Scope) -> QuerySet[Alliance]:
    """All one may see, with their members in the order in which they came."""
    members = AllianceMember.objects.select_related("office").order_by("pk")
    seen = Alliance.objects.visible_to(scope).select_related("keeper")
    return seen.prefetch_related(Prefetch("members", members))


def sharings(scope: Scope) -> QuerySet[Sharing]:
    """All one may see; `seen`: whether one may read the case itself, whose firm and title are
    shown to nobody else."""
    readable = Case.objects.within_reach(scope).filter(pk=OuterRef("case")).order_by()
    words = SharingWord.objects.select_related("office").order_by("pk")
    rows = Sharing.objects.visible_to(scope).annotate(seen=Exists(readable))
    rows = rows.select_related("case__office", "case__enterprise", "owner", "sister", "alliance")
    return rows.prefetch_related(Prefetch("words", words))


def distinctions(scope: Scope) -> QuerySet[Distinction]:
    """All one may see."""
    seen = Distinction.objects.visible_to(scope)
    return seen.select_related("office", "case", "other__office")


# What waits ---------------------------------------------------------------------------------------


def to_join(scope: Scope) -> Q:
    """Alliances one's office is asked to join."""
    asked = AllianceMember.objects.filter(
        alliance=OuterRef("pk"), office__in=sorted(scope.units(*DECIDERS)), joined_at=None,
        left_at=None,
    )  # fmt: skip
    return Q(Exists(asked), state=AllianceState.RUNNING)


def to_answer(scope: Scope) -> Q:
    """Sharings on which one's office owes the other a word: the owner what was asked of it, the
    sister what was offered to it."""
    offices = sorted(scope.units(*WRITERS))
    asked = Q(state__in=[SharingState.ASKED, SharingState.WANTED], case__office__in=offices)
    return asked | Q(state=SharingState.OFFERED, sister__in=offices)


ALLIANCES_IN_HAND: Mapping[str, Callable[[Scope], Q]] = {"join": to_join}
SHARINGS_IN_HAND: Mapping[str, Callable[[Scope], Q]] = {"answer": to_answer}


def running() -> Q:
    """Shared now, or asked for."""
    return Q(state__in=sorted(RUNNING))


# Cases --------------------------------------------------------------------------------------------


def shareable(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of these cases that may be spoken of with a sister at all: not over, of this system,
    nobody's secret, and within no boundary (信访、涉法涉诉 …)."""
    return cases.filter(
        closed_at=None, historical=False, confidential=False, sealed=False, boundary=None
    )


def counts_of(firm: Enterprise, offices: Collection[int]) -> Mapping[int, int]:
    """By office how many of the firm's cases it has in hand; confidential ones are not counted."""
    rows = shareable(Case.objects.filter(enterprise=firm, office__in=sorted(offices))).order_by()
    return dict(rows.values_list("office").annotate(Count("pk")).values_list("office", "pk__count"))


def of_case(case: Case, scope: Scope) -> QuerySet[Sharing]:
    """A case's sharings that one may see, newest first."""
    return sharings(scope).filter(case=case.pk).order_by("-pk")


def told_apart(pairs_of: Collection[int]) -> frozenset[frozenset[int]]:
    """The pairs judged to be two matters, of which one is among these cases."""
    holds = Distinction.objects.filter(state=DistinctionState.HOLDS)
    about = holds.filter(Q(case__in=pairs_of) | Q(other__in=pairs_of)).order_by()
    return frozenset(frozenset(pair) for pair in about.values_list("case_id", "other_id"))
