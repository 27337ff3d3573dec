"""What the keeper decides about a text that was held back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import DeskForm


class ReleaseForm(DeskForm):
    """认定误报."""

    reason = forms.CharField(
        label=_("认定误报的理由"),
        max_length=200,
        help_text=_("提交人可以把同样的内容重新提交一次；平台随即不再保存原文。"),
    )


class DestroyForm(DeskForm):
    """移交并销毁."""

    handed_to = forms.CharField(
        label=_("移交给哪个部门"),
        max_length=80,
        help_text=_("先通过涉密渠道移交，拿到回执再登记。登记后平台上的内容永久销毁。"),
    )
    receipt = forms.CharField(label=_("回执编号"), max_length=60)
