"""Deciding who may speak for a firm."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, text_area


class RefuseForm(DeskForm):
    """不予登记, with the reason the person will read."""

    reason = text_area(_("不予登记的理由"), rows=3, help_text=_("申请人看得到，200 字以内。"))


class MoveForm(DeskForm):
    """Hand it to the office that serves the firm."""

    office = forms.ModelChoiceField(
        label=_("转给"),
        queryset=Unit.objects.filter(kind=UnitKind.OFFICE, active=True),
        empty_label=_("请选择活动办"),
    )
