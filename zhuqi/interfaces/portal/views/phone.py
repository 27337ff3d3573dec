"""A phone proven by a short message: to sign in, to register, or for the account one has."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import ActorKind, NotNow, NotValid, NotYours, Refusal, TooMany
from zhuqi.foundation.accounts.actions import check_phone_code
from zhuqi.foundation.accounts.actions.phones import mobile
from zhuqi.foundation.accounts.adapter import client_ip, sign_in
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import holder_of_phone, request_person
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.notices.actions import change_phone, send_phone_code
from zhuqi.foundation.notices.queries import sms_ready
from zhuqi.interfaces.portal.access import user_of
from zhuqi.interfaces.portal.forms import PhoneCodeForm, PhoneForm

ASKED, PROVEN = "phone_asked", "phone_proven"
FRESH_SECONDS = 1800


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Which phone; one's own number stands there already."""
    _offered(request)
    if request.method != "POST":
        own = user_of(request).phone if request.user.is_authenticated else ""
        return _ask(request, PhoneForm(initial={"phone": own}))
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        number = mobile(form.cleaned_data["phone"])
        send_phone_code(phone=number, ip=client_ip(request))
    except NotValid as wrong:
        form.refuse(wrong)
        return _ask(request, form)
    except TooMany as too_many:
        return _ask(request, form, too_many)
    request.session[ASKED] = number
    return redirect("portal:phone_code")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The six digits; or another message, if none came."""
    _offered(request)
    number = request.session.get(ASKED, "")
    if not number:
        return redirect("portal:phone")
    if request.method != "POST":
        return _ask_code(request, number, PhoneCodeForm())
    if request.POST.get("step") == "again":
        return _again(request, number)
    return _tried(request, number)


def _tried(request: HttpRequest, number: str) -> HttpResponse:
    form = PhoneCodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, number, form)
    try:
        check_phone_code(phone=number, code=form.cleaned_data["code"])
    except NotValid as wrong:
        form.refuse(wrong)
        return _ask_code(request, number, form)
    except NotNow as over:
        return _ask_code(request, number, PhoneCodeForm(), over)
    del request.session[ASKED]
    return _proven(request, number)


def proven_phone(request: HttpRequest) -> str:
    """The number proven in this session within the last half hour, else nothing."""
    kept = request.session.get(PROVEN)
    if not isinstance(kept, list) or time.time() - kept[1] > FRESH_SECONDS:
        return ""
    return str(kept[0])


def _offered(request: HttpRequest) -> None:
    official = request_person(request).actor.kind is not ActorKind.FIRM
    if request.user.is_authenticated and official:
        raise NotYours(_("这是企业的页面，机关工作人员请从工作台办理"))
    if not sms_ready():
        raise NotNow(_("这里还没有开通短信验证码，请用密码登录，或登记后等活动办确认"))


def _again(request: HttpRequest, number: str) -> HttpResponse:
    try:
        send_phone_code(phone=number, ip=client_ip(request))
    except TooMany as too_many:
        return _ask_code(request, number, PhoneCodeForm(), too_many)
    messages.success(request, _("已经重新发送。"))
    return redirect("portal:phone_code")


def _proven(request: HttpRequest, number: str) -> HttpResponse:
    if request.user.is_authenticated:
        return _own(request, number)
    holder = holder_of_phone(number)
    if holder is not None:
        return sign_in(request, holder, proven_by="phone")
    if User.objects.filter(username=number).exists():
        # Somebody has typed this number when registering; whether it was theirs is not known.
        words = _(
            "这个手机号已有账号。请用密码登录，再到“我的账号”里验证手机，以后就能用短信登录。"
        )
        messages.info(request, words)
        return redirect("account_login")
    request.session[PROVEN] = [number, int(time.time())]
    messages.success(request, _("手机号已验证，请登记企业。"))
    return redirect("portal:register")


def _own(request: HttpRequest, number: str) -> HttpResponse:
    if change_phone(phone=number, by=request_person(request)):
        messages.success(request, _("手机号与企业联系人一致，登记已确认，可以反映困难了。"))
        return redirect("portal:home")
    messages.success(request, _("手机号已验证，以后可以用短信登录。"))
    return redirect("portal:account")


def _ask(request: HttpRequest, form: PhoneForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {"form": form, "refusal": refusal}
    status = refusal.status if refusal else NotValid.status if form.is_bound else 200
    return _answered(render(request, "portal/phone.html", context, status=status), refusal)


def _ask_code(
    request: HttpRequest, number: str, form: PhoneCodeForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {"form": form, "phone": mask_phone(number), "refusal": refusal}
    status = refusal.status if refusal else NotValid.status if form.is_bound else 200
    return _answered(render(request, "portal/phone_code.html", context, status=status), refusal)


def _answered(response: HttpResponse, refusal: Refusal | None) -> HttpResponse:
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.wait)
    return response
