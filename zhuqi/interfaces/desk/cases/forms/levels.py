"""Forms of the verbs between ledgers and of the sheets beside and below the lead's."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.cases.forms.verbs import (
    ReasonForm,
    TextForm,
    VerbForm,
    choose_among,
    likely_to_lead,
    offered_units,
)
from zhuqi.interfaces.desk.forms.base import choose_one, day_field, text_area
from zhuqi.interfaces.desk.forms.choices import Group, units_by_region
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.forms import TicksInput
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.enums import AssignmentRole
from zhuqi.ledgers.cases.levels.actions import forwardable
from zhuqi.ledgers.cases.models import Assignment
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.sheets.actions import inner_targets, outer_due


def work_on(file: CaseView) -> CaseChange:
    """The case as the verbs see it, for what a form has to offer; nothing is written through it."""
    return CaseChange(file.aggregate, file.person, file.now)


class TakeUpForm(VerbForm):
    """接收提级."""

    decision = text_area(
        _("研判意见"),
        rows=3,
        required=False,
        help_text=_("接收后进入本级台账，等待交办；县级活动办看得到办理过程。"),
    )


class ForwardForm(ReasonForm):
    """转办."""

    office = forms.ModelChoiceField(
        label=_("转往"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    field_order = ("office", "reason")

    def set_choices(self) -> None:
        """Ledgers of the same level and below."""
        super().set_choices()
        offices = forwardable(self.file.case)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = offices
        field.choices = [
            ("", _("请选择")),
            *units_by_region(list(offices), [], self.file.case.region),
        ]


class SendBackForm(TextForm):
    """反馈来源."""

    def set_choices(self) -> None:
        """The answer let through is what most often goes back."""
        super().set_choices()
        if self.file.answers:
            self.fields["text"].initial = self.file.answers[-1].text


def many_units(
    label: StrOrPromise, *, required: bool = False
) -> "forms.ModelMultipleChoiceField[Unit]":
    """Units to tick, under the headings of their regions."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Unit.objects.none(),
        required=required,
        widget=TicksInput(_("单位")),
    )


class EnlistForm(VerbForm):
    """增加协办分办."""

    co = many_units(_("协办单位"))
    part = many_units(_("分办单位"))
    requirement = text_area(_("办理要求"), rows=3, required=False)

    def set_choices(self) -> None:
        """Whoever has no sheet yet."""
        for name in ("co", "part"):
            choose_among(self.fields[name], lambda: self.offered)

    @cached_property
    def offered(self) -> list[Group]:
        """Units without a sheet, those that answer for the matter ahead of all."""
        taken = [a.unit_id for a in self.file.aggregate.sheets if a.in_force]
        answering = [one.unit for one in likely_to_lead(self.file, self.file.case.item)]
        return offered_units(self.file, answering, taken)


class SheetForm(ReasonForm):
    """A reason, about one of several sheets."""

    sheet = choose_one(_("单位"), [], coerce=int)
    field_order: tuple[str, ...] = ("sheet", "reason")

    def set_choices(self) -> None:
        """Name the units; the only one is chosen already."""
        super().set_choices()
        rows = self.rows(work_on(self.file))
        field = self.fields["sheet"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [
            (row.sheet, f"{row.unit}（{AssignmentRole(row.role).label}）") for row in rows
        ]
        if len(rows) == 1:
            field.initial = rows[0].sheet

    def rows(self, change: CaseChange) -> list[Assignment]:
        """The sheets in question."""
        raise NotImplementedError


class ReleaseForm(SheetForm):
    """收回交办单."""

    def rows(self, change: CaseChange) -> list[Assignment]:
        """What nobody has answered yet."""
        return change.releasable


class ReturnPartForm(SheetForm):
    """退回分办."""

    until = day_field(_("要求何时再反馈"))
    field_order = ("sheet", "reason", "until")

    def rows(self, change: CaseChange) -> list[Assignment]:
        """Parts that were answered."""
        return change.answered_below

    def set_choices(self) -> None:
        """The office's part units have the scheme's own time; only inner sheets need a date."""
        super().set_choices()
        if all(row.parent is None for row in self.rows(work_on(self.file))):
            del self.fields["until"]


class SubAssignForm(VerbForm):
    """二次分办."""

    units = many_units(_("分办给"), required=True)
    until = day_field(_("要求何时反馈"), required=True)
    requirement = text_area(_("办理要求"), rows=3, required=False)

    def set_choices(self) -> None:
        """One's own sections, or the units and towns of one's county; not later than one's own."""
        change = work_on(self.file)
        if change.own is None:
            return
        targets = inner_targets(change.own.unit)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = targets
        field.choices = units_by_region(list(targets), [], self.file.case.region)
        if not field.choices:
            field.help_text = _("本单位没有登记下属科室或单位，请系统管理员添加。")
        due = outer_due(change)
        if due < FAR:
            sentence = _("本单位的时限是 %(due)s，分办不改变它。")
            self.fields["until"].help_text = sentence % {"due": wording.moment(due)}
