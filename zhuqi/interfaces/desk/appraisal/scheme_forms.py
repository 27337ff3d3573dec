"""An edition of a scheme of appraisal, edited as three tables: groups, indicators, items."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import Level
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.reporting.appraisal.enums import Better, Part
from zhuqi.reporting.appraisal.models import AppraisalEdition
from zhuqi.reporting.appraisal.scheme_rows import (
    RANKED_KINDS,
    SchemeRow,
    kinds_of_group,
    of_part,
)
from zhuqi.reporting.appraisal.schemes import APPRAISALS, known_figures, plain

_SIGNS = ((Better.HIGHER.value, _("加分")), (Better.LOWER.value, _("减分")))


class GroupForm(DeskForm):
    """A kind of unit in a group; empty without a name."""

    name = forms.CharField(label=_("分组名称"), max_length=40, required=False)
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices, initial=Level.CITY)
    kind = forms.ChoiceField(
        label=_("单位类型"), choices=[(kind.value, kind.label) for kind in RANKED_KINDS],
        initial=RANKED_KINDS[1],
    )  # fmt: skip

    @property
    def row(self) -> SchemeRow | None:
        """None where it is left empty."""
        data = self.cleaned_data
        code = f"{data.get('level')}.{data.get('kind')}"
        return SchemeRow(Part.GROUP, code, data["name"]) if data.get("name") else None


class IndicatorForm(DeskForm):
    """An indicator; empty without points."""

    code = forms.ChoiceField(label=_("指标"), choices=())
    points = forms.DecimalField(label=_("分值"), max_digits=5, decimal_places=2, required=False)
    zero = forms.DecimalField(label=_("零分线%"), max_digits=5, decimal_places=2, required=False)
    full = forms.DecimalField(label=_("满分线%"), max_digits=5, decimal_places=2, required=False)
    cap = forms.DecimalField(
        label=_("封顶%"), max_digits=5, decimal_places=2, required=False, initial=100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code, figure.name) for code, figure in known_figures().items()
        ]

    def clean(self) -> dict[str, Any]:
        """Points need both lines."""
        data: dict[str, Any] = self.cleaned_data
        for name in ("zero", "full"):
            if data.get("points") and data.get(name) is None and name not in self.errors:
                self.add_error(name, _now("请填写%(label)s") % {"label": self.fields[name].label})
        return data

    @property
    def row(self) -> SchemeRow | None:
        """None where it is left empty."""
        data = self.cleaned_data
        if not data.get("points"):
            return None
        zero, full, cap = data["zero"], data["full"], data.get("cap") or Decimal(100)
        better = Better.HIGHER if full > zero else Better.LOWER
        return SchemeRow(Part.INDICATOR, data["code"], "", data["points"], better, zero, full, cap)


class ItemForm(DeskForm):
    """A plus or minus item; empty without a name. Its code stays what it was."""

    name = forms.CharField(label=_("加减分项"), max_length=40, required=False)
    better = forms.ChoiceField(label=_("加还是减"), choices=_SIGNS, initial=Better.HIGHER)
    points = forms.DecimalField(label=_("每期最多"), max_digits=5, decimal_places=2, required=False)
    code = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A name needs points."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("name") and data.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("请填写每期最多几分"))
        return data


GroupSet: "type[BaseFormSet[GroupForm]]" = formset_factory(GroupForm, extra=2, max_num=30)
IndicatorSet: "type[BaseFormSet[IndicatorForm]]" = formset_factory(
    IndicatorForm, extra=2, max_num=20
)
ItemSet: "type[BaseFormSet[ItemForm]]" = formset_factory(ItemForm, extra=2, max_num=30)


def _number(label: Any, most: int, least: int = 0, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)


class AppraisalForm(EditionForm):
    """An edition: groups, indicators and items as tables, and what holds for all."""

    field_order = (
        "least", "strength", "month_share", "half_share", "year_share", "appeal_days",
        "decide_days", "red", "black", "reason",
    )  # fmt: skip

    least = _number(_("参加排名的最低基数（件）"), 1000, help_text=_("不足的只列得分，不排名。"))
    strength = _number(
        _("小单位折算强度（件）"), 1000, help_text=_("相当于各加几件本组平均水平的诉求。")
    )
    month_share = _number(_("月讲评权重（%）"), 100)
    half_share = _number(_("半年评权重（%）"), 100)
    year_share = _number(_("年终评权重（%）"), 100)
    appeal_days = _number(_("申诉期（工作日）"), 30, 1)
    decide_days = _number(_("裁定期（工作日）"), 30, 1)
    red = _number(_("红榜（名）"), 10)
    black = _number(_("黑榜（名）"), 10)

    def __init__(self, *args: Any, like: AppraisalEdition, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
        self.initial = {**APPRAISALS.terms_of(like), **self.initial}
        rows = APPRAISALS.rows_of(like)
        bound = self.data if self.is_bound else None
        self.groups = GroupSet(bound, prefix="groups", initial=[*_groups(rows)])
        self.indicators = IndicatorSet(bound, prefix="indicators", initial=[*_indicators(rows)])
        self.items = ItemSet(bound, prefix="items", initial=[*_items(rows)])

    @property
    def tables(self) -> "tuple[BaseFormSet[Any], ...]":
        """The three tables."""
        return self.groups, self.indicators, self.items

    def is_valid(self) -> bool:
        """Form and tables are all judged, so that all complaints come at once."""
        return all([*(table.is_valid() for table in self.tables), super().is_valid()])

    @property
    def rules(self) -> list[SchemeRow]:
        """The rows that were not left empty."""
        rows = [form.row for table in (self.groups, self.indicators) for form in table.forms]
        return [*(row for row in rows if row is not None), *self._items()]

    def _items(self) -> Iterator[SchemeRow]:
        taken = {form.cleaned_data.get("code") for form in self.items.forms}
        number = 0
        for form in self.items.forms:
            data = form.cleaned_data
            if not data.get("name"):
                continue
            code = data.get("code")
            while not code:
                number += 1
                code = f"item-{number}" if f"item-{number}" not in taken else ""
            taken.add(code)
            yield SchemeRow(Part.ITEM, code, data["name"], data["points"], Better(data["better"]))

    @property
    def terms(self) -> dict[str, Any]:
        """What holds for all."""
        return {term.column: self.cleaned_data[term.column] for term in APPRAISALS.terms}


def _groups(rows: list[SchemeRow]) -> Iterator[dict[str, Any]]:
    for row in of_part(rows, Part.GROUP):
        level, kind = kinds_of_group(row.code)
        yield {"name": row.name, "level": level.value, "kind": kind.value}


def _indicators(rows: list[SchemeRow]) -> Iterator[dict[str, Any]]:
    for row in of_part(rows, Part.INDICATOR):
        numbers = {name: plain(getattr(row, name)) for name in ("points", "zero", "full", "cap")}
        yield {"code": row.code, **numbers}


def _items(rows: list[SchemeRow]) -> Iterator[dict[str, Any]]:
    for row in of_part(rows, Part.ITEM):
        better = row.better.value
        yield {"name": row.name, "better": better, "points": plain(row.points), "code": row.code}
