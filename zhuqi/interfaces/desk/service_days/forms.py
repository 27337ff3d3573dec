"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, day_field, offer_rows, text_area
from zhuqi.interfaces.desk.forms.firms import firms_field, firms_named
from zhuqi.interfaces.shell.forms import TicksInput
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.models import Speech

_TOPICS = _("每行一个，最多 5 个。")


class PlanForm(DeskForm):
    """安排服务日."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    day = day_field(_("哪一天"), required=True)
    place = forms.CharField(label=_("地点"))
    topics = text_area(_("议题"), rows=5, help_text=_TOPICS)
    firms = firms_field()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", offices.order_by("level", "pk"))

    def clean(self) -> dict[str, Any]:
        """Firms as rows."""
        data = super().clean() or self.cleaned_data
        data["firms"] = firms_named(self, data.get("office"))
        return data


class ReviseForm(RowForm):
    """修改安排: as it stands."""

    day = day_field(_("哪一天"), required=True)
    place = forms.CharField(label=_("地点"))
    topics = text_area(_("议题"), rows=5, help_text=_TOPICS)
    firms = firms_field()

    def set_choices(self) -> None:
        """What stands there now."""
        for name in ("day", "place", "topics"):
            self.fields[name].initial = getattr(self.row, name)
        invited = self.row.invited.order_by("pk").values_list("name", flat=True)
        self.fields["firms"].initial = "\n".join(invited)

    def clean(self) -> dict[str, Any]:
        """Firms as rows."""
        data = super().clean() or self.cleaned_data
        data["firms"] = firms_named(self, self.row.office)
        return data


class HoldForm(RowForm):
    """记录举行."""

    attended = forms.ModelMultipleChoiceField(
        label=_("到会的企业"), queryset=Enterprise.objects.none(), required=False,
        widget=TicksInput(_("企业")),
    )  # fmt: skip
    minutes = text_area(_("会议情况"), rows=4, required=False)

    def set_choices(self) -> None:
        """Those invited."""
        field = self.fields["attended"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = self.row.invited.order_by("pk")


class HearForm(RowForm):
    """记企业发言."""

    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("哪家企业"))
    topic = forms.ChoiceField(label=_("议题"), required=False)
    said = text_area(_("说了什么"), rows=5)
    solved = forms.CharField(
        label=_("当场怎样解决的"), required=False, help_text=_("没有当场解决的不填，再转为诉求。")
    )

    def set_choices(self) -> None:
        """Those invited, and the topics of the day."""
        offer_rows(self, "enterprise", self.row.invited.order_by("pk"))
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)  # noqa: S101 (for the type checker)
        lines = [line[:100] for line in self.row.topics.splitlines()]
        topic.choices = [("", _("不分议题")), *((line, line) for line in lines)]


class _SpeechForm(RowForm):
    """About one of the speeches that are open."""

    speech = forms.ModelChoiceField(Speech.objects.none(), label=_("哪一项"), empty_label=None)

    def set_choices(self) -> None:
        """Neither solved nor a case."""
        left = self.row.speeches.filter(solved="", case=None).select_related("enterprise")
        offer_rows(self, "speech", left)


class SolveForm(_SpeechForm):
    """记解决情况."""

    solved = forms.CharField(label=_("怎样解决的"))


class RaiseForm(_SpeechForm):
    """转为诉求."""

    title = forms.CharField(label=_("诉求标题"), help_text=_("一句话，60 字以内。"))
    reporter_name = forms.CharField(label=_("反映人"))
    reporter_phone = forms.CharField(label=_("联系电话"))
    consent = forms.BooleanField(
        label=_("企业同意登记为诉求"), help_text=_("登记后按时限交办，企业可以查看进度并评价。")
    )
