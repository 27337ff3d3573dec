"""Who one is here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhuqi.interfaces.portal.doors import firm_page, firms_of, user_of
from zhuqi.interfaces.shell.parts import Fact


@require_safe
@firm_page
def account(request: HttpRequest) -> HttpResponse:
    """Name, how one signs in, the firms one speaks for, and the way out."""
    user = user_of(request)
    facts = [Fact(_("姓名"), user.name), Fact(_("登录名"), user.username)]
    if user.phone:
        facts.append(Fact(_("手机"), user.phone))
    if user.email:
        facts.append(Fact(_("电子邮箱"), user.email))
    firms = firms_of(request)
    return render(request, "portal/account.html", {"facts": facts, "firms": firms})
