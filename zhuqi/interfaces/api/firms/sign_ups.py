"""企业登记: who asks to speak for a firm, and the decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.keyed import Answer
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.verbs import Ask, Do, Sent, add_verb, receipt
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.sign_ups import MoveForm, RefuseForm
from zhuqi.interfaces.desk.firms.views.sign_ups import WAITING, Clockwork
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.verb_page import VerbPage

PREFIX = "/api/v1/sign-ups/"


class ConfirmForm(DeskForm):
    """Which firm it is; none for one the directory does not know yet."""

    enterprise = forms.ModelChoiceField(
        Enterprise.objects.none(),
        label=_("企业"),
        required=False,
        help_text=_("不填：按申请新建企业。"),
    )

    def reach(self, scope: Scope) -> None:
        """Only a firm one may see."""
        field = self.fields["enterprise"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = Enterprise.objects.visible_to(scope)


PAGES: Mapping[str, VerbPage[Any]] = {
    "confirm": VerbPage(ConfirmForm, actions.confirm_member, _("已确认"), adds=True),
    "refuse": VerbPage(RefuseForm, actions.refuse_member, _("未通过，理由已告知"), adds=True),
    "move": VerbPage(MoveForm, actions.move_member, _("已转交"), adds=True),
}
LABELS = {"confirm": _("确认登记"), "refuse": _("不予登记"), "move": _("转由其他活动办确认")}


def _own(scope: Scope) -> QuerySet[FirmMember]:
    return FirmMember.objects.visible_to(scope).filter(office__in=scope.offices)


def _member(person: Person, pk: int) -> FirmMember:
    row = _own(person.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _form(page: VerbPage[Any], person: Person, *given: Any) -> ShellForm:
    form = page.make(*given)
    if isinstance(form, ConfirmForm):
        form.reach(person.scope)
    return form


def _asking(page: VerbPage[Any]) -> Ask:
    def ask(request: HttpRequest, pk: int) -> tuple[ShellForm, str]:
        person = enter(request, access.decides_registrations)
        row = _member(person, pk)
        waits = row.status == FirmMember.Status.PENDING
        return _form(page, person), "" if waits else str(row.get_status_display())

    return ask


def _doing(page: VerbPage[Any]) -> Do:
    def do(request: HttpRequest, pk: int, sent: Sent) -> Answer:
        person = enter(request, access.decides_registrations)
        row = _member(person, pk)
        form = _form(page, person, sent.data, sent.files)
        done: Any = page.action(member=row, by=person, **sent.given(page, form))
        return receipt(
            named=done.pk,
            state=done.status,
            version=None,
            said=page.done,
            href=f"{PREFIX}{done.pk}",
        )

    return do


LIST = ApiList[FirmMember, Clockwork](
    path="/sign-ups",
    name="sign_ups",
    summary=_("等待确认的企业登记"),
    listing=WAITING,
    allowed=access.decides_registrations,
    fields={
        "claimed_name": (str, ...), "claimed_uscc": (str, ...), "asked_at": (datetime, ...),
        "due_at": (datetime | None, ...), "status": (str, ...),
    },
    of=lambda row, _page: {
        name: getattr(row, name)
        for name in ("claimed_name", "claimed_uscc", "asked_at", "due_at", "status")
    },
)  # fmt: skip


def serve(router: Router) -> None:
    """Add the operations."""
    LIST.serve(router)
    for verb, page in PAGES.items():
        add_verb(
            router,
            f"/sign-ups/{{id:named}}/{verb}",
            page,
            _doing(page),
            _asking(page),
            name=f"sign_up_{verb}",
            label=str(LABELS[verb]),
            key=int,
        )
