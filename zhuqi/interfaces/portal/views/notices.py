"""What a firm's person was told, and how they want to be told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.interfaces.portal.doors import firm_page, user_of
from zhuqi.interfaces.shell import inbox

INBOX = "portal:notices"


@firm_page
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Messages, newest first."""
    context = inbox.inbox_context(request_person(request), request.GET.dict(), reverse(INBOX))
    return render(request, "portal/notices.html", context)


@firm_page
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a message is about."""
    return inbox.open_message(request_person(request), pk, reverse(INBOX))


@firm_page
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All read."""
    return inbox.read_all(request, request_person(request), reverse(INBOX))


@firm_page
def wishes(request: HttpRequest) -> HttpResponse:
    """By which channels one wants to be told, and when not."""
    person = request_person(request)
    user = User.objects.select_related("official").get(pk=user_of(request).pk)
    form = inbox.WishesForm(user, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if inbox.keep_wishes(request, person, form):
            return redirect("portal:notice_wishes")
        status = NotValid.status
    context = inbox.wishes_context(person, user, form)
    return render(request, "portal/notice_wishes.html", context, status=status)
