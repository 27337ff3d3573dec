"""A file looked at: its sheets, where its headings stand, and what each column most likely is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from zhuqi.foundation.spreadsheets import Book, Line, read_lines
from zhuqi.ledgers.imports.cells import plain
from zhuqi.ledgers.imports.fields import by_name
from zhuqi.ledgers.imports.guessing import LOOKED_AT, SURE, Column, columns_of
from zhuqi.ledgers.imports.headings import (
    SEARCHED,
    Headings,
    find_headings,
    headings_at,
    year_in,
)
from zhuqi.ledgers.imports.mapping import Register


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a file seems to be; a person corrects it."""

    book: Book
    headings: Headings
    columns: Sequence[Column]
    year: int | None
    rows: Sequence[Line] = ()

    def remembering(self, fields: Mapping[str, str]) -> "Suggestion":
        """The same, with what this source's columns were last time, by heading."""
        return replace(self, columns=columns_of(self.headings, self.rows, fields))

    def register(self, channel: str) -> Register:
        """The mapping it amounts to."""
        fed: dict[str, tuple[str, ...]] = {}
        for column in self.columns:
            if column.guess and column.heading:
                fed[column.guess] = (*fed.get(column.guess, ()), column.heading)
        gaps = [c.guess for c in self.columns if c.guess and _repeats(c)]
        return Register(
            channel=channel,
            columns=fed,
            fill_down=tuple(dict.fromkeys(gaps)),
            sheet=self.book.sheet,
            heading_row=self.headings.first,
            heading_last=self.headings.last,
            year=self.year,
            number_by_year=self._begins_anew,
        )

    @property
    def _begins_anew(self) -> bool:
        """序号 counts the rows of one year's sheet, and begins anew in the next."""
        return any(
            column.guess == "number" and plain(column.heading) in {"序号", "号"}
            for column in self.columns
        )

    def notes(self) -> dict[str, str]:
        """How sure each guess is, with samples, by field."""
        told = {
            column.guess: f"{column.letter} 列，把握 {column.sure}%：{' | '.join(column.samples)}"
            for column in self.columns
            if column.guess
        }
        left = [f"{c.letter} {c.heading}" for c in self.columns if not c.guess and c.heading]
        rows = f"第 {self.headings.first} 行"
        if self.headings.last != self.headings.first:
            rows += f"到第 {self.headings.last} 行"
        head = [f"表头在{rows}。请核对每一列，改好后存为 .toml，先加 --dry-run 核对。"]
        if left:
            head.append(f"没有对应的列（不导入）：{'、'.join(left)}")
        head.append("可用的项：" + "、".join(f"{s.name}（{s.label}）" for s in by_name().values()))
        return told | {"": "\n".join(head)}


def _repeats(column: Column) -> bool:
    """True for a column that leaves cells empty below a firm or county it has named."""
    return (
        column.guess in {"firm", "firm_code", "county", "lead"}
        and column.sure >= SURE
        and column.merged
    )


def suggest(
    path: Path,
    *,
    sheet: str = "",
    heading_row: int = 0,
    heading_last: int = 0,
    file_name: str = "",
) -> Suggestion:
    """Look at the first rows of a file. NotValid for what is no table."""
    book, lines = read_lines(path, sheet=sheet or None)
    try:
        first = list(islice(lines, SEARCHED + LOOKED_AT))
    finally:
        lines.close()
    if heading_row:
        headings = headings_at(first, heading_row, heading_last or heading_row)
    else:
        headings = find_headings(first)
    rows = [line for line in first if line.number > headings.last and not line.blank]
    columns = columns_of(headings, rows)
    year = headings.year or year_in(book.sheet) or year_in(file_name or path.name)
    return Suggestion(book, headings, columns, year, rows)
