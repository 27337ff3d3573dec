"""Where notices reach a person, and the pages on which they change it; each side dresses them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Refusal
from zhuqi.foundation.accounts.actions import check_phone_code, waiting_email
from zhuqi.foundation.accounts.actions.emails import MINUTES as MAIL_MINUTES
from zhuqi.foundation.accounts.actions.phones import MINUTES as PHONE_MINUTES
from zhuqi.foundation.accounts.actions.phones import mobile
from zhuqi.foundation.accounts.adapter import client_ip, visitor_of
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.notices import actions
from zhuqi.foundation.notices.addresses import masked, reach_of
from zhuqi.foundation.notices.enums import Channel
from zhuqi.foundation.notices.queries import email_ready, sms_ready
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.parts import Fact
from zhuqi.interfaces.shell.submit import Cleaned, Page, carry_out, sent, submit
from zhuqi.interfaces.shell.tables import from_template

PHONE_ASKED = "notice_phone_asked"


# What can be changed, and the digits that prove it: the end of each page's name.
WAYS = ("email", "email_code", "phone", "phone_code")


@dataclass(frozen=True, slots=True)
class Pages:
    """One side's addresses of these pages, and the template they wear there."""

    preferences: str
    preferences_label: StrOrPromise
    email: str
    email_code: str
    phone: str
    phone_code: str
    template: str


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom to ask about what can't be changed here."""

    name: str
    phone: str = ""


# Where it goes -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A channel as the person has it: where to, what to know about it, where it is changed."""

    label: str
    address: str
    note: str = ""
    change_url: str = ""
    waiting: str = ""
    waiting_url: str = ""


def ways_of(user: User, channels: Sequence[Channel], pages: Pages) -> list[Way]:
    """Every channel with this person's address on it, or that nothing comes by it."""
    return [
        _way(user, channel, pages)
        if channel in channels
        else Way(label=str(channel.label), address="", note=_now("这里还没有开通"))
        for channel in Channel
    ]


def facts_of(ways: Sequence[Way]) -> list[Fact]:
    """The ways as the page lists them; the inbox, which nobody turns off, comes last."""
    facts = []
    for way in ways:
        facts.append(Fact(way.label, from_template("shell/parts/reach.html", way=way)))
        if way.waiting:
            value = from_template("shell/parts/reach_waiting.html", way=way)
            facts.append(Fact(_now("等您验证"), value))
    return [*facts, Fact(_now("站内消息"), _now("总会收到，不能关闭"))]


def _way(user: User, channel: Channel, pages: Pages) -> Way:
    if channel == Channel.CHAT:
        note = _now("按您的登录名发送，不能更换")
        return Way(label=str(channel.label), address=user.sign_in_name, note=note)
    return _sms_way(user, pages) if channel == Channel.SMS else _email_way(user, pages)


def _sms_way(user: User, pages: Pages) -> Way:
    number = reach_of(user)["phone"]
    return Way(
        label=str(Channel.SMS.label),
        address=masked(Channel.SMS, number) if number else "",
        note=_source(known=number, own=user.phone) or ("" if number else _now("还没有手机号")),
        change_url=reverse(pages.phone),
    )


def _email_way(user: User, pages: Pages) -> Way:
    """The mailbox whole: its owner needs to see which one it is, and every letter of it."""
    address, waiting = reach_of(user)["email"], waiting_email(user)
    return Way(
        label=str(Channel.EMAIL.label),
        address=address,
        note=_source(known=address, own=user.email) or ("" if address else _now("还没有电子邮箱")),
        change_url=reverse(pages.email),
        waiting=waiting,
        waiting_url=reverse(pages.email_code) if waiting else "",
    )


def _source(*, known: str, own: str) -> str:
    return _now("单位通讯录里登记的") if known and not own else ""


# Changing it -------------------------------------------------------------------------------------


class EmailForm(ShellForm):
    """The mailbox one wants to be told at. Not typed as "email": the verb judges, in our words."""

    email = forms.CharField(
        label=_("新的电子邮箱"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none"}
        ),
        error_messages={
            "required": _("请填写电子邮箱"),
            "max_length": _("电子邮箱太长了，请检查"),
            "null_characters_not_allowed": _("请填写正确的电子邮箱"),
        },
    )


class NewPhoneForm(ShellForm):
    """The phone one wants to be told at."""

    phone = forms.CharField(
        label=_("新的手机号"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={
            "required": _("请填写手机号"),
            "max_length": _("请填写 11 位手机号"),
            "null_characters_not_allowed": _("请填写 11 位手机号"),
        },
    )


class DigitsForm(ShellForm):
    """Six digits, from the letter or the message."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": _("请填写 6 位数字"),
            "max_length": _("验证码是 6 位数字"),
            "null_characters_not_allowed": _("验证码是 6 位数字"),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One question: its words, where it leads back to, whether a code can be asked for again."""

    title: StrOrPromise
    lead: StrOrPromise
    button: StrOrPromise
    back: str
    back_label: StrOrPromise
    again: StrOrPromise = ""


def email(request: HttpRequest, person: Person, pages: Pages) -> HttpResponse:
    """To which mailbox: a code goes there; until it is typed in the old one stays in force."""
    user = _self(person)
    _offered(email_ready(), _now("这里还没有开通邮件，不能更换邮箱，请联系系统管理员"))
    form = EmailForm(*sent(request))
    ip = client_ip(request)
    return submit(
        request,
        form,
        lambda data: actions.send_email_code(user=user, email=data["email"], ip=ip),
        show=_page(request, pages, _ask_email(user, pages), form),
        to=pages.email_code,
    )


def email_code(request: HttpRequest, person: Person, pages: Pages) -> HttpResponse:
    """The digits out of the letter; another letter, if none came."""
    user = _self(person)
    _offered(email_ready(), _now("这里还没有开通邮件，不能更换邮箱，请联系系统管理员"))
    waiting = waiting_email(user)
    if request.method == "POST" and request.POST.get("step") != "again":
        return _email_tried(request, person, user, pages)
    if not waiting:
        return redirect(pages.email)
    show = _page(request, pages, _type_email_code(waiting, pages), DigitsForm())
    if request.method != "POST":
        return show()
    return carry_out(
        request,
        lambda: actions.send_email_code(user=user, email=waiting, ip=client_ip(request)),
        show=show,
        said=_("已经重新发送，请用新的验证码。"),
        to=pages.email_code,
    )


def _email_tried(request: HttpRequest, person: Person, user: User, pages: Pages) -> HttpResponse:
    form = DigitsForm(*sent(request))

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """A code that has run out is not typed again; without one the mailbox is asked for anew."""
        waiting = waiting_email(user)
        if not waiting:
            page = _page(request, pages, _ask_email(user, pages), EmailForm())
        else:
            typed = DigitsForm() if refusal else form
            page = _page(request, pages, _type_email_code(waiting, pages), typed)
        return page(status=status, refusal=refusal)

    return submit(
        request,
        form,
        lambda data: actions.change_email(code=data["code"], by=person),
        show=show,
        said=lambda kept: _now("通知邮箱已换成 %(email)s。") % {"email": kept},
        to=pages.preferences,
    )


def phone(request: HttpRequest, person: Person, pages: Pages) -> HttpResponse:
    """To which phone: a code goes there; until it is typed in the old one stays in force."""
    user = _self(person)
    _offered(sms_ready(), _now("这里还没有开通短信，不能更换手机号，请联系系统管理员"))
    form = NewPhoneForm(*sent(request))

    def ask(data: Cleaned) -> None:
        number = _other_number(user, data["phone"])
        keep_asked(
            request,
            PHONE_ASKED,
            number,
            actions.send_phone_code(phone=number, visitor=visitor_of(request)),
        )

    show = _page(request, pages, _ask_phone(user, pages), form)
    return submit(request, form, ask, show=show, to=pages.phone_code)


def phone_code(request: HttpRequest, person: Person, pages: Pages) -> HttpResponse:
    """The digits out of the message; another message, if none came."""
    user = _self(person)
    _offered(sms_ready(), _now("这里还没有开通短信，不能更换手机号，请联系系统管理员"))
    number, asked = asked_for(request, PHONE_ASKED)
    if not number:
        return redirect(pages.phone)
    show = _page(request, pages, _type_phone_code(number, pages), DigitsForm())
    if request.method != "POST":
        return show()
    if request.POST.get("step") != "again":
        return _phone_tried(request, person, user, pages, (number, asked))

    def again() -> None:
        code = actions.send_phone_code(phone=number, visitor=visitor_of(request))
        keep_asked(request, PHONE_ASKED, number, code)

    return carry_out(
        request,
        again,
        show=show,
        said=_("已经重新发送，请用新的验证码。"),
        to=pages.phone_code,
    )


def _phone_tried(
    request: HttpRequest, person: Person, user: User, pages: Pages, asked: tuple[str, int]
) -> HttpResponse:
    form, number = DigitsForm(*sent(request)), asked[0]

    def change(data: Cleaned) -> None:
        try:
            check_phone_code(asked=asked[1], phone=number, code=data["code"])
        except NotNow:
            # Sent twice: the first has used the code up and kept the number already.
            if not _has(user, number):
                raise
        else:
            if actions.change_phone(phone=number, by=person):
                messages.success(request, _now("手机号与企业联系人一致，登记已确认。"))
        request.session.pop(PHONE_ASKED, None)

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """A code that has run out is not typed again."""
        typed = DigitsForm() if refusal else form
        page = _page(request, pages, _type_phone_code(number, pages), typed)
        return page(status=status, refusal=refusal)

    said = _now("通知手机号已换成 %(phone)s。") % {"phone": mask_phone(number)}
    return submit(request, form, change, show=show, said=said, to=pages.preferences)


def keep_asked(request: HttpRequest, key: str, number: str, code: int) -> None:
    """This browser waits for that code, sent to that phone."""
    request.session[key] = [number, code]


def asked_for(request: HttpRequest, key: str) -> tuple[str, int]:
    """To which phone this browser had a code sent, and which; "" and 0 where it had none."""
    kept = request.session.get(key)
    return (str(kept[0]), int(kept[1])) if isinstance(kept, list) else ("", 0)


def _has(user: User, number: str) -> bool:
    own = User.objects.filter(pk=user.pk, phone=number, phone_proven_at__isnull=False)
    return own.exists()


def _other_number(user: User, text: str) -> str:
    number = mobile(text)
    if number == user.phone and user.phone_proven_at is not None:
        raise NotValid({"phone": _now("现在用的就是这个手机号，不用再换")})
    return number


def _self(person: Person) -> User:
    found = User.objects.select_related("official").filter(pk=person.actor.user_id or 0).first()
    if found is None:
        raise NotYours(_now("请先登录"))
    return found


def _offered(ready: bool, why_not: str) -> None:  # noqa: FBT001 (what is asked is its name)
    if not ready:
        raise NotNow(why_not)


def _ask_email(user: User, pages: Pages) -> _Step:
    now = reach_of(user)["email"]
    stays = _now("现在的 %(email)s 在验证以前继续有效。") % {"email": now} if now else ""
    return _Step(
        title=_now("通知发到哪个邮箱？"),
        lead=_now("会往新邮箱发一封有 6 位数字的信，填对了才换。登录名不变。") + stays,
        button=_now("发送验证码"),
        back=pages.preferences,
        back_label=pages.preferences_label,
    )


def _type_email_code(waiting: str, pages: Pages) -> _Step:
    words = _now("已发到 %(email)s，%(minutes)s 分钟内有效。没有看到的，请看看垃圾邮件。")
    return _Step(
        title=_now("信里的 6 位数字"),
        lead=words % {"email": waiting, "minutes": MAIL_MINUTES},
        button=_now("换成这个邮箱"),
        back=pages.email,
        back_label=_now("换个邮箱"),
        again=_now("几分钟还没收到？"),
    )


def _ask_phone(user: User, pages: Pages) -> _Step:
    now = reach_of(user)["phone"]
    stays = (
        _now("现在的 %(phone)s 在验证以前继续有效。") % {"phone": mask_phone(now)} if now else ""
    )
    return _Step(
        title=_now("通知发到哪个手机？"),
        lead=_now("会往新手机发一条 6 位数字的短信，填对了才换。只用来接收通知，不改通讯录。")
        + stays,
        button=_now("发送验证码"),
        back=pages.preferences,
        back_label=pages.preferences_label,
    )


def _type_phone_code(number: str, pages: Pages) -> _Step:
    words = _now("已发到 %(phone)s，%(minutes)s 分钟内有效。")
    return _Step(
        title=_now("短信里的 6 位数字"),
        lead=words % {"phone": mask_phone(number), "minutes": PHONE_MINUTES},
        button=_now("换成这个手机号"),
        back=pages.phone,
        back_label=_now("换个手机号"),
        again=_now("一分钟还没收到？"),
    )


def _page(request: HttpRequest, pages: Pages, step: _Step, form: ShellForm) -> Page:
    return Page(
        request,
        pages.template,
        lambda: {"step": step, "back_url": reverse(step.back), "form": form},
    )
