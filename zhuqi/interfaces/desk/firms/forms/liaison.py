"""Days on which somebody begins or ends looking after a firm."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.workdays import FIRST_DAY, LAST_DAY
from zhuqi.interfaces.desk.forms.base import DeskForm


def _day(label: StrOrPromise) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )


class DayForm(DeskForm):
    """From which day the other one looks after the firms."""

    since = _day(_("从哪天起"))


class SinceForm(DeskForm):
    """The first or the last day."""

    day = _day(_("日期"))
