"""Own cases: what waits for the firm's word first, then what is under way, then what is over."""

from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.interfaces.portal.access import acting_firm, acting_page, firms_of, own_cases
from zhuqi.interfaces.portal.copy import officers_of
from zhuqi.interfaces.portal.rows import FirmCaseRow, rows_of
from zhuqi.interfaces.shell.listing import (
    Asked,
    Empty,
    Filter,
    Kind,
    Listing,
    Order,
    no_context,
)
from zhuqi.ledgers.cases.enums import OPEN_STATES, State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.ledgers.cases.queries import ORDERS

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
    person, firm = request_person(request), acting_firm(request)
    listing = replace(CASES, rows=lambda asked: _cases_of(asked, firm))
    return listing.answer(
        request,
        person,
        "portal/cases.html",
        lambda shown: {"rows": rows_of(shown.rows, shown.asked.now)},
    )


def _cases_of(asked: Asked, firm: Enterprise) -> CaseQuerySet:
    own = own_cases(asked.person.scope, firm)
    return own.select_related("office", "enterprise", "lead_unit")


CASES: Listing[Case, None] = Listing(
    name="own_cases",
    label=_("全部诉求"),
    measure=_("件"),
    rows=lambda _asked: Case.objects.none(),
    context=no_context,
    filters=(
        Filter(
            "text",
            _("查找"),
            Kind.TEXT,
            lambda rows, text, _asked: rows.filter(
                spelled_in(text, "title", "number") | Q(number=parse(text) or "")
            ),
            hint=_("诉求中的字、编号"),
        ),
        Filter(
            "running",
            _("还没办完的"),
            Kind.YES,
            where=lambda _asked: Q(state__in=UNDER_WAY, historical=False),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ORDERS["newest"]),),
    empty=Empty(_("这里还没有诉求"), _("您提交的每一件诉求都会列在这里。")),
    unmatched=Empty(_("没有找到"), _("可以换一个词，或去掉条件再看。"), "search"),
    size=20,
)
