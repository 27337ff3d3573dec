"""Joining a firm by an invitation code: no waiting, and every dead end says what to do."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import ActorKind, NotNow, TooMany
from zhuqi.foundation.accounts.actions import (
    find_invitation,
    join_by_invitation,
    redeem_invitation,
)
from zhuqi.foundation.accounts.adapter import client_ip, sign_in, visitor_of
from zhuqi.foundation.accounts.claims import Registrant
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.accounts.queries import choose_firm, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.accounts.rules import refuse_unusable
from zhuqi.interfaces.portal.access import user_of
from zhuqi.interfaces.portal.copy import contact_of
from zhuqi.interfaces.portal.forms import CodeForm, JoinForm
from zhuqi.interfaces.shell.submit import Cleaned, Page, carry_out, sent, submit
from zhuqi.ledgers.cases.reading.officers import office_of


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code typed in by hand."""
    form = CodeForm(*sent(request))
    return submit(
        request,
        form,
        lambda data: find_invitation(code=data["code"], ip=client_ip(request)),
        show=_enter_page(request, form),
        to=lambda _found: redirect("join_code", code=form.cleaned_data["code"]),
        shown=(TooMany,),
    )


def _enter_page(request: HttpRequest, form: CodeForm) -> Page:
    return Page(request, "portal/join_enter.html", lambda: {"form": form})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Name, phone, password, and one speaks for the firm; signed in, one press is enough."""
    form = CodeForm({"code": code})
    return carry_out(
        request,
        lambda: find_invitation(code=code, ip=client_ip(request)),
        refuse=form.refuse,
        show=_enter_page(request, form),
        to=lambda invitation: _join(request, invitation),
        shown=(TooMany,),
    )


def _join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        # An official's page says so before it says that a code is spent.
        if not _is_official(request) and request.method != "POST":
            refuse_unusable(invitation.state(timezone.now()), invitation.expires_at)
        if request.user.is_authenticated:
            return _join_signed_in(request, invitation)
        return _join_at_the_door(request, invitation)
    except NotNow as spent:
        return _spent(request, invitation, spent)


def _is_official(request: HttpRequest) -> bool:
    signed_in = request.user.is_authenticated
    return signed_in and request_person(request).actor.kind is not ActorKind.FIRM


def _join_at_the_door(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(*sent(request))

    def enter(data: Cleaned) -> FirmMember:
        who = Registrant(name=data["name"], contact=data["contact"], password=data["password"])
        # Several people of one house join from one address; a robot from one address does not.
        take_or_refuse(f"join-from {client_ip(request)}", settings.SUBMITS_PER_HOUR * 5, HOUR)
        return redeem_invitation(invitation=invitation, person=who, visitor=visitor_of(request))

    def entered(member: FirmMember) -> HttpResponse:
        # The password has just been set, or proven: nobody types it a second time.
        home = reverse("portal:home")
        response = sign_in(request, member.user, proven_by="password", then=home)
        _welcome(request, member)
        return response

    if form.is_bound and not form.is_valid():
        refuse_unusable(invitation.state(timezone.now()), invitation.expires_at)
    show = _join_page(request, invitation, form)
    return submit(request, form, enter, show=show, to=entered, shown=(TooMany,))


def _join_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """An official is told to leave the code to the firm; a firm's person joins one more firm."""
    official = _is_official(request)
    if official or request.method != "POST":
        return _join_page(request, invitation, None, official=official)()
    member = join_by_invitation(invitation=invitation, user=user_of(request))
    _welcome(request, member)
    return redirect("portal:home")


def _welcome(request: HttpRequest, member: FirmMember) -> None:
    words = _("欢迎，您现在可以代表%(firm)s反映困难了。")
    messages.success(request, words % {"firm": member.enterprise})
    choose_firm(request, member.enterprise_id or 0)


def _spent(request: HttpRequest, invitation: Invitation, refusal: NotNow) -> HttpResponse:
    office = contact_of(office_of(invitation.enterprise.office))
    context = {"reason": refusal.reason, "office": office}
    return render(request, "portal/join_spent.html", context, status=refusal.status)


def _join_page(
    request: HttpRequest, invitation: Invitation, form: JoinForm | None, *, official: bool = False
) -> Page:
    context = {"invitation": invitation, "form": form, "official": official}
    return Page(request, "portal/join.html", lambda: context)
