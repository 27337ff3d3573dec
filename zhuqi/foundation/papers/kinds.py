"""Which papers there are: each room that issues some contributes its kinds, and whence they are
filled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Scope
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.papers.layout.document import Form, Table

Value: TypeAlias = str | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """The text of a kind, with fields as {受文单位}.

    In the body a line |名称|内容| (or two such pairs) is a line of the sheet; a field that holds a
    table stands in a line by itself. Addressees are told apart by 、.
    """

    title: str
    to: str = ""
    body: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """A kind of paper: its form, the fields its text may have with what each stands for (those in
    `tables` hold a table), and the text it comes with."""

    name: StrOrPromise
    form: Form
    fields: Mapping[str, str]
    text: PaperText
    tables: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one paper says: of which kind, from whom to whom, its number, its day, and a value for
    every field of its kind."""

    kind: str
    office: Unit
    unit: Unit | None
    to: str
    number: str
    day: date
    values: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class PaperSource:
    """A noun whose rows are issued as papers.

    `issued_with` and `withdrawn_with` are kinds of its events; one of both withdraws what went out
    and issues it anew. `contents` reads one row, after such an event, as its addressee may read it,
    None for one that goes out as no paper; `seen` gives the ids of the rows
    somebody may read, whose papers they may read too; `cover` what takes out of a text what this
    person must not know of the row by now, None where that is nothing.
    """

    issued_with: frozenset[str]
    withdrawn_with: frozenset[str]
    contents: Callable[[int, str], Contents | None]
    seen: Callable[[Scope], QuerySet[Any, Any]]
    cover: Callable[[Scope, int], Callable[[str], str] | None] = lambda _scope, _pk: None


PAPER_KINDS: Registry[PaperKind] = Registry("kind of paper")
# By the type of object as the log calls it.
PAPER_SOURCES: Registry[PaperSource] = Registry("source of papers")
