"""One form for each verb; fields are named like the action's keywords."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.forms.base import RowForm, offer_rows, text_area
from zhuqi.mechanisms.direct_line import queries


class AnswerForm(RowForm):
    """答复."""

    answer = text_area(
        _("答复"), rows=8, help_text=_("企业马上看得到；要有关单位办理的，转为诉求。")
    )


class PassOnForm(RowForm):
    """转给别人."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("转给谁"))
    reason = forms.CharField(label=_("说明"), required=False)

    def set_choices(self) -> None:
        """Others who look after the firm."""
        people = queries.recipients(self.row.enterprise, timezone.localdate())
        offer_rows(self, "to", people.exclude(pk=self.row.to_id))


class EscalateForm(RowForm):
    """转请活动办处理."""

    reason = forms.CharField(label=_("说明"), required=False)
