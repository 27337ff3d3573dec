"""Joining a firm by an invitation code: no waiting, and every dead end says what to do."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import ActorKind, NotNow, NotValid, TooMany
from zhuqi.foundation.accounts.actions import (
    find_invitation,
    join_by_invitation,
    redeem_invitation,
)
from zhuqi.foundation.accounts.adapter import client_ip, sign_in
from zhuqi.foundation.accounts.claims import Registrant
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.accounts.queries import choose_firm, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.accounts.rules import refuse_unusable
from zhuqi.interfaces.portal.access import user_of
from zhuqi.interfaces.portal.copy import contact_of
from zhuqi.interfaces.portal.forms import CodeForm, JoinForm
from zhuqi.ledgers.cases.reading.officers import office_of


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code typed in by hand."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _found(request, form.cleaned_data["code"], form)
    return _ask(request, form)


def _found(request: HttpRequest, code: str, form: CodeForm) -> HttpResponse:
    try:
        find_invitation(code=code, ip=client_ip(request))
    except NotValid as refusal:
        form.refuse(refusal)
    except TooMany as refusal:
        return _ask(request, form, refusal)
    else:
        return redirect("join_code", code=code)
    return _ask(request, form)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Name, phone, password, and one speaks for the firm; signed in, one press is enough."""
    try:
        invitation = find_invitation(code=code, ip=client_ip(request))
    except NotValid as refusal:
        form = CodeForm({"code": code})
        form.is_valid()
        form.refuse(refusal)
        return _ask(request, form)
    except TooMany as refusal:
        return _ask(request, CodeForm({"code": code}), refusal)
    if request.user.is_authenticated:
        return _join_signed_in(request, invitation)
    if request.method == "POST":
        return _join_at_the_door(request, invitation)
    return _usable(request, invitation) or _show(request, invitation, JoinForm())


def _join_at_the_door(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _usable(request, invitation) or _show(request, invitation, form)
    data = form.cleaned_data
    who = Registrant(name=data["name"], contact=data["contact"], password=data["password"])
    try:
        # Several people of one house join from one address; a robot from one address does not.
        take_or_refuse(f"join-from {client_ip(request)}", settings.SUBMITS_PER_HOUR * 5, HOUR)
        member = redeem_invitation(invitation=invitation, person=who)
    except NotValid as wrong:
        form.refuse(wrong)
        return _show(request, invitation, form)
    except NotNow as spent:
        return _spent(request, invitation, spent)
    except TooMany as too_many:
        return _show(request, invitation, form, too_many)
    # The password has just been set, or proven: nobody types it a second time.
    home = reverse("portal:home")
    response = sign_in(request, member.user, proven_by="password", then=home)
    _welcome(request, member)
    return response


def _join_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """An official is told to leave the code to the firm; a firm's person joins one more firm."""
    if request_person(request).actor.kind is not ActorKind.FIRM:
        return _show(request, invitation, None, official=True)
    if request.method != "POST":
        return _usable(request, invitation) or _show(request, invitation, None)
    try:
        member = join_by_invitation(invitation=invitation, user=user_of(request))
    except NotNow as spent:
        return _spent(request, invitation, spent)
    _welcome(request, member)
    return redirect("portal:home")


def _welcome(request: HttpRequest, member: FirmMember) -> None:
    words = _("欢迎，您现在可以代表%(firm)s反映困难了。")
    messages.success(request, words % {"firm": member.enterprise})
    choose_firm(request, member.enterprise_id or 0)


def _usable(request: HttpRequest, invitation: Invitation) -> HttpResponse | None:
    """The page that says why the code is of no use any more; None if it is."""
    try:
        refuse_unusable(invitation.state(timezone.now()), invitation.expires_at)
    except NotNow as spent:
        return _spent(request, invitation, spent)
    return None


def _spent(request: HttpRequest, invitation: Invitation, refusal: NotNow) -> HttpResponse:
    office = contact_of(office_of(invitation.enterprise.office))
    context = {"reason": refusal.reason, "office": office}
    return render(request, "portal/join_spent.html", context, status=refusal.status)


def _ask(request: HttpRequest, form: CodeForm, refusal: TooMany | None = None) -> HttpResponse:
    context = {"form": form, "refusal": refusal}
    return _answer(request, "portal/join_enter.html", context, refusal, bad=form.is_bound)


def _show(
    request: HttpRequest,
    invitation: Invitation,
    form: JoinForm | None,
    refusal: TooMany | None = None,
    *,
    official: bool = False,
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "form": form,
        "refusal": refusal,
        "official": official,
    }
    bad = form is not None and form.is_bound
    return _answer(request, "portal/join.html", context, refusal, bad=bad)


def _answer(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    refusal: TooMany | None,
    *,
    bad: bool,
) -> HttpResponse:
    status = refusal.status if refusal else NotValid.status if bad else 200
    response = render(request, template, dict(context), status=status)
    if refusal:
        response["Retry-After"] = str(refusal.wait)
    return response
