"""People who ask to speak for a firm, waiting for the office that serves it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotNow, NotValid, Person, Refusal
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.claims import FirmClaim
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.accounts.queries import memberships_waiting, soon_due
from zhuqi.foundation.attachments.sign_ups import licences_of
from zhuqi.foundation.directory import uscc
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Enterprise, Region
from zhuqi.foundation.directory.queries import calendar, served_regions
from zhuqi.foundation.typed import key
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.foundation.workdays import Calendar
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.papers import paper
from zhuqi.interfaces.desk.firms.forms.sign_ups import CorrectForm, MoveForm, RefuseForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.listing import (
    Asked,
    Column,
    Empty,
    Filter,
    Kind,
    Listing,
    Order,
)
from zhuqi.interfaces.shell.parts import Cell
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, Page, Show, carry_out, submit
from zhuqi.ledgers.cases.enums import Light
from zhuqi.ledgers.cases.models import FAR
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.reading.clock_rows import remaining

CANDIDATES, NAMESAKES = 8, 5
# Parts of names that say nothing about which firm it is.
COMMON = ("有限责任公司", "股份有限公司", "有限公司", "集团", "公司")


def _in_time(member: FirmMember, now: datetime, days: Calendar) -> tuple[SafeString, str]:
    """The light with how long is left, and the promised time."""
    due = member.due_at
    if due is None:
        return light_mark(Light.NONE), ""
    light = light_of(due, soon_due(due, days), now)
    return light_mark(light, remaining(due, now, days)), wording.moment(due)


def _waiting(asked: Asked) -> QuerySet[FirmMember]:
    """Those without a promised time come last."""
    rows = memberships_waiting(asked.person.scope.offices)
    return rows.annotate(promised=Coalesce("due_at", Value(FAR)))


@dataclass(frozen=True, slots=True)
class Clockwork:
    """How a registration stands in time is read from these."""

    now: datetime
    days: Calendar


def _due(row: FirmMember, page: Clockwork) -> SafeString:
    light, due = _in_time(row, page.now, page.days)
    return format_html('<div>{}<span class="d-time__at">{}</span></div>', light, due)


WAITING: Listing[FirmMember, Clockwork] = Listing(
    name="registrations",
    label=_lazy("企业登记"),
    measure=_lazy("人"),
    rows=_waiting,
    context=lambda asked, _rows: Clockwork(asked.now, calendar()),
    head=Column(
        "firm",
        _lazy("企业名称"),
        lambda row, _page: Cell(row.claimed_name, url=reverse("desk:registration", args=[row.pk])),
    ),
    columns=(
        Column("uscc", _lazy("信用代码"), lambda row, _page: row.claimed_uscc),
        Column("who", _lazy("申请人"), lambda row, _page: row.user.name),
        Column("contact", _lazy("联系方式"), lambda row, _page: row.user.phone or row.user.email),
        Column("office", _lazy("活动办"), lambda row, _page: row.office),
        Column(
            "asked",
            _lazy("申请时间"),
            lambda row, _page: wording.moment(row.asked_at, weekday=False),
        ),
        Column("due", _lazy("承诺确认"), _due, "d-time"),
    ),
    filters=(
        Filter(
            "text",
            _lazy("查找"),
            Kind.TEXT,
            lambda rows, text, _asked: rows.filter(
                spelled_in(text, "claimed_name", "user__name")
                | Q(claimed_uscc__icontains=key(text))
            ),
            hint=_lazy("企业、信用代码、申请人"),
        ),
    ),
    orders=(Order("promised", _lazy("承诺早的在前"), ("promised", "asked_at", "pk")),),
    empty=Empty(
        _lazy("没有等待确认的登记"),
        _lazy("企业人员在企业端登记后，会列在这里等您确认。"),
        "circle-check",
    ),
    unmatched=Empty(_lazy("没有符合条件的登记"), _lazy("可以换一个词再找。"), "filter"),
)


@access.official(access.decides_registrations)
def waiting(request: HttpRequest) -> HttpResponse:
    """Those promised earliest first, with how they stand in time."""
    return WAITING.answer(request, access.of(request), "desk/firms/sign_ups.html")


@access.official(access.decides_registrations)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed beside the firms it may mean; confirm, refuse or hand on."""
    person = access.of(request)
    own = FirmMember.objects.visible_to(person.scope).filter(office__in=person.scope.offices)
    member = get_object_or_404(own.select_related("user", "office", "enterprise"), pk=pk)
    step = request.POST.get("step", "")
    refuse = RefuseForm(request.POST if step == "refuse" else None, auto_id="refuse_%s")
    move = MoveForm(request.POST if step == "move" else None, auto_id="move_%s")

    correct = CorrectForm(
        request.POST if step == "correct" else None,
        regions=[(one.code, one.name) for one in _regions()],
        initial={
            "firm_name": member.claimed_name,
            "uscc": member.claimed_uscc,
            "region_code": member.claimed_region,
        },
    )

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Where a colleague was faster, with what they decided."""
        if isinstance(refusal, NotNow):
            member.refresh_from_db()
        if isinstance(refusal, NotValid) and refuse.is_valid():
            refuse.refuse(refusal)
        page = Page(
            request,
            "desk/firms/sign_up.html",
            lambda: {
                **_context(member, person),
                "refuse": refuse,
                "move": move,
                "correct": correct,
            },
        )
        return page(status=status, refusal=refusal)

    if request.method != "POST":
        return show()
    if step == "correct":
        return _corrected(request, member, person, correct, show)
    return carry_out(
        request,
        lambda: _decide(request, person, member, refuse, move),
        show=show,
        said=lambda said: said,
        to="desk:registrations",
    )


def _corrected(
    request: HttpRequest, member: FirmMember, person: Person, form: CorrectForm, show: Show
) -> HttpResponse:
    """What the person wrote, put right; decided afterwards."""

    def correct(data: Cleaned) -> FirmMember:
        claim = FirmClaim(
            name=data["firm_name"],
            uscc=data["uscc"],
            region_code=data["region_code"],
            preparing=not data["uscc"],
        )
        return actions.correct_member(member=member, claim=claim, by=person)

    return submit(
        request,
        form,
        correct,
        show=show,
        said=_("已更正，请再确认是哪家企业"),
        to=reverse("desk:registration", args=[member.pk]),
    )


def _regions() -> QuerySet[Region]:
    """Where a firm can be: what the offices serve."""
    levels = (Level.CITY, Level.COUNTY)
    return served_regions().filter(level__in=levels).order_by("code")


def _decide(
    request: HttpRequest,
    person: Person,
    member: FirmMember,
    refuse: RefuseForm,
    move: MoveForm,
) -> str:
    name, step = member.user.name, request.POST.get("step", "")
    if step == "confirm":
        firm = _chosen(request, person)
        done = actions.confirm_member(member=member, by=person, enterprise=firm)
        return _("%(name)s已确认，可以代表%(firm)s提交诉求") % {
            "name": name,
            "firm": done.enterprise,
        }
    if step == "refuse":
        if not refuse.is_valid():
            raise NotValid(_("请填写不予登记的理由"))
        reason = refuse.cleaned_data.get("reason", "")
        actions.refuse_member(member=member, by=person, reason=reason)
        return _("%(name)s的登记未通过，理由已告知") % {"name": name}
    if step == "move":
        if not move.is_valid():
            raise NotValid(_("请选择活动办"))
        actions.move_member(member=member, office=move.cleaned_data["office"], by=person)
        return _("已转由%(office)s确认") % {"office": move.cleaned_data["office"]}
    raise NotValid(_("请选择确认、不予登记或转交"))


def _chosen(request: HttpRequest, person: Person) -> Enterprise | None:
    """The firm ticked; None for a new one, which confirming adds."""
    text = request.POST.get("enterprise", "")
    if text == "new":
        return None
    visible = Enterprise.objects.visible_to(person.scope)
    firm = visible.filter(pk=number_sent(text)).first()
    if firm is None:
        raise NotValid(_("请选择是哪家企业，或选择新建"))
    return firm


def candidates(member: FirmMember, person: Person) -> list[Enterprise]:
    """Firms the claim may mean: the same code first, then the same core of the name."""
    core = member.claimed_name
    for word in COMMON:
        core = core.replace(word, "")
    wanted = Q(name__icontains=core[:6]) if core else Q(pk__in=())
    if member.claimed_uscc:
        wanted |= Q(uscc=member.claimed_uscc)
    found: QuerySet[Enterprise] = Enterprise.objects.visible_to(person.scope).filter(wanted)
    listed = list(found.select_related("region", "office").order_by("name", "pk")[:CANDIDATES])
    return sorted(listed, key=lambda firm: firm.uscc != member.claimed_uscc)


def _context(member: FirmMember, person: Person) -> dict[str, object]:
    region = Region.objects.filter(code=member.claimed_region).first()
    pending = member.status == FirmMember.Status.PENDING
    found = candidates(member, person) if pending else []
    code = member.claimed_uscc
    exact = next((firm for firm in found if code and firm.uscc == code), None)
    return {
        "member": member,
        "pending": pending,
        "facts": [
            (_("企业名称"), member.claimed_name),
            (_("信用代码"), member.claimed_uscc or _("无（筹建）")),
            (_("所在地"), region.name if region else ""),
            (_("申请人"), member.user.name),
            (_("联系方式"), member.user.phone or member.user.email),
            (_("申请时间"), wording.moment(member.asked_at)),
            (_("承诺确认"), wording.moment(member.due_at)),
            (_("受理单位"), str(member.office)),
        ],
        "warning": uscc.check(member.claimed_uscc).warning if member.claimed_uscc else "",
        "candidates": found,
        "exact": exact,
        "papers": [paper(file, person.scope.user_id) for file in licences_of(member.pk)],
        "namesakes": _namesakes(member) if pending else "",
    }


def _namesakes(member: FirmMember) -> str:
    """Who else has registered with this phone or mailbox: whoever confirms asks which is meant."""
    others = User.objects.named(member.user.sign_in_name).exclude(pk=member.user_id)
    names = [user.name for user in others.order_by("registered_as", "pk")[:NAMESAKES]]
    return "、".join(names)
