"""An official's inbox, how and where they want to be told."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import holding
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell import addresses, inbox
from zhuqi.interfaces.shell.submit import Page

INBOX = "desk:notices"
WAYS = ["GET", "HEAD", "POST"]
PAGES = addresses.Pages(
    preferences="desk:notice_wishes",
    preferences_label=gettext_lazy("接收设置"),
    email="desk:notice_email",
    email_code="desk:notice_email_code",
    phone="desk:notice_phone",
    phone_code="desk:notice_phone_code",
    template="desk/notices/notice_address.html",
)
ENTER = access.official(lambda scope: bool(scope.user_id))


@ENTER
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first; unread ones stand out."""
    return inbox.answer_inbox(
        request, access.of(request), "desk/notices/notices.html", reverse(INBOX)
    )


@ENTER
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a message is about."""
    return inbox.open_message(access.of(request), pk, reverse(INBOX))


@ENTER
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark every message of the person's own inbox."""
    return inbox.read_all(request, access.of(request), reverse(INBOX))


@ENTER
def preferences(request: HttpRequest) -> HttpResponse:
    """By which channels one wants to be told of what, and when not."""
    person = access.of(request)
    user = User.objects.select_related("official").get(pk=person.actor.user_id)
    form = inbox.PreferencesForm(user, request.POST if request.method == "POST" else None)
    show = Page(
        request,
        "desk/notices/preferences.html",
        lambda: inbox.preferences_context(person, user, form, PAGES, _whom()),
    )
    return inbox.keep_preferences(request, person, form, show, "desk:notice_wishes")


def _whom() -> addresses.Whom:
    """The system administrators by name: they set up the channels."""
    names = [user.name for user in holding(Role.SYSTEM_ADMIN)[:2]]
    return addresses.Whom(" ".join(filter(None, (_("系统管理员"), "、".join(names)))))


@ENTER
@require_http_methods(WAYS)
def email(request: HttpRequest) -> HttpResponse:
    """Another mailbox."""
    return addresses.email(request, access.of(request), PAGES)


@sensitive_post_parameters("code")
@ENTER
@require_http_methods(WAYS)
def email_code(request: HttpRequest) -> HttpResponse:
    """The digits sent there."""
    return addresses.email_code(request, access.of(request), PAGES)


@ENTER
@require_http_methods(WAYS)
def phone(request: HttpRequest) -> HttpResponse:
    """Another phone."""
    return addresses.phone(request, access.of(request), PAGES)


@sensitive_post_parameters("code")
@ENTER
@require_http_methods(WAYS)
def phone_code(request: HttpRequest) -> HttpResponse:
    """The digits sent there."""
    return addresses.phone_code(request, access.of(request), PAGES)
