"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    offer_rows,
    text_area,
)
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.mechanisms.supervision import queries
from zhuqi.mechanisms.supervision.enums import SheetKind
from zhuqi.mechanisms.supervision.rules import LONGEST_LIMIT, USUAL_LIMIT

_TO_ADD = _("文号和日期自动编在前面，这里写要求。")


def limit_field() -> forms.IntegerField:
    """How many working days the unit has for a reply."""
    return forms.IntegerField(
        label=_("几个工作日内回复"), min_value=1, max_value=LONGEST_LIMIT, initial=USUAL_LIMIT
    )


def how_late(case: Case, unit: Unit) -> str:
    """Which time of the unit runs or is over. It names the case by its number only: whoever must
    not know the firm reads it too."""
    late = queries.lateness(case, unit, timezone.now())
    said = _now("贵单位承办的诉求（编号 %(number)s）") % {"number": case.number}
    if late:
        words = {"clock": late.clock, "day": wording.day(late.due_at, weekday=False)}
        said += _now("，%(clock)s时限为%(day)s") % words
        said += _now("，现已逾期 %(n)s 个工作日") % {"n": late.days} if late.days else ""
    return said + "。"


ASKED = _("请抓紧办理，并按时书面回复办理进展、未办结的原因和下一步安排。")


class WriteForm(DeskForm):
    """发催办、督办单: about a case, which the address mostly names."""

    case = forms.CharField(label=_("诉求编号"), max_length=24)
    kind = choose_one(_("类别"), SheetKind.choices, initial=SheetKind.URGING)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("受文单位"),
        help_text=_("先填编号；可选在办这件诉求、还没有反馈的单位。"),
    )
    text = text_area(_("内容"), rows=6, help_text=_TO_ADD)
    limit = limit_field()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data.get("case") if self.is_bound else self.initial.get("case")
        self._case = _named(scope, str(typed or ""))
        if self._case is None:
            return
        offer_rows(self, "unit", queries.addressees(self._case))
        if not self.is_bound and (unit := self._case.lead_unit):
            kind = SheetKind.URGING if unit.commandable else SheetKind.REQUEST
            usual = {"unit": unit.pk, "kind": kind, "text": how_late(self._case, unit) + str(ASKED)}
            self.initial = {**usual, **self.initial}

    def clean_case(self) -> Case:
        """The case of that number, of one's own office."""
        if self._case is None:
            raise forms.ValidationError(_("没有这个编号的诉求，或不是本活动办的"))
        return self._case

    def clean(self) -> dict[str, Any]:
        """Whose time stands in the text has to be whose sheet it is."""
        given: dict[str, Any] = super().clean() or {}
        case: Case | None = given.get("case")
        lead = case.lead_unit if case and given.get("unit") else None
        if (
            case
            and lead
            and lead != given["unit"]
            and given.get("text", "").startswith(how_late(case, lead))
        ):
            words = _("开头写的是主办单位%(lead)s的时限，请按受文单位改写")
            self.add_error("text", words % {"lead": lead})
        return given


def _named(scope: Scope, typed: str) -> Case | None:
    number = parse(typed)
    return queries.written_about(scope).filter(number=number).first() if number else None


class UrgeSeveralForm(DeskForm):
    """催办、商请 of many cases: what is asked of all; how late each is stands before it."""

    text = text_area(_("要求"), rows=4, initial=ASKED)
    limit = limit_field()


class IssueForm(RowForm):
    """签发: what was drafted, which the signer may alter."""

    text = text_area(_("内容"), rows=8, help_text=_TO_ADD)
    limit = limit_field()

    def set_choices(self) -> None:
        """As it was drafted."""
        self.fields["text"].initial = self.row.text
        self.fields["limit"].initial = self.row.limit


class SignForm(RowForm):
    """签收: nothing to fill in."""


class ReplyForm(RowForm):
    """回复."""

    reply = text_area(_("回复"), rows=8, help_text=_("办理进展、未办结的原因和下一步安排。"))


class NothingForm(DeskForm):
    """签收、签发 of many: nothing is asked."""


class WithdrawSeveralForm(DeskForm):
    """撤回 of many: the same reason for all."""

    reason = forms.CharField(label=_("撤回原因"), max_length=200)
