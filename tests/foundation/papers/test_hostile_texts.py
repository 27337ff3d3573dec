"""Papers full of what somebody might type to break them: it is text, and stays on its page."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from tests.scenes.laid_out import (
    COLUMNS,
    MM,
    PLAIN_WORDS,
    PRINTING,
    WIDE,
    Letter,
    Page,
    has_faces,
    measured,
    minutes,
    official,
    photo,
    rows,
    sheet,
)
from zhuqi.foundation.papers.layout.body import body_from
from zhuqi.foundation.papers.layout.document import (
    Attendance,
    Column,
    Document,
    Entry,
    Form,
    Heading,
    KeyTable,
    PageBreak,
    Paragraph,
    Picture,
    Printing,
    Table,
)
from zhuqi.foundation.papers.layout.fonts import Fonts
from zhuqi.foundation.papers.layout.pdf import to_pdf
from zhuqi.foundation.papers.layout.pictures import measured as picture_size
from zhuqi.foundation.papers.layout.texts import NOT_FIRST, NOT_LAST
from zhuqi.foundation.papers.layout.word import to_docx

here = pytest.mark.skipif(not has_faces(), reason="no Chinese font on this machine")
MARKUP = (
    "#set page(width: 1cm)", "$x^2$", "*粗* _斜_ `码`", "= 标题", '#include "/etc/passwd"',
    "<script>alert(1)</script>", "]]></w:t>", "&amp;&#0;", "\\\\ \\u{41}", "{{ x }} {% x %}",
    '"引号"', "@ref <label>", "// 注释 /* */", "#sys.inputs", "[方括号]", "- 列表", "+ 编号", "https://example.org/a_b",
)  # fmt: skip
ODD = "甲\x00\x01\x08\x0b\x0c\x1b\x7f\x85\u202e乙\u2066\u2028\u2029\ud800\ufffe\ufeff\u200d丙"
LONG = (
    "w" * 400,
    "，" * 400,
    "（" * 120,
    "A1" * 200,
    "é" * 300,
    "ก" * 200,
    "e" + "\u0301" * 200,
    "\u00a0x" * 200,
)
RARE = "㛃𬭚😀👨‍👩‍👧"


def outside(page: Page) -> list[str]:
    """What is neither in the type area nor in the strip of the page numbers."""
    across = page.wide > page.high
    left, right = (35, 260) if across else (28, 184)
    lower = 184 if across else 262
    return [
        each.text
        for each in page.letters
        if each.text.strip()
        and each.upright
        and not (
            left - blank(each) <= each.left
            and each.right <= right + blank(each)
            and (each.bottom <= lower + 0.3 or each.foot > lower + 4)
        )
    ]


def blank(letter: Letter) -> float:
    """How far its square may stand out: the empty half of a comma or bracket at a line's end."""
    return 0.3 + (letter.size / MM / 2 if letter.text in NOT_FIRST | NOT_LAST else 0)


def hostile(text: str) -> Document:
    """The same text wherever a paper has room for one."""
    some = text[:90]
    body = (
        Paragraph(text), Paragraph(some, flush=True), Heading(some, 1), Heading(some, 2, some),
        KeyTable((Entry(text[:60], some), Entry(some[:9], some), Entry("", some, whole=True)), 2),
        Table((Column(some[:60]), Column("", 10)), ((some, ""), ("", some)), some),
        Picture(photo(), some, 20),
    )  # fmt: skip
    return Document(
        Form.OFFICIAL, text, organs=("许昌市工业和信息化局",), number=text[:30], urgency=text[:20],
        addressees=(some,), body=body, attachments=(some, some), signed_by=(some,),
        day=PRINTING.day, note=some, copies_to=(some,), printing=Printing(text[:20], PRINTING.day),
        verification=text[:60],
    )  # fmt: skip


@here
def test_markup_of_every_kind_is_text() -> None:
    paper = replace(official, body=tuple(map(Paragraph, MARKUP)), attachments=())
    text = "".join(page.text for page in measured(paper)).replace("\u200b", "").replace(" ", "")
    for each in MARKUP:
        assert each.replace(" ", "") in text
    everywhere = hostile("#set page(width: 1cm)\n$x$ ]]> <b>")
    assert {round(page.wide) for page in measured(everywhere)} == {210}


@here
@pytest.mark.in_part(10)
@pytest.mark.parametrize("text", [*LONG, ODD * 20, RARE, PLAIN_WORDS * 11, " ", "."])
def test_nothing_runs_out_of_the_type_area(text: str) -> None:
    pages = measured(hostile(text))
    assert [(place, found) for place, page in enumerate(pages) if (found := outside(page))] == []
    to_docx(hostile(text), Fonts())


@here
def test_what_cannot_be_seen_is_left_out_and_the_rest_kept() -> None:
    text = "".join(page.text for page in measured(replace(official, body=(Paragraph(ODD),))))
    assert "甲乙" in text
    assert "丙" in text
    assert not set(text) & set("\x00\x01\x08\x1b\x7f\u202e\u2066")


@here
@pytest.mark.thorough
def test_long_paragraphs_titles_and_tables_run_on_over_pages() -> None:
    body = (
        Paragraph(PLAIN_WORDS * 120), PageBreak(), Table(COLUMNS, rows(220)),
        Table(WIDE, (("1", PLAIN_WORDS * 60, "", "", ""), (), ("", "", "", "", "完"))),
    )  # fmt: skip
    paper = replace(official, title="关于" + PLAIN_WORDS * 11 + "的通知", body=body)
    pages = measured(paper)
    assert [found for page in pages if (found := outside(page))] == []
    assert len([page for page in pages if "序号企业诉求" in page.text]) >= 10
    text = "".join(page.text for page in pages)
    assert text.count("黄河旋风") == 220
    assert text.count(PLAIN_WORDS[:6]) >= 120 + 60 + 11 - 30  # some are parted by a page's end


@here
@pytest.mark.thorough
def test_notes_and_copies_longer_than_a_page_run_on() -> None:
    copies = ("许昌市万人助万企活动成员单位",) * 200
    paper = replace(official, note=PLAIN_WORDS * 40, copies_to=copies, attachments=())
    pages = measured(paper)
    assert [found for page in pages if (found := outside(page))] == []
    text = "".join(page.text for page in pages)
    assert text.count("员") == 200
    assert "印发" in pages[-1].text


@here
def test_a_paper_with_next_to_nothing_is_a_page() -> None:
    assert len(measured(Document(Form.PLAIN, ""))) == 1
    assert len(measured(Document(Form.OFFICIAL, "", organs=("",)))) == 1
    assert len(measured(replace(sheet(), body=(KeyTable(()), Table((Column(""),), ()))))) == 1
    to_docx(Document(Form.PLAIN, ""), Fonts())


@here
def test_who_attended_may_be_many_with_names_and_labels_of_any_kind() -> None:
    paper = replace(minutes, attendance=(Attendance("w" * 60, "，" * 300), Attendance("", "")))
    assert [found for page in measured(paper) if (found := outside(page))] == []


def test_pictures_fit_the_area_and_broken_ones_are_refused() -> None:
    assert picture_size(Picture(photo(), width_mm=900)).width == 156
    file = BytesIO()
    Image.new("RGB", (10, 2000)).save(file, "JPEG")
    assert picture_size(Picture(file.getvalue(), width_mm=100)).height == pytest.approx(200)
    for content in (b"", b"%PDF-1.7", photo()[:200], b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        paper = Document(Form.PLAIN, "图", body=(Picture(content),))
        for lay_out in (to_pdf, to_docx):
            with pytest.raises(ValueError, match="picture"):
                lay_out(paper, Fonts())


def test_a_picture_that_claims_too_much_is_refused_before_it_is_drawn() -> None:
    claims = bytearray(photo())
    claims[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(ValueError, match="picture"):
        picture_size(Picture(bytes(claims)))


def test_nothing_is_a_paper_of_plain_lines() -> None:
    assert to_docx(Document(Form.PLAIN, "空", body=body_from("")), Fonts())[:2] == b"PK"
