"""Rows as programs get them: the schema and the values of declared fields."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.db.models import Model
from ninja import Schema
from pydantic import Field, create_model

from zhuqi.interfaces.shell.telling import Fields, Read, Source, columns_of, words_of


class Named(Schema):
    """A row of another table."""

    id: int
    name: str


def named(row: Any) -> Mapping[str, Any] | None:
    """A row of another table by id and name."""
    return None if row is None else {"id": row.pk, "name": str(row)}


def schema_of(fields: Fields, name: str, **more: Any) -> type[Schema]:
    """The schema of such a row; `more` as pydantic takes it."""
    return create_model(name, __base__=Schema, **types_of(fields, name), **more)


def several_of(fields: Fields, name: str) -> tuple[Any, Any]:
    """Several of them as a field of another schema."""
    return (list[schema_of(fields, name)], ...)  # type: ignore[misc]  # a model made here


def types_of(fields: Fields, name: str) -> dict[str, Any]:
    """Each field with its type and description, as pydantic takes them."""
    return {key: _type(fields.model, key, one, name) for key, one in fields.sources.items()}


def tell(fields: Fields, row: Any, page: Any = None) -> dict[str, Any]:
    """The values. `page`: what was read for all rows of a list's page."""
    return {key: _value(row, key, one, page) for key, one in fields.sources.items()}


def _type(model: type[Model], key: str, source: Source, name: str) -> tuple[Any, Any]:
    if isinstance(source, Fields):
        return several_of(source, f"{name}_{key}")
    if isinstance(source, Read):
        return (source.kind, Field(description=str(source.words) or None))
    columns = columns_of(model, source)
    kind: Any = _kind(columns[-1], source)
    if any(one.null for one in columns):
        kind = kind | None
    said, rules = words_of(columns[-1]), dict[str, Any]()
    if choices := columns[-1].flatchoices:
        listed = "、".join(f"{code} {label}" for code, label in choices if code)
        said = "：".join(filter(None, (said, listed)))
        codes = [str(code) for code, _label in choices]
        rules = {"enum": [*codes, *([""] if columns[-1].blank and "" not in codes else [])]}
    return (kind, Field(description=said or None, json_schema_extra=rules or None))


def _kind(column: "models.Field[Any, Any]", source: str) -> Any:
    """A row of another table is named, its column `office_id` a number."""
    if column.is_relation:
        return int if source.endswith(column.attname) else Named
    return next((kind for kinds, kind in _KINDS if isinstance(column, kinds)), str)


# The first that fits; text is what remains, a time of day too: as JSON's own it has a zone.
_KINDS: Final = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.DecimalField, Decimal),
    (models.DateTimeField, datetime),
    (models.DateField, date),
)


def _value(row: Any, key: str, source: Source, page: Any) -> object:
    if isinstance(source, Fields):
        return [tell(source, one) for one in getattr(row, key).all()]
    if isinstance(source, Read):
        return source.of(row, page)
    value = row
    for name in source.split("__"):
        value = None if value is None else getattr(value, name)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return named(value) if isinstance(value, Model) else value
