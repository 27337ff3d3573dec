"""What a firm's person was told, how and where they want to be told."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.interfaces.portal.access import firm_page, firms_of, user_of
from zhuqi.interfaces.shell import addresses, inbox
from zhuqi.interfaces.shell.submit import Page
from zhuqi.ledgers.cases.reading.officers import office_of

INBOX = "portal:notices"
WAYS = ["GET", "HEAD", "POST"]
PAGES = addresses.Pages(
    preferences="portal:notice_wishes",
    preferences_label=gettext_lazy("怎样告诉我"),
    email="portal:notice_email",
    email_code="portal:notice_email_code",
    phone="portal:notice_phone",
    phone_code="portal:notice_phone_code",
    template="portal/notice_address.html",
)


@firm_page
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Messages, newest first."""
    return inbox.answer_inbox(
        request, request_person(request), "portal/notices.html", reverse(INBOX)
    )


@firm_page
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a message is about."""
    return inbox.open_message(request_person(request), pk, reverse(INBOX))


@firm_page
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark every message of the person's own inbox."""
    return inbox.read_all(request, request_person(request), reverse(INBOX))


@firm_page
def preferences(request: HttpRequest) -> HttpResponse:
    """By which channels one wants to be told, and when not."""
    person = request_person(request)
    user = User.objects.select_related("official").get(pk=user_of(request).pk)
    form = inbox.PreferencesForm(user, request.POST if request.method == "POST" else None)
    show = Page(
        request,
        "portal/preferences.html",
        lambda: inbox.preferences_context(person, user, form, PAGES, _whom(request)),
    )
    return inbox.keep_preferences(request, person, form, show, "portal:notice_wishes")


def _whom(request: HttpRequest) -> addresses.Whom:
    """The office of the firm, with its number; before a firm is confirmed just the word."""
    firms = firms_of(request)
    if not firms:
        return addresses.Whom(_("当地活动办"))
    office = office_of(firms[0].office)
    return addresses.Whom(office.words, office.phone)


@firm_page
@require_http_methods(WAYS)
def email(request: HttpRequest) -> HttpResponse:
    """Another mailbox."""
    return addresses.email(request, request_person(request), PAGES)


@sensitive_post_parameters("code")
@firm_page
@require_http_methods(WAYS)
def email_code(request: HttpRequest) -> HttpResponse:
    """The digits sent there."""
    return addresses.email_code(request, request_person(request), PAGES)


@firm_page
@require_http_methods(WAYS)
def phone(request: HttpRequest) -> HttpResponse:
    """Another phone, which then also signs in."""
    return addresses.phone(request, request_person(request), PAGES)


@sensitive_post_parameters("code")
@firm_page
@require_http_methods(WAYS)
def phone_code(request: HttpRequest) -> HttpResponse:
    """The digits sent there."""
    return addresses.phone_code(request, request_person(request), PAGES)
