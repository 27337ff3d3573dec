"""Forms of what units ask (objections, more time, a pause) and of what the office makes of it."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.cases.forms.levels import work_on
from zhuqi.interfaces.desk.cases.forms.verbs import (
    ReasonForm,
    VerbForm,
    choose_among,
    offered_units,
)
from zhuqi.ledgers.cases.models import Extension, Objection
from zhuqi.ledgers.cases.requests.actions.extensions import (
    may_be_extended,
    most_of,
    open_extensions,
    time_of,
)
from zhuqi.ledgers.cases.requests.actions.objections import open_questions


def one_unit(label: StrOrPromise, **more: object) -> "forms.ModelChoiceField[Unit]":
    """One unit of many, grouped by region; `offer_units` fills it."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Unit.objects.none(),
        empty_label=_("请选择"),
        **more,  # type: ignore[arg-type]  # the field's own options
    )


def offer_units(form: VerbForm, name: str, first: Sequence[Unit] = ()) -> None:
    """The units of a choice, those most likely first."""
    choose_among(form.fields[name], lambda: offered_units(form.file, first))


def day(label: StrOrPromise, **more: object) -> forms.DateField:
    """A day a person names as a limit."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,  # type: ignore[arg-type]  # the field's own options
    )


class ObjectForm(ReasonForm):
    """提出异议."""

    suggested = one_unit(_("建议由哪个单位办理"), required=False)
    field_order = ("reason", "suggested")

    def set_choices(self) -> None:
        """Say what it means before it is done."""
        super().set_choices()
        self.fields["reason"].help_text = _(
            "每张交办单只能提一次，活动办裁定后为最终决定；裁定前照常办理，时限不停。"
        )
        offer_units(self, "suggested")


class RequestForm(ReasonForm):
    """A decision on a request; which one has to be said only where there are several."""

    sheet = forms.TypedChoiceField(label=_("哪个单位的"), coerce=int)
    field_order: tuple[str, ...] = ("sheet", "reason")

    def set_choices(self) -> None:
        """The requests one may decide on."""
        super().set_choices()
        rows = self.requests()
        if len(rows) <= 1:
            del self.fields["sheet"]
            return
        field = self.fields["sheet"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [(row.assignment.sheet, str(row.assignment.unit)) for row in rows]

    def requests(self) -> Sequence[Objection | Extension]:
        """Open ones of others."""
        raise NotImplementedError


class QuestionForm(RequestForm):
    """A decision on an objection."""

    def requests(self) -> Sequence[Objection]:
        """Objections."""
        return open_questions(work_on(self.file))


class ReassignForm(QuestionForm):
    """改派."""

    unit = one_unit(_("改派给"))
    field_order = ("sheet", "unit", "reason")

    def set_choices(self) -> None:
        """What the objecting unit suggested and whoever holds it meanwhile come first."""
        super().set_choices()
        named = [u for row in self.requests() for u in (row.fallback_unit, row.suggested_unit)]
        offer_units(self, "unit", [unit for unit in dict.fromkeys(named) if unit is not None])
        self.fields["unit"].help_text = _(
            "新单位重新签收、重新计时，不能再提异议；选择正在兜底的单位，则由其继续办理，时限不变。"
        )


class ConsultForm(QuestionForm):
    """会商并指定兜底."""

    fallback = one_unit(_("兜底单位"), help_text=_("会商期间由它办理，免得企业等。"))
    until = day(_("会商期限"), help_text=_("到期会列入待办。"))
    field_order = ("sheet", "fallback", "until", "reason")

    def set_choices(self) -> None:
        """The unit that objects and those it suggested come first."""
        super().set_choices()
        named = [u for row in self.requests() for u in (row.suggested_unit, row.assignment.unit)]
        offer_units(self, "fallback", [unit for unit in dict.fromkeys(named) if unit is not None])


class AskExtensionForm(ReasonForm):
    """申请延期."""

    amount = forms.IntegerField(label=_("延长多少"), min_value=1)
    field_order = ("amount", "reason")

    def set_choices(self) -> None:
        """In the unit of the clock, and at most as much again."""
        super().set_choices()
        reading = may_be_extended(work_on(self.file))
        if reading is not None:
            most = time_of(*most_of(reading))
            self.fields["amount"].help_text = _(
                "最多 %(most)s；每轮办理只能申请一次，批准前按原时限办理。"
            ) % {"most": most}


class ExtensionForm(RequestForm):
    """A decision on more time."""

    def requests(self) -> Sequence[Extension]:
        """Extensions."""
        return open_extensions(work_on(self.file))


class GrantExtensionForm(ExtensionForm):
    """同意延期."""

    amount = forms.IntegerField(label=_("同意延长"), min_value=1)
    field_order = ("sheet", "amount", "reason")

    def set_choices(self) -> None:
        """As much as was asked, unless the office thinks less is enough."""
        super().set_choices()
        rows = self.requests()
        if len(rows) == 1:
            self.fields["amount"].initial = rows[0].amount
            self.fields["reason"].initial = rows[0].reason
            asked = time_of(rows[0].amount, rows[0].unit)
            self.fields["amount"].help_text = _("申请 %(asked)s，可以少批。") % {"asked": asked}


class AskPauseForm(ReasonForm):
    """申请挂起."""

    until = day(_("挂起到"))


class PauseForm(ReasonForm):
    """批准挂起."""

    until = day(_("复核日期"), help_text=_("到期列入待办：恢复办理，或写明原因再延。"))

    def set_choices(self) -> None:
        """What was asked, to be granted as it is or changed."""
        super().set_choices()
        requests = self.file.aggregate.requests
        if asked := requests.pause_asked:
            self.fields["reason"].initial = asked.reason
            self.fields["until"].initial = asked.wanted_until
        elif running := requests.pause:
            self.fields["reason"].initial = running.reason
