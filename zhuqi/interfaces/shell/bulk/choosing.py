"""Which rows are meant: those ticked on a page, all a filter finds, or those a form sends back."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, Person
from zhuqi.interfaces.shell.bulk.declared import BulkRows, Standing
from zhuqi.interfaces.shell.listing.filters import COLUMNS, CURSOR, changed, dropped
from zhuqi.interfaces.shell.sent import number_sent

# More at once are more than anybody means, and than a page answers for in a few seconds.
MOST = 10_000
PICK, WHOLE, ROWS = "pick", "whole", "rows"


def chosen(query: QueryDict, rows: BulkRows[Any, Any], person: Person) -> list[int]:
    """Ids of the rows an address means. NotNow for more than `MOST`."""
    if query.get(WHOLE):
        found = rows.listing.chosen(query, person).values_list("pk", flat=True)[: MOST + 1]
        ids = list(found)
    else:
        ids = [number_sent(one) for one in query.getlist(PICK)[: MOST + 1]]
        ids = [one for one in dict.fromkeys(ids) if one]
    if len(ids) > MOST:
        raise NotNow(
            _("一次最多办 %(most)s %(measure)s，选中的更多：请加上条件，分几次办")
            % {"most": f"{MOST:,}", "measure": rows.listing.measure}
        )
    return ids


def written(standings: Iterable[Standing]) -> str:
    """Rows with the versions that were seen, as a form sends them back."""
    return " ".join(f"{one.pk}.{one.version}" for one in standings)


def read(text: str) -> dict[int, int]:
    """The versions a form sent back, by id; what is no such pair is left out."""
    found: dict[int, int] = {}
    for pair in text.split()[:MOST]:
        pk, _dot, seen = pair.partition(".")
        if number_sent(pk):
            found[number_sent(pk)] = number_sent(seen, -1)
    return found


def filters(query: QueryDict) -> str:
    """The filters of an address, to lead back to the list with."""
    return changed(dropped(query, PICK, WHOLE, CURSOR, COLUMNS)).removeprefix("?")
