"""邀请函: a code for each of many firms at once, one page of paper each."""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.actions.invitations import MOST_AT_ONCE
from zhuqi.foundation.accounts.models import FirmMember, Invitation
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.views.enterprises import FIRMS
from zhuqi.interfaces.shell.invitations import card_of
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Page, carry_out

DAYS: Final = 30


@access.official(access.tends_firms)
def invitations(request: HttpRequest) -> HttpResponse:
    """Firms of the list's conditions that nobody speaks for yet; ticked ones get a letter.

    The codes stand in this one answer only.
    """
    by = access.of(request)
    found = _without_people(FIRMS.chosen(request.GET, by), by)

    def context() -> dict[str, object]:
        listed = list(found.order_by("name", "pk")[: MOST_AT_ONCE + 1])
        return {
            "firms": listed[:MOST_AT_ONCE],
            "more": len(listed) > MOST_AT_ONCE,
            "most": MOST_AT_ONCE,
            "days": DAYS,
        }

    page = Page(request, "desk/firms/invitations.html", context)
    if request.method != "POST":
        return page()

    def make() -> HttpResponse:
        ids = {number_sent(text) for text in request.POST.getlist("firm")[: MOST_AT_ONCE + 1]}
        firms = list(found.filter(pk__in=ids).order_by("name", "pk"))
        if not firms:
            raise NotValid(_("请选择要发邀请函的企业"))
        made = actions.make_invitations(enterprises=firms, by=by, days=DAYS, note=_("邀请函"))
        cards = [card_of(request, one) for one in made]
        response = render(request, "desk/firms/invitation_letters.html", {"cards": cards})
        response["Cache-Control"] = "no-store"
        return response

    return carry_out(request, make, show=page, to=lambda answer: answer, shown=(NotNow, NotYours))


def _without_people(firms: QuerySet[Enterprise], by: Person) -> QuerySet[Enterprise]:
    """Those one may invite, that nobody speaks for and that hold no code which still opens."""
    people = FirmMember.objects.filter(
        enterprise=OuterRef("pk"), status=FirmMember.Status.CONFIRMED
    )
    codes = Invitation.objects.filter(
        enterprise=OuterRef("pk"), used=0, revoked_at=None, expires_at__gt=timezone.now()
    )
    mine = Q(office__in=by.scope.offices) | Q(pk__in=by.scope.liaised)
    return firms.filter(mine, ~Exists(people), ~Exists(codes))
