"""The empty paper a docx is written into: its styles, footers and settings, made once."""

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from zhuqi.foundation.papers.layout import geometry
from zhuqi.foundation.papers.layout.fonts import Face, Fonts
from zhuqi.foundation.papers.layout.word_parts import (
    CHARACTER,
    FOOTER_LINE,
    NAMESPACES,
    RED,
    aligned,
    in_order,
    page_field,
    paragraph,
    ruled,
    run,
    spaced,
    stops,
    tab,
    twips,
)

_FLUSH: Final = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_FREE: Final = '<w:snapToGrid w:val="0"/>'
_TABLE: Final = (spaced(line=360),)
_SHEET: Final = (spaced(line=400),)
_MIDDLE: Final = (aligned("center"),)
# Identifier, the name officials see, on which it stands, face, size, of the paragraph.
_STYLES: Final = (
    ("Flush", "顶格", "Normal", Face.BODY, geometry.THIRD, (_FLUSH,)),
    ("PaperTitle", "公文标题", "Flush", Face.TITLE, geometry.SECOND, _MIDDLE),
    ("RedHead", "发文机关标志", "Flush", Face.TITLE, geometry.THIRD, _MIDDLE),
    *(
        (f"Heading{level}", f"heading {level}", "Normal", face, geometry.THIRD,
         (f'<w:outlineLvl w:val="{level - 1}"/>',))
        for level, face in enumerate((Face.HEI, Face.KAI, Face.BODY, Face.BODY), 1)
    ),
    ("Imprint", "版记", "Flush", Face.BODY, geometry.FOURTH, ()),
    ("TableHead", "表头", "Flush", Face.HEI, geometry.SMALL_FOURTH, _TABLE),
    ("TableText", "表格文字", "Flush", Face.BODY, geometry.SMALL_FOURTH, _TABLE),
    ("SheetLabel", "单式项目", "Flush", Face.HEI, geometry.FOURTH, _SHEET),
    ("SheetText", "单式内容", "Flush", Face.BODY, geometry.FOURTH, _SHEET),
    ("Foot", "页码", "Flush", Face.SONG, geometry.FOURTH,
     (spaced(line=twips(FOOTER_LINE)),)),
)  # fmt: skip
# Runs in a face of their own.
_RUNS: Final = (("Hei", "黑体字", Face.HEI), ("Kai", "楷体字", Face.KAI))


@lru_cache(maxsize=8)
def base(fonts: Fonts, *, letter: bool) -> tuple[bytes, str]:
    """A docx without content, and how its sections refer to its footers.

    Each footer has one run of small print for the verification.
    """
    # Here, not above: only the worker writes papers.
    import docx

    empty = docx.Document()
    refill(empty.styles.element, _styles(fonts))
    empty.settings.odd_and_even_pages_header_footer = True
    section = empty.sections[0]
    feet = [(section.footer, _foot(odd=True)), (section.even_page_footer, _foot(odd=False))]
    if letter:
        feet.append((section.first_page_footer, _letter_foot()))
        # The red name and its rule, filled in for each paper.
        section.first_page_header.is_linked_to_previous = False
    for footer, content in feet:
        footer.is_linked_to_previous = False
        refill(footer.part.element, content)
    told = _references(empty)
    file = BytesIO()
    empty.save(file)
    return file.getvalue(), told


def _references(empty: "Document") -> str:
    """How the section of an empty docx refers to its header and footers."""
    from docx.oxml.ns import qn as qualified

    written = empty.element.body.sectPr
    kinds = ("headerReference", "footerReference")
    return "".join(
        f'<w:{kind} w:type="{each.get(qualified("w:type"))}" r:id="{each.rId}"/>'
        for kind in kinds
        for each in written.findall(qualified(f"w:{kind}"))
    )


def refill(element: "BaseOxmlElement", content: str) -> None:
    """What the text says, instead of what the element held."""
    from docx.oxml import parse_xml

    element[:] = list(parse_xml(f"<w:all {NAMESPACES}>{content}</w:all>"))


def _foot(*, odd: bool) -> str:
    """Number on the outer side, verification on the inner."""
    edge = twips(geometry.AREA_WIDTH)
    small = f'<w:color w:val="5A5A5A"/><w:sz w:val="{round(geometry.SMALL_FIFTH * 2)}"/>'
    verification, number = run("", small), run("— ") + page_field() + run(" —")
    one = round(geometry.FOURTH * 20)
    if odd:
        return paragraph("Foot", verification, tab(), number, having=[stops(("right", edge - one))])
    return paragraph(
        "Foot", number, tab(), verification,
        having=[stops(("right", edge)), f'<w:ind w:left="{one}" w:firstLine="0"/>'],
    )  # fmt: skip


def _letter_foot() -> str:
    """The lower double rule, thin above thick, and no number."""
    out = twips((geometry.LETTER_RULE - geometry.AREA_WIDTH) / 2)
    rule = ruled("bottom", "thinThickSmallGap", 24, 1, RED)
    return paragraph("Foot", run(""), having=[rule, f'<w:ind w:left="-{out}" w:right="-{out}"/>'])


def _styles(fonts: Fonts) -> str:
    plain = _look(fonts, Face.BODY, geometry.THIRD, closer=True)
    first = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/>'
    apart = ('<w:autoSpaceDE w:val="0"/>', '<w:autoSpaceDN w:val="0"/>')
    normal = in_order(
        (spaced(), _FREE, first, aligned("both"), '<w:widowControl w:val="0"/>', *apart)
    )
    styles = [
        (
            f"<w:docDefaults><w:rPrDefault><w:rPr>{plain}</w:rPr></w:rPrDefault></w:docDefaults>"
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
            f"<w:qFormat/><w:pPr>{normal}</w:pPr><w:rPr>{plain}</w:rPr></w:style>"
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
            '<w:name w:val="Normal Table"/></w:style>'
        )
    ]
    styles += [
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{on}"/><w:qFormat/><w:pPr>{in_order(having)}</w:pPr>'
        f"<w:rPr>{_look(fonts, face, size, closer=size == geometry.THIRD)}</w:rPr></w:style>"
        for key, name, on, face, size, having in _STYLES
    ]
    styles += [
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"<w:rPr>{_face(fonts, face)}</w:rPr></w:style>"
        for key, name, face in _RUNS
    ]
    return "".join(styles)


def _face(fonts: Fonts, face: Face) -> str:
    name = quoteattr(fonts.word_family(face))
    return f"<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"


def _look(fonts: Fonts, face: Face, size: float, *, closer: bool = False) -> str:
    """Face and size; `closer`: a character fits its place in the grid.

    三号 is wider than 156 mm / 28. The grid, which would draw it together, is left to Word's page
    set-up: LibreOffice gives two places of it to a character that is wider than one.
    """
    half_points = round(size * 2)
    between = f'<w:spacing w:val="{_CLOSER if closer else 0}"/>'
    return (
        f'{_face(fonts, face)}{between}<w:kern w:val="0"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    )


_CLOSER: Final = CHARACTER - round(geometry.THIRD * 20)


if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
