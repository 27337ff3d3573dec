"""企业人员: who speaks for a firm, who leads them, and the codes by which others come in."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, Person, Scope
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.actions.invitations import Made
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.firm_people import EndForm, InviteForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.invitations import Card, card_of
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Page, carry_out, sent, submit

INVITATIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the firm's people in the table."""

    pk: int
    name: str
    contact: str
    admin: bool
    how: str
    since: str


@dataclass(frozen=True, slots=True)
class Code:
    """An invitation in the table, as far as it can still be known."""

    pk: int
    tail: str
    note: str
    used: str
    until: str
    state: str
    open: bool
    made: str


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
            "keeps": keeps,
            "people": [_colleague(member) for member in _members(firm)],
            "codes": _codes(firm),
            "invite": invite,
            "end": EndForm(),
            "card": card,
        },
    )


def _colleague(member: FirmMember) -> Colleague:
    user = member.user
    return Colleague(
        member.pk,
        user.name,
        user.phone or user.email,
        member.is_admin,
        str(member.get_how_display()),
        wording.day(member.decided_at, weekday=False),
    )


def _codes(firm: Enterprise) -> list[Code]:
    now = timezone.now()
    rows = list(firm.invitations.select_related("made_by")[:INVITATIONS_SHOWN])
    states = [row.state(now) for row in rows]
    return [
        Code(
            row.pk,
            f"……{row.tail}",
            row.note,
            f"{row.used} / {row.uses}",
            wording.moment(row.expires_at, weekday=False),
            str(state.label),
            state is Invitation.State.OPEN,
            f"{row.made_by.name} {wording.day(row.made_at, weekday=False)}",
        )
        for row, state in zip(rows, states, strict=True)
    ]
