"""The docx says what the PDF says, in the same measures; read back by python-docx."""

import shutil
import subprocess
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph
from pypdf import PdfReader

from tests.scenes.laid_out import (
    DAY,
    OFFICE,
    ORGAN,
    PLAIN_WORDS,
    bulletin,
    joint,
    letter,
    minutes,
    official,
    sheet,
    upward,
)
from zhuqi.foundation.papers.layout.document import Document, Paragraph, day_text
from zhuqi.foundation.papers.layout.fonts import Face, Fonts
from zhuqi.foundation.papers.layout.pdf import to_pdf
from zhuqi.foundation.papers.layout.titles import title_lines
from zhuqi.foundation.papers.layout.word import to_docx

EVERY = {
    "official": official, "upward": upward, "joint": joint, "letter": letter, "minutes": minutes,
    "sheet": sheet(), "bulletin": bulletin,
}  # fmt: skip


def opened(paper: Document, fonts: Fonts | None = None) -> Word:
    return docx.Document(BytesIO(to_docx(paper, fonts or Fonts())))


def text_of(word: Word) -> str:
    """All it says, in its order, with head and tables."""
    first = word.sections[0].first_page_header
    parts = [] if first.is_linked_to_previous else [first.part.element]
    found = [each for part in (*parts, word.element.body) for each in part.iter(qn("w:t"))]
    return "".join(each.text or "" for each in found)


def paragraph_of(word: Word, text: str) -> WordParagraph:
    return next(each for each in word.paragraphs if text in each.text)


def test_page_grid_and_margins_are_the_standards() -> None:
    section = opened(official).sections[0]
    for given, wanted in (
        (section.page_width, 210), (section.page_height, 297), (section.top_margin, 37),
        (section.left_margin, 28), (section.right_margin, 26), (section.bottom_margin, 35),
    ):  # fmt: skip
        assert given is not None
        assert abs(given - Mm(wanted)) < Mm(0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch")))
    high, wide = 225 / 25.4 * 1440, 156 / 25.4 * 1440
    assert high // pitch == 22
    character = 16 * 20 + int(grid.get(qn("w:charSpace"))) / 4096 * 20
    assert wide // character == 28


def test_styles_name_the_faces_and_lines_are_exact() -> None:
    word = opened(official)
    faces = {
        style: word.styles[style].element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in ("Normal", "heading 1", "heading 2", "heading 3", "公文标题", "页码")
    }
    assert list(faces.values()) == [
        "仿宋_GB2312", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体", "宋体",
    ]  # fmt: skip
    normal = word.styles["Normal"].element
    assert normal.rPr.find(qn("w:sz")).get(qn("w:val")) == "32"
    spacing = normal.pPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert spacing.get(qn("w:line")) == "579"
    own = Fonts(preferred=((Face.BODY, ("FZFangSong-Z02",)),))
    assert opened(official, own).styles["Normal"].element.rPr.rFonts.ascii == "FZFangSong-Z02"


@pytest.mark.parametrize("name", EVERY)
def test_it_says_all_that_the_paper_says(name: str) -> None:
    paper = EVERY[name]
    text = text_of(opened(paper))
    wanted = [
        *title_lines(paper.title, 20),
        *paper.attachments,
        *paper.copies_to,
        *paper.addressees,
    ]
    wanted += [each.text for each in paper.body if isinstance(each, Paragraph)]
    wanted += [paper.note, *[each.names.strip() for each in paper.attendance]]
    wanted += [
        *paper.organs,
        *paper.signed_by,
        "印发" if name != "letter" and paper.printing else "",
    ]
    assert [each for each in wanted if each not in text] == []
    assert (paper.number or "") in text


def test_page_numbers_are_fields_odd_right_even_left() -> None:
    word = opened(official)
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    for footer in (section.footer, section.even_page_footer):
        (field,) = footer.part.element.iter(qn("w:fldSimple"))
        assert field.get(qn("w:instr")) == "PAGE"
        assert "核验码 7K3M-92QD" in footer.paragraphs[0].text
    odd, even = section.footer.paragraphs[0].text, section.even_page_footer.paragraphs[0].text
    assert odd.index("核验码") < odd.index("—")
    assert even.index("核验码") > even.index("—")
    assert not opened(official).sections[0].different_first_page_header_footer


def test_the_imprint_begins_an_even_page_where_the_text_ends_on_an_odd_one() -> None:
    ends_odd = opened(official)
    kinds = [section.start_type for section in ends_odd.sections]
    assert kinds[-1] == WD_SECTION.EVEN_PAGE
    place = ends_odd.tables[-1]._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    assert len(opened(upward).sections) == 1


def test_tables_repeat_their_heads_and_keep_their_rows_whole() -> None:
    word = opened(bulletin)
    first, second = word.tables[:2]
    for table in (first, second):
        rows = table._tbl.tr_lst
        heads = [row for row in rows if list(row.iter(qn("w:tblHeader")))]
        assert heads == rows[:1]
        assert all(list(row.iter(qn("w:cantSplit"))) for row in rows)
    assert len(first._tbl.tr_lst) == 61
    turned = [section.orientation for section in word.sections]
    assert [int(each) for each in turned] == [0, 1, 0]


def test_a_letter_has_its_name_in_the_first_pages_head_and_no_number_there() -> None:
    section = opened(letter).sections[0]
    assert section.different_first_page_header_footer
    assert ORGAN in section.first_page_header.paragraphs[0].text
    assert not list(section.first_page_footer.part.element.iter(qn("w:fldSimple")))
    assert abs((section.header_distance or 0) - Mm(30)) < Mm(0.1)
    assert "印发" not in text_of(opened(letter))


def test_signature_and_date_are_where_the_standard_has_them() -> None:
    word = opened(official)
    character = 156 / 28
    day, organ = paragraph_of(word, day_text(DAY)), paragraph_of(word, ORGAN)
    right = day.paragraph_format.right_indent
    assert right is not None
    assert abs(right - Mm(4 * character)) < Mm(1)
    signed = [each for each in word.paragraphs if each.text == ORGAN][-1]
    own = signed.paragraph_format.right_indent
    assert own is not None
    # The middle of the name above the middle of the date: ten characters, and six and a half.
    assert abs((own + Mm(5 * character)) - (right + Mm(3 * character))) < Mm(1.5)
    assert organ.text


def test_titles_have_the_same_lines_as_in_the_pdf() -> None:
    word = opened(official)
    style = word.styles["公文标题"]
    title = next(each for each in word.paragraphs if each.style == style)
    assert tuple(title.text.split("\n")) == title_lines(official.title, 20)


def test_pictures_and_who_and_what_it_is_are_in_it() -> None:
    word = opened(replace(sheet(), organs=(OFFICE,)))
    (shape,) = word.inline_shapes
    assert (abs(shape.width - Mm(80)) < 10, abs(shape.height - Mm(40)) < 10) == (True, True)
    assert word.core_properties.title == "企业诉求督办单"
    assert word.core_properties.author == OFFICE


def test_a_hundred_papers_take_six_seconds_at_most() -> None:
    to_docx(official, Fonts())
    begun = time.process_time()
    for _each in range(10):
        to_docx(official, Fonts())
    assert time.process_time() - begun < 0.6


@pytest.mark.thorough
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_libreoffice_opens_each_form_to_as_many_pages_as_the_pdf(tmp_path: Path) -> None:
    for name, paper in EVERY.items():
        (tmp_path / f"{name}.docx").write_bytes(to_docx(paper, Fonts()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{name}.docx") for name in EVERY]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = {name: len(PdfReader(tmp_path / f"{name}.pdf").pages) for name in EVERY}
    assert pages == {
        name: len(PdfReader(BytesIO(to_pdf(paper, Fonts()))).pages) for name, paper in EVERY.items()
    }
    assert PLAIN_WORDS[:10] in PdfReader(tmp_path / "official.pdf").pages[0].extract_text()
