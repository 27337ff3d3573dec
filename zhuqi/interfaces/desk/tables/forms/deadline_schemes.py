"""An edition of a deadline scheme, edited as a table."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES, MOST
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Tier
from zhuqi.ledgers.cases.models import SchemeVersion

ANY = [("", _("不分"))]
# Their end is written on the case itself, in no scheme.
DATED = frozenset({ClockKind.CARRY, ClockKind.SUPERIOR})
CLOCKS = [("", "—"), *((c.value, c.label) for c in ClockKind if c not in DATED)]
UNITS = [(unit.value, unit.label) for unit in TimeUnit]


class RuleForm(DeskForm):
    """A row: which clock, for which tier and kind, how long. Empty where it has no amount."""

    clock = forms.ChoiceField(label=_("时限"), choices=CLOCKS, required=False)
    tier = forms.ChoiceField(label=_("难易"), choices=[*ANY, *Tier.choices], required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=[*ANY, *Kind.choices], required=False)
    amount = forms.IntegerField(label=_("多久"), min_value=1, max_value=MOST, required=False)
    unit = forms.ChoiceField(label=_("单位"), choices=UNITS, initial=TimeUnit.WORKING_DAY)

    def clean(self) -> dict[str, Any]:
        """An amount needs a clock."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("amount") and not data.get("clock"):
            self.add_error("clock", _("请选择是哪一项时限"))
        return data

    @property
    def rule(self) -> Rule | None:
        """The row as a rule, None where it is left empty."""
        data = self.cleaned_data
        if not data.get("amount"):
            return None
        return Rule(
            ClockKind(data["clock"]),
            data["amount"],
            TimeUnit(data["unit"]),
            data["tier"],
            data["kind"],
        )


RuleSet: "type[BaseFormSet[RuleForm]]" = formset_factory(RuleForm, extra=3, max_num=80)


class DeadlineForm(EditionForm):
    """The rows, and what an edition says beside them."""

    field_order = ("redo_cap", "reopen_days", "reason")

    redo_cap = forms.IntegerField(
        label=_("自动重办（轮）"),
        min_value=0,
        max_value=9,
        help_text=_("企业说没解决的，自动重办几轮；再不行升一级。"),
    )
    reopen_days = forms.IntegerField(label=_("了结后可重新提出（天）"), min_value=0, max_value=MOST)

    def __init__(self, *args: Any, like: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
        self.initial = {**DEADLINES.terms_of(like), **self.initial}
        rows = [
            {name: getattr(rule, name) for name in DEADLINES.columns}
            for rule in DEADLINES.rows_of(like)
        ]
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
        """Rounds and days."""
        return {term.column: self.cleaned_data[term.column] for term in DEADLINES.terms}
