"""A whole list on paper: streamed, as a year's ledger has more rows than a process should hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.interfaces.shell import tables, wording
from zhuqi.interfaces.shell.listing.filters import changed
from zhuqi.interfaces.shell.listing.listing import Whole

# What a browser lays out in seconds, and hundreds of sheets: a longer list comes in volumes, as it
# would be bound.
MOST = 5000
CHUNK = 200
VOLUME = "volume"
PAPERS = {"a4": gettext_lazy("A4 横向"), "a3": gettext_lazy("A3 横向")}
PAPER = "paper"
# Where the template is cut for the rows; what people wrote reaches it escaped.
ROWS = "<!-- rows -->"


@dataclass(frozen=True, slots=True)
class Volume:
    """Part of a list that is printed at once: its rows by their running numbers."""

    number: int
    first: int
    last: int


def volumes(total: int) -> list[Volume]:
    """All of them; one, of nothing, where there is no row."""
    starts = range(1, max(total, 1) + 1, MOST)
    return [
        Volume(number, first, min(first + MOST - 1, total))
        for number, first in enumerate(starts, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the first row: whose list it is, and which years its rows are of."""

    title: str
    organ: str
    years: str
    total: int


def masthead(printed: Whole[Any, Any], title: str, organ: str, dated: str) -> Masthead:
    """`dated` is the column that says of which year a row is. One query."""
    found = printed.rows.order_by().aggregate(n=Count("pk"), first=Min(dated), last=Max(dated))
    return Masthead(title, organ, _years(found["first"], found["last"]), found["n"])


def _years(first: datetime | None, last: datetime | None) -> str:
    """2026 年, or 2025—2026 年; this year where there is no row."""
    now = timezone.now()
    years = [timezone.localtime(at or now).year for at in (first, last)]
    if years[0] == years[1]:
        return _("%(year)s 年") % {"year": years[0]}
    return _("%(first)s—%(last)s 年") % {"first": years[0], "last": years[1]}


def answer(
    request: HttpRequest, printed: Whole[Any, Any], head: Masthead, template: str, *, back: str
) -> StreamingHttpResponse:
    """The page that is printed: the whole list, or the volume of it that is asked for.

    `template` extends `shell/listing/print.html` with the room's own style; `back` is where the
    list stands on the screen.
    """
    paper = request.GET.get(PAPER, "")
    paper = paper if paper in PAPERS else "a4"
    bound = volumes(head.total)
    asked = request.GET.get(VOLUME, "")
    volume = next((one for one in bound if str(one.number) == asked), bound[0])
    context = {
        "head": head,
        "chips": printed.chips,
        "printed": wording.moment(timezone.now()),
        "paper": paper,
        "papers": [
            (label, changed(request.GET, **{PAPER: key}), key == paper)
            for key, label in PAPERS.items()
        ],
        "back_url": back,
        "measure": printed.listing.measure,
        "volume": volume,
        "volumes": [(one, changed(request.GET, **{VOLUME: str(one.number)})) for one in bound]
        if len(bound) > 1
        else [],
    }
    page = render_to_string(template, context, request)
    return StreamingHttpResponse(_streamed(page, printed, volume))


def _streamed(page: str, printed: Whole[Any, Any], volume: Volume) -> Iterator[str]:
    before, _mark, after = page.partition(ROWS)
    table = printed.table
    yield before + tables.begun(table)
    several: list[Sequence[Any]] = []
    for cells in printed.cells(volume.first, MOST, CHUNK):
        several.append(cells)
        if len(several) == CHUNK:
            yield tables.rows_drawn(table, several)
            several = []
    yield tables.rows_drawn(table, several) + tables.ENDED + after
