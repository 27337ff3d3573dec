"""What is asked of figures, as it stands in an address: months, a dimension, a past day, a cut."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.typed import whole
from zhuqi.foundation.workdays import FIRST_DAY
from zhuqi.interfaces.shell.navigation import address
from zhuqi.ledgers.cases.enums import Kind, Tier
from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.figures import AsOf, Cut, Dimension, Part, Period

# So many months are offered; any are read in an address.
MONTHS = 36
# What a cut may name in an address, and whether by number.
CUTS: Mapping[str, bool] = {
    "level": False, "office": True, "region": False, "unit": True, "sector": False,
    "item": True, "kind": False, "channel": False, "tier": False,
}  # fmt: skip
_LONGEST_YEARS = 30


def month_words(month: date) -> str:
    """2026年11月."""
    return f"{month.year}年{month.month}月"


def period_words(period: Period) -> str:
    """2026年1月至11月."""
    first, last = period.first, period.last
    if first == last:
        return month_words(first)
    end = f"{last.month}月" if first.year == last.year else month_words(last)
    return f"{month_words(first)}至{end}"


def _month(text: str, otherwise: date) -> date:
    """2026-11; anything else, or what no calendar knows, is the usual month."""
    left, _dash, right = text.partition("-")
    year, month = whole(left) or 0, whole(right) or 0
    known = FIRST_DAY.year <= year <= otherwise.year + 1 and 1 <= month <= 12  # noqa: PLR2004
    return date(year, month, 1) if known else otherwise


@dataclass(frozen=True, slots=True)
class Question:
    """What a page of figures is asked. What can't be read of an address is left out.

    `by`: none, one, or two dimensions that tell rows apart.
    """

    period: Period
    by: tuple[Dimension, ...]
    group: str
    day: date | None
    cut: Cut

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Question":
        """As an address says it."""
        today = timezone.localdate()
        this = today.replace(day=1)
        first = _month(str(values.get("first") or ""), this.replace(month=1))
        last = _month(str(values.get("last") or ""), this)
        if last < first:
            first, last = last, first
        first = max(first, date(last.year - _LONGEST_YEARS, last.month, 1))
        by = [str(values.get(name) or "") for name in ("by", "then")]
        try:
            day = date.fromisoformat(str(values.get("day") or ""))
        except ValueError:
            day = None
        return cls(
            Period(first, last),
            tuple(dict.fromkeys(Dimension(one) for one in by if one in Dimension.values)),
            str(values.get("group") or ""),
            day if day and FIRST_DAY <= day <= today else None,
            cut_of(values),
        )

    def as_of(self) -> AsOf:
        """Now, or the end of the day asked for."""
        return queries.end_of(self.day) if self.day else queries.newest()

    def parameters(self) -> dict[str, str]:
        """As an address has it."""
        return {
            **_months(self.period),
            **{name: one.value for name, one in zip(("by", "then"), self.by, strict=False)},
            **({"group": self.group} if self.group else {}),
            **({"day": self.day.isoformat()} if self.day else {}),
            **cut_parameters(self.cut),
        }

    def url(self, **others: Any) -> str:
        """The page of figures with something else asked."""
        return f"{address('desk:figures')}?{urlencode(replace(self, **others).parameters())}"


def cut_of(values: Mapping[str, Any]) -> Cut:
    """The cut an address names."""
    named = {name: str(values.get(name) or "") for name in CUTS}
    chosen: dict[str, Any] = {
        name: whole(named[name]) or 0 if is_number else named[name][:20]
        for name, is_number in CUTS.items()
    }
    blank = frozenset(str(values.get("blank") or "").split(",")) & CUTS.keys()
    return replace(queries.ALL, **chosen, blank=blank)


def cut_parameters(cut: Cut) -> dict[str, str]:
    """A cut as an address has it; what somebody may read at all is never in one."""
    named = {name: str(value) for name in CUTS if (value := getattr(cut, name))}
    return named | ({"blank": ",".join(sorted(cut.blank))} if cut.blank else {})


def _months(period: Period) -> dict[str, str]:
    return {"first": f"{period.first:%Y-%m}", "last": f"{period.last:%Y-%m}"}


@dataclass(frozen=True)
class Place:
    """Of which rows a number is: what its link opens, as of the same event."""

    period: Period
    cut: Cut
    as_of: AsOf

    def query(self, code: str, part: Part) -> str:
        """As an address asks for the rows behind a part of a figure."""
        return f"figure={code}&part={part.value}&{self._where}"

    def url(self, code: str, part: Part) -> str:
        """Where they are opened."""
        return f"{self._page}?{self.query(code, part)}"

    def address(self, code: str, part: Part) -> str:
        """The same in a file: with the site, where it knows its own address."""
        return f"{settings.PUBLIC_URL.rstrip('/')}{self.url(code, part)}"

    # A table has hundreds of links, a row of it one place.

    @cached_property
    def _page(self) -> str:
        return address("desk:figure_rows")

    @cached_property
    def _where(self) -> str:
        event = {"event": str(self.as_of.event)}
        return urlencode(_months(self.period) | event | cut_parameters(self.cut))


class FigureForm(forms.Form):
    """What the bar above the table asks."""

    first = forms.ChoiceField(label=gettext_lazy("自"), required=False)
    last = forms.ChoiceField(label=gettext_lazy("至"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("分列"), required=False)
    then = forms.ChoiceField(label=gettext_lazy("再分列"), required=False)
    office = forms.ChoiceField(label=gettext_lazy("台账"), required=False)
    sector = forms.ChoiceField(
        label=gettext_lazy("行业"), required=False, choices=[("", _("全部")), *Sector.choices]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"), required=False, choices=[("", _("全部")), *Kind.choices]
    )
    tier = forms.ChoiceField(
        label=gettext_lazy("难易"), required=False, choices=[("", _("全部")), *Tier.choices]
    )
    day = forms.DateField(
        label=gettext_lazy("按哪天所知"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, question: Question, reach: Cut, scope: Scope) -> None:
        """Filled with what is asked now."""
        super().__init__(initial={**question.parameters(), "day": question.day})
        this = timezone.localdate().replace(day=1)
        offered = set(_back_from(this)) | {
            question.period.first, question.period.last
        }  # fmt: skip
        months = [(f"{one:%Y-%m}", month_words(one)) for one in sorted(offered, reverse=True)]
        self._choices("first", months)
        self._choices("last", months)
        left_out = set() if queries.compares_units(scope) else {Dimension.OFFICE, Dimension.LEVEL}
        for name in ("by", "then"):
            apart = [(one.value, one.label) for one in Dimension if one not in left_out]
            self._choices(name, [("", _("不分")), *apart])
        offices = Unit.objects.filter(pk__in=sorted(reach.offices or ())).order_by("level", "pk")
        if len(reach.offices or ()) > 1:
            self._choices("office", [("", _("全部")), *((str(o.pk), str(o)) for o in offices)])
        else:
            del self.fields["office"]
        shown = {
            "first",
            "last",
            "by",
            "then",
            *(name for name in CUTS if name in self.fields),
            "day",
        }
        for name, value in question.parameters().items():
            if name not in shown:
                self.fields[name] = forms.CharField(
                    required=False, initial=value, widget=forms.HiddenInput
                )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type)
        field.choices = choices


def _back_from(month: date) -> list[date]:
    number = month.year * 12 + month.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number, number - MONTHS, -1)]
