"""Measures of GB/T 9704-2012 that PDF and docx share; millimetres and points. Pure."""

from dataclasses import dataclass
from typing import Final

from zhuqi.foundation.papers.layout.document import Document, Form
from zhuqi.foundation.papers.layout.texts import one_line, width_of

POINTS_A_MM: Final = 72 / 25.4

# 5.2.1: the page and what is printed of it.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT = 37.0, 28.0
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - AREA_WIDTH, PAGE_HEIGHT - TOP - AREA_HEIGHT
# 5.2.3: lines of a page, characters of a line.
LINES, CHARACTERS = 22, 28
PITCH = AREA_HEIGHT / LINES * POINTS_A_MM
CHARACTER = AREA_WIDTH / CHARACTERS * POINTS_A_MM

# 字号 in points: 二号, 三号, 四号, 小四, 小五.
SECOND, THIRD, FOURTH, SMALL_FOURTH, SMALL_FIFTH = 22.0, 16.0, 14.0, 12.0, 9.0
# What a line of 二号 holds; a hair less than it would, for faces that are set wider.
TITLE_CHARACTERS: Final = 20

# 7.2.4 and 10.1: where the organ's name begins, below the area's upper edge or the page's.
HEAD_BELOW_AREA, LETTER_HEAD_BELOW_PAGE = 35.0, 30.0
# 7.2.7: the red rule below the number.
RULE_BELOW: Final = 4.0
# 10.1: rules of a letter, as long as this, the lower one above the page's edge.
LETTER_RULE, LETTER_RULE_ABOVE_EDGE = 170.0, 20.0
# 7.5: the dashes of the page number, below the area.
NUMBER_BELOW: Final = 7.0

# An organ's name is at most as high as the State Council's (22 mm by 15), and may be set narrow.
_HIGHEST, _NARROWEST = 52.0, 0.6
_HEAD_WIDTH: Final = AREA_WIDTH - 4
# So many organs may stand on a head that the first page would have no room for the text.
_HEADS_TOGETHER: Final = 75.0


@dataclass(frozen=True, slots=True)
class Head:
    """The names on a red head, the word after them, their size in points, how narrow they are."""

    names: tuple[str, ...]
    word: str
    size: float
    narrow: float


def head_of(document: Document) -> Head:
    """What stands in red above the paper, as large as the page allows."""
    if document.masthead is not None and document.form == Form.BULLETIN:
        names: tuple[str, ...] = (one_line(document.masthead.name),)
        word = ""
    else:
        names = tuple(one_line(name) for name in document.organs)
        word = _WORDS.get(document.form, "") if document.head_word else ""
    if len(names) == 1:
        names, word = (names[0] + word,), ""
    letters = max((width_of(name) for name in names), default=0) + width_of(word) + 0.5 * bool(word)
    high = min(_HIGHEST, _HEADS_TOGETHER * POINTS_A_MM / max(len(names), 1) / HEAD_LEADING)
    room = _HEAD_WIDTH * POINTS_A_MM / max(letters, 1)
    narrow = min(1.0, max(_NARROWEST, room / high))
    return Head(names, word, min(high, room / narrow), narrow)


_WORDS: Final = {Form.OFFICIAL: "文件", Form.MINUTES: "纪要"}
# Of several names, how much higher a line is than its letters.
HEAD_LEADING: Final = 1.25
