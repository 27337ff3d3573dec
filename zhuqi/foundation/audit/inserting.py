"""New rows into the database without Django's questions: bulk_create asks six of every value, and
builds each statement word by word; that is four times what the database needs (measured).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from types import NoneType
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from zhuqi.foundation.audit.raw_cursor import MOST_VALUES, cursor_of

# Rows per INSERT; SQLite takes fewer.
_MOST = 500


class _Way(NamedTuple):
    """How the values of a column go in: those of the types that `stay` as they are."""

    stay: frozenset[type]
    prepare: Callable[[Any], Any]


def insert(
    model: type[models.Model],
    rows: Sequence[Sequence[Any]],
    *,
    once: tuple[str, ...] = (),
    over: tuple[str, ...] = (),
) -> Iterator[int]:
    """Insert rows, each of the model's columns but the id in their order; gives the new ids.

    Where a row with the same `once` is there already, its columns `over` are written.
    """
    for statement, values in _statements(model, rows, once, over, given=True):
        with cursor_of(connections[DEFAULT_DB_ALIAS]) as cursor:
            cursor.execute(statement, values)
            yield from [pk for (pk,) in cursor.fetchall()]


def put(
    model: type[models.Model],
    rows: Sequence[Sequence[Any]],
    *,
    once: tuple[str, ...] = (),
    over: tuple[str, ...] = (),
) -> None:
    """The same where nobody asks for the ids: giving them takes nearly as long as the rows."""
    for statement, values in _statements(model, rows, once, over, given=False):
        with cursor_of(connections[DEFAULT_DB_ALIAS]) as cursor:
            cursor.execute(statement, values)


def _statements(
    model: type[models.Model],
    rows: Sequence[Sequence[Any]],
    once: tuple[str, ...],
    over: tuple[str, ...],
    *,
    given: bool,
) -> Iterator[tuple[str, list[Any]]]:
    """Some rows at a time, each with the values it takes."""
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    fields = _fields(model)
    most = min(_MOST, connection.ops.bulk_batch_size(fields, rows), MOST_VALUES // len(fields))
    ways = [_way(field, connection) for field in fields]
    for start in range(0, len(rows), most):
        batch = rows[start : start + most]
        values = [
            value if type(value) in stay else prepare(value)
            for row in batch
            for (stay, prepare), value in zip(ways, row, strict=True)
        ]
        yield _statement(model, len(batch), once, over, given=given), values


def values_of(rows: Sequence[models.Model]) -> list[tuple[Any, ...]] | None:
    """What `insert` takes of new rows of one table; None for those better left to Django: with an
    id of their own, with a parent or one column, or whose values are made as they are saved."""
    model = type(rows[0])
    fields = _fields(model)
    own = model._meta.parents or len(fields) == 1  # noqa: SLF001 (Django's public name)
    if own or not all(map(_is_kept_as_held, fields)):
        return None
    links = [field for field in fields if isinstance(field, models.ForeignKey)]
    take = itemgetter(*[field.attname for field in fields])
    found, kinds = [], set[type]()
    for row in rows:
        held = row.__dict__
        for link in links:
            # The row was made before what it points to was stored.
            if held[link.attname] is None and link.is_cached(row):
                held[link.attname] = _id_of(link, row)
        if row.pk is not None:
            return None
        values = take(held)
        kinds.update(map(type, values))
        found.append(values)
    return None if any(hasattr(kind, "resolve_expression") for kind in kinds) else found


def _id_of(link: "models.ForeignKey[Any, Any]", row: models.Model) -> Any:
    target = link.get_cached_value(row)
    if target is not None and target.pk is None:
        raise ValueError(f"{row!r} points to what is not stored: {link.name}")
    return None if target is None else getattr(target, link.target_field.attname)


@lru_cache(maxsize=1024)
def _is_kept_as_held(field: "models.Field[Any, Any]") -> bool:
    made = type(field).pre_save not in _AS_HELD
    return not (made or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


_AS_HELD = {kind.pre_save for kind in (models.Field, models.DateField, models.DateTimeField)}


@lru_cache(maxsize=1024)
def _way(field: "models.Field[Any, Any]", connection: BaseDatabaseWrapper) -> _Way:
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    stay: set[type] = {NoneType}
    if isinstance(target, models.CharField | models.TextField):
        stay.add(str)
    elif isinstance(target, models.IntegerField):
        stay.add(int)
    elif isinstance(target, models.BooleanField):
        stay.add(bool)

    is_moment = type(target) is models.DateTimeField
    # A change writes the same few moments into many rows.
    moment = lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)

    def prepare(value: Any) -> Any:
        # The second of two equal hours of a night in autumn is no other key than the first.
        if is_moment and type(value) is datetime and value.tzinfo and not value.fold:
            return moment(value)
        return field.get_db_prep_save(value, connection)

    return _Way(frozenset(stay), prepare)


@lru_cache(maxsize=256)
def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001


def _marks(number: int) -> Sequence[str]:
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        return [f"${place}" for place in range(1, number + 1)]
    return ["%s"] * number


@lru_cache(maxsize=256)
def _statement(
    model: type[models.Model],
    rows: int,
    once: tuple[str, ...],
    over: tuple[str, ...],
    *,
    given: bool,
) -> str:
    quote, fields = connections[DEFAULT_DB_ALIAS].ops.quote_name, _fields(model)
    named = {field.name: quote(str(field.column)) for field in fields}
    [key] = [field for field in model._meta.concrete_fields if field.primary_key]  # noqa: SLF001
    marks = iter(_marks(rows * len(fields)))
    places = ", ".join(f"({', '.join(islice(marks, len(fields)))})" for _row in range(rows))
    conflict = ""
    if once:
        written = ", ".join(f"{named[name]} = EXCLUDED.{named[name]}" for name in over)
        conflict = (
            f" ON CONFLICT ({', '.join(named[name] for name in once)}) DO UPDATE SET {written}"
        )
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(named.values())})"  # noqa: S608, SLF001
        f" VALUES {places}{conflict}"
        f"{f' RETURNING {quote(str(key.column))}' if given else ''}"
    )
