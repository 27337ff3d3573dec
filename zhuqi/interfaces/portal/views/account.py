"""Who one is here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.accounts.actions.personal_data import export_personal_data
from zhuqi.foundation.accounts.personal_data import Sought
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.directory.models import Enterprise, Official
from zhuqi.foundation.directory.queries import liaison_officials_of
from zhuqi.interfaces.portal.access import firm_page, firms_of, user_of
from zhuqi.interfaces.portal.copy import Contact, contact_of
from zhuqi.interfaces.shell.parts import Fact
from zhuqi.interfaces.shell.personal_data import answer
from zhuqi.ledgers.cases.reading.officers import LIAISON, Officer, office_of


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def account(request: HttpRequest) -> HttpResponse:
    """Name, how one signs in, the firms one speaks for, and the way out.

    A POST hands out everything that is held on oneself.
    """
    user = user_of(request)
    if request.method == "POST":
        data = export_personal_data(Sought([user]), by=request_person(request))
        return answer(request, data, "portal/personal_data.html", reverse("portal:account"))
    facts = [Fact(_("姓名"), user.name), Fact(_("登录名"), user.sign_in_name)]
    if user.phone:
        facts.append(Fact(_("手机"), user.phone))
    if user.email:
        facts.append(Fact(_("电子邮箱"), user.email))
    firms = firms_of(request)
    on = timezone.localdate()
    liaisons = liaison_officials_of([firm.pk for firm in firms], on)
    context = {
        "facts": facts,
        "firms": [(firm, _people(firm, liaisons.get(firm.pk, []))) for firm in firms],
    }
    return render(request, "portal/account.html", context)


def _people(firm: Enterprise, liaisons: list[Official]) -> list[Contact]:
    """Whom the firm may always call."""
    officers = [Officer(LIAISON, one.name, one.phone) for one in liaisons[:1]]
    return [contact_of(officer) for officer in (*officers, office_of(firm.office))]
