"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, day_field, offer_rows, text_area
from zhuqi.interfaces.desk.forms.needs import NeedForm
from zhuqi.mechanisms.service_days import queries

_TOPICS = _("一行一个，最多五个。")


def _hour() -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=_("几点"), widget=widget, initial="15:00")


class ArrangeForm(DeskForm):
    """安排企业服务日."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    day = day_field(_("日期"), required=True)
    at = _hour()
    place = forms.CharField(label=_("地点"))
    topics = text_area(_("议题"), help_text=_TOPICS)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", mine.order_by("pk"))


class ReviseForm(RowForm):
    """修改安排."""

    day = day_field(_("日期"), required=True)
    at = _hour()
    place = forms.CharField(label=_("地点"))
    topics = text_area(_("议题"), help_text=_TOPICS)

    def set_choices(self) -> None:
        """As it is arranged now."""
        for name in ("day", "at", "place", "topics"):
            self.fields[name].initial = getattr(self.row, name)


class InviteForm(RowForm):
    """邀请企业."""

    firms = forms.ModelMultipleChoiceField(
        Enterprise.objects.none(),
        label=_("有在办诉求的企业"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = text_area(
        _("其他企业"),
        required=False,
        help_text=_("一行一家，写企业全称或统一社会信用代码，须是本级台账的企业。"),
    )

    def set_choices(self) -> None:
        """Whom to ask first."""
        offer_rows(self, "firms", queries.to_ask(self.row))


class EndForm(RowForm):
    """结束."""

    summary = text_area(
        _("小结"), help_text=_("来了哪些企业，谈了什么，解决了什么，下一步怎么办。")
    )


class HearForm(RowForm):
    """记录发言."""

    enterprise = forms.ModelChoiceField(
        Enterprise.objects.none(),
        label=_("哪家企业"),
        help_text=_("没有邀请而来的，先邀请再记录。"),
    )
    topic = forms.ChoiceField(label=_("哪个议题"))
    body = text_area(_("企业说了什么"), rows=4)
    answer = text_area(_("怎样答复的"), rows=3, required=False)
    solved = forms.BooleanField(
        label=_("当场解决"), required=False, help_text=_("没有解决的，记下以后转为诉求。")
    )

    def set_choices(self) -> None:
        """The firms asked, and the topics of the day."""
        guests = Enterprise.objects.filter(service_days__service_day=self.row)
        offer_rows(self, "enterprise", guests.order_by("name", "pk"))
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)  # noqa: S101 (for the type checker)
        topic.choices = [(line, line) for line in self.row.topic_lines]


class SettleForm(RowForm):
    """当场解决."""

    answer = text_area(_("怎样答复的"), rows=3)

    def set_choices(self) -> None:
        """What it was answered already may say it."""
        self.fields["answer"].initial = self.row.answer


class RaiseForm(NeedForm):
    """转为诉求: beginning with what was said."""

    def set_choices(self) -> None:
        """What was said, and whoever is the firm's contact."""
        super().set_choices()
        self.fields["body"].initial = self.row.body
