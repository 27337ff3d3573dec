"""Letters, blanks and what cannot be seen. Pure."""

import re
import unicodedata
from typing import Final

# Nobody types more to name one thing; what is longer must not cost a normalisation of megabytes.
MOST_READ: Final = 200
MOST_WORDS: Final = 8


def plain(text: str) -> str:
    """One line, half-width, without invisible characters, blanks collapsed; the case stays."""
    # Removed before and after: a compatibility form may hold what can't be seen.
    return " ".join(_seen(unicodedata.normalize("NFKC", _seen(text[:MOST_READ]))).split())


def key(text: str) -> str:
    """A number or code as it is compared: upper case and no blanks besides, one kind of dash
    (HX—2026 is HX-2026) and of bracket (〔2026〕 is [2026])."""
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


# Typed by a Chinese keyboard, by an office program, or copied from a page.
_DASHES: Final = re.compile("[-\u2010-\u2015\u2212\u2500\uff70]+")
_BRACKETS: Final = str.maketrans("〔【[﹝〖{〕】]﹞〗}", "((((((" + "))))))")
_FULL: Final = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def _together(text: str) -> str:
    """Without blanks; composed again, as what stood apart may become one character."""
    return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", text).split()))


def _seen(text: str) -> str:
    """Controls and marks of direction or width are taken out; what parts words is a blank."""
    if text.isprintable():
        return text
    return "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
