"""账号找回: the office gives back accounts of firms' people, administrators those of officials."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from zhuqi.foundation.access import ADMIN_ROLES, NotNow, NotValid, NotYours, Person
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.actions.recovery import WAITS
from zhuqi.foundation.accounts.models import Recovery, User
from zhuqi.foundation.accounts.recovering import NOT_ONES_TO_GIVE_BACK
from zhuqi.foundation.accounts.validators import canonical_login
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.people.forms.recovery import ConfirmForm, RecoveryForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.sent import number_sent


@dataclass(frozen=True, slots=True)
class Waiting:
    """An administrator's request that waits for a second word."""

    pk: int
    name: str
    username: str
    asked_by: str
    asked: str
    checked: str
    mine: bool


@access.official(access.gives_back_accounts)
def recovery(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or be the second to confirm; the code stands in this one answer only."""
    by = access.of(request)
    form = RecoveryForm(request.POST if request.POST.get("step") == "ask" else None)
    if request.method != "POST":
        return _show(request, by, form)
    try:
        user, code = _do(request, by, form)
    except NotValid as refusal:
        if form.is_bound:
            form.refuse(refusal)
        banner = "" if form.is_bound else refusal.reason
        return _show(request, by, form, banner=banner, status=refusal.status)
    except (NotNow, NotYours) as refusal:
        return _show(request, by, form, banner=refusal.reason, status=refusal.status)
    response = _show(request, by, RecoveryForm(), given_to=user, code=code)
    response["Cache-Control"] = "no-store"
    return response


def _do(request: HttpRequest, by: Person, form: RecoveryForm) -> tuple[User, str]:
    if request.POST.get("step") == "confirm":
        row = get_object_or_404(_waiting(by), pk=number_sent(request.POST.get("row", "")))
        checked = request.POST.get("checked", "")
        return row.user, actions.confirm_recovery(row=row, checked=checked, by=by)
    if not form.is_valid():
        raise NotValid({})
    login = canonical_login(form.cleaned_data["login"])
    user = User.objects.filter(username=login).first()
    if user is None:
        raise NotYours(str(NOT_ONES_TO_GIVE_BACK))
    _row, code = actions.ask_recovery(user=user, checked=form.cleaned_data["checked"], by=by)
    return user, code


def _waiting(by: Person) -> QuerySet[Recovery]:
    """Requests on administrators' accounts, for the other administrators."""
    if not by.scope.own.holds(*ADMIN_ROLES):
        return Recovery.objects.none()
    return (
        Recovery.objects.filter(digest="", void=False, asked_at__gt=timezone.now() - WAITS)
        .exclude(user=by.actor.user_id)
        .select_related("user", "asked_by")
    )


def _show(
    request: HttpRequest,
    by: Person,
    form: RecoveryForm,
    *,
    given_to: User | None = None,
    code: str = "",
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    waiting = [
        Waiting(
            row.pk,
            row.user.name,
            row.user.username,
            row.asked_by.name,
            wording.moment(row.asked_at),
            row.checked,
            row.asked_by_id == by.actor.user_id,
        )
        for row in _waiting(by)
    ]
    context = {
        "form": form,
        "confirm": ConfirmForm(auto_id="confirm_%s"),
        "waiting": waiting,
        "given_to": given_to,
        "code": code,
        "banner": banner,
    }
    return render(request, "desk/people/recovery.html", context, status=status)
