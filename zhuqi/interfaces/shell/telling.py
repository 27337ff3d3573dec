"""What a program is told of a row: fields named once, typed and described by their columns.

A name or source is a column, a row of another table (told by id and name), or a way across tables
(`enterprise__name`). Where a field is none of these, its type is stated: `Read`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Field, Model
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.contributions.unlogged import TABLE_WORDS


@dataclass(frozen=True, slots=True)
class Read:
    """A field that is no column: its type, and how it is read off the row and, in a list, what was
    read for the whole page."""

    kind: Any
    of: Callable[[Any, Any], object]
    words: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one table's rows: what each is told by. Those of other rows that name this one
    stand under the name they are reached by."""

    model: type[Model]
    sources: "Mapping[str, Source]"

    def only(self, *names: str) -> "Fields":
        """Some of them."""
        return Fields(self.model, {name: self.sources[name] for name in names})


Source: TypeAlias = "str | Read | Fields"


def fields_of(model: type[Model], *names: str, **sources: Source) -> Fields:
    """Columns told under their own names, and what is told under another."""
    return Fields(model, {**{name: name for name in names}, **sources})


def columns_of(model: type[Model], source: str) -> "list[Field[Any, Any]]":
    """The column a source names, last, and those it is reached by. FieldDoesNotExist where there
    is none."""
    found: list[Any] = []
    for name in source.split("__"):
        table = found[-1].related_model if found else model
        found.append(table._meta.get_field(name))  # noqa: SLF001 (Django's public name)
    return found


def words_of(column: "Field[Any, Any]") -> str:
    """What officials call a column: its own Chinese name, else that of the table it names a row of;
    "" where it has neither."""
    name = str(column.verbose_name)
    if not name.isascii():
        return name
    other = column.related_model
    return str(TABLE_WORDS.find(other._meta.label) or "") if isinstance(other, type) else ""  # noqa: SLF001
