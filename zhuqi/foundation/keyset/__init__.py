"""Pages by key: a page costs the same wherever it lies and however large the table is.

A place in a list is named by the sort keys of a row, not by a number of rows to skip. The columns
sorted by must not be null (a query coalesces those that may be) and must end in one that is unique.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from django.core import signing
from django.db.models import Model, Q, QuerySet

PAGE = 50
M = TypeVar("M", bound=Model)
Marks = tuple[Any, ...]
Paths = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """A column sorted by: a field, a path or an annotation, never null."""

    name: str
    ascending: bool = True


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """The rows of a page, and the cursors before and after ("" where there is none)."""

    rows: list[M]
    before: str = ""
    after: str = ""


def keys_of(*names: str) -> tuple[Key, ...]:
    """Written as in `order_by`: a leading "-" turns the direction."""
    return tuple(Key(name.removeprefix("-"), not name.startswith("-")) for name in names)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The next `size` rows of an order, beyond the row whose keys are `marks` (from the beginning
    where there are none); backwards if not `forward`."""

    keys: Sequence[Key]
    marks: Marks
    forward: bool
    size: int

    def of(
        self, rows: QuerySet[M, Any], paths: Mapping[str, str] | None = None
    ) -> QuerySet[M, Any]:
        """These rows of `rows`; `paths`: where the keys are found if not at their own names."""
        keys = [Key((paths or {}).get(key.name, key.name), key.ascending) for key in self.keys]
        if self.marks:
            rows = rows.filter(_beyond(keys, self.marks, forward=self.forward))
        return rows.order_by(*(_sign(key, forward=self.forward) for key in keys))[: self.size]

    def first(self, found: Iterable[Marks]) -> list[Marks]:
        """The first of rows named by their keys, in order, each once."""
        ordered = list(set(found))
        for place, key in reversed(list(enumerate(self.keys))):
            ordered.sort(key=lambda marks: marks[place], reverse=key.ascending != self.forward)
        return ordered[: self.size]


@runtime_checkable
class Seeks(Protocol):
    """A queryset that knows a shorter way to a stretch of its rows than asking for all of them."""

    def seek(self, stretch: Stretch) -> Sequence[Any]:
        """The very rows of `stretch.of(self)`, in order."""


def keyset_page(
    rows: QuerySet[M], keys: Sequence[Key], cursor: str = "", *, size: int = PAGE, salt: str
) -> KeysetPage[M]:
    """One page of these rows in the order of `keys`, in one query.

    `cursor` is one that a page of the same salt and keys gave, signed so that nobody can aim it at
    another column. One that is forged, of another list, or whose rows have all gone meanwhile,
    gives the first page.
    """
    forward, marks = _read(cursor, keys, salt) or (True, [])
    page = _page(rows, keys, forward, marks, size=size, salt=salt)
    if not page.rows and marks:
        return keyset_page(rows, keys, size=size, salt=salt)
    return page


def page_from(
    rows: QuerySet[M], keys: Sequence[Key], cursor: str = "", *, size: int = PAGE, salt: str
) -> KeysetPage[M] | None:
    """The same for a program, which must not begin anew without knowing: None for a cursor that
    can't be read, no rows where those beyond it have gone."""
    read = _read(cursor, keys, salt)
    return None if read is None else _page(rows, keys, *read, size=size, salt=salt)


def _page(
    rows: QuerySet[M],
    keys: Sequence[Key],
    forward: bool,  # noqa: FBT001 (as it is read)
    marks: Sequence[Any],
    *,
    size: int,
    salt: str,
) -> KeysetPage[M]:
    stretch = Stretch(keys, tuple(marks), forward, size + 1)
    found = list(rows.seek(stretch) if isinstance(rows, Seeks) else stretch.of(rows))
    more, found = len(found) > size, found[:size]
    if not found:
        return KeysetPage([])
    if not forward:
        found.reverse()
    has_before = bool(marks) if forward else more
    has_after = more if forward else True
    return KeysetPage(
        found,
        _cursor("b", found[0], keys, salt) if has_before else "",
        _cursor("a", found[-1], keys, salt) if has_after else "",
    )


def marks_of(row: Model, keys: Sequence[Key]) -> list[Any]:
    """Where a row stands in the order of `keys`, as JSON can hold it."""
    return [_written(_value(row, key.name)) for key in keys]


def beside(
    rows: QuerySet[M], keys: Sequence[Key], marks: Sequence[Any], *, forward: bool
) -> QuerySet[M]:
    """The rows after a place that `marks_of` gave, or those before it, the nearest first."""
    past = _beyond(keys, [_mark(mark) for mark in marks], forward=forward)
    return rows.filter(past).order_by(*(_sign(key, forward=forward) for key in keys))


def cursor_after(rows: QuerySet[M], keys: Sequence[Key], number: int, *, salt: str) -> str:
    """The cursor behind the first so many rows; "" where there are no more. Unlike a page it costs
    as much as lies before it."""
    ordered = rows.order_by(*(_sign(key, forward=True) for key in keys))
    found = ordered[number - 1 : number + 1]
    return _cursor("a", found[0], keys, salt) if len(found) > 1 else ""


def _sign(key: Key, *, forward: bool) -> str:
    return key.name if key.ascending == forward else f"-{key.name}"


def _beyond(keys: Sequence[Key], marks: Sequence[Any], *, forward: bool) -> Q:
    """a >= x AND (a > x OR (a = x AND id > y)): the bound that stands alone lets an index seek."""
    key, mark = keys[0], marks[0]
    way = "gt" if key.ascending == forward else "lt"
    past = Q(**{f"{key.name}__{way}": mark})
    if len(keys) == 1:
        return past
    level = Q(**{key.name: mark}) & _beyond(keys[1:], marks[1:], forward=forward)
    return Q(**{f"{key.name}__{way}e": mark}) & (past | level)


def _cursor(way: str, row: Model, keys: Sequence[Key], salt: str) -> str:
    return signing.Signer(salt=_salt(salt, keys)).sign_object([way, *marks_of(row, keys)])


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name)
    return value


def _written(value: Any) -> Any:
    match value:
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"on": value.isoformat()}
        case bool() | int():
            return int(value)
        case _:
            return str(value)


def _read(cursor: str, keys: Sequence[Key], salt: str) -> tuple[bool, list[Any]] | None:
    """True for a cursor that goes on, and where from; None for one that can't be read."""
    if not cursor:
        return True, []
    try:
        way, *marks = signing.Signer(salt=_salt(salt, keys)).unsign_object(cursor)
    except signing.BadSignature:
        return None
    return way == "a", [_mark(mark) for mark in marks]


def _mark(mark: Any) -> Any:
    match mark:
        case {"at": text}:
            return datetime.fromisoformat(text)
        case {"on": text}:
            return date.fromisoformat(text)
        case _:
            return mark


def _salt(salt: str, keys: Sequence[Key]) -> str:
    """The order is part of it: a place in one order is none in another."""
    return " ".join([salt, *(_sign(key, forward=True) for key in keys)])
