"""办理去向 as a kind of scheme: what a row says, what comes shipped, where a case goes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.schemes.kinds import RowWords, SchemeKind, ShippedScheme, Term
from zhuqi.ledgers.cases.enums import Nature, Tier
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.meetings.enums import BodyKind
from zhuqi.mechanisms.meetings.models import Body
from zhuqi.mechanisms.meetings.routing.enums import Matter, Route
from zhuqi.mechanisms.meetings.routing.models import (
    OfficeRouting,
    RoutingEdition,
    RoutingRule,
    RoutingScheme,
)

DATA = Path(__file__).resolve().parent / "routes.toml"
MOST_CASES = 999
_PLACES = {matter: place for place, matter in enumerate(Matter)}
# Which bodies take up what goes there; the others are no meeting's, or are put by hand.
TAKEN_BY: Mapping[Route, frozenset[BodyKind]] = {
    Route.JOINT: frozenset({BodyKind.JOINT}),
    Route.GROUP: frozenset({BodyKind.GROUP, BodyKind.INDUSTRY}),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A row: what kind of case goes where."""

    matter: Matter
    route: Route


def _refuse(ways: Sequence[Way], terms: Mapping[str, Any]) -> None:
    """NotValid for rows that say nothing, or a number that counts nothing."""
    if not ways:
        raise NotValid("至少要规定一种诉求的去向")
    if not 1 <= int(terms.get("common", 3)) <= MOST_CASES:
        raise NotValid({"common": f"共性问题满几件，应在 1 到 {MOST_CASES} 之间"})


ROUTES = SchemeKind(
    RoutingScheme,
    RoutingEdition,
    RoutingRule,
    OfficeRouting,
    object_type="routing",
    name="办理去向",
    columns=("matter", "route"),
    about=("matter",),
    read=lambda row: Way(Matter(row.matter), Route(row.route)),
    words=RowWords(
        what=lambda way: str(way.matter.label),
        says=lambda way: str(way.route.label),
        place=lambda way: _PLACES[way.matter],
    ),
    refuse=_refuse,
    adopted=("routing_chosen", "routing"),
    terms=(Term("common", "共性问题满", "件"),),
    optional=True,
)


def shipped() -> list[ShippedScheme[Way]]:
    """The schemes of the data file."""
    return [
        ShippedScheme(
            code=row["code"],
            name=row["name"],
            source=row["source"],
            rules=[Way(Matter(one["matter"]), Route(one["route"])) for one in row["rules"]],
            terms={"common": row["common"]},
        )
        for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["scheme"]
    ]


def load_routes(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the schemes of the data file that are missing; never changes one. Returns how many."""
    return ROUTES.add_missing(shipped(), by=by, now=now)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a body takes up by its office's scheme, and how many cases make a problem common."""

    matters: frozenset[Matter] = frozenset()
    common: int = 0


def taken_by(body: Body) -> Taken:
    """By the newest edition its office goes by; nothing where the body does not follow one."""
    edition = ROUTES.newest_for(body.office) if body.by_scheme else None
    if edition is None:
        return Taken()
    kind = BodyKind(body.kind)
    ways = ROUTES.read_once(edition.pk, edition.since)
    matters = frozenset(way.matter for way in ways if kind in TAKEN_BY.get(way.route, frozenset()))
    return Taken(matters, edition.common if Matter.COMMON in matters else 0)


def ways_of(case: Case) -> list[Way]:
    """Where a case goes by the scheme of its office, by all that it is."""
    edition = ROUTES.newest_for(case.office)
    if edition is None:
        return []
    matters = set(_matters_of(case))
    return [way for way in ROUTES.read_once(edition.pk, edition.since) if way.matter in matters]


def _matters_of(case: Case) -> Iterator[Matter]:
    tiers = {Tier.ORDINARY: Matter.ORDINARY, Tier.COMPLEX: Matter.COMPLEX, Tier.MAJOR: Matter.MAJOR}
    natures = {Nature.INDIVIDUAL: Matter.INDIVIDUAL, Nature.COMMON: Matter.COMMON}
    if case.tier:
        yield tiers[Tier(case.tier)]
    if case.nature:
        yield natures[Nature(case.nature)]
    if case.disputed:
        yield Matter.DISPUTED
