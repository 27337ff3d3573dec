"""A firm's people among themselves: who they are, inviting one more, parting."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuqi.foundation.access import NotNow, Person
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.actions.invitations import Made
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.portal.access import acting_firm, acting_page
from zhuqi.interfaces.portal.forms import InviteForm, PartForm
from zhuqi.interfaces.shell.invitations import card_of
from zhuqi.interfaces.shell.submit import Page, carry_out, sent, submit


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
    form = InviteForm(*sent(request))
    return submit(
        request,
        form,
        lambda data: actions.make_invitation(
            enterprise=firm, by=_by(request), days=InviteForm.DAYS, note=data["note"]
        ),
        show=Page(request, "portal/invite.html", lambda: {"firm": firm, "form": form}),
        to=lambda made: _invited(request, firm, made),
    )


def _invited(request: HttpRequest, firm: Enterprise, made: Made) -> HttpResponse:
    """The code, in this one answer."""
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
    form = PartForm(*sent(request))
    own = member.user_id == me
    context = {"firm": firm, "member": member, "form": form, "own": own}
    show = Page(request, "portal/colleague.html", lambda: context)
    name = member.user.name
    if request.POST.get("step") == "lead":
        return carry_out(
            request,
            lambda: actions.make_admin(member=member, by=_by(request)),
            show=show,
            refuse=form.refuse,
            said=_("%(name)s现在是管理员。") % {"name": name},
            to="portal:people",
            shown=(),
        )
    parted = _("您不再代表%(firm)s。") % {"firm": member.claimed_name}
    return submit(
        request,
        form,
        lambda data: actions.end_member(member=member, by=_by(request), reason=data["reason"]),
        show=show,
        said=parted if own else _("%(name)s不再代表本企业。") % {"name": name},
        to="portal:account" if own else "portal:people",
        shown=(),
    )
