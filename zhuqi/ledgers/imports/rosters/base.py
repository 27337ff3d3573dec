"""A roster (名册) read, judged row by row, and entered through the actions of its noun.

A dry run does what a real one does and takes it back, so that it says the same. Every row is
accounted for; rows that are refused keep no other out.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation import typed
from zhuqi.foundation.access import NotValid, Person, Refusal
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.spreadsheets import Cell, Line, read_lines
from zhuqi.ledgers.imports.cells import digits_of, plain, text_of
from zhuqi.ledgers.imports.dates import read_moment
from zhuqi.ledgers.imports.headings import SEARCHED, find_headings

MOST_ROWS = 5000
# A section below its bureau below its county: parents that stand in the same file.
_DEEPEST = 6


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Holds(Enum):
    """What stands in a column."""

    TEXT = "text"
    DIGITS = "digits"
    NAME = "name"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class RosterField:
    """A column. `called`: what offices call it, `sample`: how it is filled in the template."""

    name: str
    label: StrOrPromise
    called: tuple[str, ...] = ()
    required: bool = False
    holds: Holds = Holds.TEXT
    sample: str = ""

    @property
    def words(self) -> frozenset[str]:
        """All that its heading may read, as headings are compared."""
        return frozenset(plain(word) for word in (str(self.label), *self.called))


@dataclass(frozen=True, slots=True)
class Row:
    """A row as texts by field; a column that is not there is "". `faults`: cells nobody reads."""

    number: int
    texts: Mapping[str, str]
    days: Mapping[str, date]
    faults: Sequence[str] = ()

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")


@dataclass(slots=True)
class Judged:
    """A row with what is to become of it, and why. `waits`: it names one of the same file."""

    row: Row
    told: str
    outcome: Outcome
    why: str = ""
    draft: Any = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Every row accounted for. `left`: headings that are no column of the roster."""

    rows: Sequence[Judged]
    left: Sequence[str]
    dry: bool

    @property
    def counts(self) -> Counter[Outcome]:
        """How many of each."""
        return Counter(one.outcome for one in self.rows)


class Roster(ABC):
    """One noun that comes in by table."""

    key: ClassVar[str]
    name: ClassVar[StrOrPromise]
    note: ClassVar[StrOrPromise]
    fields: ClassVar[tuple[RosterField, ...]]

    @abstractmethod
    def refuse_strangers(self, by: Person) -> None:
        """NotYours for who may not enter these."""

    @abstractmethod
    def judge(self, rows: Sequence[Row], by: Person) -> list[Judged]:
        """What is to become of each, in a fixed number of queries for any number."""

    @abstractmethod
    def add(self, new: Sequence[Judged], by: Person, reason: str) -> None:
        """Enter them, all or none."""

    @abstractmethod
    def change(self, one: Judged, by: Person, reason: str) -> None:
        """Write what differs."""


def take_in(
    roster: Roster, path: Path, *, by: Person, file_name: str = "", dry: bool = True
) -> Report:
    """Enter the rows of a file; dry, only say what would become of each.

    NotYours for who may not enter these; NotValid for what is no table, one without the columns
    needed, or one too long.
    """
    roster.refuse_strangers(by)
    rows, left = read_table(roster.fields, path)
    reason = _("由表格导入：%(name)s") % {"name": (file_name or path.name)[:80]}
    with transaction.atomic():
        judged = _entered(roster, rows, by, reason)
        if dry:
            transaction.set_rollback(True)
    return Report(judged, left, dry)


def _entered(roster: Roster, rows: Sequence[Row], by: Person, reason: str) -> list[Judged]:
    done: dict[int, Judged] = {}
    rest = list(rows)
    for _round in range(_DEEPEST):
        found = roster.judge(rest, by)
        done |= {one.row.number: one for one in found}
        _do(roster, found, by, reason)
        waiting = [one.row for one in found if one.waits]
        if not waiting or len(waiting) == len(rest):
            break
        rest = waiting
    return [done[number] for number in sorted(done)]


def _do(roster: Roster, found: Sequence[Judged], by: Person, reason: str) -> None:
    new = [one for one in found if one.outcome is Outcome.NEW]
    if new and not _kept(lambda: roster.add(new, by, reason)):
        # One of them is at fault: each for itself, so that it alone is refused.
        for one in new:
            _each(one, partial(roster.add, [one], by, reason))
    for one in found:
        if one.outcome is Outcome.CHANGED:
            _each(one, partial(roster.change, one, by, reason))


def _kept(do: Callable[[], None]) -> bool:
    with suppress(Refusal), transaction.atomic():
        do()
        return True
    return False


def _each(one: Judged, do: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            do()
    except Refusal as refusal:
        one.outcome, one.why = Outcome.REFUSED, refusal.reason


def read_table(fields: Sequence[RosterField], path: Path) -> tuple[list[Row], list[str]]:
    """The rows of a file, and headings that are none of these columns.

    NotValid for what is no table, one without the columns needed, or one too long.
    """
    _book, lines = read_lines(path)
    try:
        return _rows(fields, lines)
    finally:
        lines.close()


def _rows(fields: Sequence[RosterField], lines: Iterator[Line]) -> tuple[list[Row], list[str]]:
    first = list(islice(lines, SEARCHED))
    wanted = {word for one in fields for word in one.words}
    headings = find_headings(first, wanted)
    at: dict[int, RosterField] = {}
    for place, heading in enumerate(headings.names):
        word = plain(heading.rpartition("·")[2]).rstrip("*＊")
        # 职务（岗位） is 职务.
        words = {word, _IN_BRACKETS.sub("", word)}
        found = next((one for one in fields if words & one.words), None)
        if found is not None and found not in at.values():
            at[place] = found
    missing = [str(one.label) for one in fields if one.required and one not in at.values()]
    if missing:
        raise NotValid(
            _("第 %(row)s 行是表头，但没有“%(columns)s”一列，请对照模板")
            % {"row": headings.last, "columns": "”“".join(missing)}
        )
    left = [name for place, name in enumerate(headings.names) if name and place not in at]
    rows = [_row(line, at) for line in first if line.number > headings.last and not line.blank]
    for line in lines:
        if line.blank:
            continue
        if len(rows) >= MOST_ROWS:
            raise NotValid(_("一次最多 %(most)s 行，请分开导入") % {"most": MOST_ROWS})
        rows.append(_row(line, at))
    if not rows:
        raise NotValid(_("表头下面没有数据"))
    return rows, left


_IN_BRACKETS = re.compile(r"\(.*?\)")
_READ: dict[Holds, Callable[[Cell], str]] = {
    Holds.DIGITS: digits_of,
    Holds.NAME: lambda cell: typed.person(text_of(cell)),
}


def _row(line: Line, at: Mapping[int, RosterField]) -> Row:
    texts: dict[str, str] = {}
    days: dict[str, date] = {}
    faults: list[str] = []
    for place, spec in at.items():
        cell: Cell = line.cells[place] if place < len(line.cells) else None
        try:
            if spec.holds is Holds.DAY and cell not in {None, ""}:
                days[spec.name] = read_moment(cell).day
            texts[spec.name] = _READ.get(spec.holds, text_of)(cell)
        except NotValid as fault:
            faults.append(f"{spec.label}{fault.reason}")
    faults += [
        _("%(column)s没有填") % {"column": one.label}
        for one in at.values()
        if one.required and not texts.get(one.name) and not faults
    ]
    return Row(line.number, texts, days, faults)


def refused(row: Row, told: str, why: str, *, waits: bool = False) -> Judged:
    """A row that is not entered."""
    return Judged(row, told, Outcome.REFUSED, why, waits=waits)


def differing(wanted: Mapping[str, Any], row: object) -> dict[str, Any]:
    """Of what the table says, what the row has otherwise; an empty cell says nothing."""
    return {
        name: value
        for name, value in wanted.items()
        if value not in {None, ""} and getattr(row, name) != value
    }


def said(changes: Mapping[str, Any], row: object, labels: Mapping[str, str]) -> str:
    """简称：（空）→ 市科技局. Of phones no more is shown than in lists."""

    def shown(name: str, value: object) -> str:
        return mask_phone(str(value)) if name == "phone" else str(value)

    return "；".join(
        f"{labels.get(name, name)}：{shown(name, getattr(row, name) or _('（空）'))}"
        f" → {shown(name, value)}"
        for name, value in changes.items()
    )
