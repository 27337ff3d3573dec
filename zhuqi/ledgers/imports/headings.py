"""Where the headings of a register stand: below a title, in one row or in two. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets import Line
from zhuqi.ledgers.imports.cells import plain
from zhuqi.ledgers.imports.fields import known_headings

# Titles, notes and the date of the table stand above the headings; never more of them.
SEARCHED = 40
_LONGEST = 30
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:\s*年|(?!\d))")
_SEPARATOR = "·"


@dataclass(frozen=True, slots=True)
class Headings:
    """Rows `first` to `last` (as people count them) hold the headings; `names` by column, ""
    where a column has none, each different. `above`: what stands over them, for a year."""

    first: int
    last: int
    names: tuple[str, ...]
    above: str = ""

    @property
    def year(self) -> int | None:
        """The year a title names: 2021年企业诉求台账."""
        return year_in(self.above)


def year_in(text: str) -> int | None:
    """The only year a text names; None for none or several."""
    found = set(_YEAR.findall(text))
    return int(found.pop()) if len(found) == 1 else None


def find_headings(lines: Sequence[Line], wanted: Iterable[str] = ()) -> Headings:
    """Look for them among the first rows of a sheet: those that hold the `wanted` ones, or else
    most of what offices call their columns.

    NotValid where nothing looks like headings.
    """
    looked = [line for line in lines[:SEARCHED] if not line.blank]
    if not looked:
        raise NotValid("表格是空的")
    words = {plain(word) for word in wanted}
    best = max(range(len(looked)), key=lambda at: (_score(looked[at], words), -at))
    if not _score(looked[best], words):
        best = _first_like(looked)
    return _read(looked, best)


def headings_at(lines: Sequence[Line], first: int, last: int) -> Headings:
    """The headings of rows a person named. NotValid where there is nothing."""
    rows = [line for line in lines if first <= line.number <= last and not line.blank]
    if not rows:
        raise NotValid(f"第 {first} 行没有表头")
    return _named(rows, _above(lines, first))


def _score(line: Line, wanted: set[str]) -> int:
    """How much it looks like headings."""
    texts = [plain(str(cell)) for at, cell in enumerate(line.cells) if isinstance(cell, str)]
    if wanted:
        return sum(text in wanted for text in set(texts)) * 10
    known = known_headings()
    found = sum(2 for text in set(texts) if text in known)
    return found if found > 2 else 0  # noqa: PLR2004 (one alone may be a title)


def _first_like(looked: Sequence[Line]) -> int:
    """The first row with several different words in it; the very first row else."""
    for at, line in enumerate(looked):
        if len({cell for cell in line.cells if isinstance(cell, str)}) > 1:
            return at
    return 0


def _read(looked: Sequence[Line], best: int) -> Headings:
    line = looked[best]
    rows = [line]
    before = looked[best - 1] if best else None
    after = looked[best + 1] if best + 1 < len(looked) else None
    if before is not None and _covers(before, line):
        rows = [before, line]
    elif after is not None and _is_lower(line, after):
        rows = [line, after]
    return _named(rows, _above(looked, rows[0].number))


def _above(lines: Iterable[Line], first: int) -> str:
    texts = {str(c) for line in lines if line.number < first for c in line.cells if c is not None}
    return " ".join(sorted(texts))


def _covers(upper: Line, lower: Line) -> bool:
    """True if cells of the upper row are merged down into the lower one: 序号 beside 办理情况."""
    return (
        lower.number == upper.number + 1
        and any(
            at in lower.filled and at < len(upper.cells) and upper.cells[at] == cell is not None
            for at, cell in enumerate(lower.cells)
        )
        and any(_own(upper, at) != _own(lower, at) for at in range(len(lower.cells)))
    )


def _own(line: Line, at: int) -> object:
    return line.cells[at] if at < len(line.cells) else None


def _is_lower(upper: Line, lower: Line) -> bool:
    """True if the next row goes on with the headings: short words under a group's name, nothing
    under the others that they do not share."""
    if lower.number != upper.number + 1:
        return False
    own = {
        at: cell
        for at, cell in enumerate(lower.cells)
        if cell is not None and at not in lower.filled
    }
    if not own or not all(_is_short(cell) for cell in own.values()):
        return False
    grouped = {at for at in own if _own(upper, at) is None or at in upper.filled}
    starts = {
        at for at in own if at not in grouped and at + 1 in grouped and _own(upper, at) is not None
    }
    return bool(grouped) and set(own) <= grouped | starts


def _is_short(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST and not re.search(r"\d{3}", cell)


def _named(rows: Sequence[Line], above: str) -> Headings:
    width = max(len(line.cells) for line in rows)
    names: list[str] = []
    group = ""
    for at in range(width):
        parts = [_text(line, at) for line in rows]
        if len(rows) > 1:
            # A group's name that is not merged stands over its first column alone.
            group = parts[0] or (group if parts[-1] else "")
            parts[0] = group
        names.append(_SEPARATOR.join(dict.fromkeys(part for part in parts if part)))
    return Headings(rows[0].number, rows[-1].number, tuple(_different(names)), above)


def _text(line: Line, at: int) -> str:
    cell = _own(line, at)
    return "" if cell is None else "".join(str(cell).split())


def _different(names: Sequence[str]) -> list[str]:
    """A heading that comes again is told apart by its count: 联系电话, 联系电话（2）."""
    seen: dict[str, int] = {}
    told: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(f"{name}（{seen[name]}）" if name and seen[name] > 1 else name)
    return told


def last_part(name: str) -> str:
    """The words of the lower row alone."""
    return name.rpartition(_SEPARATOR)[2]
