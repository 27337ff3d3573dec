"""常设授权 on screen: which sheets of the ladder an office's signer lets out, and until when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, WhyForm, day_field, offer_rows
from zhuqi.interfaces.desk.verb_views import NewPage, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.supervision.enums import SheetKind
from zhuqi.mechanisms.supervision.ladder import delegations
from zhuqi.mechanisms.supervision.ladder.enums import DelegationState, DelegationVerb
from zhuqi.mechanisms.supervision.ladder.models import Delegation

# As long as somebody is likely to mean.
_HALF_A_YEAR = timedelta(days=182)
_KINDS = [(kind.value, kind.label) for kind in (SheetKind.URGING, SheetKind.REQUEST)]


def reads_delegations(scope: Scope) -> bool:
    """Whoever works in an office, leads or inspects."""
    return scope.holds(*OFFICE_READERS)


def delegates(scope: Scope) -> bool:
    """Whoever signs in an office."""
    return scope.holds(Role.SIGNER)


class GiveForm(DeskForm):
    """授权."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    kinds = forms.MultipleChoiceField(
        label=_("哪些单子"), choices=_KINDS, widget=forms.CheckboxSelectMultiple,
        initial=[kind for kind, _label in _KINDS],
        help_text=_("问效建议单、督办通知每份都须签发，不能授权。"),
    )  # fmt: skip
    since = day_field(_("从哪天起"), required=True, initial=timezone.localdate)
    until = day_field(
        _("到哪天止"), required=True, help_text=_("当天仍有效，最长一年。"),
        initial=lambda: timezone.localdate() + _HALF_A_YEAR,
    )  # fmt: skip
    grounds = forms.CharField(
        label=_("授权依据"), required=False, help_text=_("如哪次会议议定；可以不填。")
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(Role.SIGNER)))
        offer_rows(self, "office", offices.order_by("level", "pk"))


def _url(row: Delegation) -> str:
    return reverse("desk:delegation", args=[row.pk])


def _kinds(row: Delegation) -> str:
    given = ((SheetKind.URGING, row.urgings), (SheetKind.REQUEST, row.requests))
    return "、".join(str(kind.label) for kind, holds in given if holds)


def _state(row: Delegation) -> SafeString:
    """Whether it holds today."""
    today = timezone.localdate()
    if row.state == DelegationState.REVOKED:
        return pill(str(row.get_state_display()), "closed")
    if today > row.until:
        return pill(_now("已到期"), "closed")
    if today < row.since:
        return pill(_now("未生效"), "waiting")
    return pill(_now("有效"), "open")


def _view(row: Delegation, _person: Person) -> RowView:
    facts = [
        Fact(_now("活动办"), row.office.name),
        Fact(_now("哪些单子"), _kinds(row)),
        Fact(_now("授权人"), row.signer),
        Fact(_now("授权时间"), wording.moment(row.given_at)),
        Fact(_now("有效期"), f"{wording.day(row.since)} — {wording.day(row.until)}"),
        *typed_facts(row, "grounds", "reason"),
    ]
    if row.ended_at:
        facts.append(Fact(_now("收回时间"), wording.moment(row.ended_at)))
    return RowView([_state(row)], facts)


LIST: listing.Listing[Delegation, None] = listing.Listing(
    name="delegations",
    label=_("常设授权"),
    measure=_("项"),
    rows=lambda asked: Delegation.objects.visible_to(asked.person.scope),
    context=listing.no_context,
    head=Column("kinds", _("哪些单子"), lambda row, _page: Cell(_kinds(row), url=_url(row))),
    columns=(
        Column("office", _("活动办"), lambda row, _page: str(row.office)),
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("signer", _("授权人"), lambda row, _page: row.signer, "z-nowrap"),
        Column("since", _("起"), lambda row, _page: wording.day(row.since), sort=("since",)),
        Column("until", _("止"), lambda row, _page: wording.day(row.until), sort=("until",)),
    ),
    filters=(Filter("state", _("状态"), choices=DelegationState, lookup="state"),),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有常设授权"), _("没有授权时，系统按阶梯拟好的催办单、商请函都等签发。"), "bell"
    ),
    unmatched=Empty(_("没有符合条件的授权"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


VIEWS = VerbViews[Delegation, DelegationVerb](
    noun=delegations.DELEGATIONS,
    pages={
        DelegationVerb.REVOKE: VerbPage[DelegationVerb](
            WhyForm, delegations.revoke, _("已收回，今后拟好的单子等您签发"), asks=_("收回原因")
        ),
    },
    rows=Delegation.objects.visible_to,
    title=_kinds,
    view=_view,
    allowed=reads_delegations,
    list_url="desk:delegations",
    row_url="desk:delegation",
    listing=LIST,
    line=_("授权以后，系统按催办阶梯直接发出催办单、商请函；没有授权的，拟好等签发。"),
    new=NewPage(
        GiveForm, delegations.give, delegates, _("授权系统发单"), _("已授权"),
        word=delegations.GIVE,
        line=_("由活动办签发人员授权，随时可以收回。问效建议单、督办通知始终逐份签发。"),
    ),
    told=fields_of(
        Delegation, "id", "version", "state", "urgings", "requests", "since", "until", "grounds",
        "reason", "signer", "given_at", "ended_at", office="office__name",
    ),
    told_in_list=("state", "urgings", "requests", "since", "until"),
)  # fmt: skip
