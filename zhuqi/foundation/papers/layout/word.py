"""A paper as docx, for those who write on in it: the content of the PDF in the same measures.

It asks for the standard's own faces, which officials' machines have, whatever this machine lacks.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final

from zhuqi.foundation.papers.layout import geometry, word_frame, words
from zhuqi.foundation.papers.layout.document import (
    Block,
    Document,
    Entry,
    Form,
    Heading,
    KeyTable,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from zhuqi.foundation.papers.layout.fonts import Fonts
from zhuqi.foundation.papers.layout.pictures import measured
from zhuqi.foundation.papers.layout.texts import one_line, shown, width_of
from zhuqi.foundation.papers.layout.word_base import base, refill
from zhuqi.foundation.papers.layout.word_parts import (
    LINE,
    aligned,
    cell,
    paragraph,
    row,
    run,
    section,
    spaced,
    styled,
    table,
    twips,
)

if TYPE_CHECKING:
    from docx.document import Document as Word

# A row of more lines may run on over the page's end: it might be longer than a page.
_LONG_ROW: Final = 12
# A paragraph that ends a section is itself a line; this one is hardly seen.
_HAIR: Final = spaced(line=20)


@dataclass(slots=True)
class _Writing:
    """What has been written, and what the next part depends on."""

    word: "Word"
    references: str
    letter: bool
    parts: list[str] = field(default_factory=list)
    pictures: int = 0
    # How many lines of how many pages are full, about: the 版记 wants an even page.
    lines: float = 0.0

    def add(self, *parts: str, lines: float = 0.0) -> None:
        """Parts below the others, that take about so many lines."""
        self.parts += parts
        self.lines += lines

    def to_next_page(self) -> None:
        """What follows begins on a new page."""
        self.lines = -(-self.lines // geometry.LINES) * geometry.LINES

    def end_section(self, *, across: bool = False) -> None:
        """The page turns: what stood before it is one section."""
        ending = section(self.references, across=across, letter=self.letter)
        self.parts.append(paragraph("Flush", having=[_HAIR, ending]))
        self.to_next_page()
        # Only the first section has the letter's first page.
        self.letter = False


def to_docx(document: Document, fonts: Fonts) -> bytes:
    """The paper's docx. ValueError of a picture that can't be read."""
    # Here, not above: only the worker writes papers.
    import docx

    letter = document.form == Form.LETTER
    empty, references = base(fonts, letter=letter)
    writing = _Writing(docx.Document(BytesIO(empty)), references, letter)
    word_frame.begin(document, writing.add)
    blocks = words.blocks_of(document)
    for place, block in enumerate(blocks):
        _write(writing, block, last=place == len(blocks) - 1)
    word_frame.end(document, writing.add)
    even = _imprint(document, writing)
    closing = section(references, letter=writing.letter, even=even)
    refill(writing.word.element.body, "".join(writing.parts) + closing)
    if letter:
        refill(
            writing.word.sections[0].first_page_header.part.element,
            word_frame.letter_header(document),
        )
    _sign_off(document, writing.word)
    file = BytesIO()
    writing.word.save(file)
    return file.getvalue()


def _imprint(document: Document, writing: _Writing) -> bool:
    """The 版记, at the foot of the last page; whether it begins a section on an even page."""
    imprint = word_frame.imprint(document)
    if not imprint:
        return False
    pages = max(1, -(-writing.lines // geometry.LINES))
    even = words.on_even_page(document) and pages % 2 == 1
    if even:
        writing.end_section()
    writing.add(*imprint)
    return even


def _write(writing: _Writing, block: Block, *, last: bool) -> None:
    match block:
        case Paragraph():
            style = "Flush" if block.flush else "Normal"
            # The date below may not stand on a page of its own.
            kept = ["<w:keepNext/>", '<w:widowControl w:val="1"/>'] if last else []
            writing.add(paragraph(style, run(block.text), having=kept), lines=_lines(block.text))
        case Heading():
            _write_heading(writing, block)
        case Table():
            _write_table(writing, block)
        case KeyTable():
            writing.add(_sheet(block), lines=sum(map(_sheet_lines, block.lines)))
        case Picture():
            _write_picture(writing, block)
        case PageBreak():
            writing.add(paragraph("Flush", '<w:r><w:br w:type="page"/></w:r>', having=[_HAIR]))
            writing.to_next_page()


def _write_heading(writing: _Writing, heading: Heading) -> None:
    text, rest = one_line(heading.text), one_line(heading.rest)
    lines = _lines(text + rest)
    if rest:
        # In one line with what follows it is no heading to Word, but looks like one.
        faces = {1: styled("Hei"), 2: styled("Kai")}
        head = run(text, faces.get(heading.level, ""))
        writing.add(paragraph("Normal", head, run(rest)), lines=lines)
    else:
        style = f"Heading{heading.level}"
        writing.add(paragraph(style, run(text), having=["<w:keepNext/>"]), lines=lines)


def _write_table(writing: _Writing, block: Table) -> None:
    if block.across:
        writing.end_section()
    room = geometry.AREA_HEIGHT if block.across else geometry.AREA_WIDTH
    asked = sum(max(column.width, 1) for column in block.columns)
    widths = [int(twips(room) * max(column.width, 1) / asked) for column in block.columns]
    heads = [
        cell("TableHead", shown(column.head).strip(), width, where="center")
        for column, width in zip(block.columns, widths, strict=True)
    ]
    rows = [row(heads, head=True)]
    lines = 1.0
    for texts in block.full_rows:
        cleaned = [shown(text).strip() for text in texts]
        high = max(map(_cell_lines, cleaned, widths))
        lines += high * 360 / twips(geometry.AREA_HEIGHT) * geometry.LINES
        cells = (
            cell("TableText", text, width, where="right" if column.figures else "left")
            for text, width, column in zip(cleaned, widths, block.columns, strict=True)
        )
        rows.append(row(cells, torn=high > _LONG_ROW))
    if caption := one_line(block.caption):
        kept = ["<w:keepNext/>", aligned("center")]
        writing.add(paragraph("Flush", run(caption, styled("Hei")), having=kept), lines=1)
    # A table that lies across has fewer lines to a page.
    taller = geometry.AREA_HEIGHT / geometry.AREA_WIDTH if block.across else 1
    writing.add(table(widths, rows), lines=lines * taller)
    if block.across:
        writing.end_section(across=True)


def _sheet(block: KeyTable) -> str:
    room = twips(geometry.AREA_WIDTH)
    label = room // 5
    widths = [label, room - label] if block.pairs == 1 else [label, room * 3 // 10] * 2
    rows = []
    for entries in block.lines:
        cells = []
        for place, entry in enumerate(entries):
            last = place == len(entries) - 1
            span = len(widths) - 2 * place - 1 if last else 1
            cells.append(cell("SheetLabel", shown(entry.label).strip(), label, where="center"))
            value = sum(widths[2 * place + 1 : 2 * place + 1 + span])
            cells.append(cell("SheetText", shown(entry.value).strip(), value, span=span))
        rows.append(row(cells, torn=_sheet_lines(entries) > _LONG_ROW))
    return table(widths, rows)


def _sheet_lines(entries: tuple[Entry, ...]) -> float:
    """How high a line of a sheet is, in lines of the body, about."""
    values = _VALUES[0] if len(entries) == 1 else _VALUES[1]
    return max(max(1, -(-width_of(each.value) // values)) for each in entries) * _SHEET_LINE


# Characters of a value that has the line for itself, and of one beside another.
_VALUES: Final = (24.0, 9.0)
_SHEET_LINE: Final = 400 / LINE


def _write_picture(writing: _Writing, picture: Picture) -> None:
    from docx.shared import Mm

    size = measured(picture)
    inline = writing.word.part.new_pic_inline(
        BytesIO(picture.content), Mm(size.width), Mm(size.height)
    )
    writing.pictures += 1
    inline.docPr.set("id", str(writing.pictures))
    caption = one_line(picture.caption)
    free = '<w:spacing w:line="240" w:lineRule="auto"/>'
    having = [aligned("center"), free, *(["<w:keepNext/>"] if caption else [])]
    drawn = f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"
    lines = size.height / geometry.AREA_HEIGHT * geometry.LINES + 1
    writing.add(paragraph("Flush", drawn, having=having), lines=lines)
    if caption:
        writing.add(paragraph("Flush", run(caption), having=[aligned("center")]), lines=1)


def _lines(text: str) -> float:
    return -(-(width_of(text) + 2) // geometry.CHARACTERS)


def _cell_lines(text: str, width: int) -> float:
    """How many lines a cell of so many twips takes, about."""
    letters = max((width - 120) / (geometry.SMALL_FOURTH * 20), 1)
    return sum(max(1, -(-width_of(line) // letters)) for line in text.split("\n"))


def _sign_off(document: Document, word: "Word") -> None:
    """Who and what it is, where files say so; the verification below each page."""
    told = word.core_properties
    told.title = one_line(document.title)[:_MOST_TOLD]
    told.author = one_line("、".join(document.organs))[:_MOST_TOLD]
    told.comments = ""
    first = word.sections[0]
    for footer in (first.footer, first.even_page_footer, first.first_page_footer):
        if not footer.is_linked_to_previous:
            for each in footer.paragraphs[0].runs:
                if each.font.color.rgb is not None:
                    each.text = one_line(document.verification)


# python-docx refuses longer ones.
_MOST_TOLD: Final = 255
