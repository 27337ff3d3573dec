"""Who one is on the desk, and everything that is held on oneself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuqi.foundation.accounts.actions.personal_data import export_personal_data
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.personal_data import Sought
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell.parts import Fact
from zhuqi.interfaces.shell.personal_data import answer


@access.official(lambda scope: bool(scope.user_id))
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's own name and address. A POST hands out what is held on oneself, on nobody else:
    the page takes no name."""
    person = access.of(request)
    user = User.objects.get(pk=person.actor.user_id)
    if request.method == "POST":
        data = export_personal_data(Sought([user]), by=person)
        return answer(request, data, "desk/people/personal_data.html", reverse("desk:account"))
    facts = [
        Fact(label, value)
        for label, value in (
            (_("姓名"), user.name),
            (_("登录名"), user.sign_in_name),
            (_("单位"), person.actor.unit),
            (_("手机"), user.phone),
            (_("电子邮箱"), user.email),
        )
        if value
    ]
    return render(request, "desk/people/account.html", {"facts": facts})
