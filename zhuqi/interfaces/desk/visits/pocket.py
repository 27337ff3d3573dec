"""随身走访: the page that opens without signal, what it takes along, and the script that keeps it.

The page holds nobody's name and no row, for the browser keeps it (as `NotKept` lets no other page
be kept). What it shows of visits, its script keeps apart for each person.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone

from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.visits.entering import plans_visits
from zhuqi.interfaces.desk.visits.forms import RecordForm
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.models import Visit

ENTER = access.official(plans_visits)


@ENTER
def show(request: HttpRequest) -> HttpResponse:
    """The page: an empty form, and places for what the script knows."""
    nobodys = Visit(enterprise=Enterprise(), day=timezone.localdate())
    return render(request, "desk/visits/pocket.html", {"form": RecordForm(row=nobodys)})


@ENTER
def data(request: HttpRequest) -> JsonResponse:
    """What is taken along: whose it is, the visits that are planned, the firms one looks after."""
    person = access.of(request)
    visits = queries.waiting(person.scope, queries.planned())
    firms = Enterprise.objects.filter(pk__in=person.scope.liaised).order_by("name", "pk")
    return JsonResponse(
        {
            "person": person.scope.user_id,
            "token": get_token(request),
            "visits": [
                {
                    "id": one.pk, "firm": one.enterprise.name, "day": one.day.isoformat(),
                    "purpose": one.purpose,
                }
                for one in visits
            ],
            "firms": [{"id": one.pk, "name": one.name} for one in firms],
        }
    )  # fmt: skip


@ENTER
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page; asked for anew by the browser, so it is never an old one."""
    response = render(
        request, "desk/visits/worker.js", content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response
