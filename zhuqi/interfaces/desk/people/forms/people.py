"""What the security administrator fills in."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.shell.forms import row_choice

GIVEN = [("", _("请选择")), *((role.value, role.label) for role in Role if role is not Role.FIRM)]


class GiveForm(DeskForm):
    """A role in a unit, from now on."""

    role = forms.ChoiceField(label=_("角色"), choices=GIVEN)
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    until = forms.DateField(
        label=_("到哪天止"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("含当天；不填就一直有效。抽调的必须填。"),
    )
    seconded_from = forms.ModelChoiceField(
        label=_("抽调自"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("从哪个单位抽调来，期间仍算原单位的人。不是抽调的不填。"),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="give_%s", **kwargs)
        groups = [
            (name, [row_choice(unit, unit.name) for unit in below])
            for name, below in groupby(units, key=lambda unit: unit.region.name)
        ]
        for name, nothing in (("unit", _("请选择")), ("seconded_from", _("不是抽调"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
            field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
            field.choices = [("", nothing), *groups]


class OpenForm(GiveForm):
    """A new account; the first role is given with it or later."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=64,
        help_text=_("登录时用，已按姓名拼音拟好，可以改。"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    field_order = ("username", "role", "unit", "until", "seconded_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        role.required = False
        role.help_text = _("可以不选，以后在其账号页上授予。")
        # Without a role the unit says nothing.
        self.fields["unit"].required = bool(self.data.get("role"))


class ReasonForm(DeskForm):
    """Why."""

    reason = forms.CharField(label=_("理由"), required=False, max_length=200)
