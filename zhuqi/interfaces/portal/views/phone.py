"""A phone proven by a short message: to sign in, to register, or for the account one has."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.access import ActorKind, NotNow, NotYours, Refusal
from zhuqi.foundation.accounts.actions import check_phone_code
from zhuqi.foundation.accounts.actions.phones import mobile
from zhuqi.foundation.accounts.adapter import sign_in, visitor_of
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import holder_of_phone, request_person
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.notices.actions import change_phone, send_phone_code
from zhuqi.foundation.notices.queries import sms_ready
from zhuqi.interfaces.portal.access import user_of
from zhuqi.interfaces.portal.forms import PhoneCodeForm, PhoneForm
from zhuqi.interfaces.shell.addresses import asked_for, keep_asked
from zhuqi.interfaces.shell.submit import Cleaned, Page, carry_out, sent, submit

ASKED, PROVEN = "phone_asked", "phone_proven"
FRESH_SECONDS = 1800


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Which phone; one's own number stands there already."""
    _offered(request)
    own = user_of(request).phone if request.user.is_authenticated else ""
    form = PhoneForm(*sent(request), initial={"phone": own})

    def ask(data: Cleaned) -> None:
        number = mobile(data["phone"])
        code = send_phone_code(phone=number, visitor=visitor_of(request))
        keep_asked(request, ASKED, number, code)

    show = Page(request, "portal/phone.html", lambda: {"form": form})
    return submit(request, form, ask, show=show, to="portal:phone_code")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The six digits; or another message, if none came."""
    _offered(request)
    number, asked = asked_for(request, ASKED)
    if not number:
        return redirect("portal:phone")
    if request.POST.get("step") == "again":
        return _again(request, number)
    form = PhoneCodeForm(*sent(request))

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """A code that has run out is not typed again."""
        page = _code_page(request, number, PhoneCodeForm() if refusal else form)
        return page(status=status, refusal=refusal)

    def prove(data: Cleaned) -> None:
        check_phone_code(asked=asked, phone=number, code=data["code"])
        del request.session[ASKED]

    return submit(request, form, prove, show=show, to=lambda _done: _proven(request, number))


def _code_page(request: HttpRequest, number: str, form: PhoneCodeForm) -> Page:
    return Page(
        request, "portal/phone_code.html", lambda: {"form": form, "phone": mask_phone(number)}
    )


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
    def send() -> None:
        code = send_phone_code(phone=number, visitor=visitor_of(request))
        keep_asked(request, ASKED, number, code)

    return carry_out(
        request,
        send,
        show=_code_page(request, number, PhoneCodeForm()),
        said=_("已经重新发送。"),
        to="portal:phone_code",
    )


def _proven(request: HttpRequest, number: str) -> HttpResponse:
    if request.user.is_authenticated:
        return _own(request, number)
    holder = holder_of_phone(number)
    if holder is not None:
        return sign_in(request, holder, proven_by="phone")
    if User.objects.filter(username=number).exists():
        # It has been theirs without a message ever being answered; a number changes hands.
        words = _(
            "这个手机号已有账号。请用密码登录，再到“我的账号”里验证手机，以后就能用短信登录。"
        )
        messages.info(request, words)
        return redirect("account_login")
    request.session[PROVEN] = [number, int(time.time())]
    words = _("手机号已验证，请登记企业。")
    if User.objects.named(number).exists():
        # Somebody has typed this number when registering; whether it was them is not known.
        words = _("手机号已验证，请登记企业。已经用它登记过、正在等确认的，请用当时的密码登录。")
    messages.success(request, words)
    return redirect("portal:register")


def _own(request: HttpRequest, number: str) -> HttpResponse:
    if change_phone(phone=number, by=request_person(request)):
        messages.success(request, _("手机号与企业联系人一致，登记已确认，可以反映困难了。"))
        return redirect("portal:home")
    messages.success(request, _("手机号已验证，以后可以用短信登录。"))
    return redirect("portal:account")
