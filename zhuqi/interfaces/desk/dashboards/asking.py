"""What an overview is asked, as an address says it: whose, of which months, as of which day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Role, Scope
from zhuqi.foundation.directory.enums import Level
from zhuqi.interfaces.desk.statistics.asking import MONTHS, Question, month_words
from zhuqi.interfaces.shell.navigation import address
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.reporting.statistics.figures import Period
from zhuqi.reporting.statistics.several import Office

# So many months a trend has.
TREND = 13


class Reader(TextChoices):
    """Whose overview it is."""

    LEADER = "leader", _("领导")
    OFFICE = "office", _("活动办")
    COUNTY = "county", _("县区")
    UNIT = "unit", _("单位")


def readers_of(scope: Scope) -> list[Reader]:
    """The overviews somebody may read, their own first."""
    found: list[Reader] = []
    if scope.holds(*OFFICE_READERS):
        works = scope.holds(*OFFICE_ROLES, Role.INSPECTOR)
        found += [Reader.OFFICE, Reader.LEADER] if works else [Reader.LEADER, Reader.OFFICE]
        found.append(Reader.COUNTY)
    elif scope.holds(*UNIT_ROLES):
        # Who reads an office's figures too would be led from a unit's to rows of the office's.
        found.append(Reader.UNIT)
    return found


def moved(month: date, by: int) -> date:
    """The first day of a month so many months later, or earlier."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Ask:
    """An overview; what can't be read of an address is left out. `day`: what was known then, None
    for now. `office`: of one ledger alone."""

    reader: Reader
    period: Period
    day: date | None = None
    office: int = 0

    @classmethod
    def of(cls, reader: Reader, values: Mapping[str, Any], scope: Scope) -> "Ask":
        """As an address says it; else this month, and of an office its own ledger."""
        today = timezone.localdate()
        usual = {"first": f"{today:%Y-%m}", "last": f"{today:%Y-%m}"}
        given = {name: str(value) for name, value in values.items() if value}
        asked = Question.of({**usual, **given})
        day = asked.day if asked.day and asked.day < today else None
        own = scope.units(*OFFICE_READERS)
        its_own = reader is Reader.OFFICE and "office" not in values and len(own) == 1
        return cls(reader, asked.period, day, min(own) if its_own else asked.cut.office)

    @property
    def before(self) -> Period:
        """As many months as the period has, just before it."""
        length = sum(1 for _month in self.period.months())
        return Period(moved(self.period.first, -length), moved(self.period.first, -1))

    @property
    def trend(self) -> Period:
        """The months up to its last."""
        return Period(moved(self.period.last, 1 - TREND), self.period.last)

    def parameters(self) -> dict[str, str]:
        """As an address has it."""
        return {
            "first": f"{self.period.first:%Y-%m}",
            "last": f"{self.period.last:%Y-%m}",
            **({"day": self.day.isoformat()} if self.day else {}),
            **({"office": str(self.office)} if self._names_office else {}),
        }

    @property
    def _names_office(self) -> bool:
        """An office's own ledger is the usual one: all of them are asked for by name."""
        return self.reader is not Reader.UNIT and (
            bool(self.office) or self.reader is Reader.OFFICE
        )

    def url(self, view: str = "desk:overview_of", **others: Any) -> str:
        """Its page with something else asked."""
        other = replace(self, **others)
        return f"{address(view, other.reader.value)}?{urlencode(other.parameters())}"


class AskForm(forms.Form):
    """What the bar above an overview asks."""

    first = forms.ChoiceField(label=_("自"), required=False)
    last = forms.ChoiceField(label=_("至"), required=False)
    office = forms.TypedChoiceField(label=_("台账"), required=False, coerce=int, empty_value=None)
    day = forms.DateField(
        label=_("按哪天所知"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, ask: Ask, offices: Mapping[int, Office]) -> None:
        """Filled with what is asked now."""
        super().__init__(initial={**ask.parameters(), "day": ask.day, "office": ask.office})
        this = timezone.localdate().replace(day=1)
        months = {moved(this, -n) for n in range(MONTHS)} | {ask.period.first, ask.period.last}
        words = [(f"{one:%Y-%m}", month_words(one)) for one in sorted(months, reverse=True)]
        self._choices("first", words)
        self._choices("last", words)
        named = [(one.pk, one.name) for one in in_order(offices)]
        if ask.reader is Reader.UNIT or len(named) < 2:  # noqa: PLR2004 (nothing to choose)
            del self.fields["office"]
        else:
            every: list[Any] = [] if ask.reader is Reader.COUNTY else [(0, _("全部台账"))]
            self._choices("office", [*every, *named])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type)
        field.choices = choices


def in_order(offices: Mapping[int, Office]) -> list[Office]:
    """The city's before the counties', these by their code."""
    ranks = tuple(Level)
    return sorted(offices.values(), key=lambda one: (ranks.index(one.level), one.region, one.pk))
