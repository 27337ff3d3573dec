"""What a row said when it was written: a keyed digest of each of its columns, kept in the chain.

24 bits a column, made with a key outside the database, from table, row, column and value. So a
changed column is told by its name, equal values of two rows look different, and what has been
erased can't be found again from its mark: thousands of phone numbers share each.

A whole row lists only columns that hold something; the others must be empty.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from zhuqi.foundation.audit.chain import moment
from zhuqi.foundation.contributions.unlogged import UNLOGGED

MARK_BYTES = 3
WHOLE, PART, GONE = "+", "~", "-"


class Column(NamedTuple):
    """A column that is marked: how its value becomes text, its value when it holds nothing, and how
    a value that is there becomes text without what tells it from none."""

    name: str
    attname: str
    text: Callable[[Any], str]
    empty: object
    said: Callable[[Any], str]

    def is_empty(self, value: object) -> bool:
        """Whether the column holds nothing; 0 and False are one for Python, not for a column."""
        return value is None if self.empty is None else value == self.empty


@dataclass(slots=True)
class RowMark:
    """What is known of one row: by column, whether the rest is empty, or that the row is gone."""

    mode: str
    columns: dict[str, bytes] = field(default_factory=dict)

    def then(self, later: "RowMark") -> "RowMark":
        """This one, and something written after it."""
        if later.mode != PART or self.mode == GONE:
            return later
        return RowMark(self.mode, self.columns | later.columns)


RowKey = tuple[str, int]


@cache
def columns_of(model: type[models.Model]) -> tuple[Column, ...]:
    """The columns of a table the log vouches for; none where the whole table is left out.

    Asked once everything is loaded: rooms say in their `ready()` what is left out. Models of a
    migration are none of ours: what it changes is taken over afterwards (`actions.adoption`).
    """
    label = model._meta.label  # noqa: SLF001 (Django's public name)
    if model.__module__ == "__fake__" or not model._meta.managed or label in UNLOGGED:  # noqa: SLF001
        return ()
    return tuple(
        _column(each)
        for each in model._meta.concrete_fields  # noqa: SLF001
        if not each.primary_key and f"{label}.{each.name}" not in UNLOGGED
    )


def digest(key: bytes, row: str, name: str, text: str) -> bytes:
    """The mark of one column of the row named by table and id."""
    line = f"{row}\0{name}\0{text}".encode("utf-8", "surrogatepass")
    return blake2b(line, digest_size=MARK_BYTES, key=key).digest()


def whole(key: bytes, model: type[models.Model], row: models.Model) -> RowMark:
    """The mark of a whole row as it lies in memory after it was written."""
    pk, held = row.pk, row.__dict__
    before = f"{model._meta.label}\0{pk}\0"  # noqa: SLF001
    found = {}
    for name, attname, _text, empty, said in columns_of(model):
        # A column that was not read along has to be asked for.
        value = held[attname] if attname in held else getattr(row, attname)
        if value is None if empty is None else value == empty:
            continue
        # `digest` written out: a register of a year is three million columns.
        text = "N" if value is None else f"V{said(value)}"
        line = f"{before}{name}\0{text}".encode("utf-8", "surrogatepass")
        found[name] = blake2b(line, digest_size=MARK_BYTES, key=key).digest()
    return RowMark(WHOLE, found)


def part(
    key: bytes, model: type[models.Model], pk: object, values: Iterable[tuple[Column, object]]
) -> RowMark:
    """The mark of some columns of a row."""
    before = f"{model._meta.label}\0{pk}"  # noqa: SLF001
    return RowMark(
        PART,
        {column.name: digest(key, before, column.name, column.text(v)) for column, v in values},
    )


# As text, beside an event


def written(marks: Mapping[RowKey, RowMark]) -> str:
    """Marks as an event carries them: rows of one table with the same columns share a heading."""
    groups: dict[tuple[str, str, str], dict[str, str]] = {}
    for (label, pk), mark in marks.items():
        names = sorted(mark.columns)
        macs = b64encode(b"".join(mark.columns[name] for name in names)).decode()
        groups.setdefault((label, mark.mode, ",".join(names)), {})[str(pk)] = macs
    lines = [[*heading, rows] for heading, rows in groups.items()]
    return json.dumps(lines, separators=(",", ":")) if lines else ""


class Written(NamedTuple):
    """The mark of one row as it was read: its columns' names in one text, their marks in one."""

    label: str
    mode: str
    names: str
    pk: int
    macs: bytes


def read(text: str) -> list[Written]:
    """The marks of an event; nothing where it is no such text (its hash tells of that)."""
    try:
        return [
            Written(label, mode, names, int(pk), b64decode(macs))
            for label, mode, names, rows in json.loads(text)
            for pk, macs in rows.items()
        ]
    except (ValueError, TypeError, AttributeError):
        return []


# Values as text: the same for what was handed to the database and for what it gives back


def _column(one: "models.Field[Any, Any]") -> Column:
    target = one
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    kind = target.get_internal_type()
    text, empty = _TEXTS.get(_ALIKE.get(kind, kind), (None, None))
    if text is None:
        text = _Prepared(target)
    elif kind == "DecimalField":
        text = _Places(target)
    elif kind == "JSONField":
        text = _Json(target)
    return Column(one.name, one.attname, _Nullable(text), None if one.null else empty, text)


class _Nullable:
    __slots__ = ("_text",)

    def __init__(self, text: Callable[[Any], str]) -> None:
        self._text = text

    def __call__(self, value: Any) -> str:
        return "N" if value is None else f"V{self._text(value)}"


def _moment(value: Any) -> str:
    if isinstance(value, str):
        value = models.DateTimeField().to_python(value)
    return moment(value)


def _day(value: Any) -> str:
    found = models.DateField().to_python(value)
    return found.isoformat() if isinstance(found, date) else str(value)


def _hour(value: Any) -> str:
    found = models.TimeField().to_python(value)
    return found.isoformat() if isinstance(found, time) else str(value)


def _yes(value: Any) -> str:
    return {True: "1", False: "0"}.get(value) or repr(value)


def _number(value: Any) -> str:
    return str(int(value))


def _uuid(value: Any) -> str:
    return str(value if isinstance(value, UUID) else UUID(str(value)))


class _Places:
    __slots__ = ("_places",)

    def __init__(self, one: Any) -> None:
        self._places: int = one.decimal_places

    def __call__(self, value: Any) -> str:
        return f"{Decimal(str(value)):.{self._places}f}"


class _Json:
    __slots__ = ("_encoder",)

    def __init__(self, one: Any) -> None:
        self._encoder: type[json.JSONEncoder] | None = one.encoder

    def __call__(self, value: Any) -> str:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, cls=self._encoder)


class _Prepared:
    __slots__ = ("_field",)

    def __init__(self, one: "models.Field[Any, Any]") -> None:
        self._field = one

    def __call__(self, value: Any) -> str:
        return str(self._field.get_prep_value(value))


_ALIKE = dict.fromkeys(
    ("TextField", "EmailField", "URLField", "SlugField", "GenericIPAddressField"), "CharField"
) | dict.fromkeys(
    (
        "AutoField", "BigAutoField", "SmallAutoField", "BigIntegerField", "SmallIntegerField",
        "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField",
    ),
    "IntegerField",
)  # fmt: skip
_TEXTS: dict[str, tuple[Callable[[Any], str], object]] = {
    "CharField": (str, ""),
    "IntegerField": (_number, 0),
    "BooleanField": (_yes, False),
    "DateTimeField": (_moment, None),
    "DateField": (_day, None),
    "TimeField": (_hour, None),
    "UUIDField": (_uuid, None),
    "DecimalField": (str, None),
    "JSONField": (str, None),
}
