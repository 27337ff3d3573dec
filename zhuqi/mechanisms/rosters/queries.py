"""What pages show of rosters, and which rows verbs begin from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.foundation.directory.queries import superior_office
from zhuqi.mechanisms.rosters.enums import (
    OPEN_BATCH,
    QUESTIONS,
    BatchState,
    EntryState,
    LineState,
    RosterState,
)
from zhuqi.mechanisms.rosters.models import (
    NamedRoster,
    RosterBatch,
    RosterEntry,
    RosterLine,
    on_roster,
    reading_units,
)

WRITERS = (Role.REGISTRAR, Role.REVIEWER)
# Who leaves within so long is shown beforehand.
SOON = timedelta(days=30)
# A county's code; towns' are longer.
_COUNTY = 6


def rosters(scope: Scope) -> QuerySet[NamedRoster]:
    """All one may see, with their kinds and offices."""
    return NamedRoster.objects.visible_to(scope).select_related("kind", "office__region")


def entries(scope: Scope) -> QuerySet[RosterEntry]:
    """All one may see, with firm and roster, and whether the firm has entered `again` since."""
    newer = RosterEntry.objects.filter(
        roster=OuterRef("roster"), enterprise=OuterRef("enterprise"), state=EntryState.IN
    )
    seen = RosterEntry.objects.visible_to(scope).annotate(again=Exists(newer.order_by()))
    return seen.select_related("roster__kind", "roster__office", "enterprise__region")


def batches(scope: Scope) -> QuerySet[RosterBatch]:
    """All one may see, with roster and who sent the table."""
    seen = RosterBatch.objects.visible_to(scope)
    return seen.select_related("roster__office__region", "drafted_by")


def lines(scope: Scope) -> QuerySet[RosterLine]:
    """All one may see, with batch and firm."""
    return RosterLine.objects.visible_to(scope).select_related(
        "batch__roster__office", "enterprise__region"
    )


def levels_of(office: Unit) -> tuple[Level, ...]:
    """Of which levels an office keeps rosters: its own, and the topmost those handed down by the
    province too."""
    own = Level(office.level)
    return (own,) if superior_office(office) else tuple(dict.fromkeys((Level.PROVINCE, own)))


# Who stands where ---------------------------------------------------------------------------------


def standing(roster: NamedRoster, firms: Collection[int]) -> dict[int, RosterEntry]:
    """Of these firms the entries that are not over, by firm."""
    found = RosterEntry.objects.filter(
        roster=roster, enterprise__in=list(firms), state=EntryState.IN
    )
    return {one.enterprise_id: one for one in found.select_related("roster__office")}


def firms_on(scope: Scope, day: date, **which: object) -> QuerySet[RosterEntry, int]:
    """Ids of firms that stood on a roster one reads, on the day; `which` narrows the entries."""
    seen = RosterEntry.objects.visible_to(scope).filter(on_roster(day), **which)
    return seen.order_by().values_list("enterprise", flat=True)


def leaving_soon(scope: Scope, today: date) -> Q:
    """On rosters one's office keeps, valid for no more than `SOON`."""
    return Q(
        state=EntryState.IN,
        remind_on__lte=today,
        expires_on__gte=today,
        roster__office__in=sorted(scope.units(*WRITERS)),
    )


def over(today: date) -> QuerySet[RosterEntry]:
    """Whose last day has gone by and who still stand there."""
    return RosterEntry.objects.filter(state=EntryState.IN, expires_on__lt=today).order_by("pk")


def of_firm(firms: Collection[int]) -> QuerySet[RosterEntry]:
    """What firms read of themselves, the newest first."""
    shown = RosterEntry.objects.filter(enterprise__in=list(firms), roster__shown=True)
    return shown.exclude(state=EntryState.VOID).select_related("roster__kind")


def codes_read(scope: Scope) -> list[str]:
    """Codes of the places whose books one reads."""
    units = Unit.objects.filter(pk__in=reading_units(scope)).order_by("region__code")
    return list(units.values_list("region__code", flat=True).distinct())


# Counted ------------------------------------------------------------------------------------------


def counted(scope: Scope, rosters: Collection[int], day: date) -> dict[int, int]:
    """How many firms one reads of stood on each of these rosters on the day."""
    seen = RosterEntry.objects.visible_to(scope).filter(on_roster(day), roster__in=list(rosters))
    return dict(seen.order_by().values_list("roster").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many firms stand on rosters of one kind and level in one county."""

    kind_id: int
    kind_name: str
    level: Level
    county: str
    county_name: str
    firms: int


def tallies(scope: Scope, day: date, roster: NamedRoster | None = None) -> list[Tally]:
    """By kind, level and county, firms on several such rosters once; of one roster alone where it
    is given."""
    seen = RosterEntry.objects.visible_to(scope).filter(on_roster(day)).order_by()
    if roster is not None:
        seen = seen.filter(roster=roster)
    rows = (
        seen.annotate(county=Substr("enterprise__region__code", 1, _COUNTY))
        .values_list(
            "roster__kind", "roster__kind__name", "roster__kind__order", "roster__level",
            "county",
        )
        .annotate(n=Count("enterprise", distinct=True))
    )  # fmt: skip
    found = sorted(rows, key=lambda row: (row[2], row[0], row[4]))
    names = dict(
        Region.objects.filter(code__in={row[4] for row in found}).values_list("code", "name")
    )
    return [
        Tally(kind, name, Level(level), county, names.get(county, county), n)
        for kind, name, _order, level, county, n in found
    ]


def line_tallies(batches: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """By batch, how many rows stand where."""
    rows = RosterLine.objects.filter(batch__in=list(batches)).order_by()
    found: dict[int, dict[str, int]] = {}
    for batch, state, n in rows.values_list("batch", "state").annotate(n=Count("pk")):
        found.setdefault(batch, {})[state] = n
    return found


# What waits ---------------------------------------------------------------------------------------


def to_finish(scope: Scope) -> Q:
    """Tables of one's office that were read and not entered yet."""
    return Q(state=BatchState.DRAFT, roster__office__in=sorted(scope.units(*WRITERS)))


def matched(batch: RosterBatch) -> QuerySet[RosterLine]:
    """The rows that would be carried out."""
    return RosterLine.objects.filter(batch=batch, state=LineState.MATCHED)


def questions() -> Q:
    """Rows a person has to look at."""
    return Q(state__in=QUESTIONS, batch__state__in=OPEN_BATCH)


def own_open(scope: Scope) -> QuerySet[NamedRoster]:
    """Rosters into which one enters firms."""
    mine = NamedRoster.objects.filter(office__in=sorted(scope.units(*WRITERS)))
    return mine.filter(state=RosterState.OPEN).select_related("kind", "office")


def on_ground_of(office: Unit) -> Q:
    """Firms an office serves, and all on its ground."""
    ground = Q(region__code__startswith=codes.prefix(office.region.code))
    own = Q(office=office.pk)
    return own if office.level == Level.TOWN else ground | own
