"""What of a row is searched, declared once: for rooms whose texts are columns that whoever sees the
row may read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q, QuerySet

from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.kinds import KINDS, Ids, Kind
from zhuqi.foundation.search.models import LONGEST_NAME, SearchText
from zhuqi.foundation.search.normal import chunks, joined
from zhuqi.foundation.search.queries import Reading, as_it_is


@dataclass(frozen=True, slots=True)
class Text:
    """Columns of the row that are text of one code; `heading` and `spelled` as for a `Reading`."""

    code: str
    columns: tuple[str, ...]
    heading: bool = False
    spelled: Callable[[str], str] = as_it_is


@dataclass(frozen=True, slots=True)
class Searched:
    """One kind of thing that is found: `name` it bears in the index, its table, its texts.

    `beside`: rows of other tables that name it, by the part they are. Tables a heading is made
    with (`enterprise__name`) are followed. `only`: which rows are searched at all; `part` of the
    row itself, where it is not called as its kind.
    """

    name: str
    model: type[models.Model]
    texts: tuple[Text, ...]
    beside: Mapping[str, Columns] = field(default_factory=dict)
    only: Q = field(default_factory=Q)
    part: str = ""

    def register(self) -> None:
        """Be searched; called once, when models are loaded. ValueError for a name that is longer
        than its column, which SQLite would not say."""
        for name in (self.name, self._part, *self.beside):
            if len(name) > LONGEST_NAME:
                raise ValueError(f"{name}: at most {LONGEST_NAME} letters")
        beside = {name: columns.part for name, columns in self.beside.items()}
        codes = [one.code for one in self.texts]
        codes += [code for columns in self.beside.values() for code in columns.codes]
        kind = Kind(
            rows=self._rows,
            parts={self._part: self._columns(self.texts).part, **beside},
            codes=frozenset(codes),
            touched=self._touched(),
        )
        KINDS.register(self.name, kind)

    @property
    def readings(self) -> list[Reading]:
        """All of it may be read."""
        return [Reading(one.code, spelled=one.spelled, heading=one.heading) for one in self.texts]

    @property
    def _part(self) -> str:
        return self.part or self.name

    def _rows(self) -> QuerySet[models.Model]:
        manager: models.Manager[models.Model] = self.model._default_manager  # noqa: SLF001 (Django's public name)
        return manager.filter(self.only)

    def _columns(self, texts: Iterable[Text]) -> Columns:
        return Columns(self.model, {one.code: one.columns for one in texts}, only=self.only)

    def _touched(self) -> dict[str, Callable[[Ids], Iterable[int]]]:
        """By the tables headings are made with: the rows whose heading is no longer right."""
        ways = {
            name.rpartition("__")[0]
            for one in self.texts
            if one.heading
            for name in one.columns
            if "__" in name
        }
        return {_table(self.model, way): self._outdated(way) for way in sorted(ways)}

    def _outdated(self, way: str) -> Callable[[Ids], Iterable[int]]:
        headings = self._columns(one for one in self.texts if one.heading)

        def found(ids: Ids) -> Iterable[int]:
            rows = self._rows().filter(**{f"{way}__in": ids}).order_by()
            asked = list(rows.values_list("pk", flat=True))
            stored = SearchText.objects.filter(kind=self.name, part=self._part, place=0)
            firsts = stored.filter(part_id__in=asked).order_by()
            held = set(firsts.values_list("object_id", "code", "text"))
            read = [list(rows.values(*names)) for rows, names in headings.reads(asked)]
            return {
                one.object_id
                for one in headings.texts(read)
                if (one.object_id, one.code, _first(one.pieces)) not in held
            }

        return found


def _first(pieces: Iterable[str]) -> str:
    """As much of a text as stands in its first chunk."""
    return next(chunks(joined(pieces)))


def _table(model: type[models.Model], way: str) -> str:
    """The table a way across others leads to."""
    found: type[models.Model] = model
    for name in way.split("__"):
        related = found._meta.get_field(name).related_model  # noqa: SLF001 (Django's public name)
        assert isinstance(related, type)  # noqa: S101 (for the type checker)
        found = related
    return found._meta.label  # noqa: SLF001
