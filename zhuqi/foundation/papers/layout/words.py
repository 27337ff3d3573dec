"""What PDF and docx say alike around the body: addressees, copies, rows of signatures. Pure."""

from typing import Final

from zhuqi.foundation.papers.layout.document import Block, Document, Form, Paragraph, day_text
from zhuqi.foundation.papers.layout.geometry import TITLE_CHARACTERS
from zhuqi.foundation.papers.layout.texts import lines_of, one_line
from zhuqi.foundation.papers.layout.titles import title_lines

# How many names of so many characters sign beside each other (7.3.5.1).
_BESIDE: Final = dict.fromkeys(range(8), 3) | dict.fromkeys(range(8, 12), 2)


def title_of(document: Document) -> tuple[str, ...]:
    """The title's lines, as both are to break it."""
    return title_lines(document.title, TITLE_CHARACTERS)


def addressees_of(document: Document) -> str:
    """主送机关, with the colon of 7.3.2; "" where there are none."""
    names = _named(document.addressees)
    return f"{names}：" if names else ""


def copies_of(document: Document) -> str:
    """抄送机关, with the stop of 7.4.2; "" where there are none."""
    names = _named(document.copies_to)
    return f"{names}。" if names else ""


def day_of(document: Document) -> str:
    """成文日期, "" while it has none."""
    return "" if document.day is None else day_text(document.day)


def is_signed(document: Document) -> bool:
    """Whether organ and date stand below the text: of minutes and bulletins the head says them."""
    return document.form not in {Form.MINUTES, Form.BULLETIN}


def signature_rows(document: Document) -> tuple[tuple[str, ...], ...]:
    """The names that sign, in rows of up to three; the date stands below the last of the last."""
    if not is_signed(document):
        return ()
    names = [name for each in document.signed_by if (name := one_line(each))]
    beside = _BESIDE.get(max(map(len, names), default=0), 1)
    return tuple(tuple(names[at : at + beside]) for at in range(0, len(names), beside))


def has_imprint(document: Document) -> bool:
    """Whether there is anything to stand in the 版记."""
    printed = document.printing is not None and document.form != Form.LETTER
    return bool(copies_of(document)) or printed


def on_even_page(document: Document) -> bool:
    """Whether the 版记 has to stand on an even page: papers that are printed as a sheet."""
    return document.form in {Form.OFFICIAL, Form.MINUTES}


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The body; a paragraph of several lines is as many paragraphs, an empty one is none."""
    return tuple(each for block in document.body for each in _parted(block))


def _parted(block: Block) -> tuple[Block, ...]:
    if isinstance(block, Paragraph):
        return tuple(Paragraph(line, block.flush) for line in lines_of(block.text))
    return (block,)


def _named(names: tuple[str, ...]) -> str:
    return "，".join(name for each in names if (name := one_line(each)))
