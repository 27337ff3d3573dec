"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, day_field, offer_rows, text_area
from zhuqi.mechanisms.liaison.models import FollowUp


class PlanForm(DeskForm):
    """计划走访."""

    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("企业"))
    day = day_field(_("哪天去"), required=True, initial=timezone.localdate)
    purpose = text_area(_("走访目的"), rows=2)
    goers = forms.CharField(label=_("同行人员（一个人去不用填）"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Enterprise.objects.visible_to(scope).filter(pk__in=scope.liaised)
        offer_rows(self, "enterprise", mine.order_by("name", "pk"))


class MakeForm(RowForm):
    """记录走访."""

    day = day_field(_("哪天去的"), required=True)
    present = forms.CharField(label=_("企业在场人员（姓名和职务）"), required=False)
    said = text_area(
        _("谈了什么"), rows=8, help_text=_("企业的情况、困难和想法。要办的困难，记完再转为诉求。")
    )

    def set_choices(self) -> None:
        """It took place on the day planned, or today where it was brought forward."""
        self.fields["day"].initial = min(self.row.day, timezone.localdate())


class NeedForm(RowForm):
    """转为诉求."""

    title = forms.CharField(label=_("遇到的困难"), help_text=_("一句话，60 字以内。"))
    body = text_area(_("具体情况"), rows=6)
    wish = text_area(_("希望怎样解决"), rows=2, required=False)
    reporter_name = forms.CharField(label=_("反映人"))
    reporter_phone = forms.CharField(label=_("联系电话"))
    consent = forms.BooleanField(
        label=_("企业同意登记为诉求"), help_text=_("登记后按时限交办，企业可以查看进度并评价。")
    )

    def set_choices(self) -> None:
        """Whoever is the firm's contact has most likely said it."""
        self.fields["reporter_phone"].widget.attrs["inputmode"] = "tel"
        if contact := self.row.enterprise.contacts.first():
            self.fields["reporter_name"].initial = contact.name
            self.fields["reporter_phone"].initial = contact.phone


class FollowUpForm(RowForm):
    """记后续事项."""

    what = forms.CharField(label=_("答应了什么"), help_text=_("您自己能办的事，如：送政策清单。"))
    due = day_field(_("哪天以前办好"), required=True)


class SettleForm(RowForm):
    """办结后续事项."""

    follow_up = forms.ModelChoiceField(FollowUp.objects.none(), label=_("哪一项"), empty_label=None)
    outcome = forms.CharField(label=_("办理情况"))

    def set_choices(self) -> None:
        """What is still open; the first due is the most likely."""
        offer_rows(self, "follow_up", self.row.follow_ups.filter(done_on=None))
