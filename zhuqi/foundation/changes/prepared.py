"""A read whose SQL is written once a process: for what every request asks.

Django writes the statement of a queryset anew each time, which for a small read costs more than
the database does. `Prepared` writes it once for each shape of its arguments, with a mark in every
argument's place, finds the marks among the statement's parameters and later only puts the values
there.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.utils import timezone

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


class Prepared:
    """The rows of `build(*constants, **arguments)`, a queryset of `values_list` or a union of such.

    Constants are hashable and may change the statement: each combination has a statement of its
    own, of which the last 256 are kept. Arguments stand in it as values only: ints, days, moments
    and collections of ints, which may be empty. What `build` makes must depend on nothing else.
    ValueError where an argument stands in it otherwise, as a limit or as what was reckoned from it.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._statement = lru_cache(maxsize=256)(self._write)

    def __call__(self, *constants: Any, **arguments: Argument) -> list[Row]:
        """The rows, by one query."""
        shape = tuple((name, _shape(value)) for name, value in arguments.items())
        connection = connections[DEFAULT_DB_ALIAS]
        return self._statement(connection.vendor, constants, shape).rows(connection, arguments)

    def _write(self, _vendor: str, constants: Row, shape: Shape) -> "_Statement":
        marks = {name: _mark(place, kind) for place, (name, kind) in enumerate(shape)}
        return _Statement(self._build(*constants, **marks), marks)


class _Statement:
    """SQL with the places of its arguments, and how its columns are read."""

    def __init__(self, rows: QuerySet[Any, Any], marks: Mapping[str, Argument]) -> None:
        self._sql = ""
        compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            self._sql, parameters = compiler.as_sql()
        except EmptyResultSet:  # such a statement can have no rows, whatever the arguments are
            return
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        self._converters = compiler.get_converters(columns)
        found: dict[Any, tuple[str, int]] = {}
        for name, mark in marks.items():
            for at, value in enumerate(_values(compiler.connection, mark)):
                found[value] = (name, at)
        if _IN_THE_TEXT.search(self._sql) or any(
            _is_reckoned(one) for one in parameters if one not in found
        ):
            raise ValueError("an argument is no parameter of the statement: pass what it needs")
        # Each parameter is a value of its own or the place of an argument.
        self._parameters = [(found.get(one), one) for one in parameters]

    def rows(self, connection: BaseDatabaseWrapper, arguments: Mapping[str, Argument]) -> list[Row]:
        if not self._sql:
            return []
        values = {name: _values(connection, value) for name, value in arguments.items()}
        with connection.cursor() as cursor:
            cursor.execute(
                self._sql,
                [values[place[0]][place[1]] if place else own for place, own in self._parameters],
            )
            rows: list[Row] = cursor.fetchall()
        if not self._converters:
            return rows
        return [self._converted(connection, row) for row in rows]

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


def _shape(value: Argument) -> type | int:
    """The kind, or how many places a collection needs."""
    return _places(value) if isinstance(value, Collection) else type(value)


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
