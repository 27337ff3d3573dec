"""Going on from one case to the next of the list it was opened from."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from zhuqi.foundation.access import Scope
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import walks
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.desk.cases.views.ledger import LEDGER
from zhuqi.interfaces.shell.listing.walking import MOST
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import VERBS, Verb

# Longer than any address the ledger makes; what is cut off finds other rows, never more.
LONGEST_QUERY = 1000


@access.official(access.works_on_cases)
def walk(request: HttpRequest, number: str) -> HttpResponse:
    """第 3 件 / 共 42 件, the case before and the one after; nothing for a case of no list."""
    person = access.of(request)
    case = file_or_404(person, number).case
    queue = _queue(request)
    known, marks = walks.remembered(request, number)
    if queue is not None:
        query = _waiting(person.scope, queue, case.pk)
    else:
        query = request.GET.get(walks.OF, "")[:LONGEST_QUERY] or known
    there = LEDGER.place(
        person, QueryDict(query), case.pk, "number", marks if query == known else None
    )
    if not query or there is None:
        return HttpResponse()
    walks.remember(request, number, query, there.marks)
    context = {
        "place": there,
        "most": MOST,
        "before": walks.neighbour_url(there.before, query, queue),
        "after": walks.neighbour_url(there.after, query, queue),
        "list_url": f"{reverse('desk:ledger')}?{query}",
    }
    return render(request, "desk/cases/parts/walk.html", context)


def _queue(request: HttpRequest) -> Verb | None:
    asked = request.GET.get(walks.QUEUE, "")
    return Verb(asked) if asked in VERBS else None


def _waiting(scope: Scope, verb: Verb, pk: int) -> str:
    """The address of the queue of that verb in which the case waits; "" where it waits in none."""
    for task, cases in queries.queues(scope, timezone.now()):
        if task.verb == verb and cases.filter(pk=pk).exists():
            return f"waiting={task.key}"
    return ""
