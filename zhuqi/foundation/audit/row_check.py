"""Compare every stored row with the last mark of each of its columns in the log.

Streaming: the marks are read once in the order of the events into a file of this check's own,
then table by table rows and marks go past each other by their ids. Memory does not grow with
either. People may go on working: what differs is asked once more, with the events written since.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import Error, connection, models
from django.utils import timezone

from zhuqi.foundation.audit.keys import current_id, mark_key
from zhuqi.foundation.audit.marks import (
    GONE,
    MARK_BYTES,
    WHOLE,
    Column,
    RowKey,
    RowMark,
    columns_of,
    digest,
    part,
    read,
)
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.contributions.unlogged import TABLE_WORDS, UNLOGGED

# Events read at once, and rows compared at once.
PIECE = 2000
# Another transaction may hold a lower id and commit later; so many are read once more.
OVERLAP = 5000
# What a table is told by beside its id, where it has one: nothing about people.
_NAMES = ("number", "code", "username")
_SHOWN = 40
_NUMBERS_TRIED = 100

Model = type[models.Model]
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A row that is not as the log says. `column` is "" where it is about the row as a whole."""

    model: Model
    pk: int
    column: str
    sentence: str


class Checked(NamedTuple):
    """How far the check is."""

    rows: int
    tables: int


def marked_models() -> list[Model]:
    """Every table the log vouches for, by name."""
    tables = apps.get_models(include_auto_created=True)
    return sorted((m for m in tables if columns_of(m)), key=lambda m: m._meta.label)  # noqa: SLF001


def left_out() -> list[tuple[str, str]]:
    """Tables and columns it does not vouch for, with the reason."""
    return sorted(UNLOGGED.items())


def check_rows(
    tables: Collection[Model] | None = None, *, progress: Callable[[int], None] | None = None
) -> Iterator[RowFinding]:
    """Everything that differs, in the tables given or in all. Outside of any transaction."""
    wanted = [m for m in marked_models() if tables is None or m in tables]
    with _marks_file() as marks:
        marks.read_on({model._meta.label for model in wanted})  # noqa: SLF001
        done = 0
        for model in wanted:
            for checked, findings in _table(model, marks):
                yield from findings
                done += checked
                if progress:
                    progress(done)


# The marks of all events, by row


class _Marks:
    """A file of this check's own: one line a mark, found by table and row."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._labels: dict[str, int] = {}
        self._texts: dict[str, int] = {}
        self._by_number: list[str] = []
        self._last = 0
        file.execute(
            "CREATE TABLE mark (label INTEGER, pk INTEGER, event INTEGER, key INTEGER, "
            "mode TEXT, names INTEGER, macs BLOB, PRIMARY KEY (label, pk, event)) WITHOUT ROWID"
        )

    def _number(self, text: str) -> int:
        if text not in self._texts:
            self._texts[text] = len(self._by_number)
            self._by_number.append(text)
        return self._texts[text]

    def read_on(self, labels: Collection[str] | None = None) -> None:
        """Take over the marks of events not read yet, of the tables given first."""
        if labels is not None:
            self._labels = {label: place for place, label in enumerate(sorted(labels))}
        start = max(0, self._last - OVERLAP)
        events = Event.objects.exclude(marks="").order_by("id")
        while piece := list(
            events.filter(id__gt=start).values_list("id", "key_id", "marks")[:PIECE]
        ):
            start = piece[-1][0]
            self._file.executemany(
                "INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?, ?, ?)", self._lines(piece)
            )
        self._last = max(self._last, start)

    def _lines(self, piece: Sequence[tuple[int, str, str]]) -> Iterator[tuple[Any, ...]]:
        for event, key_id, text in piece:
            key = self._number(key_id)
            for label, mode, names, pk, macs in read(text):
                place = self._labels.get(label)
                if place is not None:
                    yield place, pk, event, key, mode, self._number(names), macs

    def of(self, label: str, above: int, to: int | None) -> Iterator[tuple[int, "_Expected"]]:
        """What the rows of a table with ids in this range must be, in their order."""
        lines = self._file.execute(
            "SELECT pk, key, mode, names, macs FROM mark WHERE label = ? AND pk > ? AND pk <= ? "
            "ORDER BY pk, event",
            (self._labels[label], above, to if to is not None else 1 << 62),
        )
        for pk, parts in groupby(lines, key=lambda line: line[0]):
            yield pk, self._together(parts)

    def _together(self, parts: Iterator[tuple[int, int, str, int, bytes]]) -> "_Expected":
        mark: RowMark | None = None
        keys: dict[str, str] = {}
        for _pk, key, mode, names, macs in parts:
            listed = self._by_number[names].split(",") if self._by_number[names] else []
            columns = {
                name: macs[at * MARK_BYTES : (at + 1) * MARK_BYTES]
                for at, name in enumerate(listed)
            }
            keys |= dict.fromkeys(listed, self._by_number[key])
            said = RowMark(mode, columns)
            mark = said if mark is None else mark.then(said)
        if mark is None:
            raise ValueError("Every group of lines has one.")
        return _Expected(mark, keys)


class _Expected(NamedTuple):
    """The mark of a row, and with which key each column of it was made."""

    mark: RowMark
    keys: Mapping[str, str]


@contextmanager
def _marks_file() -> Iterator[_Marks]:
    with TemporaryDirectory(prefix="zhuqi-check-") as folder:
        file = sqlite3.connect(Path(folder) / "marks.db", isolation_level=None)
        try:
            file.execute("PRAGMA journal_mode=OFF")
            file.execute("PRAGMA synchronous=OFF")
            file.execute("BEGIN")
            yield _Marks(file)
        finally:
            file.close()


# Rows and marks beside each other


def _table(model: Model, marks: _Marks) -> Iterator[tuple[int, list[RowFinding]]]:
    columns = columns_of(model)
    above = -(1 << 62)
    while True:
        rows = _rows(model, columns, above)
        to = rows[-1][0] if len(rows) == PIECE else None
        suspects = _suspects(model, rows, marks.of(model._meta.label, above, to))  # noqa: SLF001
        yield len(rows), _asked_again(model, columns, suspects, marks) if suspects else []
        if to is None:
            return
        above = to


def _rows(model: Model, columns: Sequence[Column], above: int) -> list[Values]:
    names = ["pk", *(column.attname for column in columns)]
    found = model._base_manager.filter(pk__gt=above).order_by("pk")  # noqa: SLF001
    try:
        return list(found.values_list(*names)[:PIECE])
    except (Error, ValueError, TypeError):
        # SQLite stores anything: what can't be read is told column by column.
        return [
            _row(model, columns, pk) or (pk,) for pk in found.values_list("pk", flat=True)[:PIECE]
        ]


UNREADABLE = object()


def _row(model: Model, columns: Sequence[Column], pk: int) -> Values | None:
    one = model._base_manager.filter(pk=pk).order_by()  # noqa: SLF001
    names = [column.attname for column in columns]
    try:
        return next(iter(one.values_list("pk", *names)), None)
    except (Error, ValueError, TypeError):
        return (pk, *(_cell(one, name) for name in names))


def _cell(one: models.QuerySet[models.Model], name: str) -> object:
    try:
        return one.values_list(name, flat=True)[0]
    except (Error, ValueError, TypeError):
        return UNREADABLE


def _suspects(
    model: Model, rows: Sequence[Values], expected: Iterator[tuple[int, "_Expected"]]
) -> list[int]:
    """Ids whose row and mark differ, or that have only one of them."""
    label, columns = model._meta.label, columns_of(model)  # noqa: SLF001
    found: list[int] = []
    ahead = next(expected, None)
    for row in rows:
        while ahead is not None and ahead[0] < row[0]:
            if ahead[1].mark.mode != GONE:
                found.append(ahead[0])
            ahead = next(expected, None)
        if ahead is None or ahead[0] != row[0]:
            found.append(row[0])
            continue
        if any(True for _column in _differing(label, columns, row, ahead[1])):
            found.append(row[0])
        ahead = next(expected, None)
    while ahead is not None:
        if ahead[1].mark.mode != GONE:
            found.append(ahead[0])
        ahead = next(expected, None)
    return found


def _differing(
    label: str, columns: Sequence[Column], row: Values, wanted: _Expected
) -> Iterator[Column]:
    mark, keys, pk = wanted.mark, wanted.keys, row[0]
    if mark.mode == GONE:
        yield from columns
        return
    for column, value in zip(columns, row[1:], strict=True):
        told = mark.columns.get(column.name)
        if told is None:
            if mark.mode != WHOLE or not column.is_empty(value):
                yield column
        elif _mac(keys[column.name], label, pk, column, value) not in {told, None}:
            yield column


def _mac(key_id: str, label: str, pk: int, column: Column, value: object) -> bytes | None:
    """The mark the value asks for; None where its key isn't given, b"" for no value."""
    key = mark_key(key_id)
    if key is None:
        return None
    try:
        return digest(key, f"{label}\0{pk}", column.name, column.text(value))
    except (ValueError, TypeError, ArithmeticError, ValidationError):
        return b""


def _asked_again(
    model: Model, columns: Sequence[Column], suspects: Sequence[int], marks: _Marks
) -> list[RowFinding]:
    """What still differs when rows are read anew and then the events written meanwhile."""
    rows = {pk: _row(model, columns, pk) for pk in suspects}
    marks.read_on()
    label = model._meta.label  # noqa: SLF001
    findings: list[RowFinding] = []
    for pk in suspects:
        row = rows[pk]
        wanted = next((each for _pk, each in marks.of(label, pk - 1, pk)), None)
        findings += _named(model, columns, pk, row, wanted)
    return findings


# In words


def _named(
    model: Model, columns: Sequence[Column], pk: int, row: Values | None, wanted: _Expected | None
) -> list[RowFinding]:
    label, where = model._meta.label, _where(model, columns, pk, row)  # noqa: SLF001
    if row is None:
        if wanted is None or wanted.mark.mode == GONE:
            return []
        return [RowFinding(model, pk, "", f"{where}：日志里有，数据库里不见了，被删除。")]
    if wanted is None:
        return [RowFinding(model, pk, "", f"{where}：日志里没有它，是绕过系统加上的。")]
    if wanted.mark.mode == GONE:
        return [RowFinding(model, pk, "", f"{where}：日志里已经删除，数据库里又有了。")]
    values = dict(zip(columns, row[1:], strict=True))
    return [
        RowFinding(
            model,
            pk,
            column.name,
            f"{where}：{_difference(model, pk, column, values[column], wanted)}",
        )
        for column in _differing(label, columns, row, wanted)
    ]


def _where(model: Model, columns: Sequence[Column], pk: int, row: Values | None) -> str:
    label = model._meta.label  # noqa: SLF001
    called = f"{TABLE_WORDS.find(label) or label} {pk}"
    for column, value in zip(columns, (row or ())[1:], strict=False):
        if column.name in _NAMES and value:
            return f"{called}（{value}）"
    return called


def _difference(model: Model, pk: int, column: Column, value: object, wanted: _Expected) -> str:
    name = str(model._meta.get_field(column.name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
    called = f"“{column.name}”" if name.isascii() else f"“{name}”（{column.name}）"
    said = f"{called}与日志不符，绕过系统改过"
    told = _logged(model, pk, column, wanted)
    if value is UNREADABLE:
        return f"{said}：现在的值无法读取。"
    one = model._meta.get_field(column.name)  # noqa: SLF001
    if told is not None:
        return f"{said}：现为{_shown(one, value)}，日志为{_shown(one, told[0])}。"
    if isinstance(one, models.CharField | models.TextField) and not one.choices:
        return f"{said}。"
    return f"{said}：现为{_shown(one, value)}。"


def _logged(model: Model, pk: int, column: Column, wanted: _Expected) -> tuple[object] | None:
    """What the log vouches for, found by trying the few values such a column can have."""
    told = wanted.mark.columns.get(column.name)
    if told is None:
        return (column.empty,)
    one: Any = model._meta.get_field(column.name)  # noqa: SLF001
    tried: list[object] = [None, *(value for value, _label in one.flatchoices)]
    if isinstance(one, models.BooleanField):
        tried += [True, False]
    elif isinstance(one, models.IntegerField):
        tried += range(_NUMBERS_TRIED)
    label = model._meta.label  # noqa: SLF001
    for value in tried:
        if _mac(wanted.keys[column.name], label, pk, column, value) == told:
            return (value,)
    return None


def _shown(one: Any, value: object) -> str:
    if value is None or value == "":
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    label = next((label for each, label in one.flatchoices if each == value), None)
    return f"“{str(value)[:_SHOWN] if label is None else label}”"


# For upgrades: what the log does not know yet


def readable_tables() -> list[Model]:
    """Tables that are in the database with every column this version knows; `Event` among them
    where marks can be read. Before an upgrade others can't be compared, nor need it."""
    found: list[Model] = []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        tables: list[Model] = [Event, *marked_models()]
        for model in tables:
            meta = model._meta  # noqa: SLF001
            if meta.db_table in there:
                described = connection.introspection.get_table_description(cursor, meta.db_table)
                stored = {column.name for column in described}
                if all(one.column in stored for one in meta.concrete_fields):
                    found.append(model)
    return found


def differing(tables: Collection[Model] | None = None) -> set[tuple[str, int, str]]:
    """Where rows differ, by table, id and column; only columns that the database has already."""
    return {(f.model._meta.label, f.pk, f.column) for f in check_rows(tables)}  # noqa: SLF001


def unknown_rows(
    known: Collection[tuple[str, int, str]],
) -> Iterator[tuple[RowKey, RowMark]]:
    """Rows that differ, as they are now, but for what differed before the upgrade (`known`)."""
    key = mark_key(current_id())
    if key is None:
        raise ValueError("The key in use is always among those known.")
    for (model, pk), findings in groupby(check_rows(), key=lambda f: (f.model, f.pk)):
        label = model._meta.label  # noqa: SLF001
        names = {f.column for f in findings if (label, pk, f.column) not in known}
        columns = [c for c in columns_of(model) if "" in names or c.name in names]
        row = _row(model, columns, pk)
        if not names:
            continue
        if row is None:
            yield (label, pk), RowMark(GONE)
        else:
            yield (label, pk), part(key, model, pk, zip(columns, row[1:], strict=True))
