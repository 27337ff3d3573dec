"""One form for each verb; fields are named like the action's keywords."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    text_area,
)
from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.enums import Risk
from zhuqi.mechanisms.lookback.models import LookBackEdition
from zhuqi.mechanisms.lookback.queries.pool import may_ring_up
from zhuqi.mechanisms.lookback.queries.schemes import (
    HEAVIEST,
    LAST_DAY,
    LONGEST_LIMIT,
    LONGEST_REST,
    LOOK_BACKS,
    THRESHOLDS,
)
from zhuqi.mechanisms.lookback.rules import RiskRow, month_before, months_before


class SpokenForm(RowForm):
    """Somebody answered: who, and what they said."""

    spoken_to = forms.CharField(label=_("接听人"), max_length=40)
    said = text_area(_("企业怎么说"), rows=3, required=False)

    def set_choices(self) -> None:
        """Most likely whoever reported it."""
        if queries.names_reporter(self.row):
            self.fields["spoken_to"].initial = self.row.case.reporter


class MissForm(RowForm):
    """Nobody answered: when it is tried again."""

    day = day_field(_("哪天再打"), required=True)
    at = forms.TimeField(
        label=_("几点再打"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def set_choices(self) -> None:
        """Tomorrow morning."""
        self.fields["day"].initial = timezone.localdate() + timedelta(days=1)
        self.fields["at"].initial = "09:30"


class SureForm(RowForm):
    """Nothing to fill in."""


class StatementForm(RowForm):
    """单位说明."""

    statement = text_area(
        _("情况说明"), rows=8, help_text=_("办理经过、当时的依据，企业为什么说没有解决。")
    )


class FaultForm(RowForm):
    """认定有责."""

    finding = text_area(
        _("认定理由"), rows=5,
        help_text=_("认定后记为不实办结，诉求立即重新办理。单位看得到理由，企业看不到。"),
    )  # fmt: skip


class NoFaultForm(RowForm):
    """认定无责."""

    finding = text_area(
        _("认定理由"), rows=5, help_text=_("不记不实办结。单位看得到理由，企业看不到。")
    )
    again = forms.BooleanField(
        label=_("诉求仍要重新办理"), required=False, help_text=_("不算单位的责任，只是接着办。")
    )


class CallerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes none
    """People, each with the office they would ring up for."""

    offices: dict[int, str]

    def label_from_instance(self, obj: User) -> str:
        """禹州活动办 禹受理."""
        return f"{self.offices.get(obj.pk, '')} {obj.name}".strip()


class AssignForm(RowForm):
    """指定回访人."""

    caller = CallerChoice(
        User.objects.none(), label=_("回访人"),
        help_text=_("答复单位和下属单位的人、联系这家企业的干部、应当回避的人不在内。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("为什么换人"), required=False, max_length=200)

    def set_choices(self) -> None:
        """Whoever may ring up about it; a reason only where somebody is replaced."""
        people = [one for one in may_ring_up(self.row) if one.user.pk != self.row.caller_id]
        field = self.fields["caller"]
        assert isinstance(field, CallerChoice)  # noqa: S101 (for the type checker)
        field.offices = {one.user.pk: str(one.unit) for one in people}
        offered = User.objects.filter(pk__in=[one.user.pk for one in people]).order_by("pk")
        offer_rows(self, "caller", offered)
        if self.row.caller_id is None:
            self.fields["reason"].widget = forms.HiddenInput()


# A draw -------------------------------------------------------------------------------------------

# So many months back may still be drawn.
_MONTHS = 3


def month_words(month: date) -> str:
    """2026年10月."""
    return f"{month.year}年{month.month}月"


class DrawForm(DeskForm):
    """抽样: for which office, of which month that is over."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    month = choose_one(_("办结、销号的月份"), (), coerce=date.fromisoformat)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [one.unit for one in queries.kept_offices(scope)]
        rows = Unit.objects.filter(pk__in=[one.pk for one in offices]).order_by("pk")
        offer_rows(self, "office", rows)
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.initial.setdefault("office", offices[0].pk)
        last = month_before(timezone.localdate())
        months = [months_before(last, back) for back in range(_MONTHS)]
        field = self.fields["month"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [(month.isoformat(), month_words(month)) for month in months]
        self.initial.setdefault("month", last.isoformat())


# A scheme -----------------------------------------------------------------------------------------


def _number(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint)


_MOST = 500


class SchemeForm(EditionForm):
    """An edition: the size of a sample, when and by whom, and what each risk weighs."""

    size = _number(_("每月抽取（件）"), 0, _MOST, _("填 0 的，按比例抽取。"))
    share = _number(_("抽取比例（%）"), 0, 100)
    floor = _number(_("至少（件）"), 0, _MOST)
    cap = _number(_("至多（件）"), 1, _MOST)
    at_random = _number(_("其中随机抽取（%）"), 0, 100, _("其余按风险抽取，权重越大越容易抽中。"))
    rest = _number(_("几个月内不重复抽取"), 0, LONGEST_REST)
    day = _number(_("每月几日自动抽取"), 1, LAST_DAY)
    limit = _number(_("单位说明时限（工作日）"), 1, LONGEST_LIMIT)
    cross = forms.BooleanField(label=_("优先由其他活动办的人回访"), required=False)
    below = forms.BooleanField(label=_("包括下级活动办自行办结销号的"), required=False)

    def __init__(self, *args: Any, like: LookBackEdition, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
        self.initial = {**LOOK_BACKS.terms_of(like), **self.initial}
        rows = {row.risk: row for row in LOOK_BACKS.rows_of(like)}
        for risk in Risk:
            row = rows.get(risk, RiskRow(risk, 0))
            self.fields[f"weight_{risk}"] = forms.IntegerField(
                label=_("%(risk)s：权重") % {"risk": risk.label}, min_value=0,
                max_value=HEAVIEST, initial=row.weight, help_text=_("填 0 的不看这一项。"),
            )  # fmt: skip
            if risk in THRESHOLDS:
                self.fields[f"threshold_{risk}"] = forms.IntegerField(
                    label=THRESHOLDS[risk].format(n="几"), min_value=0, max_value=_MOST,
                    initial=row.threshold,
                )  # fmt: skip
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    @property
    def rules(self) -> list[RiskRow]:
        """The risks that weigh something."""
        data = self.cleaned_data
        return [
            RiskRow(risk, weight, data.get(f"threshold_{risk}") or 0)
            for risk in Risk
            if (weight := data.get(f"weight_{risk}"))
        ]

    @property
    def terms(self) -> dict[str, Any]:
        """The size of a sample, when, by whom."""
        return {term.column: self.cleaned_data[term.column] for term in LOOK_BACKS.terms}
