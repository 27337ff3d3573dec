"""What is proposed at triage: of which matter a case is, and who is to answer it.

Proposals only: whoever triages decides, and nothing here is ever written.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from zhuqi.foundation.directory.codes import lineage
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.foundation.directory.queries import successors, units_responsible
from zhuqi.ledgers.cases.actions.handling import assignable
from zhuqi.ledgers.cases.models import Case

PROPOSED: Final = 3
# A title says what it is about; a body tells much besides.
TITLE_WEIGHT: Final = 3
# So many of a ledger's last cases of a matter say who answers them; older ones say who did.
ALIKE: Final = 200


@dataclass(frozen=True, slots=True)
class LikelyItem:
    """A matter the text may be about, and the keywords it was found by, the weightiest first."""

    item: Item
    score: float
    words: tuple[str, ...]


def likely_items(
    items: Iterable[Item], title: str, text: str, limit: int = PROPOSED
) -> list[LikelyItem]:
    """Matters by the keywords kept with them, the likeliest first; none where no word is found.

    A longer word weighs more, one that several matters share less.
    """
    kept = [(item, dict.fromkeys((item.name, *item.words.split()))) for item in items]
    shared: dict[str, int] = {}
    for _item, words in kept:
        for word in words:
            shared[word] = shared.get(word, 0) + 1
    weights = {
        word: len(word) ** 2 * (TITLE_WEIGHT * (word in title) + (word in text)) / many
        for word, many in shared.items()
    }
    found = []
    for item, words in kept:
        hits = sorted((w for w in words if weights[w]), key=lambda w: (-weights[w], w))
        if hits:
            found.append(LikelyItem(item, sum(weights[w] for w in hits), tuple(hits)))
    return sorted(found, key=lambda one: (-one.score, one.item.code))[:limit]


@dataclass(frozen=True, slots=True)
class LikelyUnit:
    """A unit that may lead, and why: it answers for the matter, and led so many of the ledger's
    last cases like it."""

    unit: Unit
    responsible: bool
    cases: int


def likely_units(
    case: Case, item: Item, *, keep_away: Collection[int] = (), limit: int = PROPOSED
) -> list[LikelyUnit]:
    """Who is to lead, the likeliest first: of the ledger's own level before any other, there who
    answers for the matter, among those who led most of the ledger's cases of it; then those that
    led such cases without being named for the matter. Three queries at most.
    """
    places = _places(case)
    led = _led(case, item)
    responsible = units_responsible(item, places)
    named = {unit.pk for unit in responsible}
    responsible.sort(
        key=lambda unit: (
            places.index(unit.region.code),
            not getattr(unit, "names_item", False),
            -led.get(unit.pk, 0),
            unit.pk,
        )
    )
    others = [pk for pk in led if pk not in named][:limit]
    rest = Unit.objects.select_related("region").in_bulk(others) if others else {}
    units = [*responsible, *(rest[pk] for pk in others)]
    return [
        LikelyUnit(unit, unit.pk in named, led.get(unit.pk, 0))
        for unit in units
        if unit.pk not in keep_away and assignable(unit, case)
    ][:limit]


def _places(case: Case) -> Sequence[str]:
    """The ledger's own place, those above it, the firm's below it; the province's last of all."""
    own = lineage(case.office.region.code)
    above = own[1:]
    below = [
        code
        for code in reversed(lineage(successors([case.region])[case.region_id].code))
        if code not in own
    ]
    far = [code for code in above if code.endswith("0000")]
    order = [own[0], *(code for code in above if code not in far), *below, *far]
    return order if case.level != Level.PROVINCE else [own[0], *below]


def _led(case: Case, item: Item) -> dict[int, int]:
    """How many of the ledger's last cases of this matter each unit led, the most first."""
    alike = Case.objects.filter(office=case.office_id, item=item, lead_unit__isnull=False)
    last = alike.exclude(pk=case.pk).order_by("-pk").values("pk")[:ALIKE]
    rows = Case.objects.filter(pk__in=last).order_by().values_list("lead_unit")
    counted = rows.annotate(count=Count("pk")).order_by("-count", "lead_unit")
    return {pk: count for pk, count in counted if pk is not None}
