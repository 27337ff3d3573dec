"""Deciding who may speak for a firm."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, text_area


class RefuseForm(DeskForm):
    """不予登记, with the reason the person will read."""

    reason = text_area(_("不予登记的理由"), rows=3, help_text=_("申请人看得到，200 字以内。"))


class CorrectForm(DeskForm):
    """What the person wrote, put right before it is decided."""

    firm_name = forms.CharField(label=_("企业名称"), max_length=120)
    uscc = forms.CharField(
        label=_("信用代码"), max_length=40, required=False, help_text=_("筹建中的留空。")
    )
    region_code = forms.ChoiceField(label=_("所在地"))

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="correct_%s", **kwargs)
        field = self.fields["region_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [("", _("请选择")), *regions]


class MoveForm(DeskForm):
    """Hand it to the office that serves the firm."""

    office = forms.ModelChoiceField(
        label=_("转给"),
        queryset=Unit.objects.filter(kind=UnitKind.OFFICE, active=True),
        empty_label=_("请选择活动办"),
    )
