"""Forms of 保密 and 回避."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import working_in
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.cases.forms.verbs import ReasonForm
from zhuqi.interfaces.desk.forms.base import choose_one
from zhuqi.interfaces.desk.forms.choices import units_by_region
from zhuqi.ledgers.cases.enums import AssignmentState
from zhuqi.ledgers.cases.models import RecusalKind


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
