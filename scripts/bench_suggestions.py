"""How often triage proposes what the city's own history then did: matter and unit.

Each assigned case is taken out of the history by which it is judged. `make bench` prints this for
the sample city; on its own it reads the database of ZHUQI_DATA_DIR.
"""

import os
from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()

from zhuqi.foundation.directory.models import Item
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.suggestions import likely_items, likely_units

TOP = 3
LEDGERS = (("city", "the city's ledger"), ("county", "counties' ledgers"))


def history(level: str) -> QuerySet[Case]:
    """Cases of a level that somebody classified and assigned."""
    cases = Case.objects.filter(level=level, item__isnull=False, lead_unit__isnull=False)
    return cases.select_related("item", "region", "office__region").order_by("pk")


def figures(level: str) -> Counter[str]:
    """Hits by what was proposed; `cases` is what they are counted of."""
    offered = list(Item.objects.filter(active=True, parent__isnull=False))
    found: Counter[str] = Counter()
    for case in history(level).iterator(chunk_size=500):
        assert case.item is not None  # noqa: S101 (for the type checker)
        items = [one.item for one in likely_items(offered, case.title, case.body, TOP)]
        known = _units(case, case.item)
        guessed = _units(case, items[0]) if items else []
        found["cases"] += 1
        found["an item proposed"] += bool(items)
        for name, list_, right in (
            ("item", [item.pk for item in items], case.item_id),
            ("unit, item chosen by hand", known, case.lead_unit_id),
            ("unit, item proposed", guessed, case.lead_unit_id),
        ):
            found[f"{name}: top 1"] += list_[:1] == [right]
            found[f"{name}: top {TOP}"] += right in list_
    return found


def _units(case: Case, item: Item) -> list[int]:
    return [one.unit.pk for one in likely_units(case, item, limit=TOP)]


def lines() -> Iterator[tuple[str, str]]:
    """Each figure with what it is of."""
    for level, name in LEDGERS:
        found = figures(level)
        cases = found.pop("cases")
        yield f"triage, {name}", f"{cases:,} cases"
        for what, hits in found.items():
            yield f"  {what}", f"{hits:,} = {hits / cases:.1%}" if cases else "none"


if __name__ == "__main__":
    for what, figure in lines():
        print(f"{what:<46}{figure:>22}")
