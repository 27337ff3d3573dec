"""Inviting people of a firm."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.rules import LONGEST_NOTE
from zhuqi.interfaces.desk.forms.base import DeskForm

DAYS = [(3, _("3 天")), (7, _("7 天")), (14, _("14 天")), (30, _("30 天"))]


class InviteForm(DeskForm):
    """For whom, how often, how long."""

    note = forms.CharField(
        label=_("给谁"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("只供自己辨认，例如：财务部张会计。"),
    )
    uses = forms.IntegerField(label=_("可以用几次"), initial=1)
    days = forms.TypedChoiceField(label=_("有效期"), choices=DAYS, coerce=int, initial=14)
