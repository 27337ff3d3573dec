"""The list a case was opened from: told by the address, remembered with the session."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.rows import walk_url
from zhuqi.interfaces.shell.listing.walking import Marks
from zhuqi.ledgers.cases.enums import Verb

OF, QUEUE = "of", "queue"
_KEPT = "walks"
# So many cases remember the list they were opened from: as many as anybody keeps open.
REMEMBERED = 12


def part_url(request: HttpRequest, number: str, queue: Verb | None = None) -> str:
    """Where a case's page asks for its place in a list; "" where it was opened from none.

    `queue`: its page is that of one verb, which is done through all that wait for it.
    """
    address = reverse("desk:case_walk", args=[number])
    if queue is not None:
        return f"{address}?{urlencode({QUEUE: queue.value})}"
    if query := request.GET.get(OF, ""):
        return f"{address}?{urlencode({OF: query})}"
    return address if number in request.session.get(_KEPT, {}) else ""


def remembered(request: HttpRequest, number: str) -> tuple[str, Marks | None]:
    """The list a case was last opened from, and its place there."""
    query, marks = request.session.get(_KEPT, {}).get(number, ("", None))
    return query, marks


def remember(request: HttpRequest, number: str, query: str, marks: Marks) -> None:
    """Keep the place, which holds when the case fits the list no more."""
    walks = request.session.get(_KEPT, {})
    if walks.get(number) == [query, marks]:
        return
    others = [one for one in walks.items() if one[0] != number]
    request.session[_KEPT] = dict([*others[1 - REMEMBERED :], (number, [query, marks])])


def neighbour_url(number: str, query: str, queue: Verb | None) -> str:
    """The page of the case beside: its own, or that of the verb which is gone through."""
    if not number:
        return ""
    if queue is not None:
        return f"{verb_pages.address(queue, number)}?pile=1"
    return walk_url(number, query)
