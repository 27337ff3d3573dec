"""A read whose SQL is written once a process: for what every request asks.

Django writes the statement of a queryset anew each time, which for a small read costs more than
the database does. `Prepared` writes it once for each shape of its arguments, with a mark in every
argument's place, finds the marks among the statement's parameters and later only puts the values
there. PostgreSQL is sent them beside the text and keeps its plan (`planned`).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.utils import timezone

from zhuqi.foundation.changes.planned import PLACES, Planned

Argument = int | date | datetime | Collection[int]
Row = tuple[Any, ...]
# By argument its kind, or the number of places of a collection.
Shape = tuple[tuple[str, type | int], ...]

# Marks, values no row has: one for each argument, for each member of a collection.
_INT = 7_000_000_000_000_000_000
_DAY = date(1584, 1, 1)
_MOMENT = datetime(1583, 1, 1, 0, 0, 0, 123457, tzinfo=UTC)
_MARKED_YEARS = frozenset(str(_DAY.year + years) for years in range(-2, 3))
_IN_THE_TEXT = re.compile(rf"\b{str(_INT)[:8]}\d{{11}}\b")
# Fills a collection up to its shape; ids begin with 1.
_NOBODY = -1


class _Read:
    """What is written once for each shape of its arguments, and asked often."""

    def __init__(self, *, planned_anew: bool) -> None:
        self._planned_anew = planned_anew
        self._statement = lru_cache(maxsize=256)(self._write)

    def __call__(self, *constants: Any, **arguments: Argument) -> list[Row]:
        """The rows, by one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        planned = connection.vendor == "postgresql" and not self._planned_anew
        shape = tuple((name, _shape(value, planned)) for name, value in arguments.items())
        return self._statement(planned, constants, shape).rows(connection, arguments)

    def _write(self, planned: bool, constants: Row, shape: Shape) -> "_Statement":  # noqa: FBT001 (remembered by it)
        marks = {name: _mark(place, kind) for place, (name, kind) in enumerate(shape)}
        texts = [_text_of(rows) for rows in self._parts(*constants, **marks)]
        if None in texts and marks:
            small = map(_text_of, self._parts(*constants, **_small(marks, shape)))
            if any(text is None and other for text, other in zip(texts, small, strict=True)):
                raise ValueError(
                    "an argument stands in a column too small for its mark: pass it as a constant"
                )
        return _Statement(self._text(texts), marks, planned=planned)

    def _parts(self, *constants: Any, **arguments: Any) -> Sequence[QuerySet[Any, Any]]:
        raise NotImplementedError

    def _text(self, parts: "Sequence[_Text | None]") -> "_Text | None":
        raise NotImplementedError


class Prepared(_Read):
    """The rows of `build(*constants, **arguments)`, a queryset of `values_list` or a union of such.

    Constants are hashable and may change the statement: each combination has a statement of its
    own, of which the last 256 are kept. Arguments stand in it as values only: ints, days, moments
    and collections of ints, which may be empty. What `build` makes must depend on nothing else.
    ValueError where an argument stands in it otherwise, as a limit or as what was reckoned from it,
    or in a column of small numbers.

    `planned_anew`: PostgreSQL sees the values each time, for a statement whose best plan depends on
    how many rows they stand for.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any]], *, planned_anew: bool = False
    ) -> None:
        super().__init__(planned_anew=planned_anew)
        self._build = build

    def _parts(self, *constants: Any, **arguments: Any) -> Sequence[QuerySet[Any, Any]]:
        return [self._build(*constants, **arguments)]

    def _text(self, parts: "Sequence[_Text | None]") -> "_Text | None":
        return parts[0]


class Counts(_Read):
    """How many rows each of several querysets has, as (its place, number); those that can have
    none are left out.

    `build(*constants, **arguments)` gives the querysets, unions and slices among them; it is asked
    as `Prepared` asks.
    """

    def __init__(self, build: Callable[..., Sequence[QuerySet[Any, Any]]]) -> None:
        super().__init__(planned_anew=False)
        self._build = build

    def _parts(self, *constants: Any, **arguments: Any) -> Sequence[QuerySet[Any, Any]]:
        return self._build(*constants, **arguments)

    def _text(self, parts: "Sequence[_Text | None]") -> "_Text | None":
        found = [(place, text) for place, text in enumerate(parts) if text]
        sql = " UNION ALL ".join(
            f"SELECT {place}, COUNT(*) FROM ({text.sql}) AS counted_{place}"  # noqa: S608 (Django's)
            for place, text in found
        )
        return (
            _Text(sql, [one for _, text in found for one in text.parameters], {}) if sql else None
        )


class _Text(NamedTuple):
    """A statement as Django writes it, and how its columns are read."""

    sql: str
    parameters: Sequence[Any]
    converters: Mapping[int, Any]


def _small(marks: Mapping[str, Argument], shape: Shape) -> dict[str, Any]:
    """Arguments that fit into any column."""
    return {
        name: [1] if isinstance(kind, int) else 1 if kind is int else marks[name]
        for name, kind in shape
    }


def _text_of(rows: QuerySet[Any, Any]) -> _Text | None:
    """None where it can have no rows, whatever the arguments are."""
    compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    return _Text(sql, parameters, compiler.get_converters(columns))


class _Statement:
    """SQL with the places of its arguments, and how its columns are read."""

    def __init__(self, text: _Text | None, marks: Mapping[str, Argument], *, planned: bool) -> None:
        self._sql = ""
        self._planned: Planned | None = None
        if text is None:
            return
        connection = connections[DEFAULT_DB_ALIAS]
        self._sql, parameters, self._converters = text
        found: dict[Any, tuple[str, int]] = {}
        for name, mark in marks.items():
            for at, value in enumerate(_values(connection, mark)):
                found[value] = (name, at)
        if _IN_THE_TEXT.search(self._sql) or any(
            _is_reckoned(one) for one in parameters if one not in found
        ):
            raise ValueError("an argument is no parameter of the statement: pass what it needs")
        # Each parameter is a value of its own or the place of an argument.
        self._parameters = [(found.get(one), one) for one in parameters]
        if planned:
            connection.ensure_connection()
            self._planned = Planned(self._sql, self._parameters, connection)

    def rows(self, connection: BaseDatabaseWrapper, arguments: Mapping[str, Argument]) -> list[Row]:
        if not self._sql:  # it can have none, whatever the arguments are
            return []
        rows = self._found(connection, arguments)
        if not self._converters:
            return rows
        return [self._converted(connection, row) for row in rows]

    def _found(
        self, connection: BaseDatabaseWrapper, arguments: Mapping[str, Argument]
    ) -> list[Row]:
        if self._planned is not None:
            return self._planned.rows(connection, arguments)
        values = {name: _values(connection, value) for name, value in arguments.items()}
        with connection.cursor() as cursor:
            cursor.execute(
                self._sql,
                [values[place[0]][place[1]] if place else own for place, own in self._parameters],
            )
            rows: list[Row] = cursor.fetchall()
        return rows

    def _converted(self, connection: BaseDatabaseWrapper, row: Row) -> Row:
        read = list(row)
        for at, (converters, column) in self._converters.items():
            for convert in converters:
                read[at] = convert(read[at], column, connection)
        return tuple(read)


def _is_reckoned(value: object) -> bool:
    """Made from a mark by arithmetic: its place would not be found again."""
    if isinstance(value, int):
        return abs(value - _INT) < _INT // 100
    return str(value)[:4] in _MARKED_YEARS


def _shape(value: Argument, planned: bool) -> type | int:  # noqa: FBT001 (said by its only caller)
    """The kind, or how many places a collection needs: where it is sent as an array, as many as
    make a list."""
    if not isinstance(value, Collection):
        return type(value)
    return PLACES if planned else _places(value)


def _places(values: Collection[int]) -> int:
    """A power of two, so that shapes are few."""
    return 1 << max(len(values) - 1, 0).bit_length()


def _mark(place: int, kind: type | int) -> Argument:
    if kind is datetime:
        return _MOMENT + timedelta(days=place)
    if kind is date:
        return _DAY + timedelta(days=place)
    if isinstance(kind, type):
        return _INT + place
    return [_INT + 100_000 * (place + 1) + at for at in range(kind)]


def _values(connection: BaseDatabaseWrapper, value: Argument) -> list[Any]:
    """As the database takes them: a moment and its day, a collection filled up to its shape."""
    if isinstance(value, Collection):
        return [*value, *[_NOBODY] * (_places(value) - len(value))]
    if isinstance(value, datetime):
        day = connection.ops.adapt_datefield_value(timezone.localdate(value))
        return [connection.ops.adapt_datetimefield_value(value), day]
    if isinstance(value, date):
        return [connection.ops.adapt_datefield_value(value)]
    return [value]
