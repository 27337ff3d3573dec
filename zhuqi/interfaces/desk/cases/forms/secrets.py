"""Forms of 保密 and 回避."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import working_in
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.naming import full_name, units_like
from zhuqi.interfaces.desk.cases.forms.verbs import ReasonForm, VerbForm
from zhuqi.interfaces.desk.forms.base import choose_one, text_area
from zhuqi.interfaces.desk.forms.choices import units_by_region
from zhuqi.ledgers.cases.enums import AssignmentState, CoverState, MarkKind
from zhuqi.ledgers.cases.models import Cover, RecusalKind


class DiscloseForm(ReasonForm):
    """告知企业名称: to units that hold a sheet."""

    units = forms.ModelMultipleChoiceField(
        label=_("告知哪些单位"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("告知后不能收回；企业看得到告知了谁、为什么。"),
    )
    field_order = ("units", "reason")

    def set_choices(self) -> None:
        """Units with a sheet that have not been told."""
        super().set_choices()
        told = {unit.pk for unit in self.file.told}
        recalled = AssignmentState.RECALLED
        holding = {s.unit_id for s in self.file.aggregate.assignments if s.state != recalled}
        _offer(self, "units", Unit.objects.filter(pk__in=sorted(holding - told)))
        if not holding - told:
            self.fields["units"].help_text = _("承办单位都已告知；新增承办单位后可以再告知。")


class RecuseForm(ReasonForm):
    """设定回避: a unit or a person, not both."""

    kind = choose_one(
        _("回避事由"),
        [
            (RecusalKind.COMPLAINED_OF, RecusalKind.COMPLAINED_OF.label),
            (RecusalKind.RELATION, RecusalKind.RELATION.label),
        ],
        initial=RecusalKind.COMPLAINED_OF,
        coerce=RecusalKind,
    )
    unit = forms.ModelChoiceField(
        label=_("回避的单位"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("不选单位"),
        help_text=_("它的下级单位和所有人员一并回避。"),
    )
    person = forms.ModelChoiceField(
        label=_("或者，回避的人员"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("不选人员"),
        help_text=_("本活动办和承办单位中的人员。"),
    )
    field_order = ("kind", "unit", "person", "reason")

    def set_choices(self) -> None:
        """Units that could get a sheet; people of the office and of units on the case."""
        super().set_choices()
        case = self.file.case
        units = Unit.objects.filter(active=True).exclude(kind=UnitKind.SECTION)
        field = _offer(self, "unit", units.exclude(pk=case.office_id).select_related("region"))
        field.choices = [
            ("", field.empty_label),
            *units_by_region(list(field.queryset), [], case.region),
        ]
        involved = {case.office_id, *(sheet.unit_id for sheet in self.file.assignments)}
        _offer(self, "person", working_in(involved))


class IdentifyForm(VerbForm):
    """核定被反映单位: one of the units, likely ones first, or none of them."""

    unit = forms.ModelChoiceField(
        label=_("被反映的是哪个单位"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("请选择"),
        help_text=_("它和它的下级单位、所有人员一并回避。"),
    )
    outside = forms.BooleanField(
        label=_("不是名录里的单位，不用回避"),
        required=False,
    )
    others = forms.BooleanField(
        label=_("企业还写了别的单位，接着核定下一个"),
        required=False,
    )
    reason = text_area(
        _("理由"), required=False, help_text=_("不是名录里的单位，须写明怎样核实的。")
    )

    def set_choices(self) -> None:
        """Every unit a case could go to; what the firm wrote may mean those that come first."""
        case = self.file.case
        units = Unit.objects.filter(active=True).select_related("region")
        field = _offer(self, "unit", units)
        likely = units_like(case.complained_of, near=case.region)
        rest = [unit for unit in units if unit not in likely]
        field.choices = [
            ("", field.empty_label),
            *([(_("可能是"), [(u.pk, full_name(u)) for u in likely])] if likely else []),
            *units_by_region(rest, [], case.region),
        ]
        names = "、".join(full_name(unit) for unit in likely[:3])
        wrote = _("企业写的是“%(text)s”。选定的单位和它的下级、所有人员一并回避。")
        near_it = _("可能是：%(names)s。") % {"names": names} if names else ""
        field.help_text = wrote % {"text": case.complained_of} + near_it


class CoverForm(VerbForm):
    """遮盖文字: the marked words, ticked where they are to be covered, and others written out."""

    marks = forms.TypedMultipleChoiceField(
        label=_("要遮盖的"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("按企业档案找出的字样。勾选的，承办单位只看到“（已遮盖）”。"),
    )
    more = text_area(
        _("还要遮盖"),
        rows=3,
        required=False,
        help_text=_("照原文一行写一处：产品、设备型号、订单、楼栋，凡是看得出是谁的。"),
    )

    def set_choices(self) -> None:
        """What was found; what a machine is surer of is ticked until somebody decides."""
        rows = self.file.aggregate.covers
        field = self.fields["marks"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [(row.pk, f"{row.text}（{row.get_kind_display()}）") for row in rows]
        if not rows:
            del self.fields["marks"]
            return
        field.initial = [row.pk for row in rows if _ticked(row)]


def _ticked(row: Cover) -> bool:
    if row.state != CoverState.OPEN:
        return row.state == CoverState.COVERED
    return row.kind != MarkKind.PRODUCT


class LiftRecusalForm(ReasonForm):
    """解除回避."""

    recusal = forms.TypedChoiceField(label=_("解除哪一项"), widget=forms.RadioSelect, coerce=int)
    field_order = ("recusal", "reason")

    def set_choices(self) -> None:
        """Those in force."""
        super().set_choices()
        field = self.fields["recusal"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [
            (str(row.pk), f"{row.unit or row.user} · {row.get_kind_display()}")
            for row in self.file.recusals
        ]


def _offer(form: forms.Form, name: str, rows: Any) -> Any:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
    field.queryset = rows
    return field
