"""A body given as plain lines, its levels taken from the officials' own numbering. Pure."""

import re
from typing import Final

from zhuqi.foundation.papers.layout.document import Block, Heading, Paragraph
from zhuqi.foundation.papers.layout.texts import lines_of

_HAN: Final = "[一二三四五六七八九十百]+"
# 结构层次序数 of GB/T 9704-2012, 7.3.3, with the brackets and stops people type instead.
_LEVELS: Final = (
    (1, re.compile(rf"{_HAN}、")),
    (2, re.compile(rf"[（(]{_HAN}[)）]、?")),
    (3, re.compile(r"\d{1,3}(?:．|\.(?!\d)|、)")),
    (4, re.compile(r"[（(]\d{1,3}[)）]、?")),
)
_STOP: Final = re.compile("[。！？；]")
# A heading is said in one breath; what is longer is a numbered paragraph.
LONGEST_HEADING: Final = 30


def body_from(text: str) -> tuple[Block, ...]:
    """Each line a paragraph, or a heading where it begins with 一、 （一） 1. or （1） and what
    follows, up to its first stop, is short enough to be one."""
    return tuple(_block(line) for line in lines_of(text))


def _block(line: str) -> Block:
    for level, number in _LEVELS:
        if found := number.match(line):
            stop = _STOP.search(line)
            head, rest = (line[: stop.end()], line[stop.end() :]) if stop else (line, "")
            if head == found[0] or len(head) - found.end() > LONGEST_HEADING:
                return Paragraph(line)
            return Heading(head, level, rest.strip())
    return Paragraph(line)
