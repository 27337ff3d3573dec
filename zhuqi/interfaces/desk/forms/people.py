"""What the security administrator fills in."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm

GIVEN = [("", _("请选择")), *((role.value, role.label) for role in Role if role is not Role.FIRM)]


class GiveForm(DeskForm):
    """A role in a unit, from now on."""

    role = forms.ChoiceField(label=_("角色"), choices=GIVEN)
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="give_%s", **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        groups = [
            (name, [(unit.pk, unit.name) for unit in below])
            for name, below in groupby(units, key=lambda unit: unit.region.name)
        ]
        field.choices = [("", _("请选择")), *groups]


class ReasonForm(DeskForm):
    """Why."""

    reason = forms.CharField(label=_("理由"), required=False, max_length=200)
