"""走访覆盖: which firms of an office were visited when, and by whom; a help to plan, no score."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.moments import held_on
from zhuqi.foundation.directory.enums import EnterpriseStatus, LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import Visit

# A firm that nobody has been to for so long is worth a plan (ours; no source gives a number).
LONG = timedelta(days=90)
# What lies further back is not read for a page.
_READ = timedelta(days=4 * 365)


@dataclass(frozen=True, slots=True)
class Covered:
    """One firm: the last visit and by whom, how many within `LONG`, the next one planned, and who
    looks after it as what."""

    last: date | None = None
    by: str = ""
    lately: int = 0
    planned: date | None = None
    carers: dict[str, list[str]] = field(default_factory=dict)


def firms(scope: Scope) -> QuerySet[Enterprise]:
    """Firms of the ledgers one reads, but for those that are closed."""
    mine = Enterprise.objects.filter(office__in=sorted(scope.units(*OFFICE_READERS)))
    return mine.exclude(status=EnterpriseStatus.CLOSED).select_related("region", "office")


def _made() -> QuerySet[Visit]:
    made = Visit.objects.filter(enterprise=OuterRef("pk"), state=VisitState.MADE)
    return made.order_by()


def not_lately(today: date) -> Q:
    """Nobody has been there within `LONG`."""
    return ~Q(Exists(_made().filter(day__gt=today - LONG)))


def never() -> Q:
    """Nobody has ever been there."""
    return ~Q(Exists(_made()))


def planned(today: date) -> Q:
    """Somebody is to go there, today or later."""
    ahead = Visit.objects.filter(
        enterprise=OuterRef("pk"), state=VisitState.PLANNED, day__gte=today
    )
    return Q(Exists(ahead.order_by()))


def looked_after_by(name: str, on: date) -> Q:
    """By somebody, or a unit, whose name has these letters."""
    links = LiaisonLink.objects.filter(held_on(on), enterprise=OuterRef("pk")).order_by()
    named = Q(official__name__contains=name) | Q(unit__name__contains=name)
    return Q(Exists(links.filter(named | Q(unit__short_name__contains=name))))


def covered(rows: Sequence[Enterprise], today: date) -> dict[int, Covered]:
    """Of these firms, in three queries however many they are."""
    ids = [firm.pk for firm in rows]
    made, planned = _visits(ids, today)
    carers: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    links = LiaisonLink.objects.filter(held_on(today), enterprise__in=ids)
    for link in links.select_related("official", "unit").order_by("since", "pk"):
        carers[link.enterprise_id][link.kind].append(str(link.official or link.unit))
    found = {}
    for pk in ids:
        theirs = made.get(pk, [])
        found[pk] = Covered(
            last=theirs[0].day if theirs else None,
            by=theirs[0].visitor.name if theirs else "",
            lately=sum(one.day > today - LONG for one in theirs),
            planned=planned.get(pk),
            carers={str(LiaisonKind(kind)): names for kind, names in carers[pk].items()},
        )
    return found


def _visits(ids: Collection[int], today: date) -> tuple[dict[int, list[Visit]], dict[int, date]]:
    """Visits made, the newest first; and the next day planned. Of a firm's visits only the last
    years' are read: a page shows when, not all of them."""
    seen = Visit.objects.filter(enterprise__in=ids, day__gt=today - _READ)
    made, planned = defaultdict[int, list[Visit]](list), dict[int, date]()
    for one in seen.select_related("visitor").order_by("-day", "-pk"):
        if one.state == VisitState.MADE:
            made[one.enterprise_id].append(one)
        elif one.state == VisitState.PLANNED and one.day >= today:
            planned[one.enterprise_id] = one.day
    return dict(made), planned
