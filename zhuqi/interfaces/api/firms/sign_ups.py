"""企业登记: who asks to speak for a firm, and the decision."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.lifecycle import Offer
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.rows import PlainRows
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.sign_ups import MoveForm, RefuseForm
from zhuqi.interfaces.desk.firms.views.sign_ups import WAITING, Clockwork
from zhuqi.interfaces.desk.forms.base import DeskForm, offer_rows
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.interfaces.shell.verb_page import VerbPage


class Decision(TextChoices):
    """What is done with a registration."""

    CONFIRM = "confirm", _("确认登记")
    REFUSE = "refuse", _("不予登记")
    MOVE = "move", _("转由其他活动办确认")


class ConfirmForm(DeskForm):
    """Which firm it is, of those one may see; none for one the directory does not know yet."""

    enterprise = forms.ModelChoiceField(
        Enterprise.objects.none(),
        label=_("企业"),
        required=False,
        help_text=_("不填：按申请新建企业。"),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "enterprise", Enterprise.objects.visible_to(scope))


PAGE = VerbPage[Decision]
PAGES: Mapping[Decision, VerbPage[Decision]] = {
    Decision.CONFIRM: PAGE(ConfirmForm, actions.confirm_member, _("已确认"), adds=True),
    Decision.REFUSE: PAGE(RefuseForm, actions.refuse_member, _("未通过，理由已告知"), adds=True),
    Decision.MOVE: PAGE(MoveForm, actions.move_member, _("已转交"), adds=True),
}


def _own(scope: Scope) -> QuerySet[FirmMember]:
    return FirmMember.objects.visible_to(scope).filter(office__in=scope.offices)


def _offers(row: FirmMember, _person: Person) -> Iterator[Offer[Decision]]:
    """All of them, once."""
    waits = row.status == FirmMember.Status.PENDING
    for one in Decision:
        yield Offer(one, "" if waits else str(row.get_status_display()))


LIST = ApiList[FirmMember, Clockwork](
    path="/sign-ups",
    name="sign_ups",
    summary=_("等待确认的企业登记"),
    listing=WAITING,
    allowed=access.decides_registrations,
    told=fields_of(FirmMember, "claimed_name", "claimed_uscc", "asked_at", "due_at", "status"),
)
ROWS = PlainRows[FirmMember, Decision](
    path="/sign-ups",
    name="sign_up",
    noun=_("企业登记"),
    allowed=access.decides_registrations,
    pages=PAGES,
    rows=_own,
    argument="member",
    state="status",
    offered=_offers,
    given=lambda page, _row, by: {"scope": by.scope} if page.form is ConfirmForm else {},
)


def serve(router: Router) -> None:
    """Add the operations."""
    LIST.serve(router)
    ROWS.serve_verbs(router)
