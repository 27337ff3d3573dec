"""Whose open work goes to whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, text_area
from zhuqi.ledgers.cases.handover.workload import could_handle


class HandOverAllForm(DeskForm):
    """Everything open in one name, in one unit."""

    to = forms.ModelChoiceField(
        label=_("接办人"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    reason = text_area(_("移交原因"), rows=2)

    def __init__(self, *args: Any, leaver: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = could_handle(unit.pk).exclude(pk=leaver.pk)
