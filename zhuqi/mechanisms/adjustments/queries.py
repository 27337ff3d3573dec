"""What pages show of batches and their lines, and what proposals are made of."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.accounts.moments import held_on, running
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import EnterpriseStatus, Level, LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Post, Unit
from zhuqi.foundation.directory.queries import posts_of
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.adjustments.enums import OPEN, PROPOSED, AdjustmentState, MoveState
from zhuqi.mechanisms.adjustments.models import Adjustment, Move
from zhuqi.mechanisms.adjustments.rules import Carer, Firm, Held

WRITERS = (Role.REGISTRAR, Role.REVIEWER)
APPROVERS = (Role.SIGNER,)


def adjustments(scope: Scope) -> QuerySet[Adjustment]:
    """All one may see, with office, who drew it up, and the work that makes proposals."""
    seen = Adjustment.objects.visible_to(scope)
    return seen.select_related("office__region", "drafted_by", "proposing", "reverses")


def moves(scope: Scope) -> QuerySet[Move]:
    """All one may see, with the firm and who looks after it before and after."""
    return Move.objects.visible_to(scope).select_related(
        "adjustment__office", "enterprise__region", "ends__official", "ends__unit", "official",
        "unit",
    )  # fmt: skip


def listed(row: Adjustment) -> QuerySet[Move]:
    """The lines of a batch that take effect with it."""
    return Move.objects.filter(adjustment=row, state=MoveState.LISTED)


# What waits for somebody --------------------------------------------------------------------------


def to_approve(scope: Scope) -> Q:
    """Submitted to one's own office by somebody else."""
    mine = Q(office__in=sorted(scope.units(*APPROVERS)))
    return Q(state=AdjustmentState.SUBMITTED) & mine & ~Q(drafted_by=scope.user_id)


def to_finish(scope: Scope) -> Q:
    """Still being drawn up, in one's own office."""
    return Q(state=AdjustmentState.DRAFT, office__in=sorted(scope.units(*WRITERS)))


# What no longer fits ------------------------------------------------------------------------------


def stale() -> Q:
    """Lines of open batches that no longer fit what is there: the link has ended, the firm is
    closed or another office's, who is to begin is out of office or looks after it already."""
    open_links = LiaisonLink.objects.filter(enterprise=OuterRef("enterprise"), until=None)
    begun = Exists(open_links.filter(official=OuterRef("official")))
    begun_by_unit = Exists(open_links.filter(unit=OuterRef("unit")))
    gone = Q(official__active=False) | Q(unit__active=False) | Q(begun) | Q(begun_by_unit)
    moved = Q(enterprise__status=EnterpriseStatus.CLOSED) | ~Q(
        enterprise__office=F("adjustment__office")
    )
    return Q(adjustment__state__in=sorted(OPEN), state=MoveState.LISTED) & (
        Q(ends__until__isnull=False) | gone | moved
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines a batch has: that take effect, that no longer fit, that were left out."""

    listed: int = 0
    stale: int = 0
    left_out: int = 0


def tallies(batches: Collection[int]) -> dict[int, Tally]:
    """By batch, in two queries."""
    of_these = Move.objects.filter(adjustment__in=list(batches)).order_by()
    counted = of_these.values_list("adjustment").annotate(
        listed=Count("pk", filter=Q(state=MoveState.LISTED)),
        left_out=Count("pk", filter=Q(state=MoveState.LEFT_OUT)),
    )
    old = dict(of_these.filter(stale()).values_list("adjustment").annotate(n=Count("pk")))
    return {pk: Tally(n, old.get(pk, 0), left) for pk, n, left in counted}


# Before and after ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LoadChange:
    """An official whose firms change: how many there were and will be."""

    official: Official
    before: int
    after: int


def load_changes(row: Adjustment) -> list[LoadChange]:
    """Who gets or gives up firms in person, those with most firms before first. Three queries.

    Of a batch that is in force nothing is said of now: its links count with the others.
    """
    moved = listed(row).order_by().exclude(kind=LiaisonKind.UNIT)
    gained = dict(
        moved.exclude(official=None).values_list("official").annotate(n=Count("pk")).order_by()
    )
    lost = dict(
        moved.exclude(ends__official=None).values_list("ends__official").annotate(n=Count("pk"))
    )
    people = sorted({*gained, *lost})
    now = _open_links().filter(official__in=people).values_list("official").annotate(n=Count("pk"))
    before, officials = dict(now), Official.objects.in_bulk(people)
    found = [
        LoadChange(
            officials[pk],
            before.get(pk, 0),
            before.get(pk, 0) + gained.get(pk, 0) - lost.get(pk, 0),
        )
        for pk in people
    ]
    return sorted(found, key=lambda one: (-one.before, -one.after, one.official.pk))


def _open_links() -> QuerySet[LiaisonLink]:
    kinds = (LiaisonKind.OFFICIAL, LiaisonKind.LEADER)
    return LiaisonLink.objects.filter(until=None, kind__in=kinds).order_by()


# What proposals are made of -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Situation:
    """Firms of an office, who may look after them, who does."""

    firms: Sequence[Firm]
    carers: Sequence[Carer]
    held: Sequence[Held]


def situation(row: Adjustment, on: date) -> Situation:
    """As it is on a day; without the firms of which the batch says something already that nobody
    but the proposals before thought of. A fixed number of queries."""
    decided = row.moves.exclude(state=MoveState.REPLACED).exclude(
        state=MoveState.LISTED, ground__in=PROPOSED
    )
    firms = Enterprise.objects.filter(office=row.office_id).exclude(status=EnterpriseStatus.CLOSED)
    rows = firms.exclude(pk__in=decided.order_by().values("enterprise")).order_by("pk")
    links = LiaisonLink.objects.filter(
        until=None, kind=LiaisonKind.OFFICIAL, enterprise__office=row.office_id
    ).order_by("pk")
    held = [
        (Held(link, firm, official), sector)
        for link, firm, official, sector in links.values_list(
            "pk", "enterprise", "official", "enterprise__sector"
        )
    ]
    return Situation(
        [
            Firm(pk, place, park, sector)
            for pk, place, park, sector in rows.values_list("pk", "region__code", "park", "sector")
        ],
        _carers(row.office, [(one.official, sector) for one, sector in held], on),
        [one for one, _sector in held],
    )


def _carers(office: Unit, held: Sequence[tuple[int, str]], on: date) -> list[Carer]:
    """助企干部 of the office: who looks after firms of its ledger now, and who holds the role in a
    unit of its own; in office, with the unit of their first post."""
    now = timezone.now()
    there = Q(unit__level=office.level)
    if office.level != Level.CITY:
        below = Q(unit__level__in=(Level.COUNTY, Level.TOWN))
        there = below & Q(unit__region__code__startswith=prefix(office.region.code))
    role = RoleAssignment.objects.filter(running(now), there, role=Role.LIAISON)
    holders = role.filter(user__is_active=True, user__official__isnull=False)
    people = {official for official, _sector in held}
    people |= set(holders.order_by().values_list("user__official", flat=True))
    posts = Post.objects.filter(held_on(on), official__in=sorted(people), official__active=True)
    at: dict[int, tuple[int, str]] = {}
    for official, unit, place in posts.order_by("pk").values_list(
        "official", "unit", "unit__region__code"
    ):
        at.setdefault(official, (unit, place))
    sectors = defaultdict[int, set[str]](set)
    for official, sector in held:
        if official in at:
            sectors[at[official][0]].add(sector)
    counted = _open_links().filter(official__in=sorted(at), kind=LiaisonKind.OFFICIAL)
    loads = dict(counted.values_list("official").annotate(n=Count("pk")))
    return [
        Carer(pk, place, unit, frozenset(sectors[unit]), loads.get(pk, 0))
        for pk, (unit, place) in sorted(at.items())
    ]


# The roll of a day --------------------------------------------------------------------------------


def links(scope: Scope, on: date) -> QuerySet[LiaisonLink]:
    """Who looked after which firm of one's office on a day, the past ones too."""
    mine = LiaisonLink.objects.filter(enterprise__office__in=sorted(scope.units(*OFFICE_READERS)))
    return mine.filter(held_on(on)).select_related(
        "enterprise__region", "enterprise__office", "official", "unit"
    )


def posts_beside(rows: Sequence[LiaisonLink], on: date) -> Mapping[int, str]:
    """What the officials of these links are, by their id."""
    return posts_of({one.official_id for one in rows if one.official_id}, on)
