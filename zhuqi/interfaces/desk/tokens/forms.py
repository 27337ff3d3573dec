"""Making a token, and an account for another system."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.tokens import rules, scopes
from zhuqi.interfaces.desk.forms.base import DeskForm

PERIODS = ((30, _("30 天")), (90, _("90 天")), (180, _("180 天")), (365, _("365 天")))


class TokenForm(DeskForm):
    """What it is for, what it may do, how long."""

    name = forms.CharField(label=_("用途"), max_length=40, help_text=_("如：每日统计脚本。"))
    chosen = forms.MultipleChoiceField(
        label=_("权限"),
        choices=scopes.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("令牌不会比账号本身能做得更多；只选用得到的。"),
    )
    days = forms.TypedChoiceField(label=_("有效期"), choices=PERIODS, coerce=int, initial=90)


class SystemForm(DeskForm):
    """Another system: who it is, who answers for it, as what it works where."""

    system = forms.CharField(label=_("系统名称"), max_length=40)
    contact = forms.CharField(label=_("联系人和电话"), max_length=80)
    unit = forms.ModelChoiceField(
        Unit.objects.filter(active=True).order_by("region__code", "kind", "pk"),
        label=_("所属单位"),
        empty_label=_("请选择"),
    )
    role = forms.TypedChoiceField(
        label=_("角色"),
        choices=lambda: [
            (role.value, role.label) for role in Role if role not in rules.NEVER_A_SYSTEMS
        ],
        coerce=Role,
        help_text=_("系统看得到、办得了的，与担任这个角色的人一样。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.INSPECTOR
