"""Registering a firm: a stranger's form, where it stands, and one more firm."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.accounts.actions import keep_proof, register_another_firm, register_firm
from zhuqi.foundation.accounts.actions.members import Lay
from zhuqi.foundation.accounts.adapter import client_ip, sign_in, visitor_of
from zhuqi.foundation.accounts.claims import FirmClaim, Registrant
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.attachments.sign_ups import MOST, laid
from zhuqi.foundation.directory.queries import calendar, told_by_code
from zhuqi.foundation.workdays import Calendar
from zhuqi.interfaces.portal.access import firm_page, user_of
from zhuqi.interfaces.portal.copy import Contact, contact_of
from zhuqi.interfaces.portal.forms import FirmForm, RegisterForm
from zhuqi.interfaces.portal.rows import PAST_PROMISE, StepRow
from zhuqi.interfaces.portal.uploads import NOTHING, receive
from zhuqi.interfaces.portal.views.phone import PROVEN, proven_phone
from zhuqi.interfaces.shell.submit import Cleaned, Page, carry_out, sent, valid
from zhuqi.ledgers.cases.reading.clock_rows import remaining
from zhuqi.ledgers.cases.reading.officers import office_of


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A stranger registers; who is signed in adds a firm instead."""
    if request.user.is_authenticated:
        return redirect("portal:registration_add")
    # Signing in begins a new session.
    proven = proven_phone(request)
    page = _Sent(request, "portal/register.html")
    if (filled := _filled(request)) is not None:
        return page.filled(RegisterForm(initial=filled), proven=proven)
    form = RegisterForm(*sent(request), initial={"contact": proven})

    def enter() -> FirmMember:
        data = page.judged(form)
        take_or_refuse(f"register-from {client_ip(request)}", settings.SUBMITS_PER_HOUR, HOUR)
        who = Registrant(name=data["name"], contact=data["contact"], password=data["password"])
        return register_firm(
            person=who, firm=_claim(data), visitor=visitor_of(request), lay=page.lay()
        )

    show = page.show(form, **({} if form.is_bound else {"proven": proven}))
    if request.method != "POST":
        return show()
    return carry_out(
        request,
        enter,
        refuse=form.refuse,
        show=show,
        to=lambda member: _entered(request, member, proven),
    )


class _Sent:
    """A firm's form with the photo of its licence: what has come stays, whatever is wrong."""

    def __init__(self, request: HttpRequest, template: str) -> None:
        self.request, self.template = request, template
        self.received = NOTHING

    def take(self) -> str:
        """Store what came along; what was wrong with it. TooMany, like registrations."""
        if self.request.FILES:
            key = f"licence-from {client_ip(self.request)}"
            take_or_refuse(key, settings.SUBMITS_PER_HOUR, HOUR)
        self.received = receive(self.request, "licence", MOST)
        return self.received.fault

    def judged(self, form: FirmForm) -> Cleaned:
        """What was typed, cleaned; NotValid where anything is wrong."""
        if fault := self.take():
            form.add_error("licence", fault)
        return valid(form)

    def lay(self) -> Lay:
        """The files, for the registration."""
        return laid(self.received.prepared)

    def show(self, form: FirmForm, **more: object) -> Page:
        """The page with what has come."""
        return Page(
            self.request,
            self.template,
            lambda: {"form": form, "kept": self.received.kept, **more},
        )

    def filled(self, form: FirmForm, **more: object) -> HttpResponse:
        """The page after a look-up by code."""
        if fault := self.take():
            messages.warning(self.request, fault)
        return self.show(form, **more)()


def _entered(request: HttpRequest, member: FirmMember, proven: str) -> HttpResponse:
    if _opened_by_phone(request, member, proven):
        words, then = _("手机号与企业联系人一致，登记已确认。"), "portal:home"
    else:
        words, then = _("登记已提交。"), "portal:registration"
    # The password has just been set, or proven: nobody types it a second time.
    response = sign_in(request, member.user, proven_by="password", then=reverse(then))
    messages.success(request, words)
    return response


def _opened_by_phone(request: HttpRequest, member: FirmMember, proven: str) -> bool:
    """True if the phone proven before is the one registered with, and the firm's contact's."""
    if not proven or member.user.sign_in_name != proven:
        return False
    request.session.pop(PROVEN, None)
    return bool(keep_proof(user=member.user, phone=proven))


@require_safe
@firm_page
def registration(request: HttpRequest) -> HttpResponse:
    """Where one's registrations stand, whom to call, what can be done meanwhile."""
    members = list(
        FirmMember.objects.filter(user=user_of(request))
        .select_related("office", "office__contact", "office__leader")
        .order_by("-asked_at", "-pk")
    )
    days = calendar()
    context = {
        "lines": [_line(member, days) for member in members],
        "confirmed": any(m.status == FirmMember.Status.CONFIRMED for m in members),
        "pending": any(m.status == FirmMember.Status.PENDING for m in members),
    }
    return render(request, "portal/registration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def add(request: HttpRequest) -> HttpResponse:
    """One more firm for a person who has an account."""
    page = _Sent(request, "portal/registration_add.html")
    if (filled := _filled(request)) is not None:
        return page.filled(FirmForm(initial=filled))
    form, user = FirmForm(*sent(request)), user_of(request)

    def enter() -> None:
        data = page.judged(form)
        take_or_refuse(f"add-firm {user.pk}", settings.SUBMITS_PER_HOUR, HOUR)
        register_another_firm(user=user, firm=_claim(data), lay=page.lay())

    show = page.show(form)
    if request.method != "POST":
        return show()
    return carry_out(
        request,
        enter,
        refuse=form.refuse,
        show=show,
        said=_("登记已提交。"),
        to="portal:registration",
    )


LOOK_UP = "look_up"
_KEPT = ("firm_name", "uscc", "preparing", "region", "name", "contact", "agreed")


def _filled(request: HttpRequest) -> dict[str, str] | None:
    """按代码填写: what was typed, with name and county where they were empty and are known.

    None where the form was sent for good. Nothing that was typed is replaced.
    """
    if request.method != "POST" or LOOK_UP not in request.POST:
        return None
    take_or_refuse(f"code-told-to {client_ip(request)}", settings.SUBMITS_PER_HOUR, HOUR)
    typed = {name: request.POST.get(name, "") for name in _KEPT}
    name, region = told_by_code(typed["uscc"])
    if name or region:
        messages.info(request, _("已按代码填好，请和营业执照核对"))
    else:
        messages.info(request, _("没有查到这个代码，请自己填写企业全称和所在地"))
    return {**typed, "firm_name": typed["firm_name"] or name, "region": typed["region"] or region}


def _claim(data: Cleaned) -> FirmClaim:
    return FirmClaim(
        name=data["firm_name"],
        region_code=data["region"],
        uscc=data["uscc"],
        preparing=data["preparing"],
    )


def _line(member: FirmMember, days: Calendar) -> tuple[FirmMember, Contact, StepRow | None]:
    """A registration, whom to call about it, and until when the office has promised to decide."""
    waits = member.status == FirmMember.Status.PENDING and member.due_at is not None
    return member, contact_of(office_of(member.office)), _promise(member, days) if waits else None


def _promise(member: FirmMember, days: Calendar) -> StepRow:
    now, due = timezone.now(), member.due_at
    if due is None:
        return StepRow("")
    late = now >= due
    left = remaining(due, now, days, late=PAST_PROMISE)
    return StepRow("", due, left, late, _("承诺") if late else _("最晚"))
