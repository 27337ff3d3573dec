"""企业服务日: a firm reads to which days it is asked, says whether it comes, and finds again what
it said and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.interfaces.portal.access import acting_firm, acting_page, firm_of, firm_page
from zhuqi.interfaces.portal.service_days.forms import ReplyForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, sent, submit
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions import days as actions
from zhuqi.mechanisms.service_days.enums import DayState, GuestState
from zhuqi.mechanisms.service_days.models import Guest

# So many stand on the page, the newest.
SHOWN = 50


def _guest(request: HttpRequest, pk: int) -> Guest:
    """The place of one of one's own firms at a day, the one acted for first; 404 where none was
    asked."""
    own = request_person(request).scope.enterprises
    found = list(queries.asked_at(pk, own))
    acting = firm_of(request)
    found.sort(key=lambda guest: acting is None or guest.enterprise_id != acting.pk)
    if not found:
        raise Http404
    return found[0]


@require_safe
@firm_page
@acting_page
def service_days(request: HttpRequest) -> HttpResponse:
    """The days the firm is asked to, the newest first."""
    firm = acting_firm(request)
    context = {"guests": list(queries.asked_to(firm)[:SHOWN]), "firm": firm}
    return render(request, "portal/service_days/days.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def service_day(request: HttpRequest, pk: int) -> HttpResponse:
    """One day: its topics, the firm's answer, and what it said there."""
    guest = _guest(request, pk)
    firm = guest.enterprise
    answered = {GuestState.COMING: "yes", GuestState.DECLINED: "no"}
    first = {
        "coming": answered.get(GuestState(guest.state), ""),
        "attendee": guest.attendee,
        "question": guest.question,
    }
    form = ReplyForm(*sent(request), initial=first)
    person = in_the_name_of(request_person(request), firm.name)

    def reply(typed: Cleaned) -> None:
        with actions.DAYS.open(pk, by=person, seen=version_seen(request)) as change:
            actions.reply(
                change, enterprise=firm, coming=typed["coming"] == "yes",
                attendee=typed["attendee"], question=typed["question"],
            )  # fmt: skip

    def context() -> dict[str, object]:
        now = _guest(request, pk)
        said = queries.words(person.scope).filter(service_day=pk, enterprise=firm).order_by("pk")
        open_ = now.service_day.state == DayState.PLANNED
        return {"guest": now, "day": now.service_day, "form": form, "said": said, "open": open_}

    if request.method != "POST":
        return render(request, "portal/service_days/day.html", context())
    show = Page(request, "portal/service_days/day.html", context)
    to = reverse("portal:service_day", args=[pk])
    return submit(request, form, reply, show=show, said=_("已回复"), to=to)
