"""The office hours of a region, season by season."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.queries import region_by_code
from zhuqi.foundation.workdays import OfficeHours, Season
from zhuqi.interfaces.desk.forms.base import DeskForm

_MOST_SEASONS = 6
_SEGMENTS = ("morning", "afternoon", "evening")


def _segment(label: Any, example: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": example, "inputmode": "numeric"}),
    )


class SeasonForm(DeskForm):
    """A season: from which day on, and when people work. Empty where it has no day."""

    begins = forms.CharField(
        label=_("从哪天起"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "06-01"}),
    )
    morning = _segment(_("上午"), "08:30-12:00")
    afternoon = _segment(_("下午"), "14:30-18:00")
    evening = _segment(_("另一段（可不填）"), "")

    def clean(self) -> dict[str, Any]:
        """`season` is what it says."""
        data: dict[str, Any] = self.cleaned_data
        if not data.get("begins"):
            return data
        segments = [data[name] for name in _SEGMENTS if data.get(name)]
        try:
            data["season"] = Season.of(data["begins"], *segments)
        except ValueError as error:
            self.add_error("begins", str(error))
        return data


SeasonSet: "type[BaseFormSet[SeasonForm]]" = formset_factory(
    SeasonForm, extra=2, max_num=_MOST_SEASONS
)


class HoursForm(DeskForm):
    """Which region keeps which hours, and by which paper."""

    region = forms.CharField(
        label=_("区划代码"),
        max_length=12,
        help_text=_("如 411000。它和它下面的区划都按这里；下面单独设了的除外。"),
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("文件名称和文号。")
    )

    def __init__(self, *args: Any, like: OfficeHours, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [_row_of(season) for season in like.seasons]
        self.table = SeasonSet(self.data) if self.is_bound else SeasonSet(initial=rows)

    def is_valid(self) -> bool:
        """Form and seasons are both judged, so that all complaints come at once."""
        return self.table.is_valid() & super().is_valid()

    def clean(self) -> dict[str, Any]:
        """`place` is the region, `hours` what the seasons say."""
        data: dict[str, Any] = self.cleaned_data
        seasons = [
            form.cleaned_data["season"]
            for form in self.table.forms
            if form.is_valid() and "season" in form.cleaned_data
        ]
        try:
            data["hours"] = OfficeHours(tuple(seasons))
        except ValueError as error:
            self.add_error(None, str(error))
        if data.get("region"):
            try:
                data["place"] = region_by_code(data["region"].strip())
            except NotValid as refusal:
                self.add_error("region", refusal.reason)
        return data


def _row_of(season: Season) -> dict[str, str]:
    segments = [str(segment) for segment in season.segments]
    filled = dict(zip(_SEGMENTS, segments, strict=False))
    return {"begins": "{:02}-{:02}".format(*season.begins), **filled}
