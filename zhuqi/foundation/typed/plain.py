"""Letters, blanks and what cannot be seen. Pure."""

import re
import unicodedata
from typing import Final

# Nobody types more to name one thing; what is longer must not cost a normalisation of megabytes.
MOST_READ: Final = 200
MOST_WORDS: Final = 8


# What shows as nothing, or as a blank, though some of it counts as a letter: joiners, fillers,
# variation selectors (a phone puts one after a digit), marks of direction.
INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff"
)
_INVISIBLE: Final = re.compile(rf"[{INVISIBLE}]")


def visible(text: str) -> str:
    """The text without what cannot be seen."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def plain(text: str) -> str:
    """One line, half-width, without invisible characters, blanks collapsed; the case stays."""
    # Removed before and after: a compatibility form may hold what can't be seen.
    return " ".join(_seen(unicodedata.normalize("NFKC", _seen(text[:MOST_READ]))).split())


def person(text: str) -> str:
    """A person's name as it is kept: 李　伟, set to the width of 王小明 in a list, is 李伟."""
    return _BETWEEN_HAN.sub("", plain(text))


def key(text: str) -> str:
    """A number or code as it is compared: upper case and no blanks besides, one kind of dash
    (HX—2026 is HX-2026) and of bracket (〔2026〕 is [2026])."""
    if text.isascii() and text.isalnum():
        return text[:MOST_READ].upper()
    return _DASHES.sub("-", _together(plain(text).upper()).translate(_BRACKETS))


def login(text: str) -> str:
    """A user name as it is stored and compared: lower case, no blanks."""
    return _together(plain(text).lower())


def words(text: str) -> list[str]:
    """The words of a search box, each in one form; at most eight.

    Punctuation stays as it was typed: 襄城（河南） is part of a name, and `spellings` tries both.
    """
    return _seen(text[:MOST_READ]).split()[:MOST_WORDS]


def spellings(word: str) -> list[str]:
    """A word in the forms it may have been stored in: half-width, full-width, and as typed."""
    half = unicodedata.normalize("NFKC", word)
    full = "".join(_FULL.get(char, char) for char in half)
    # Registers keep letters and digits half-width, and brackets as on the licence.
    mixed = "".join(char if char.isalnum() else _FULL.get(char, char) for char in half)
    return list(dict.fromkeys((word, half, mixed, full)))


_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
# Typed by a Chinese keyboard, by an office program, or copied from a page.
_DASHES: Final = re.compile("[-\u2010-\u2015\u2212\u2500\uff70]+")
_BRACKETS: Final = str.maketrans("〔【[﹝〖{〕】]﹞〗}", "((((((" + "))))))")
_FULL: Final = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def _together(text: str) -> str:
    """Without blanks; composed again, as what stood apart may become one character."""
    return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", text).split()))


def _seen(text: str) -> str:
    """Controls and marks of direction or width are taken out; what parts words is a blank."""
    text = visible(text)
    if text.isprintable():
        return text
    return "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
