"""What pages show of imports."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.imports.cells import plain
from zhuqi.ledgers.imports.enums import Outcome
from zhuqi.ledgers.imports.models import ImportLine, ImportRun, PastRow, SourceMapping

MOST_WORDS = 60


def runs(scope: Scope) -> QuerySet[ImportRun]:
    """All one may see, with their offices."""
    return ImportRun.objects.visible_to(scope).select_related("office")


def mappings_of(office: Unit) -> list[SourceMapping]:
    """The newest edition of each source's mapping."""
    mine = SourceMapping.objects.filter(office=office)
    newest = mine.order_by().values("name").annotate(last=Max("pk")).values("last")
    return list(mine.filter(pk__in=newest).order_by("-pk"))


def remembered_for(office: Unit, headings: list[str]) -> SourceMapping | None:
    """The mapping that knows most of these headings, if it knows more than half of its own."""
    there = {plain(one) for one in headings if one}
    best: tuple[int, SourceMapping | None] = (0, None)
    for mapping in mappings_of(office):
        own = [plain(one) for names in mapping.content.get("columns", {}).values() for one in names]
        known = sum(one in there for one in own)
        if own and known * 2 > len(own) and known > best[0]:
            best = (known, mapping)
    return best[1]


def fields_by_heading(content: Mapping[str, Any]) -> dict[str, str]:
    """A mapping the other way round: which field each heading feeds."""
    columns = content.get("columns", {})
    return {heading: name for name, headings in columns.items() for heading in headings}


def unknown_words(run: ImportRun) -> list[tuple[str, str, int]]:
    """Words of the file nobody knows: field, word, and how many rows have it."""
    lines = ImportLine.objects.filter(run=run, outcome=Outcome.REFUSED).exclude(unknown={})
    found = Counter(
        (field, word)
        for unknown in lines.order_by().values_list("unknown", flat=True)
        for field, word in unknown.items()
    )
    return [(field, word, count) for (field, word), count in found.most_common(MOST_WORDS)]


def lines_of(run: ImportRun) -> QuerySet[ImportLine]:
    """Rows that need a look."""
    return ImportLine.objects.filter(run=run)


@dataclass(frozen=True, slots=True)
class UnlinkedFirm:
    """A firm registers name that has no file here."""

    name: str
    code: str
    cases: int
    county: str


def unlinked_firms(scope: Scope, limit: int = 200) -> list[UnlinkedFirm]:
    """Firms of past cases in the ledgers of one's own offices that have no file, those with most
    cases first."""
    if not scope.offices:
        return []
    known = Case.objects.in_own_ledger(scope).of_known_firms(scope).order_by()
    rows = PastRow.objects.filter(office__in=scope.offices, unlinked=True, case__in=known)
    told = (
        rows.order_by()
        .values("case__firm_stated")
        .annotate(n=Count("pk"), code=Max("firm_code"), county=Max("case__region__name"))
        .order_by("-n", "case__firm_stated")[:limit]
    )
    return [
        UnlinkedFirm(one["case__firm_stated"], one["code"], one["n"], one["county"]) for one in told
    ]
