"""The filters of a list as a form: read from the address, said as chips, drawn.

A list has thirty filters and an address one or two: only what the address names becomes a field.
The others are drawn as they always are, and remembered that way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing.filters import (
    ORDER,
    Filter,
    Kind,
    Known,
    OfferField,
    Place,
    without,
)
from zhuqi.interfaces.shell.listing.offers import Choices, Offer
from zhuqi.interfaces.shell.markup import escaped

_IDS = "f_%s"


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force, and the address without it."""

    words: str
    url: str


class FilterForm(forms.Form):
    """The filters of a list as a GET form, with the order where there is one to choose.

    A filter with nothing to choose from is left out. `fields` are those the address names.
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
        super().__init__(data, auto_id=_IDS)
        self.query = data
        self._person, self._known = person, known or Known()
        self.filters = {
            one.name: one for one in filters if one.offered is None or one.offered(person)
        }
        for name, one in list(self.filters.items()):
            if name not in data or (one.place is Place.HIDDEN and not data[name]):
                continue
            offer = one.offer(person, self._known)
            if offer is not None and not offer:
                del self.filters[name]
            else:
                self.fields[name] = one.field(offer)
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
        one = self.filters[name]
        if one.words or one.kind is Kind.YES:
            return str(one.words or one.label)
        offer = one.offer(self._person, self._known)
        if offer is not None:
            value = offer.words.get(str(value), value)
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
    def asks(self) -> bool:
        """True where there is anything to ask."""
        return any((self.hidden, self.first, self.menus, self.ticks, self.more, self.more_ticks))

    @cached_property
    def hidden(self) -> list[SafeString]:
        """What addresses of other pages brought along."""
        return self._drawn(Place.HIDDEN, set(Kind))

    @cached_property
    def first(self) -> list[SafeString]:
        """Always in sight, the order behind them."""
        drawn = self._drawn(Place.FIRST, set(Kind) - {Kind.CHOICES, Kind.YES})
        return [*drawn, *([_labelled(self[ORDER])] if ORDER in self.fields else [])]

    @cached_property
    def menus(self) -> list[SafeString]:
        """Several choices of one filter, with how many are made."""
        return self._drawn(Place.FIRST, {Kind.CHOICES})

    @cached_property
    def ticks(self) -> list[SafeString]:
        """On or off, in sight."""
        return self._drawn(Place.FIRST, {Kind.YES})

    @cached_property
    def more(self) -> list[SafeString]:
        """Behind 更多条件."""
        return self._drawn(Place.MORE, set(Kind) - {Kind.YES})

    @cached_property
    def more_ticks(self) -> list[SafeString]:
        """On or off, behind 更多条件."""
        return self._drawn(Place.MORE, {Kind.YES})

    @property
    def more_open(self) -> bool:
        """True where one of those behind is in force."""
        behind = (name for name, one in self.filters.items() if one.place is Place.MORE)
        return any(self.query.get(name) for name in behind)

    def _drawn(self, place: Place, kinds: set[Kind]) -> list[SafeString]:
        several = (
            self._control(name, one)
            for name, one in self.filters.items()
            if one.place is place and one.kind in kinds
        )
        return [drawn for drawn in several if drawn]

    def _control(self, name: str, one: Filter[Any]) -> SafeString:
        """As the address fills it in, else as it is where nothing is; "" where there is nothing to
        choose from."""
        if name in self.fields:
            return _control(self[name], one.kind, one.place)
        if one.place is Place.HIDDEN and one.kind in {Kind.CHOICE, Kind.CHOICES}:
            return SafeString("")
        offer = one.offer(self._person, self._known)
        if offer is not None and not offer:
            return SafeString("")
        return _empty(name, str(one.label), str(one.hint), one.kind, one.place, offer)


@lru_cache(maxsize=1024)
def _empty(  # noqa: PLR0917 (what it is drawn from, to be remembered by)
    name: str, label: str, hint: str, kind: Kind, place: Place, offer: Offer | None
) -> SafeString:
    """A control nobody has filled in. An offer is remembered by itself, not by what is in it."""
    form = forms.Form(QueryDict(), auto_id=_IDS)
    form.use_required_attribute = False
    one: Filter[Any] = Filter(name, label, kind, hint=hint, place=place)
    form.fields[name] = one.field(offer)
    return _control(form[name], kind, place)


def _control(field: BoundField, kind: Kind, place: Place) -> SafeString:
    if place is Place.HIDDEN:
        return SafeString(field)
    if kind is Kind.YES:
        return SafeString(
            f'<label class="z-tick" for="{escaped(field.id_for_label)}">{field}'
            f"<span>{escaped(field.label)}</span></label>"
        )
    if kind is Kind.CHOICES:
        context = {"field": field, "chosen": len(field.value() or ())}
        return SafeString(render_to_string("shell/listing/menu.html", context))
    return _labelled(field)


def _labelled(field: BoundField) -> SafeString:
    id_ = escaped(field.id_for_label)
    control = _select(field) if isinstance(field.field, OfferField) else str(field)
    return SafeString(
        f'<div class="z-filter__field"><label for="{id_}">{escaped(field.label)}</label>'
        f"{control}</div>"
    )


def _select(field: BoundField) -> str:
    """A select, which the script turns into a field one types into."""
    wrong = {"aria-invalid": "true"} if field.errors else {}
    attrs = {"data-pick": "", **wrong, "id": field.id_for_label}
    offer: Offer = field.field.offer  # type: ignore[attr-defined]  # `_labelled` looked
    return offer.select(field.html_name, str(field.value() or ""), attrs)


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [])
