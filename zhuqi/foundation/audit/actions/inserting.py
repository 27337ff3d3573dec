"""Rows of the log into the database. Most rows the product ever writes are these, and Django's
bulk_create asks six questions of every value, four times what the database needs (measured)."""

from collections.abc import Iterator, Sequence
from functools import cache
from types import NoneType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

# What both databases take as it is.
_AS_IT_IS = frozenset({str, int, NoneType})


def insert(model: type[models.Model], rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    """Insert rows, each of the model's columns but the id in their order; gives the new ids."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields = _fields(model)
    most = connection.ops.bulk_batch_size(fields, rows)
    for start in range(0, len(rows), most):
        batch = rows[start : start + most]
        values = [
            value if type(value) in _AS_IT_IS else field.get_db_prep_save(value, connection)
            for row in batch
            for field, value in zip(fields, row, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(_statement(connection, model, len(batch)), values)
            yield from [pk for (pk,) in cursor.fetchall()]


@cache
def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001


def values_of(row: models.Model) -> list[Any]:
    """What `insert` takes of a row."""
    return [getattr(row, field.attname) for field in _fields(type(row))]


def _statement(connection: BaseDatabaseWrapper, model: type[models.Model], rows: int) -> str:
    quote, fields = connection.ops.quote_name, _fields(model)
    table, key = model._meta.db_table, model._meta.pk  # noqa: SLF001
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * rows)
    returned = quote(key.column)  # type: ignore[union-attr]  # every table here has one
    return f"INSERT INTO {quote(table)} ({columns}) VALUES {places} RETURNING {returned}"  # noqa: S608
