"""One form for each verb; fields are named like the action's keywords."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, choose_one, offer_rows
from zhuqi.mechanisms.rhythm import queries
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmKind

_MORNING = time(8, 30)


def _pace() -> forms.TypedChoiceField:
    return choose_one(_("周期"), Pace.choices, initial=Pace.WEEKLY)


def _days() -> forms.CharField:
    hint = _("每周填 1 到 7，周一是 1；每月填日期，如 10,20。遇放假顺延到下一个工作日。")
    return forms.CharField(label=_("哪几天"), help_text=hint)


def _at() -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=_("几点"), initial=_MORNING, widget=widget)


class BeginForm(DeskForm):
    """安排日程."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    kind = choose_one(_("事项"), RhythmKind.choices, initial=RhythmKind.LETTER)
    pace = _pace()
    days = _days()
    at = _at()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", offices.order_by("level", "pk"))


class ReviseForm(RowForm):
    """修改安排: as it is."""

    pace = _pace()
    days = _days()
    at = _at()

    def set_choices(self) -> None:
        """What stands there now."""
        for name in ("pace", "days", "at"):
            self.fields[name].initial = getattr(self.row, name)
