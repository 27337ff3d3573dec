"""An edition of a deadline scheme, edited as a table."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.deadline_schemes.actions import MOST
from zhuqi.ledgers.cases.deadline_schemes.queries import in_order
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Tier
from zhuqi.ledgers.cases.models import Scheme, SchemeVersion

ANY = [("", _("不分"))]
# Their end is written on the case itself, in no scheme.
DATED = frozenset({ClockKind.CARRY, ClockKind.SUPERIOR})
CLOCKS = [("", "—"), *((c.value, c.label) for c in ClockKind if c not in DATED)]
UNITS = [(unit.value, unit.label) for unit in TimeUnit]
REASON = _("写进修改记录，如依据的文件。")


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


class EditionForm(DeskForm):
    """What an edition says beside its rows."""

    redo_cap = forms.IntegerField(
        label=_("自动重办（轮）"),
        min_value=0,
        max_value=9,
        help_text=_("企业说没解决的，自动重办几轮；再不行升一级。"),
    )
    reopen_days = forms.IntegerField(label=_("了结后可重新提出（天）"), min_value=0, max_value=MOST)
    reason = forms.CharField(label=_("修改说明"), required=False, max_length=200, help_text=REASON)


LIKE = _("以哪个方案为底稿")


class BeginForm(DeskForm):
    """A scheme of one's own, begun as a copy; each kind says of what (`like`)."""

    field_order = ("code", "name", "source", "like", "reason")

    code = forms.SlugField(
        label=_("代码"), max_length=50, help_text=_("英文字母、数字和短横线，如 xuchang-2027。")
    )
    name = forms.CharField(label=_("名称"), max_length=60)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号。"))
    reason = forms.CharField(label=_("修改说明"), required=False, max_length=200, help_text=REASON)


class NewSchemeForm(BeginForm):
    """Of a deadline scheme."""

    like = forms.ModelChoiceField(label=LIKE, queryset=Scheme.objects.all())


class ChooseForm(DeskForm):
    """Which office promises by the scheme from now on."""

    office = forms.ModelChoiceField(label=_("活动办"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, offices: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="choose_%s", **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = offices


def rows_of(version: SchemeVersion) -> list[dict[str, Any]]:
    """An edition's rows as the table's initial ones."""
    return [
        {"clock": r.clock, "tier": r.tier, "kind": r.kind, "amount": r.amount, "unit": r.unit}
        for r in in_order(version.rules.all())
    ]
