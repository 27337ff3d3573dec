"""Letters as they are laid out: what may be shown, how wide it is, where a line may end. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from zhuqi.foundation.typed import visible

# Never at the beginning of a line, never at its end.
NOT_FIRST: Final = frozenset("，。、；：？！）》】〕」』”’…—·％℃,.;:?!)]}%")
NOT_LAST: Final = frozenset("（《【〔「『“‘([{")
BREAK: Final = "\u200b"
_NARROW: Final = 0.6
_BROAD: Final = frozenset("mw%@&—…©®æœ")


def shown(text: str) -> str:
    """The text without control characters, marks of direction, halves and non-characters; a tab is
    a blank, lines end in \\n."""
    lines = "\n".join(text.replace("\t", " ").splitlines())
    return visible("".join(char for char in lines if char == "\n" or _is_shown(char)))


def one_line(text: str) -> str:
    """The same in one line, blanks at its ends left out; a blank as wide as a character stays."""
    return _BLANKS.sub(" ", shown(text)).strip()


_BLANKS: Final = re.compile(r"[^\S\u3000]+")


def lines_of(text: str) -> list[str]:
    """Its lines that say something, without the blanks that were typed to indent them."""
    return [line.strip() for line in shown(text).split("\n") if line.strip()]


def width_of(text: str) -> float:
    """How wide it stands, in Chinese characters; rather too wide than too narrow."""
    return round(sum(map(_width, text)), 1)


def breakable(text: str, width: float) -> str:
    """The text with places to break where none comes by itself within `width` characters.

    Without them a word of 400 letters, or a row of 400 commas, would leave the page.
    """
    return "".join(_broken(run, width) for run in _RUNS.findall(text))


# A Chinese character may end a line; everything between two of them, or between blanks, is a run.
_RUNS: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff \n]"
    r"|[^\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff \n]+"
)


def _broken(run: str, width: float) -> str:
    if len(run) <= 1 or (width_of(run) <= width / 2 and len(run) <= width):
        return run
    return "".join(_pieces(run, width / 2))


def _pieces(run: str, width: float) -> Iterator[str]:
    """Every letter of a long run may end its line; a mark stays with its letter."""
    gone = 0.0
    for char in run:
        gone += _width(char)
        yield char if gone <= width or unicodedata.combining(char) else BREAK + char


def _width(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1
    if unicodedata.combining(char) or char == BREAK:
        return 0
    # What is neither Latin nor Chinese may be drawn as the sign for what no face has.
    return _NARROW if char < "\u0250" and not char.isupper() and char not in _BROAD else 1


def _is_shown(char: str) -> bool:
    # Cc, Cs, Co, Cn: none of them has a shape of its own, and XML knows few of them.
    return unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"}
