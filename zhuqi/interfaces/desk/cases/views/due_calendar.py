"""The calendar of due times: a month or a week, all together, by unit or by person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.due_calendar import AT, BY, SPAN, UNASKED, DuePage
from zhuqi.interfaces.desk.cases.ledger_ways import CALENDAR, WAYS
from zhuqi.interfaces.desk.cases.views.ledger import LEDGER
from zhuqi.interfaces.shell import navigation, wording
from zhuqi.interfaces.shell.listing.chosen import Chosen, ways


@access.official(access.works_on_cases)
def due_calendar(request: HttpRequest) -> HttpResponse:
    """What of the ledger is due when; the ledger's own filters narrow it."""
    person, now = access.of(request), timezone.now()
    own = (SPAN, AT, BY)
    chosen = Chosen.of(LEDGER, request, person, view=CALENDAR, own=own, without=UNASKED)
    context = {
        "page": DuePage(chosen, person, now),
        "chosen": chosen,
        "ways": ways(chosen.kept, CALENDAR, WAYS),
        "saved": chosen.saved,
        "organ": navigation.place("desk", request),
        "printed": wording.moment(now),
    }
    return render(request, "desk/cases/calendar.html", context)
