"""企业人员: who speaks for a firm, who leads them, and the codes by which others come in."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, Person, Scope
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.actions.invitations import Made
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.accounts.rules import LONGEST_REASON
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.firm_people import InviteForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.invitations import Card, card_of
from zhuqi.interfaces.shell.parts import Heading, RowField, RowForm, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Page, carry_out, sent, submit

INVITATIONS_SHOWN = 20


def firms_tended(scope: Scope) -> QuerySet[Enterprise]:
    """Firms of one's office's ledger, and those one looks after."""
    return Enterprise.objects.filter(Q(office__in=scope.offices) | Q(pk__in=scope.liaised))


@access.official(access.tends_firms)
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The office keeps the firm's people; the liaison official invites."""
    person = access.of(request)
    firm = get_object_or_404(firms_tended(person.scope).select_related("office"), pk=pk)
    form = InviteForm(auto_id="invite_%s")
    show = _page(request, person, firm, form)
    if request.method != "POST":
        return show()
    if request.POST.get("step") == "invite":
        return _invite(request, person, firm)
    here = reverse("desk:firm_people", args=[firm.pk])
    return carry_out(
        request, lambda: _do(request, person, firm), show=show, said=lambda said: said, to=here
    )


def _do(request: HttpRequest, person: Person, firm: Enterprise) -> str:
    match request.POST.get("step", ""):
        case "revoke":
            codes = Invitation.objects.visible_to(person.scope).filter(enterprise=firm)
            code = get_object_or_404(codes, pk=_number(request, "code"))
            actions.revoke_invitation(invitation=code, by=person)
            return _("邀请码已作废")
        case "lead":
            member = get_object_or_404(_members(firm), pk=_number(request, "member"))
            actions.make_admin(member=member, by=person)
            return _("%(name)s已是这家企业的管理员") % {"name": member.user.name}
        case "end":
            member = get_object_or_404(_members(firm), pk=_number(request, "member"))
            actions.end_member(member=member, by=person, reason=request.POST.get("reason", ""))
            return _("%(name)s不再代表%(firm)s") % {"name": member.user.name, "firm": firm}
        case _:
            raise NotValid(_("请选择要办的事"))


def _number(request: HttpRequest, name: str) -> int:
    return number_sent(request.POST.get(name, ""))


def _invite(request: HttpRequest, person: Person, firm: Enterprise) -> HttpResponse:
    form = InviteForm(*sent(request), auto_id="invite_%s")

    def handed_out(made: Made) -> HttpResponse:
        # Shown in this one answer and kept nowhere: no redirect, no cache.
        blank = InviteForm(auto_id="invite_%s")
        response = _page(request, person, firm, blank, card=card_of(request, made))()
        response["Cache-Control"] = "no-store"
        return response

    return submit(
        request,
        form,
        lambda data: actions.make_invitation(enterprise=firm, by=person, **data),
        show=_page(request, person, firm, form),
        to=handed_out,
    )


def _members(firm: Enterprise) -> QuerySet[FirmMember]:
    return (
        FirmMember.objects.filter(enterprise=firm, status=FirmMember.Status.CONFIRMED)
        .select_related("user")
        .order_by("-is_admin", "decided_at", "pk")
    )


def _page(
    request: HttpRequest,
    person: Person,
    firm: Enterprise,
    invite: InviteForm,
    *,
    card: Card | None = None,
) -> Page:
    keeps = firm.office_id in person.scope.offices
    return Page(
        request,
        "desk/firms/firm_people.html",
        lambda: {
            "firm": firm,
            "people": _people(_members(firm), keeps=keeps),
            "codes": _codes(firm),
            "invite": invite,
            "card": card,
        },
    )


def _people(members: QuerySet[FirmMember], *, keeps: bool) -> Table | None:
    """Who speaks for the firm; the office that keeps it makes them lead and ends it."""
    columns = [Heading(_("姓名")), Heading(_("联系方式")), Heading(_("确认方式")), Heading(_("起"))]
    if keeps:
        columns.append(Heading(_("办理"), silent=True))
    rows = [
        [
            format_html("{} {}", one.user.name, pill(_("管理员"), "active"))
            if one.is_admin
            else one.user.name,
            one.user.phone or one.user.email,
            one.get_how_display(),
            wording.day(one.decided_at, weekday=False),
            *([_offered(one)] if keeps else []),
        ]
        for one in members
    ]
    return Table(columns, rows, keys=False) if rows else None


def _offered(member: FirmMember) -> tuple[RowForm, ...]:
    lead = RowForm(_("设为管理员"), {"step": "lead", "member": member.pk})
    reason = RowField("reason", f"end_{member.pk}", _("理由（本人看得到）"), longest=LONGEST_REASON)
    sent = {"step": "end", "member": member.pk}
    end = RowForm(_("不再代表企业"), sent, _("解除"), reason)
    return (end,) if member.is_admin else (lead, end)


def _codes(firm: Enterprise) -> Table | None:
    """Invitations as far as they can still be known; an open one can be revoked."""
    now = timezone.now()
    columns = [
        Heading(_("邀请码"), css="d-no"),
        Heading(_("给谁")),
        Heading(_("已用"), css="d-no"),
        Heading(_("有效期至")),
        Heading(_("状态")),
        Heading(_("生成")),
        Heading(_("办理"), silent=True),
    ]
    rows: list[Sequence[object]] = []
    for one in firm.invitations.select_related("made_by")[:INVITATIONS_SHOWN]:
        state = one.state(now)
        revoke = RowForm(_("作废"), {"step": "revoke", "code": one.pk})
        rows.append(
            [
                f"……{one.tail}",
                one.note,
                f"{one.used} / {one.uses}",
                wording.moment(one.expires_at, weekday=False),
                state.label,
                f"{one.made_by.name} {wording.day(one.made_at, weekday=False)}",
                revoke if state is Invitation.State.OPEN else None,
            ]
        )
    return Table(columns, rows, keys=False) if rows else None
