"""账号找回: the office gives back accounts of firms' people, administrators those of officials."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zhuqi.foundation.access import ADMIN_ROLES, NotNow, NotYours, Person
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.actions.recovery import WAITS
from zhuqi.foundation.accounts.models import Recovery, User
from zhuqi.foundation.accounts.recovering import NOT_ONES_TO_GIVE_BACK
from zhuqi.foundation.accounts.validators import canonical_login
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.people.forms.recovery import ConfirmForm, RecoveryForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, Page, carry_out, submit


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
    show = _page(request, by, form)

    def handed_out(given: tuple[User, str]) -> HttpResponse:
        response = _page(request, by, RecoveryForm(), *given)()
        response["Cache-Control"] = "no-store"
        return response

    shown = (NotNow, NotYours)
    if request.method == "POST" and request.POST.get("step") == "confirm":
        return carry_out(
            request, lambda: _confirm(request, by), show=show, to=handed_out, shown=shown
        )
    return submit(request, form, lambda data: _ask(data, by), show=show, to=handed_out, shown=shown)


def _confirm(request: HttpRequest, by: Person) -> tuple[User, str]:
    row = get_object_or_404(_waiting(by), pk=number_sent(request.POST.get("row", "")))
    checked = request.POST.get("checked", "")
    return row.user, actions.confirm_recovery(row=row, checked=checked, by=by)


def _ask(data: Cleaned, by: Person) -> tuple[User, str]:
    """For whom of that name one may; who has it for good comes before who registered with it."""
    named = User.objects.named(canonical_login(data["login"])).order_by("registered_as", "-pk")
    refusal = NotYours(str(NOT_ONES_TO_GIVE_BACK))
    for user in named:
        try:
            return user, actions.ask_recovery(user=user, checked=data["checked"], by=by)[1]
        except NotYours as refused:
            refusal = refused
    raise refusal


def _waiting(by: Person) -> QuerySet[Recovery]:
    """Requests on administrators' accounts, for the other administrators."""
    if not by.scope.own.holds(*ADMIN_ROLES):
        return Recovery.objects.none()
    return (
        Recovery.objects.filter(digest="", void=False, asked_at__gt=timezone.now() - WAITS)
        .exclude(user=by.actor.user_id)
        .select_related("user", "asked_by")
    )


def _page(
    request: HttpRequest,
    by: Person,
    form: RecoveryForm,
    given_to: User | None = None,
    code: str = "",
) -> Page:
    return Page(
        request,
        "desk/people/recovery.html",
        lambda: {
            "form": form,
            "confirm": ConfirmForm(auto_id="confirm_%s"),
            "waiting": _lines(by),
            "given_to": given_to,
            "code": code,
        },
    )


def _lines(by: Person) -> list[Waiting]:
    return [
        Waiting(
            row.pk,
            row.user.name,
            row.user.sign_in_name,
            row.asked_by.name,
            wording.moment(row.asked_at),
            row.checked,
            row.asked_by_id == by.actor.user_id,
        )
        for row in _waiting(by)
    ]
