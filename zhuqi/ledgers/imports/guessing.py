"""Which column holds what: by its heading and by what stands below it. Pure.

A guess says how sure it is and shows samples; a person decides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory import uscc
from zhuqi.foundation.quarantine.marks import marked
from zhuqi.foundation.spreadsheets import Cell, Line
from zhuqi.ledgers.imports.cells import plain, text_of
from zhuqi.ledgers.imports.dates import Era, read_moment
from zhuqi.ledgers.imports.fields import FIELDS, FieldSpec, Holds
from zhuqi.ledgers.imports.headings import Headings, last_part
from zhuqi.ledgers.imports.words import WORDED, knows

LOOKED_AT = 200
SAMPLES = 3
_SAMPLE_LENGTH = 60
_LONG = 25
_OUTRIGHT, _LIKELY, _POSSIBLE = 70, 55, 30
# At least this sure, or it is left to the person.
ENOUGH = 40
SURE = 80
_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}")
_NOT_LETTERS = re.compile(r"[^\w()（）、/]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet. `letter` as the spreadsheet names it; `samples` different values."""

    at: int
    letter: str
    heading: str
    samples: tuple[str, ...]
    gaps: int = 0
    merged: bool = False
    guess: str = ""
    sure: int = 0


@dataclass(slots=True)
class _Seen:
    values: list[Cell] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    gaps: int = 0
    merged: bool = False


def columns_of(
    headings: Headings, rows: Sequence[Line], remembered: Mapping[str, str] | None = None
) -> list[Column]:
    """Every column with a heading or a value, with the best guess of each.

    `remembered`: what this source's columns were last time, by heading; that is sure.
    """
    seen = _look(headings, rows)
    known = {plain(heading): name for heading, name in (remembered or {}).items()}
    scored: list[tuple[int, int, str]] = []
    for at, heading in enumerate(headings.names):
        if heading and at in seen:
            if name := known.get(plain(heading)):
                scored.append((100, at, name))
            scored += [(sure, at, name) for name, sure in _scores(heading, seen[at]).items()]
    chosen = _chosen(scored)
    return [
        Column(
            at, letter_of(at), headings.names[at], _samples(one), one.gaps, one.merged,
            *chosen.get(at, ("", 0)),
        )
        for at, one in sorted(seen.items())
    ]  # fmt: skip


def letter_of(at: int) -> str:
    """A, B, … Z, AA."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _look(headings: Headings, rows: Sequence[Line]) -> dict[int, _Seen]:
    seen = {at: _Seen() for at, name in enumerate(headings.names) if name}
    for line in rows[:LOOKED_AT]:
        for at, cell in enumerate(line.cells):
            one = seen.setdefault(at, _Seen())
            one.merged = one.merged or at in line.filled
            if cell is None:
                one.gaps += 1
                continue
            one.values.append(cell)
            one.texts.append(_shown(cell))
    return {at: one for at, one in seen.items() if one.values or at < len(headings.names)}


def _shown(cell: Cell) -> str:
    try:
        return text_of(cell)
    except NotValid:
        return str(cell)


def _samples(one: _Seen) -> tuple[str, ...]:
    # Text with a mark of secrecy is shown nowhere.
    shown = (text for text in one.texts if text and not marked(text))
    different = list(islice(dict.fromkeys(shown), SAMPLES))
    return tuple(
        text if len(text) <= _SAMPLE_LENGTH else f"{text[:_SAMPLE_LENGTH]}…" for text in different
    )


def _scores(heading: str, one: _Seen) -> dict[str, int]:
    whole, last = plain(heading), plain(last_part(heading))
    whole, last = (re.sub(r"[(（]\d[)）]$", "", word) for word in (whole, last))
    found: dict[str, int] = {}
    for spec in FIELDS:
        score = _of_heading(spec, whole, last)
        if score:
            found[spec.name] = max(0, min(99, score + _of_values(spec, one)))
    return found


def _of_heading(spec: FieldSpec, whole: str, last: str) -> int:
    if whole in spec.called:
        return _OUTRIGHT
    if last in spec.called or whole.replace("·", "") in spec.called:
        return _LIKELY
    if any(word in last for word in spec.called if len(word) > 2):  # noqa: PLR2004 (一 字 is chance)
        return _LIKELY - 10
    return _POSSIBLE if any(word in last for word in spec.maybe) else 0


def _of_values(spec: FieldSpec, one: _Seen) -> int:
    """What the values say for or against it."""
    if not one.values:
        return -20
    if spec.holds is Holds.MOMENT:
        return _leaning(_share(one.values, _is_moment), 25, -60)
    if fits := _fitting(spec):
        return _leaning(_share(one.texts, fits), 25, -45 if spec.name in WORDED else -30)
    if spec.name == "number":
        return 20 if len(set(one.texts)) == len(one.texts) else -10
    average = sum(map(len, one.texts)) / len(one.texts)
    if spec.holds is Holds.LONG:
        return 20 if average >= _LONG else 0
    return 15 if average < _LONG else -15


def _fitting(spec: FieldSpec) -> Callable[[Any], bool] | None:
    """What a value must be to fit; None for a field that takes any text."""
    if spec.name in WORDED:
        return lambda text: knows(spec.name, text)
    if spec.name == "firm_code":
        return lambda text: uscc.check(text).ok
    return _is_phone if spec.name.endswith("_phone") else None


def _leaning(share: float, good: int, bad: int) -> int:
    return round(bad + (good - bad) * share)


def _share(values: Sequence[Any], fits: Callable[[Any], bool]) -> float:
    return sum(map(fits, values)) / len(values)


def _is_moment(cell: Cell) -> bool:
    try:
        read_moment(cell, Era(2000))
    except NotValid:
        return False
    return True


def _is_phone(text: str) -> bool:
    return bool(_PHONE.search(re.sub(r"[\s-]", "", text)))


def _chosen(scored: Sequence[tuple[int, int, str]]) -> dict[int, tuple[str, int]]:
    """The surest pairs first; a field that only one column feeds is given once."""
    several = {spec.name for spec in FIELDS if spec.several}
    given: set[str] = set()
    chosen: dict[int, tuple[str, int]] = {}
    for sure, at, name in sorted(scored, key=lambda one: (-one[0], one[1])):
        if (
            sure < ENOUGH
            or at in chosen
            or (name in given and (name not in several or sure < SURE))
        ):
            continue
        chosen[at] = (name, sure)
        given.add(name)
    return chosen
