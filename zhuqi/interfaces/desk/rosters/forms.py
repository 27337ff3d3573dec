"""A table to be read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import DeskForm


class RosterForm(DeskForm):
    """The file."""

    attachments = forms.FileField(
        label=_("表格文件"),
        help_text=_(".xlsx、.xls 或 .csv，表头在哪一行都可以，一次最多 5000 行。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
