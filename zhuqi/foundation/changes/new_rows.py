"""Rows made by the thousand, without what Django asks of each of their values."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import models

from zhuqi.foundation.changes.laid import bare

R = TypeVar("R", bound=models.Model)


class _Blank(NamedTuple):
    """A row before anything is said of it: by column what it holds, or how that is made; and the
    column of each name."""

    held: dict[str, Any]
    made: dict[str, Callable[[], Any]]
    columns: dict[str, str]


def new_row(model: type[R], **values: Any) -> R:
    """`model(**values)`, in a tenth of its time (measured). The rows it points to may be stored
    later than this is called. KeyError for a name that is no column."""
    blank = _blank(model)
    row = bare(model)
    held = row.__dict__
    held.update(blank.held)
    for name, make in blank.made.items():
        held[name] = make()
    for name, value in values.items():
        if isinstance(value, models.Model):
            row._state.fields_cache[name] = value  # noqa: SLF001 (as Django does, asking a router)
            held[blank.columns[name]] = value.pk
        else:
            held[blank.columns[name]] = value
    return row


@cache
def _blank(model: type[models.Model]) -> _Blank:
    fields = model._meta.concrete_fields  # noqa: SLF001 (Django's public name)
    # What says that a field has none is a class, and so callable too.
    made = {
        field.attname: field.get_default
        for field in fields
        if field.has_default() and callable(field.default)
    }
    held = {
        field.attname: None if field.attname in made else field.get_default() for field in fields
    }
    names = {name: field.attname for field in fields for name in (field.name, field.attname)}
    return _Blank(held, made, names)
