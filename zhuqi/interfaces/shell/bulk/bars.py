"""What a list shows where its rows can be chosen: a tick a row, and the bar with the verbs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.interfaces.shell.bulk.choosing import PICK, WHOLE
from zhuqi.interfaces.shell.bulk.declared import BULKS, BulkRows
from zhuqi.interfaces.shell.listing import Shown
from zhuqi.interfaces.shell.listing.filters import COLUMNS, CURSOR
from zhuqi.interfaces.shell.parts import Table, Tick

# Of the form that sends what was ticked.
FORM = "bulk"
# Officials' own: firms have few rows.
ADDRESS = "desk:bulk"


@dataclass(frozen=True, slots=True)
class Button:
    """A verb of the bar."""

    verb: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The verbs of a list's bar; `kept` are the filters it sends along, `paged` is true where the
    filter finds more rows than the page shows."""

    buttons: Sequence[Button]
    kept: Sequence[tuple[str, str]]
    measure: str
    paged: bool
    form: str = FORM
    whole: str = WHOLE


def bar_of(shown: Shown[Any, Any]) -> Bar | None:
    """None where this person does nothing to many rows of this list."""
    rows = BULKS.find(shown.listing.name)
    verbs = rows.verbs(shown.asked.person.scope) if rows else []
    if not verbs or not shown.rows:
        return None
    name = shown.listing.name
    return Bar(
        [Button(v.value, str(v.label), reverse(ADDRESS, args=[name, v.value])) for v in verbs],
        [(key, value) for key, value in shown.kept if key not in {PICK, WHOLE, COLUMNS, CURSOR}],
        str(shown.listing.measure),
        bool(shown.count_url),
    )


def with_ticks(table: Table, shown: Shown[Any, Any], bar: Bar) -> Table:
    """The table of a list that has a bar."""
    rows: BulkRows[Any, Any] = BULKS[shown.listing.name]
    offered = {one.verb for one in bar.buttons}
    ticks = [
        Tick(row.pk, _("选择 %(row)s") % {"row": row}, _fitting(rows, row, offered))
        for row in shown.rows
    ]
    return replace(table, ticks=ticks, ticks_for=FORM, ticks_as=PICK)


def _fitting(rows: BulkRows[Any, Any], row: Any, offered: set[str]) -> str:
    return " ".join(verb.value for verb in rows.fits(row) if verb.value in offered)
