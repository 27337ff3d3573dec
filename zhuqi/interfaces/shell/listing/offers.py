"""What a filter offers to choose from: its words are looked up and its options drawn once.

A city's ledger offers half a thousand units. Made into a form field, and each option drawn by a
widget, they took a third of the page's time (measured), and they change once a month. Whoever
reads them from the database remembers the offer by the very rows it was made of.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.shell.markup import attributes, escaped

Choices: TypeAlias = Iterable[tuple[Any, Any]]
ANY = ("", _("全部"))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value as it is sent, its words, and what else it is found by."""

    value: str
    label: str
    found_by: str = ""

    @classmethod
    def of(cls, key: Any, label: Any) -> "Option":
        """A choice as Django has them; one that knows its row is found by the row's words."""
        row = getattr(key, "instance", None)
        return cls(str(key), str(label), str(getattr(row, "find_words", "")))

    def drawn(self, *, selected: bool = False) -> str:
        """The <option>."""
        chosen = " selected" if selected else ""
        found_by = f' data-find="{escaped(self.found_by)}"' if self.found_by else ""
        words = escaped(self.label)
        return f'<option value="{escaped(self.value)}"{chosen}{found_by}>{words}</option>\n'


class Offer:
    """Options in their order, some under headings. What it was made with stays as it is."""

    def __init__(self, choices: Choices) -> None:
        self.choices = tuple(choices)
        self.words: Mapping[str, str] = {}
        """What each choice is called, by the value as it is sent."""
        self._pieces: list[str] = []
        self._options: dict[str, tuple[int, Option]] = {}
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                self._pieces.append(f'<optgroup label="{escaped(str(key))}">')
                self._add(Option.of(*pair) for pair in label)
                self._pieces.append("</optgroup>")
            else:
                self._add([Option.of(key, label)])
        self.words = {value: option.label for value, (_at, option) in self._options.items()}

    def __bool__(self) -> bool:
        return bool(self._options)

    def select(self, name: str, chosen: str, attrs: Mapping[str, object]) -> str:
        """The <select>, first of all with no choice, unless that is offered by a name of its own; a
        value that is not offered leaves none chosen."""
        pieces = list(self._pieces)
        if chosen in self._options:
            at, option = self._options[chosen]
            pieces[at] = option.drawn(selected=True)
        if "" not in self._options:
            pieces.insert(0, Option.of(*ANY).drawn(selected=not chosen))
        return f'<select name="{escaped(name)}"{attributes(attrs)}>{"".join(pieces)}</select>'

    def _add(self, options: Iterable[Option]) -> None:
        for option in options:
            self._options.setdefault(option.value, (len(self._pieces), option))
            self._pieces.append(option.drawn())


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several offers that are read together, once for all filters of a form."""

    read: Callable[[Person], Mapping[str, Offer]]
    key: str


def offer_of(choices: Choices) -> Offer:
    """The offer of these choices, remembered where they are plain words."""
    listed = tuple(choices)
    if all(isinstance(key, str | int) and not _heads(label) for key, label in listed):
        return _plain(tuple((str(key), str(label)) for key, label in listed))
    return Offer(listed)


def _heads(label: object) -> bool:
    return isinstance(label, list | tuple)


@lru_cache(maxsize=256)
def _plain(choices: tuple[tuple[str, str], ...]) -> Offer:
    return Offer(choices)
