"""An edition of a deadline scheme, edited as a table."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.workdays import PausedDay, StartRule
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES, MOST
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Tier
from zhuqi.ledgers.cases.models import SchemeVersion

ANY = [("", _("不分"))]
CLOCKS = [("", "—"), *((c.value, c.label) for c in ClockKind if c != ClockKind.SUPERIOR)]
# Not a unit of time: a row without a limit, which is followed until nothing is left of it.
FOLLOWED = "followed"
UNITS = [*((unit.value, unit.label) for unit in TimeUnit), (FOLLOWED, _("跟踪到清零"))]


class RuleForm(DeskForm):
    """A row: which clock, for which tier and kind, how long, and what is to be said of it.

    Empty where it has neither an amount nor is followed to zero.
    """

    clock = forms.ChoiceField(label=_("时限"), choices=CLOCKS, required=False)
    tier = forms.ChoiceField(label=_("难易"), choices=[*ANY, *Tier.choices], required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=[*ANY, *Kind.choices], required=False)
    amount = forms.IntegerField(label=_("多久"), min_value=0, max_value=MOST, required=False)
    unit = forms.ChoiceField(label=_("单位"), choices=UNITS, initial=TimeUnit.WORKING_DAY)
    ours = forms.BooleanField(label=_("本平台补充"), required=False)
    note = forms.CharField(label=_("说明"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """An amount needs a clock."""
        data: dict[str, Any] = self.cleaned_data
        if self._says_something and not data.get("clock"):
            self.add_error("clock", _("请选择是哪一项时限"))
        return data

    @property
    def _says_something(self) -> bool:
        data = self.cleaned_data
        return data.get("amount") is not None or data.get("unit") == FOLLOWED

    @property
    def rule(self) -> Rule | None:
        """The row as a rule, None where it is left empty."""
        data = self.cleaned_data
        if not self._says_something:
            return None
        followed = data["unit"] == FOLLOWED
        return Rule(
            ClockKind(data["clock"]),
            0 if followed else data["amount"],
            TimeUnit.WORKING_DAY if followed else TimeUnit(data["unit"]),
            data["tier"],
            data["kind"],
            followed,
            data["ours"],
            data["note"],
        )


def _row_of(rule: Rule) -> dict[str, Any]:
    """A rule as its row is filled."""
    filled = {name: getattr(rule, name) for name in DEADLINES.columns}
    if rule.followed:
        filled |= {"amount": None, "unit": FOLLOWED}
    return filled


RuleSet: "type[BaseFormSet[RuleForm]]" = formset_factory(RuleForm, extra=3, max_num=80)


class DeadlineForm(EditionForm):
    """An edition: its rows as a table, how its limits are counted, rounds, reopening, lights."""

    field_order = (
        "redo_cap", "reopen_days", "start_rule", "roll", "paused_day", "yellow_days",
        "yellow_percent", "reason",
    )  # fmt: skip

    redo_cap = forms.IntegerField(
        label=_("自动重办（轮）"),
        min_value=0,
        max_value=9,
        help_text=_("企业说没解决的，自动重办几轮；再不行升一级。"),
    )
    reopen_days = forms.IntegerField(label=_("了结后可重新提出（天）"), min_value=0, max_value=MOST)
    start_rule = forms.ChoiceField(
        label=_("从哪一天起算"),
        choices=[(rule.value, rule.label) for rule in StartRule],
        help_text=_("按日、按月的时限。按第一种，周六提出的 1 个工作日是周一；按第二种是周二。"),
    )
    roll = forms.BooleanField(
        label=_("自然日、月的时限到期日是休息日的，顺延至下一个工作日"),
        required=False,
        help_text=_("民法典第二百零三条。"),
    )
    paused_day = forms.ChoiceField(
        label=_("只暂停了一部分的一天"),
        choices=[(rule.value, rule.label) for rule in PausedDay],
    )
    yellow_days = forms.IntegerField(
        label=_("按日的时限，到期前几天亮黄灯"), min_value=0, max_value=MOST
    )
    yellow_percent = forms.IntegerField(
        label=_("按小时的时限，过了百分之几亮黄灯"), min_value=0, max_value=100
    )

    def __init__(self, *args: Any, like: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
        self.initial = {**DEADLINES.terms_of(like), **self.initial}
        rows = [_row_of(rule) for rule in DEADLINES.rows_of(like)]
        self.table = RuleSet(self.data) if self.is_bound else RuleSet(initial=rows)

    def is_valid(self) -> bool:
        """Form and rows are both judged, so that all complaints come at once."""
        return self.table.is_valid() & super().is_valid()

    @property
    def rules(self) -> list[Rule]:
        """The rows that were not left empty."""
        return [row.rule for row in self.table.forms if row.rule is not None]

    @property
    def terms(self) -> dict[str, Any]:
        """Rounds, days, lights and how limits are counted."""
        return {term.column: self.cleaned_data[term.column] for term in DEADLINES.terms}
