"""Own cases: what waits for the firm's word first, then what is under way, then what is over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.portal.access import acting_firm, acting_page, firms_of, own_cases
from zhuqi.interfaces.portal.copy import officers_of
from zhuqi.interfaces.portal.rows import FirmCaseRow, rows_of
from zhuqi.ledgers.cases.enums import OPEN_STATES, State
from zhuqi.ledgers.cases.queries import page_of

MOST_OPEN, MOST_OVER = 30, 5
UNDER_WAY = (*OPEN_STATES, State.COMPLETED, State.CARRIED)
OVER = (State.STRUCK_OFF, State.DECLINED, State.WITHDRAWN)


@require_safe
@acting_page
def home(request: HttpRequest) -> HttpResponse:
    """The firm's first page; who is not confirmed for any sees how the registration stands."""
    scope, firm = request_person(request).scope, acting_firm(request)
    cases = own_cases(scope, firm).select_related("office", "enterprise", "lead_unit")
    live = cases.filter(historical=False)
    waiting = live.filter(state=State.COMPLETED, verdict="").order_by("completed_at", "pk")
    under_way = live.filter(state__in=UNDER_WAY).exclude(state=State.COMPLETED, verdict="")
    over = live.filter(state__in=OVER).order_by("-closed_at", "-pk")
    found = [
        list(waiting[: MOST_OPEN + 1]),
        list(under_way.order_by("due_at", "-pk")[: MOST_OPEN + 1]),
        list(over[: MOST_OVER + 1]),
    ]
    limits = (MOST_OPEN, MOST_OPEN, MOST_OVER)
    shown = [queue[:limit] for queue, limit in zip(found, limits, strict=True)]
    rows = iter(rows_of([case for queue in shown for case in queue], timezone.now()))
    queues: list[list[FirmCaseRow]] = [[next(rows) for _case in queue] for queue in shown]
    context = {
        "waiting": queues[0],
        "under_way": queues[1],
        "over": queues[2],
        "more": any(len(queue) > limit for queue, limit in zip(found, limits, strict=True)),
        "empty": not any(queues),
        "officers": officers_of(firm),
        "elsewhere": _elsewhere(request, firm),
    }
    return render(request, "portal/home.html", context)


def _elsewhere(request: HttpRequest, firm: Enterprise) -> int:
    """How many answers wait for one's word at the other firms one speaks for."""
    if len(firms_of(request)) == 1:
        return 0
    waiting = own_cases(request_person(request).scope).exclude(enterprise=firm)
    return waiting.filter(state=State.COMPLETED, verdict="", historical=False).count()


@require_safe
@acting_page
def cases(request: HttpRequest) -> HttpResponse:
    """Every case of the firm, newest first, those imported from old ledgers included."""
    own = own_cases(request_person(request).scope, acting_firm(request))
    page = page_of(own, "newest", request.GET.get("page", ""), size=20)
    context = {
        "rows": rows_of(page.rows, timezone.now()),
        "before": f"?page={page.before}" if page.before else "",
        "after": f"?page={page.after}" if page.after else "",
    }
    return render(request, "portal/cases.html", context)
