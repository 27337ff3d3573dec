"""Papers of every form, laid out once a process, and rulers to measure them with."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pdfplumber
from PIL import Image

from zhuqi.foundation.papers.layout.body import body_from
from zhuqi.foundation.papers.layout.document import (
    Attendance,
    Column,
    Document,
    Entry,
    Form,
    KeyTable,
    Masthead,
    Paragraph,
    Picture,
    Printing,
    Table,
)
from zhuqi.foundation.papers.layout.fonts import Face, Fonts, absent_faces
from zhuqi.foundation.papers.layout.pdf import to_pdf

MM = 72 / 25.4
DAY = date(2026, 12, 9)
ORGAN = "许昌市工业和信息化局"
OFFICE = "许昌市万人助万企活动领导小组办公室"
# Without stops, so that nothing but the grid says where a line ends.
PLAIN_WORDS = (
    "深入贯彻落实市委市政府决策部署切实解决企业生产经营中的困难问题推动全市工业经济平稳健康发展"
)
PRINTING = Printing(f"{ORGAN}办公室", DAY)

official = Document(
    Form.OFFICIAL,
    "许昌市工业和信息化局关于进一步做好2026年企业诉求办理工作的通知",
    organs=(ORGAN,),
    number="许工信〔2026〕3号",
    urgency="特急",
    addressees=("各县（市、区）工业和信息化主管部门", "局机关各科室"),
    body=body_from(
        f"{PLAIN_WORDS * 20}\n一、总体要求\n（一）建立台账。{PLAIN_WORDS}\n1. 按月通报\n末段。"
    ),
    attachments=("许昌市2026年企业诉求办理工作台账", "首席服务员管理办法"),
    signed_by=(ORGAN,),
    day=DAY,
    note="此件公开发布",
    copies_to=("市委办公室", "市人大常委会办公室", "市政府办公室"),
    printing=PRINTING,
    verification="核验码 7K3M-92QD",
)
upward = replace(
    official, urgency="", signer="田建国", body=body_from(PLAIN_WORDS), attachments=("测算表",)
)
joint = replace(
    official,
    organs=(ORGAN, "许昌市发展和改革委员会", "许昌市财政局"),
    signed_by=(ORGAN, "许昌市发展和改革委员会", "许昌市财政局"),
    body=body_from(PLAIN_WORDS),
    attachments=(),
)
letter = replace(
    official,
    form=Form.LETTER,
    number="许工信函〔2026〕12号",
    addressees=("国网许昌供电公司",),
    body=body_from("\n".join([PLAIN_WORDS] * 12)),
    attachments=(),
)
minutes = Document(
    Form.MINUTES,
    "关于研究解决重点企业用地问题的会议纪要",
    organs=("许昌市企业服务联席会议",),
    number="第12期",
    body=body_from(PLAIN_WORDS),
    signed_by=(OFFICE,),
    day=DAY,
    attendance=(Attendance("出席", "田建国　李伟　王小明　" * 8), Attendance("请假", "周志强")),
    printing=PRINTING,
)


@cache
def photo() -> bytes:
    """A picture that is no photo of anybody."""
    file = BytesIO()
    Image.new("RGB", (1200, 600), "steelblue").save(file, "PNG")
    return file.getvalue()


def sheet() -> Document:
    """A 单式 with a two-pair table and a picture."""
    entries = (
        Entry("企业名称", "河南黄河旋风股份有限公司"),
        Entry("统一社会信用代码", "91411000MA12345678"),
        Entry("诉求事项", "新上项目需增容10千伏安。", whole=True),
        Entry("备注", ""),
    )
    body = (KeyTable(entries, 2), Paragraph("请书面反馈。"), Picture(photo(), "图1　现场", 80))
    return Document(
        Form.PLAIN, "企业诉求督办单", number="督办〔2026〕31号", body=body,
        signed_by=(OFFICE,), day=DAY,
    )  # fmt: skip


COLUMNS = (
    Column("序号", 3),
    Column("企业", 12),
    Column("诉求", 14),
    Column("完成率", 6, figures=True),
)
WIDE = (*COLUMNS, Column("承办单位", 12))


def rows(count: int, wide: int = 4) -> tuple[tuple[str, ...], ...]:
    """So many rows of the register."""
    cells = (
        "河南黄河旋风股份有限公司",
        "新上项目需增容，供电公司答复需等待。",
        "93.2%",
        "市供电公司",
    )
    return tuple((str(at), *cells)[:wide] for at in range(1, count + 1))


bulletin = Document(
    Form.BULLETIN,
    "全市企业诉求办理情况",
    body=(
        Table(COLUMNS, rows(60), "表1　台账"),
        *body_from("以上。"),
        Table(WIDE, rows(12, 5), "表2　总台账"),
        *body_from("完。"),
    ),
    copies_to=("市委书记、市长",),
    printing=PRINTING,
    masthead=Masthead("万人助万企活动简报", "第12期", OFFICE, DAY),
)


@dataclass(frozen=True)
class Letter:
    """A character: where its foot stands from the page's left and upper edge, in millimetres."""

    text: str
    left: float
    right: float
    foot: float
    size: float
    upright: bool
    red: bool

    @property
    def top(self) -> float:
        """The upper edge of its square."""
        return self.foot - 0.88 * self.size / MM

    @property
    def bottom(self) -> float:
        """The lower edge of its square."""
        return self.foot + 0.12 * self.size / MM


@dataclass(frozen=True)
class Page:
    """A page as it can be measured: millimetres from its left and upper edge."""

    wide: float
    high: float
    letters: tuple[Letter, ...]
    # Left, upper, right and lower edge of every rule.
    rules: tuple[tuple[float, float, float, float], ...]
    text: str

    def line(self, text: str) -> list[Letter]:
        """The letters of a line that has these words in it."""
        return next(line for line in self.lines if text in said(line))

    @property
    def lines(self) -> list[list[Letter]]:
        """Its lines from above, each from the left."""
        by_foot: dict[float, list[Letter]] = {}
        for each in self.letters:
            if each.upright and each.text.strip():
                by_foot.setdefault(round(each.foot, 1), []).append(each)
        return [sorted(by_foot[foot], key=lambda each: each.left) for foot in sorted(by_foot)]


def said(line: list[Letter]) -> str:
    return "".join(each.text for each in line)


@cache
def measured(paper: Document) -> tuple[Page, ...]:
    """The paper's pages, set in what this machine has."""
    with pdfplumber.open(BytesIO(to_pdf(paper, Fonts()))) as pdf:
        return tuple(map(_page, pdf.pages))


def _page(page: Any) -> Page:
    high = float(page.height)
    letters = tuple(
        Letter(
            each["text"],
            each["x0"] / MM,
            each["x1"] / MM,
            (high - each["matrix"][5]) / MM,
            each["size"],
            each["matrix"][0] > abs(each["matrix"][1]),
            len(each["non_stroking_color"] or ()) == 3 and each["non_stroking_color"][0] > 0.8,
        )
        for each in page.chars
    )
    drawn = [*page.lines, *page.rects, *page.curves]
    rules = tuple(
        tuple(each[side] / MM for side in ("x0", "top", "x1", "bottom")) for each in drawn
    )
    text = "".join(each["text"] for each in page.chars)
    return Page(float(page.width) / MM, high / MM, letters, rules, text)


def has_faces() -> bool:
    """Whether this machine has a Chinese font at all."""
    return all(
        each.instead for each in absent_faces(Fonts()) if each.face in {Face.BODY, Face.TITLE}
    )
