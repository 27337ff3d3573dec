"""What an official paper says, without how it looks: one model for PDF and docx. Pure.

Texts are shown as they are: no markup is read from them. Control characters, marks of direction
and halves of letters are left out when a paper is laid out; the model keeps what it was given.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Characters of a table's text (小四, 12 pt) beside each other on an upright page of 156 mm.
UPRIGHT_WIDTH: Final = 36
# What a column is given that names no width.
NARROWEST: Final = 6


class Form(TextChoices):
    """The formats of GB/T 9704-2012 (parts 7 and 10), and two papers it does not know."""

    OFFICIAL = "official", _("文件")
    LETTER = "letter", _("信函")
    MINUTES = "minutes", _("纪要")
    PLAIN = "plain", _("便函或单式")
    BULLETIN = "bulletin", _("简报")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, indented by two characters unless it is `flush`."""

    text: str
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number as it is written (一、 （一） 1. （1）), level 1 to 4.

    What follows it in the same line, in the body's face, is `rest`.
    """

    text: str
    level: int
    rest: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= len(_LEVELS):
            raise ValueError(f"There is no heading of level {self.level}.")


_LEVELS: Final = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters of the table's text, figures to the right."""

    head: str
    width: float = NARROWEST
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that runs on over pages under its repeated head; one that is wide lies across.

    A row with fewer cells than columns is filled up with empty ones; one with more is refused.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs a column.")
        if any(len(row) > len(self.columns) for row in self.rows):
            raise ValueError("A row has more cells than the table has columns.")

    @property
    def across(self) -> bool:
        """Whether its columns ask for more than an upright page gives."""
        return sum(column.width for column in self.columns) > UPRIGHT_WIDTH

    @property
    def full_rows(self) -> tuple[tuple[str, ...], ...]:
        """Its rows, all as long as there are columns."""
        wide = len(self.columns)
        return tuple(row + ("",) * (wide - len(row)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with its value on a sheet; `whole` takes the line for itself."""

    label: str
    value: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The sheet of a 单式: label and value in two columns, or two such pairs side by side."""

    entries: tuple[Entry, ...]
    pairs: int = 1

    def __post_init__(self) -> None:
        if self.pairs not in (1, 2):
            raise ValueError("A sheet has one pair of label and value in a line, or two.")

    @property
    def lines(self) -> tuple[tuple[Entry, ...], ...]:
        """The entries of each line: as many as there are pairs, or one that takes it whole."""
        lines: list[tuple[Entry, ...]] = []
        open_line: tuple[Entry, ...] = ()
        for entry in self.entries:
            if (entry.whole or len(open_line) == self.pairs) and open_line:
                lines.append(open_line)
                open_line = ()
            if entry.whole:
                lines.append((entry,))
            else:
                open_line = (*open_line, entry)
        return (*lines, open_line) if open_line else tuple(lines)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG as it lies in its file, at most as wide as the type area."""

    content: bytes
    caption: str = ""
    width_mm: float | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Paragraph | Heading | Table | KeyTable | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a 简报: its name, the issue (第12期), who edits it, and of which day."""

    name: str
    issue: str
    organ: str
    day: date


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was at a meeting, of one kind: 出席, 请假 or 列席."""

    label: str
    names: str


@dataclass(frozen=True, slots=True)
class Printing:
    """印发机关 and 印发日期, in the last line of the 版记."""

    organ: str
    day: date


@dataclass(frozen=True, slots=True)
class Document:
    """A paper in one of its forms. What a form has no place for is not shown:

    urgency and signer (签发人, of papers to a superior) stand on heads alone; a LETTER shows
    neither printing block nor rules above it; MINUTES are not signed, their date stands on the
    head and who attended below the text; a BULLETIN needs its masthead.
    """

    form: Form
    title: str
    # On the red head; several for a paper of several organs, the leading one first.
    organs: tuple[str, ...] = ()
    # Whether 文件 follows the organs' names on the head of an OFFICIAL paper.
    head_word: bool = True
    number: str | None = None
    urgency: str = ""
    signer: str = ""
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    attachments: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    day: date | None = None
    # 附注, without its brackets.
    note: str = ""
    attendance: tuple[Attendance, ...] = ()
    copies_to: tuple[str, ...] = ()
    printing: Printing | None = None
    # How a reader makes sure that the paper is genuine; in small print below each page.
    verification: str = ""
    masthead: Masthead | None = None

    def __post_init__(self) -> None:
        if self.form == Form.BULLETIN and self.masthead is None:
            raise ValueError("A bulletin needs a masthead.")
        if self.form in {Form.OFFICIAL, Form.LETTER, Form.MINUTES} and not self.organs:
            raise ValueError("A head needs an organ's name.")


def day_text(day: date) -> str:
    """成文日期 as the standard writes it: Arabic figures, no zeros before."""
    return f"{day.year}年{day.month}月{day.day}日"
