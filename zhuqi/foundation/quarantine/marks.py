"""密级标志: recognise the mark, never the mere words. Pure.

A mark is the level with a star (机密★5年, 秘密☆, with blanks or full-width signs between), or a
line that is nothing but the level (【机密】, 密级：秘密) or begins with it in brackets. People
write 秘密 and 机密 as plain words; those pass.
"""

import re
import unicodedata

from zhuqi.foundation.typed import visible

# 絕 機 祕 are how the same words look in traditional letters.
_LEVEL = r"(?:[绝絕]\s{0,3}密|[机機]\s{0,3}密|[秘祕]\s{0,3}密)"
# One star stands for itself; a doubled asterisk is how people set text in bold.
_STAR = r"(?:[★☆⭐✩✪✫✬✭✮✯✰⋆﹡∗]|\*(?!\*))"
_OPEN, _CLOSE = r"[\[【（(〔「『《<]", r"[\]】）)〕」』》>]"
_TERM = r"(?:\s*(?:长期|\d{1,3}\s*[年月天日]|[一二三四五六七八九十]{1,3}\s*[年月天日]|至.{1,12}))?"
_STARRED = re.compile(rf"{_LEVEL}\s{{0,3}}(?:级\s{{0,3}})?{_STAR}")
_BEFORE = re.compile(rf"{_STAR}\s{{0,3}}{_LEVEL}\s{{0,3}}(?:\d|长期|$)", re.MULTILINE)
_ALONE = re.compile(
    rf"^\s*(?:(?:密\s*级|定\s*密|密\s*等)\s*[:：]?\s*)?{_OPEN}?\s*{_LEVEL}\s*[级件]?{_TERM}\s*{_CLOSE}?"
    r"\s*$",
    re.MULTILINE,
)
# Before a title, in brackets of its own: 【机密】关于报送情况的函.
_LEADING = re.compile(rf"^\s*{_OPEN}\s*{_LEVEL}\s*[级件]?{_TERM}\s*{_CLOSE}", re.MULTILINE)
_MOST_READ = 200_000


def marked(text: str) -> bool:
    """True if the text bears a mark of secrecy."""
    if "密" not in text:
        return False
    plain = _plain(text[:_MOST_READ])
    return any(pattern.search(plain) for pattern in (_STARRED, _BEFORE, _ALONE, _LEADING))


def _plain(text: str) -> str:
    """Half-width, without the invisible letters by which a mark could be broken up."""
    plain = unicodedata.normalize("NFKC", visible(text))
    return "".join(char for char in plain if unicodedata.category(char) != "Cf")
