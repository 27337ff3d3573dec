"""What a list shows where its rows can be chosen: a tick a row, and the bar with the verbs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.interfaces.shell.bulk.choosing import PICK, WHOLE
from zhuqi.interfaces.shell.bulk.declared import works_on
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
    name, scope = shown.listing.name, shown.asked.person.scope
    verbs = [verb for rows in works_on(name) for verb in rows.verbs(scope)]
    if not verbs or not shown.rows:
        return None
    return Bar(
        [Button(v.value, str(v.label), reverse(ADDRESS, args=[name, v.value])) for v in verbs],
        [(key, value) for key, value in shown.kept if key not in {PICK, WHOLE, COLUMNS, CURSOR}],
        str(shown.listing.measure),
        bool(shown.count_url),
    )


def with_ticks(table: Table, shown: Shown[Any, Any], bar: Bar) -> Table:
    """The table of a list that has a bar."""
    works = works_on(shown.listing.name)
    offered = [one.verb for one in bar.buttons]
    words = _("选择 %(row)s")
    named: dict[frozenset[Any], str] = {}
    ticks = []
    for row in shown.rows:
        fits = frozenset(verb for rows in works for verb in rows.fits(row))
        if fits not in named:
            named[fits] = _named(fits, offered)
        ticks.append(Tick(row.pk, words % {"row": row}, named[fits]))
    return replace(table, ticks=ticks, ticks_for=FORM, ticks_as=PICK)


def _named(fits: frozenset[Any], offered: Sequence[str]) -> str:
    fitting = {verb.value for verb in fits}
    return " ".join(verb for verb in offered if verb in fitting)
