"""Rows of many small tables in one statement: an aggregate has a dozen, most of them empty."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject

from zhuqi.foundation.changes.laid import stored
from zhuqi.foundation.changes.prepared import Argument, Prepared, Row

Convert = Callable[[Any], Any]
Part = QuerySet[Any] | tuple[QuerySet[Any], Sequence[str]]
# Of each part its model and the columns that are wanted, all where none is named.
Wanted = tuple[Any, tuple[str, ...]]


class _Together:
    """The statement: one union of all parts, each row as JSON behind the place of its part."""

    def __init__(self, build: Callable[..., Sequence[Part]]) -> None:
        self._build = build
        self._wanted: dict[Row, list[Wanted]] = {}
        self._rows = Prepared(self._union)

    def _union(self, *constants: Any, **marks: Argument) -> QuerySet[Any, Any]:
        parts = [
            part if isinstance(part, tuple) else (part, ())
            for part in self._build(*constants, **marks)
        ]
        self._wanted[constants] = wanted = [_wanted(rows, names) for rows, names in parts]
        first, *rest = [
            rows.order_by()
            .annotate(
                part_=Value(place, models.IntegerField()),
                row_=JSONObject(**{name: F(name) for name in self._named(wanted[place])}),
            )
            .values_list("part_", "row_")
            for place, (rows, _names) in enumerate(parts)
        ]
        union: QuerySet[Any, Any] = first.union(*rest, all=True)
        return union

    def _named(self, wanted: Wanted) -> Iterable[str]:
        raise NotImplementedError


class ReadTogether(_Together):
    """The rows of each part as instances of its model, by id; one query for all of them.

    `build(*constants, **arguments)` gives the parts and is asked as `Prepared` asks. A part is a
    queryset, or one with the names of the columns that are wanted (others are deferred). Its
    order, its joins and what it annotates are not read. For tables without decimals: values come
    by way of JSON.
    """

    def __call__(self, *constants: Any, **arguments: Argument) -> list[list[Any]]:
        """One list a part."""
        rows = self._rows(*constants, **arguments)
        wanted = self._wanted[constants]
        found: list[list[Any]] = [[] for _part in wanted]
        read = [(model, *_columns(model, names)) for model, names in wanted]
        for place, row in rows:
            found[place].append(_instance(*read[place], row))
        for instances in found:
            instances.sort(key=lambda instance: instance.pk)
        return found

    def _named(self, wanted: Wanted) -> Iterable[str]:
        return _columns(*wanted)[0]


class ValuesTogether(_Together):
    """The same, but what is named of each row, by name, "pk" among it: names may reach into other
    tables (firm__name). Values are as JSON has them: texts, numbers, None, lists; nothing else may
    be asked for, but what is true or false."""

    def __call__(self, *constants: Any, **arguments: Argument) -> list[list[dict[str, Any]]]:
        """One list a part."""
        rows = self._rows(*constants, **arguments)
        wanted = self._wanted[constants]
        found: list[list[dict[str, Any]]] = [[] for _part in wanted]
        for place, row in rows:
            found[place].append(row)
        for (model, names), values in zip(wanted, found, strict=True):
            for name in _nested(model, names):
                for row in values:
                    row[name] = _as_json(row[name])
            values.sort(key=itemgetter("pk"))
        return found

    def _named(self, wanted: Wanted) -> Iterable[str]:
        return wanted[1]


def _wanted(rows: QuerySet[Any], names: Sequence[str]) -> Wanted:
    return rows.model, tuple(names)


def _instance(
    model: type[models.Model],
    names: Sequence[str],
    converted: Mapping[str, Convert],
    row: dict[str, Any],
) -> Any:
    for name, convert in converted.items():
        if row[name] is not None:
            row[name] = convert(row[name])
    return stored(model, DEFAULT_DB_ALIAS, names, [row[name] for name in names])


@lru_cache(maxsize=256)
def _columns(model: Any, names: tuple[str, ...]) -> tuple[Sequence[str], Mapping[str, Convert]]:
    """The columns by attribute, and how values are made of those that JSON can't hold as such."""
    meta = model._meta  # noqa: SLF001 (Django's public name)
    fields = [f for f in meta.concrete_fields if not names or f.attname in names]
    converted = {f.attname: _reader(f) for f in fields if not _is_plain(f)}
    return [f.attname for f in fields], converted


@lru_cache(maxsize=256)
def _nested(model: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of columns that hold JSON themselves."""
    fields = {f.attname for f in model._meta.concrete_fields if isinstance(f, models.JSONField)}  # noqa: SLF001
    return tuple(name for name in names if name in fields)


def _as_json(value: Any) -> Any:
    """SQLite gives JSON inside JSON as a text."""
    return json.loads(value) if isinstance(value, str) else value


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    """Whether JSON holds its values as they are: SQLite has numbers where truth is asked for."""
    if isinstance(field, models.ForeignKey):
        return _is_plain(field.target_field)
    return isinstance(field, models.CharField | models.TextField | models.IntegerField)


def _reader(field: "models.Field[Any, Any]") -> Convert:
    if isinstance(field, models.JSONField):
        return _as_json
    if isinstance(field, models.DateTimeField):
        return lambda value: _aware(field.to_python(value))
    return field.to_python


def _aware(value: datetime) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)
