"""Filters of lists: each is stated once, and is field, query, chip and URL parameter from there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.foundation.workdays import FIRST_DAY, LAST_DAY
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.forms import PickInput

M = TypeVar("M", bound=Model)
Choices = Iterable[tuple[Any, Any]]
ANY = ("", _("全部"))
LONGEST_TEXT = 60
# Parameters of the address that say which part of a list is shown, not what it holds.
CURSOR, COLUMNS, COUNT, ORDER, VIEWS = "cursor", "cols", "count", "order", "views"


class Kind(Enum):
    """What is filled in: one choice, several, words, a day, a tick, or a number nobody types."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    DAY = "day"
    YES = "yes"
    NUMBER = "number"


class Place(Enum):
    """Where it stands: in sight, behind 更多条件, or only in addresses other pages give."""

    FIRST = "first"
    MORE = "more"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a list when, with which conditions, and which columns they want to see.

    `values` holds by name what could be read of the filters in force and nothing else. `query` is
    the address asked by, without the page.
    """

    person: Person
    now: datetime
    values: Mapping[str, Any]
    columns: frozenset[str] = frozenset()
    query: str = ""


@dataclass(frozen=True, slots=True)
class Filter(Generic[M]):
    """A condition on the rows of a list.

    `choices` may be an enum, or ask for the person's; those of a hidden filter are looked up only
    where the address names it. `read` turns what was chosen into what `apply` gets. `lookup` and
    `where` are for the usual ones: a comparison with a column (for words, that it holds them), a
    condition that is on or off. With none of the three the list's `rows` looks the value up itself.
    `words` replaces the chip's "label：value".
    """

    name: str
    label: StrOrPromise
    kind: Kind = Kind.CHOICE
    apply: Callable[[QuerySet[M], Any, Asked], QuerySet[M]] | None = None
    lookup: str = ""
    where: Callable[[Asked], Q] | None = None
    choices: Choices | type[models.Choices] | Callable[[Person], Choices] = ()
    read: Callable[[Any], Any] | None = None
    words: StrOrPromise = ""
    hint: StrOrPromise = ""
    place: Place = Place.FIRST
    offered: Callable[[Person], bool] | None = None

    def applied(self, rows: QuerySet[M], asked: Asked) -> QuerySet[M]:
        """The rows that fit what was chosen."""
        value = asked.values[self.name]
        if self.apply is not None:
            return self.apply(rows, value, asked)
        if self.where is not None:
            return rows.filter(self.where(asked))
        if self.lookup and self.kind is Kind.TEXT:
            return rows.filter(spelled_in(value, self.lookup))
        return rows.filter(**{self.lookup: value}) if self.lookup else rows

    def field(self, person: Person, data: QueryDict, known: "Known") -> forms.Field:
        """Its form field; what can't be read is left out, as an old bookmark must still open."""
        field = self._field(person, data, known)
        if self.place is Place.HIDDEN:
            field.widget = forms.HiddenInput()
        return field

    def _field(self, person: Person, data: QueryDict, known: "Known") -> forms.Field:
        match self.kind:
            case Kind.CHOICE:
                choices = self._choices(person, data, known)
                first = [] if any(key == "" for key, _label in choices) else [ANY]
                return forms.ChoiceField(
                    label=self.label,
                    required=False,
                    choices=[*first, *choices],
                    widget=PickInput,
                )
            case Kind.CHOICES:
                return forms.MultipleChoiceField(
                    label=self.label,
                    required=False,
                    choices=self._choices(person, data, known),
                    widget=forms.CheckboxSelectMultiple,
                )
            case Kind.TEXT:
                attrs = {"placeholder": self.hint} if self.hint else {}
                widget = forms.SearchInput(attrs={**attrs, "maxlength": LONGEST_TEXT})
                return SoughtField(label=self.label, required=False, widget=widget)
            case Kind.DAY:
                return forms.DateField(
                    label=self.label,
                    required=False,
                    widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                    validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
                )
            case Kind.YES:
                return forms.BooleanField(label=self.label, required=False)
            case Kind.NUMBER:
                return forms.IntegerField(
                    label=self.label, required=False, min_value=1, max_value=2**63 - 1
                )

    def _choices(self, person: Person, data: QueryDict, known: "Known") -> list[tuple[Any, Any]]:
        if self.place is Place.HIDDEN and not data.get(self.name):
            return []
        if self.name not in known:
            known[self.name] = list(self._offered_to(person))
        return known[self.name]

    @property
    def fixed(self) -> Choices | None:
        """The choices that are the same for everybody; None where they are asked for."""
        if isinstance(self.choices, type):
            return wording.labels(self.choices).items()
        return None if callable(self.choices) else self.choices

    def _offered_to(self, person: Person) -> Choices:
        if self.fixed is not None:
            return self.fixed
        assert callable(self.choices)  # noqa: S101 (for the type checker)
        return self.choices(person)


# What was looked up to choose from, by the filter's name: for several forms of one person.
Known: TypeAlias = dict[str, list[tuple[Any, Any]]]


class SoughtField(forms.CharField):
    """Words to look for, cut to what anybody types; no database holds a NUL."""

    def to_python(self, value: Any) -> str:
        """The words."""
        return str(super().to_python(value)).replace("\0", "")[:LONGEST_TEXT].strip()


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force, and the address without it."""

    words: str
    url: str


class FilterForm(forms.Form):
    """The filters of a list as a GET form, with the order where there is one to choose.

    A filter with nothing to choose from is left out.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict,
        filters: Sequence[Filter[Any]],
        person: Person,
        orders: Choices = (),
        known: Known | None = None,
    ) -> None:
        super().__init__(data, auto_id="f_%s")
        self.query = data
        known = {} if known is None else known
        self.filters = {
            one.name: one for one in filters if one.offered is None or one.offered(person)
        }
        for name, one in list(self.filters.items()):
            field = one.field(person, data, known)
            if isinstance(field, forms.ChoiceField) and field.choices == [ANY]:
                del self.filters[name]
            else:
                self.fields[name] = field
        orders = list(orders)
        if len(orders) > 1:
            self.fields[ORDER] = forms.ChoiceField(label=_("排序"), required=False, choices=orders)
        self.full_clean()

    @property
    def values(self) -> dict[str, Any]:
        """What could be read, by name, as the filters' `apply` takes it."""
        found: dict[str, Any] = {}
        for name, one in self.filters.items():
            value = self.cleaned_data.get(name)
            if not _is_empty(value):
                found[name] = one.read(value) if one.read else value
        return found

    def chips(self) -> list[Chip]:
        """Every condition in force with the address without it."""
        found: list[Chip] = []
        for name in self.filters:
            value = self.cleaned_data.get(name)
            if _is_empty(value):
                continue
            for one in value if isinstance(value, list) else [value]:
                sent = str(one) if isinstance(value, list) else self.query.get(name, "")
                found.append(Chip(self._words(name, one), without(self.query, name, sent)))
        return found

    def _words(self, name: str, value: Any) -> str:
        one, field = self.filters[name], self.fields[name]
        if one.words or one.kind is Kind.YES:
            return str(one.words or one.label)
        if isinstance(field, forms.ChoiceField):
            words = {str(key): str(label) for key, label in _flat(field.choices)}
            value = words.get(str(value), value)
        elif one.kind is Kind.DAY:
            value = wording.day(value, weekday=False)
        return f"{one.label}：{value}"

    # How the form is set -----------------------------------------------------------------------

    @property
    def seeks(self) -> bool:
        """True where one types words to look for, and little else can be asked."""
        first = next(iter(self.filters.values()), None)
        return first is not None and first.kind is Kind.TEXT and not self.more

    @property
    def hidden(self) -> list[forms.BoundField]:
        """What addresses of other pages brought along."""
        return self._fields(Place.HIDDEN, set(Kind))

    @property
    def first(self) -> list[forms.BoundField]:
        """Always in sight, the order behind them."""
        fields = self._fields(Place.FIRST, set(Kind) - {Kind.CHOICES, Kind.YES})
        return [*fields, *([self[ORDER]] if ORDER in self.fields else [])]

    @property
    def menus(self) -> list[tuple[forms.BoundField, int]]:
        """Several choices of one filter, with how many are made."""
        fields = self._fields(Place.FIRST, {Kind.CHOICES})
        return [(field, len(self.cleaned_data.get(field.name) or ())) for field in fields]

    @property
    def ticks(self) -> list[forms.BoundField]:
        """On or off, in sight."""
        return self._fields(Place.FIRST, {Kind.YES})

    @property
    def more(self) -> list[forms.BoundField]:
        """Behind 更多条件."""
        return self._fields(Place.MORE, set(Kind) - {Kind.YES})

    @property
    def more_ticks(self) -> list[forms.BoundField]:
        """On or off, behind 更多条件."""
        return self._fields(Place.MORE, {Kind.YES})

    @property
    def more_open(self) -> bool:
        """True where one of those behind is in force."""
        return any(self.query.get(field.name) for field in [*self.more, *self.more_ticks])

    def _fields(self, place: Place, kinds: set[Kind]) -> list[forms.BoundField]:
        return [
            self[name]
            for name, one in self.filters.items()
            if one.place is place and one.kind in kinds
        ]


def without(query: QueryDict, name: str, value: str) -> str:
    """The address without one condition, on its first page."""
    pairs = [
        (key, one)
        for key, values in query.lists()
        if key not in {CURSOR, COUNT, VIEWS}
        for one in values
        if not (key == name and one == value)
    ]
    return f"?{urlencode(pairs)}"


def dropped(query: QueryDict, *names: str) -> QueryDict:
    """A copy of the address without these parameters."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def changed(query: QueryDict, **parameters: str) -> str:
    """The address with other parameters: another page, order, or the count of the same rows."""
    kept = dropped(query, CURSOR, COUNT, VIEWS)
    for name, value in parameters.items():
        kept[name] = value
    return f"?{kept.urlencode()}"


def place_in(query: QueryDict) -> str:
    """The address as a row's page gets it along: which list it stands in, and in which order."""
    skipped = {CURSOR, COUNT, COLUMNS, VIEWS}
    pairs = [(k, v) for k, values in query.lists() if k not in skipped for v in values if v]
    return urlencode(pairs)


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [])


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    flat: list[tuple[Any, Any]] = []
    for key, label in choices:
        flat += label if isinstance(label, list | tuple) else [(key, label)]
    return flat
