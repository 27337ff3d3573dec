"""A firm's people among themselves: who they are, inviting one more, parting."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuqi.foundation.access import NotNow, NotValid, Person, Refusal
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.portal.access import acting_firm, acting_page
from zhuqi.interfaces.portal.forms import InviteForm, PartForm
from zhuqi.interfaces.shell.invitations import card_of


def _colleagues(firm: Enterprise) -> QuerySet[FirmMember]:
    return (
        FirmMember.objects.filter(enterprise=firm, status=FirmMember.Status.CONFIRMED)
        .select_related("user")
        .order_by("-is_admin", "decided_at", "pk")
    )


def _by(request: HttpRequest) -> Person:
    return in_the_name_of(request_person(request), acting_firm(request).name)


@require_safe
@acting_page
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who speaks for the firm; its 管理员 sees the open codes and may end a colleague."""
    firm, me = acting_firm(request), request_person(request).actor.user_id
    members = list(_colleagues(firm))
    leads = any(member.is_admin and member.user_id == me for member in members)
    now = timezone.now()
    open_codes = firm.invitations.filter(revoked_at=None, expires_at__gt=now) if leads else ()
    context = {
        "firm": firm,
        "members": members,
        "me": me,
        "leads": leads,
        "codes": [one for one in open_codes if one.state(now) is Invitation.State.OPEN],
        "office": firm.office,
    }
    return render(request, "portal/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page
def invite(request: HttpRequest) -> HttpResponse:
    """A code for a colleague, shown once."""
    firm = acting_firm(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = NotValid.status if form.is_bound else 200
        return render(request, "portal/invite.html", {"firm": firm, "form": form}, status=status)
    made = actions.make_invitation(
        enterprise=firm, by=_by(request), days=InviteForm.DAYS, note=form.cleaned_data["note"]
    )
    context = {"firm": firm, "card": card_of(request, made)}
    response = render(request, "portal/invited.html", context)
    response["Cache-Control"] = "no-store"
    return response


@acting_page
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a code back; one that is over is as good as taken back."""
    code = get_object_or_404(acting_firm(request).invitations, pk=pk)
    try:
        actions.revoke_invitation(invitation=code, by=_by(request))
    except NotNow as over:
        messages.info(request, over.reason)
    else:
        messages.success(request, _("邀请码已作废，不能再用。"))
    return redirect("portal:people")


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the firm's people: pass the lead on to them, or part; or part oneself."""
    firm = acting_firm(request)
    member = get_object_or_404(_colleagues(firm), pk=pk)
    me = request_person(request).actor.user_id
    leads = _colleagues(firm).filter(user_id=me, is_admin=True).exists()
    if not leads and member.user_id != me:
        raise Http404
    if request.method != "POST":
        return _show(request, firm, member, PartForm(), me=me)
    form = PartForm(request.POST)
    try:
        return _do(request, member, form, me=me)
    except NotValid as refusal:
        form.is_valid()
        form.refuse(refusal)
        return _show(request, firm, member, form, me=me, refusal=refusal)


def _do(request: HttpRequest, member: FirmMember, form: PartForm, *, me: int) -> HttpResponse:
    name = member.user.name
    if request.POST.get("step") == "lead":
        actions.make_admin(member=member, by=_by(request))
        messages.success(request, _("%(name)s现在是管理员。") % {"name": name})
        return redirect("portal:people")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.end_member(member=member, by=_by(request), reason=reason)
    if member.user_id == me:
        messages.success(request, _("您不再代表%(firm)s。") % {"firm": member.claimed_name})
        return redirect("portal:account")
    messages.success(request, _("%(name)s不再代表本企业。") % {"name": name})
    return redirect("portal:people")


def _show(
    request: HttpRequest,
    firm: Enterprise,
    member: FirmMember,
    form: PartForm,
    *,
    me: int,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {"firm": firm, "member": member, "form": form, "own": member.user_id == me}
    status = refusal.status if refusal else 200
    return render(request, "portal/colleague.html", context, status=status)
