"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Scope
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, offer_rows, text_area
from zhuqi.mechanisms.ready_answers.fields import FIELDS

_KNOWN = "、".join(f"{{{name}}}" for name in FIELDS)


def _item() -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(
        Item.objects.none(), label=_("事项"), required=False, empty_label=_("不限事项")
    )


def _text() -> forms.CharField:
    hint = _("可以用的字段：%(fields)s，插入时换成这件诉求的内容；还不知道的原样留着。")
    return text_area(_("答复"), rows=10, help_text=hint % {"fields": _KNOWN})


class KeepForm(DeskForm):
    """新建."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("谁的"), empty_label=None)
    name = forms.CharField(label=_("名称"), help_text=_("如：用电增容，已列入计划。"))
    item = _item()
    text = _text()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = scope.units(*UNIT_ROLES, *OFFICE_ROLES)
        offer_rows(self, "unit", Unit.objects.filter(pk__in=own).order_by("pk"))
        offer_rows(self, "item", Item.objects.filter(active=True))
        self.fields["unit"].help_text = _("活动办的，由本级各承办单位共用。")


class ChangeForm(RowForm):
    """修改."""

    name = forms.CharField(label=_("名称"))
    item = _item()
    text = _text()

    def set_choices(self) -> None:
        """As it stands."""
        offer_rows(self, "item", Item.objects.filter(Q(active=True) | Q(pk=self.row.item_id or 0)))
        for name in ("name", "item", "text"):
            self.fields[name].initial = getattr(self.row, name)


class SureForm(RowForm):
    """Nothing is asked."""
