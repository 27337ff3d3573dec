"""A new webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.webhooks import queries, subjects
from zhuqi.interfaces.desk.forms.base import DeskForm, offer_rows
from zhuqi.interfaces.shell.forms import TicksInput


class WebhookForm(DeskForm):
    """What it is for, where it leads, what is told."""

    name = forms.CharField(label=_("用途"), max_length=40, help_text=_("如：同步到省平台。"))
    url = forms.CharField(
        label=_("接收地址"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("对方系统接收推送的地址。在内网的，须由系统管理员先放行。"),
    )
    chosen = forms.MultipleChoiceField(
        label=_("推送哪些动态"),
        choices=lambda: list(subjects.choices()),
        widget=TicksInput(_("动态")),
        help_text=_("只推送账号看得到、令牌可以查看的。"),
    )


class SystemWebhookForm(WebhookForm):
    """And of which system."""

    account = forms.ModelChoiceField(
        User.objects.none(), label=_("系统账号"), empty_label=_("请选择")
    )
    field_order = ("account", "name", "url", "chosen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "account", queries.services())
