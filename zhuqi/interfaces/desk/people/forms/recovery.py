"""Whose account is to be given back, and how it was made sure who asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import DeskForm

CHECKED_HINT = _("例如：当面核对身份证和营业执照；或回拨登记的电话，核对了最近一件诉求。")


class RecoveryForm(DeskForm):
    """找回账号."""

    login = forms.CharField(
        label=_("用户名"), max_length=64, help_text=_("企业人员一般是手机号；写全。")
    )
    checked = forms.CharField(label=_("怎样核对了身份"), max_length=200, help_text=CHECKED_HINT)


class ConfirmForm(DeskForm):
    """The second administrator's word."""

    checked = forms.CharField(label=_("怎样复核了身份"), max_length=200, help_text=CHECKED_HINT)
