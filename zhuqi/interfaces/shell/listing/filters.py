"""Filters of lists: each is stated once, and is field, query, chip and URL parameter from there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.foundation.workdays import FIRST_DAY, LAST_DAY
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing.offers import Choices, Offer, OneOf, offer_of

M = TypeVar("M", bound=Model)
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

    `choices` may be an enum, or ask for the person's (`OneOf`: for several filters at once); those
    of a hidden filter are looked up only where the address names it. `read` turns what was chosen
    into what `apply` gets. `lookup` and `where` are for the usual ones: a comparison with a column
    (for words, that it holds them), a condition that is on or off. With none of the three the
    list's `rows` looks the value up itself; values of the others do not reach it.
    `words` replaces the chip's "label：value".
    """

    name: str
    label: StrOrPromise
    kind: Kind = Kind.CHOICE
    apply: Callable[[QuerySet[M], Any, Asked], QuerySet[M]] | None = None
    lookup: str = ""
    where: Callable[[Asked], Q] | None = None
    choices: Choices | type[models.Choices] | Callable[[Person], Choices] | OneOf = ()
    read: Callable[[Any], Any] | None = None
    words: StrOrPromise = ""
    hint: StrOrPromise = ""
    place: Place = Place.FIRST
    offered: Callable[[Person], bool] | None = None

    @property
    def applies_itself(self) -> bool:
        """Then the list's `rows` never hears of it."""
        return self.apply is not None or self.where is not None or bool(self.lookup)

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

    def field(self, offer: Offer | None) -> forms.Field:
        """Its form field; what can't be read is left out, as an old bookmark must still open."""
        field = self._field(offer or _NOTHING)
        if self.place is Place.HIDDEN:
            several = self.kind is Kind.CHOICES
            field.widget = forms.MultipleHiddenInput() if several else forms.HiddenInput()
        return field

    def _field(self, offer: Offer) -> forms.Field:
        match self.kind:
            case Kind.CHOICE:
                return OfferField(offer, label=self.label)
            case Kind.CHOICES:
                return forms.MultipleChoiceField(
                    label=self.label,
                    required=False,
                    choices=offer.choices,
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

    def offer(self, person: Person, known: "Known") -> Offer | None:
        """What there is to choose from, empty where nothing is; None where it is no choice."""
        if self.kind not in {Kind.CHOICE, Kind.CHOICES}:
            return None
        if self.fixed is not None:
            return offer_of(self.fixed)
        if isinstance(self.choices, OneOf):
            read = self.choices.read
            if read not in known.together:
                known.together[read] = read(person)
            return known.together[read][self.choices.key]
        if self.name not in known.offers:
            assert callable(self.choices)  # noqa: S101 (for the type checker)
            known.offers[self.name] = offer_of(self.choices(person))
        return known.offers[self.name]

    @property
    def fixed(self) -> Choices | None:
        """The choices that are the same for everybody; None where they are asked for."""
        if isinstance(self.choices, type):
            return wording.labels(self.choices).items()
        return None if isinstance(self.choices, OneOf) or callable(self.choices) else self.choices


@dataclass(frozen=True, slots=True)
class MoreFilter:
    """A filter of a list of another room: which list, by its name. It applies itself."""

    listing: str
    filter: Filter[Any]


MORE_FILTERS: Registry[MoreFilter] = Registry("filter of a list of another room")


def more_filters(listing: str) -> list[Filter[Any]]:
    """What other rooms contribute to the list of that name."""
    return [one.filter for one in MORE_FILTERS if one.listing == listing]


@dataclass(slots=True)
class Known:
    """What was looked up to choose from: for one form, or for several of one person."""

    offers: dict[str, Offer] = field(default_factory=dict)
    together: dict[Callable[[Person], Mapping[str, Offer]], Mapping[str, Offer]] = field(
        default_factory=dict
    )


_NOTHING = Offer(())


class OfferField(forms.ChoiceField):
    """One choice of an offer. It is drawn by the offer, and no choice is made a field's own."""

    def __init__(self, offer: Offer, label: StrOrPromise) -> None:
        super().__init__(label=label, required=False)
        self.offer = offer

    def valid_value(self, value: Any) -> bool:
        """It is one of those offered."""
        return str(value) in self.offer.words


class SoughtField(forms.CharField):
    """Words to look for, cut to what anybody types; no database holds a NUL."""

    def to_python(self, value: Any) -> str:
        """The words."""
        return str(super().to_python(value)).replace("\0", "")[:LONGEST_TEXT].strip()


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
