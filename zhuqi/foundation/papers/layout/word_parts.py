"""Pieces of WordprocessingML: runs, paragraphs, tables, sections. Pure.

Written as text and read once: a cell made by python-docx costs a hundred times as much.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from zhuqi.foundation.papers.layout import geometry
from zhuqi.foundation.papers.layout.geometry import POINTS_A_MM

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RED: Final = "E60012"
# Rounded down: a twip more a line, and a page holds 21.
LINE: Final = int(geometry.PITCH * 20)
CHARACTER: Final = int(geometry.CHARACTER * 20)


# Left free at either side of a cell's text.
CELL_BLANK: Final = 60


def twips(mm: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(mm * POINTS_A_MM * 20)


def run(text: str, properties: str = "") -> str:
    """A text as it is, whatever is in it; a new line in it is a line's end."""
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(parts)}</w:r>"


def tab() -> str:
    """To the next stop."""
    return "<w:r><w:tab/></w:r>"


def page_field(properties: str = "") -> str:
    """The number of the page, reckoned by whoever opens it."""
    return f'<w:fldSimple w:instr="PAGE">{run("1", properties)}</w:fldSimple>'


def styled(style: str) -> str:
    """A run in a character style."""
    return f"<w:rStyle w:val={quoteattr(style)}/>"


def paragraph(style: str, *runs: str, having: Sequence[str] = ()) -> str:
    """A paragraph of a style, with what else it has."""
    own = in_order((f"<w:pStyle w:val={quoteattr(style)}/>", *having))
    return f"<w:p><w:pPr>{own}</w:pPr>{''.join(runs)}</w:p>"


# Word takes properties in the schema's order alone.
_ORDER: Final = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr", "tabs",
    "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "sectPr",
)  # fmt: skip
_TAG: Final = re.compile(r"<w:(\w+)")


def in_order(properties: Iterable[str]) -> str:
    """Properties of a paragraph as Word wants them; of two of a kind the later counts."""
    by_kind = {found[1]: each for each in properties if (found := _TAG.match(each))}
    return "".join(by_kind[kind] for kind in sorted(by_kind, key=_ORDER.index))


def spaced(*, before: float = 0, line: int = LINE) -> str:
    """Exact height of a line, and room before it, in twips."""
    return f'<w:spacing w:before="{round(before)}" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def empty(count: int = 1) -> str:
    """Lines that are left free."""
    return paragraph("Flush") * count


def indented(*, left: float = 0, right: float = 0, hanging: float = 0) -> str:
    """Indents in characters of the body; `hanging` is how far the first line stands out."""
    sizes = {"left": left, "right": right, "hanging": hanging}
    given = " ".join(f'w:{name}="{round(size * CHARACTER)}"' for name, size in sizes.items())
    return f"<w:ind {given}/>"


def aligned(where: str) -> str:
    """left, right, center or both."""
    return f'<w:jc w:val="{where}"/>'


def ruled(side: str, kind: str, eighths: int, space: int, colour: str = "000000") -> str:
    """A rule above ("top") or below ("bottom"), so many points from the text."""
    rule = f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'
    return f"<w:pBdr>{rule}</w:pBdr>"


def stops(*places: tuple[str, int]) -> str:
    """Tab stops: which way, and where, in twips."""
    each = "".join(f'<w:tab w:val="{way}" w:pos="{at}"/>' for way, at in places)
    return f"<w:tabs>{each}</w:tabs>"


def section(
    references: str, *, across: bool = False, letter: bool = False, even: bool = False
) -> str:
    """Page, margins and grid of a section; `even`: it begins on an even page."""
    g = geometry
    sides = (g.TOP, g.RIGHT, g.BOTTOM, g.LEFT)
    wide, high = g.PAGE_WIDTH, g.PAGE_HEIGHT
    if across:
        # The upright page turned to the left.
        sides, (wide, high) = (g.LEFT, g.TOP, g.RIGHT, g.BOTTOM), (high, wide)
    top, right, bottom, left = map(twips, sides)
    turned = ' w:orient="landscape"' if across else ""
    # 4096ths of a point that a character is wider than its size.
    spare = int((CHARACTER / 20 - g.THIRD) * 4096)
    footer = twips(FOOTER_ABOVE_EDGE if not across else g.RIGHT - g.NUMBER_BELOW - FOOTER_LINE)
    begins = '<w:type w:val="evenPage"/>' if even else ""
    return (
        f"<w:sectPr {NAMESPACES}>{references}{begins}"
        f'<w:pgSz w:w="{twips(wide)}" w:h="{twips(high)}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{twips(geometry.LETTER_HEAD_BELOW_PAGE)}" w:footer="{footer}" w:gutter="0"/>'
        f"{'<w:titlePg/>' if letter else ''}"
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{spare}"/></w:sectPr>'
    )


# A footer is one line of this height, its dashes in the middle and 7 mm below the area.
FOOTER_LINE: Final = 5.6
FOOTER_ABOVE_EDGE: Final = geometry.BOTTOM - geometry.NUMBER_BELOW - FOOTER_LINE / 2


def table(
    widths: Sequence[int],
    rows: Iterable[str],
    *,
    rules: str = "",
    where: str = "",
    blank: int = CELL_BLANK,
) -> str:
    """A table of fixed widths (twips), ruled all over unless told otherwise."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{where}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{rules or rule_at(*_SIDES, eighths=4)}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{blank}" w:type="dxa"/>'
        f'<w:right w:w="{blank}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def rule_at(*sides: str, eighths: int) -> str:
    """Rules of a table, in eighths of a point; 0 is none."""
    kind = "single" if eighths else "nil"
    return "".join(
        f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="0" w:color="000000"/>'
        for side in sides
    )


def no_rules() -> str:
    """A table that only puts things beside each other."""
    return rule_at(*_SIDES, eighths=0)


def row(cells: Iterable[str], *, head: bool = False, torn: bool = False) -> str:
    """A row; a head is repeated on every page, `torn` may run on over a page's end."""
    kept = "" if torn else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{kept}{'<w:tblHeader/>' * head}</w:trPr>{''.join(cells)}</w:tr>"


def cell(style: str, text: str, width: int, *, span: int = 1, where: str = "left") -> str:
    """A cell; each line of its text is a paragraph."""
    lines = (paragraph(style, run(line), having=[aligned(where)]) for line in text.split("\n"))
    return cell_of("".join(lines), width, span=span)


def cell_of(paragraphs: str, width: int, *, span: int = 1, merged: str = "") -> str:
    """A cell of paragraphs; `merged` begins ("restart") or goes on with ("continue") one that is
    several rows high."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    spans += f'<w:vMerge w:val="{merged}"/>' if merged else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{paragraphs}</w:tc>"
    )
