"""An official's inbox, and how they want to be told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk import doors
from zhuqi.interfaces.shell import inbox

INBOX = "desk:notices"
ENTER = doors.official(lambda scope: bool(scope.user_id))


@ENTER
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first; unread ones stand out."""
    context = inbox.inbox_context(doors.of(request), request.GET.dict(), reverse(INBOX))
    return render(request, "desk/notices.html", context)


@ENTER
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a message is about."""
    return inbox.open_message(doors.of(request), pk, reverse(INBOX))


@ENTER
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All read."""
    return inbox.read_all(request, doors.of(request), reverse(INBOX))


@ENTER
def wishes(request: HttpRequest) -> HttpResponse:
    """By which channels one wants to be told of what, and when not."""
    person = doors.of(request)
    user = User.objects.select_related("official").get(pk=person.actor.user_id)
    form = inbox.WishesForm(user, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if inbox.keep_wishes(request, person, form):
            return redirect("desk:notice_wishes")
        status = NotValid.status
    context = inbox.wishes_context(person, user, form)
    return render(request, "desk/notice_wishes.html", context, status=status)
