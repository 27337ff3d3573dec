"""企业人员: who speaks for a firm, who leads them, and the codes by which others come in."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, Person, Refusal, Scope
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.firm_people import EndForm, InviteForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.invitations import Card, card_of
from zhuqi.interfaces.shell.sent import number_sent

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
    if request.method != "POST":
        return _show(request, person, firm)
    try:
        return _do(request, person, firm)
    except (NotValid, NotNow) as refusal:
        return _show(request, person, firm, refusal=refusal)


def _do(request: HttpRequest, person: Person, firm: Enterprise) -> HttpResponse:
    match request.POST.get("step", ""):
        case "invite":
            return _invite(request, person, firm)
        case "revoke":
            codes = Invitation.objects.visible_to(person.scope).filter(enterprise=firm)
            code = get_object_or_404(codes, pk=_number(request, "code"))
            actions.revoke_invitation(invitation=code, by=person)
            messages.success(request, _("邀请码已作废"))
        case "lead":
            member = get_object_or_404(_members(firm), pk=_number(request, "member"))
            actions.make_admin(member=member, by=person)
            messages.success(
                request, _("%(name)s已是这家企业的管理员") % {"name": member.user.name}
            )
        case "end":
            member = get_object_or_404(_members(firm), pk=_number(request, "member"))
            actions.end_member(member=member, by=person, reason=request.POST.get("reason", ""))
            words = _("%(name)s不再代表%(firm)s") % {"name": member.user.name, "firm": firm}
            messages.success(request, words)
        case _:
            raise NotValid(_("请选择要办的事"))
    return redirect("desk:firm_people", firm.pk)


def _number(request: HttpRequest, name: str) -> int:
    return number_sent(request.POST.get(name, ""))


def _invite(request: HttpRequest, person: Person, firm: Enterprise) -> HttpResponse:
    form = InviteForm(request.POST, auto_id="invite_%s")
    if not form.is_valid():
        return _show(request, person, firm, invite=form, status=NotValid.status)
    data = form.cleaned_data
    try:
        made = actions.make_invitation(
            enterprise=firm, by=person, uses=data["uses"], days=data["days"], note=data["note"]
        )
    except NotValid as refusal:
        form.refuse(refusal)
        return _show(request, person, firm, invite=form, status=refusal.status)
    # Shown in this one answer and kept nowhere: no redirect, no cache.
    response = _show(request, person, firm, card=card_of(request, made))
    response["Cache-Control"] = "no-store"
    return response


def _members(firm: Enterprise) -> QuerySet[FirmMember]:
    return (
        FirmMember.objects.filter(enterprise=firm, status=FirmMember.Status.CONFIRMED)
        .select_related("user")
        .order_by("-is_admin", "decided_at", "pk")
    )


def _show(
    request: HttpRequest,
    person: Person,
    firm: Enterprise,
    *,
    invite: InviteForm | None = None,
    card: Card | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    keeps = firm.office_id in person.scope.offices
    context = {
        "firm": firm,
        "keeps": keeps,
        "people": [_colleague(member) for member in _members(firm)],
        "codes": _codes(firm),
        "invite": invite or InviteForm(auto_id="invite_%s"),
        "end": EndForm(),
        "card": card,
        "banner": refusal.reason if refusal else "",
    }
    status = refusal.status if refusal else status
    return render(request, "desk/firms/firm_people.html", context, status=status)


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
