"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, day_field, offer_rows, text_area
from zhuqi.interfaces.desk.forms.firms import firms_field, firms_named
from zhuqi.interfaces.shell.forms import TicksInput
from zhuqi.mechanisms.leader_visits import queries
from zhuqi.mechanisms.leader_visits.models import Demand


def _readers() -> "forms.ModelMultipleChoiceField[User]":
    return forms.ModelMultipleChoiceField(
        label=_("还有谁可以看"), queryset=User.objects.none(), required=False,
        widget=TicksInput(_("人员")),
        help_text=_("领导本人和拟稿人看得到；没有勾选的人，同一个活动办的也看不到。"),
    )  # fmt: skip


class PlanForm(DeskForm):
    """报调研计划."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    leader = forms.ModelChoiceField(User.objects.none(), label=_("哪位领导"))
    day = day_field(_("哪天去"), required=True)
    purpose = forms.CharField(label=_("调研主题"))
    firms = firms_field()
    route = text_area(_("路线和时间"), rows=3, required=False)
    attends = text_area(_("参加人员"), rows=2, required=False)
    may_ask = text_area(_("可能问到的"), rows=4, required=False)
    readers = _readers()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = queries.offices_of(scope)
        offer_rows(self, "office", offices)
        offer_rows(self, "leader", queries.to_choose(scope))
        readers = self.fields["readers"]
        assert isinstance(readers, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        readers.queryset = queries.to_name(offices.values_list("pk", flat=True))
        if self.fields["leader"].queryset.count() == 1:  # type: ignore[attr-defined]
            self.fields["leader"].empty_label = None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Firms as rows."""
        data = super().clean() or self.cleaned_data
        data["firms"] = firms_named(self, data.get("office"))
        return data


class ReviseForm(RowForm):
    """修改预案: as it stands."""

    day = day_field(_("哪天去"), required=True)
    purpose = forms.CharField(label=_("调研主题"))
    firms = firms_field()
    route = text_area(_("路线和时间"), rows=3, required=False)
    attends = text_area(_("参加人员"), rows=2, required=False)
    may_ask = text_area(_("可能问到的"), rows=4, required=False)

    def set_choices(self) -> None:
        """What stands there now."""
        for name in ("day", "purpose", "route", "attends", "may_ask"):
            self.fields[name].initial = getattr(self.row, name)
        self.fields["firms"].initial = "\n".join(one.name for one in self.row.firms.all())

    def clean(self) -> dict[str, Any]:
        """Firms as rows."""
        data = super().clean() or self.cleaned_data
        data["firms"] = firms_named(self, self.row.office)
        return data


class NameForm(RowForm):
    """改可看的人."""

    readers = _readers()

    def set_choices(self) -> None:
        """Who may be named, and who is."""
        field = self.fields["readers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = queries.to_name([self.row.office_id])
        field.initial = list(self.row.readers.values_list("pk", flat=True))


class MakeForm(RowForm):
    """记录调研."""

    day = day_field(_("哪天去的"), required=True)
    said = text_area(_("调研情况"), rows=8, help_text=_("看了什么、说了什么；要求在下一步逐项记。"))

    def set_choices(self) -> None:
        """It took place on the day planned, or today where it was brought forward."""
        self.fields["day"].initial = min(self.row.day, timezone.localdate())


class DemandForm(RowForm):
    """记领导要求."""

    what = forms.CharField(label=_("领导要求"))
    unit = forms.CharField(label=_("责任单位"), required=False)
    due = day_field(_("哪天以前落实"), required=True)


class SettleForm(RowForm):
    """办结要求."""

    demand = forms.ModelChoiceField(Demand.objects.none(), label=_("哪一项"), empty_label=None)
    outcome = forms.CharField(label=_("落实情况"))

    def set_choices(self) -> None:
        """What is still open; the first due is the most likely."""
        offer_rows(self, "demand", self.row.demands.filter(done_on=None))
