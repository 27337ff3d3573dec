"""Registering a firm: a stranger's form, where it stands, and one more firm."""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.access import NotValid, TooMany
from zhuqi.foundation.accounts.actions import register_another_firm, register_firm
from zhuqi.foundation.accounts.adapter import client_ip
from zhuqi.foundation.accounts.claims import FirmClaim, Registrant
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.interfaces.portal.doors import firm_page, user_of
from zhuqi.interfaces.portal.forms import FirmForm, RegisterForm
from zhuqi.interfaces.portal.words import Contact

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A stranger registers; who is signed in adds a firm instead."""
    if request.user.is_authenticated:
        return redirect("portal:registration_add")
    if request.method != "POST":
        return render(request, "portal/register.html", {"form": RegisterForm()})
    form, refusal = RegisterForm(request.POST), None
    if form.is_valid():
        data = form.cleaned_data
        try:
            take_or_refuse(f"register-from {client_ip(request)}", settings.SUBMITS_PER_HOUR, HOUR)
            member = register_firm(
                person=Registrant(
                    name=data["name"], contact=data["contact"], password=data["password"]
                ),
                firm=_claim(form),
            )
        except NotValid as wrong:
            form.refuse(wrong)
        except TooMany as too_many:
            refusal = too_many
        else:
            # The password has just been set, or proven: nobody types it a second time.
            auth.login(request, member.user, backend=BACKEND)
            messages.success(request, _("登记已提交。"))
            return redirect("portal:registration")
    return _again(request, "portal/register.html", form, refusal)


@require_safe
@firm_page
def registration(request: HttpRequest) -> HttpResponse:
    """Where one's registrations stand, whom to call, what can be done meanwhile."""
    members = list(
        FirmMember.objects.filter(user=user_of(request))
        .select_related("office", "office__contact")
        .order_by("-asked_at", "-pk")
    )
    context = {
        "lines": [(member, _office(member)) for member in members],
        "confirmed": any(m.status == FirmMember.Status.CONFIRMED for m in members),
        "pending": any(m.status == FirmMember.Status.PENDING for m in members),
    }
    return render(request, "portal/registration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def add(request: HttpRequest) -> HttpResponse:
    """One more firm for a person who has an account."""
    if request.method != "POST":
        return render(request, "portal/registration_add.html", {"form": FirmForm()})
    form, refusal, user = FirmForm(request.POST), None, user_of(request)
    if form.is_valid():
        try:
            take_or_refuse(f"add-firm {user.pk}", settings.SUBMITS_PER_HOUR, HOUR)
            register_another_firm(user=user, firm=_claim(form))
        except NotValid as wrong:
            form.refuse(wrong)
        except TooMany as too_many:
            refusal = too_many
        else:
            messages.success(request, _("登记已提交。"))
            return redirect("portal:registration")
    return _again(request, "portal/registration_add.html", form, refusal)


def _claim(form: FirmForm) -> FirmClaim:
    data = form.cleaned_data
    return FirmClaim(
        name=data["firm_name"],
        region_code=data["region_code"],
        uscc=data["uscc"],
        preparing=data["preparing"],
    )


def _again(
    request: HttpRequest, template: str, form: FirmForm, refusal: TooMany | None
) -> HttpResponse:
    status = refusal.status if refusal else NotValid.status
    response = render(request, template, {"form": form, "refusal": refusal}, status=status)
    if refusal:
        response["Retry-After"] = str(refusal.wait)
    return response


def _office(member: FirmMember) -> Contact:
    """Whom to call about a registration."""
    office = member.office
    if office.phone or office.contact is None:
        return Contact(office.name, office.phone)
    return Contact(f"{office.name} {office.contact.name}", office.contact.phone)
