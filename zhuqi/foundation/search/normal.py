"""Texts and words in the one form in which they are compared, cut into grams and chunks. Pure.

Half-width, lower case, simplified characters; whatever is neither letter nor digit is a blank, and
blanks between Chinese characters are none at all, as they are how a line was broken.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import add
from pathlib import Path
from typing import Final

from zhuqi.foundation.typed import visible

_VARIANTS = Path(__file__).parent / "data" / "variants.txt"
CHUNK: Final = 2000
# Chunks share as much as a word may be long, so that one that lies across a border is found.
LONGEST: Final = 60
MOST_WORDS: Final = 8
# A text is read so far: a workbook of a million cells is no text to look words up in.
MOST_READ: Final = 1_000_000
# More characters than that stand in no real text; those of a hostile one are not kept.
_MOST_KNOWN: Final = 40_000

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BROKEN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_NO_LETTERS = re.compile(r"[\W_]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


class _Variants(dict[int, "int | str"]):
    """By a character the one it is compared as. What was asked for and is none stands for itself
    from then on: `translate` takes ten times as long over what it does not find."""

    def __missing__(self, char: int) -> int:
        if len(self) < _MOST_KNOWN:
            self[char] = char
        return char


@cache
def _variants() -> _Variants:
    found = _Variants()
    for line in _VARIANTS.read_text(encoding="utf-8").splitlines()[1:]:
        found |= {ord(old): line[0] for old in line[1:]}
    return found


def normal(text: str) -> str:
    """The text as it is compared."""
    text = unicodedata.normalize("NFKC", visible(text[:MOST_READ]))
    text = unicodedata.normalize("NFKC", text.casefold()).translate(_variants())
    return _NO_LETTERS.sub(" ", _BROKEN.sub("", text)).strip()


def joined(texts: Iterable[str]) -> str:
    """Several texts as one, in which no word reaches from one into the next."""
    return " ".join(filter(None, map(normal, filter(None, texts))))


def words(typed: str) -> list[str]:
    """What is looked for, each word once; one with a sign inside (XC-2026) stays one."""
    found = (normal(word)[:LONGEST].strip() for word in typed.split())
    return list(dict.fromkeys(filter(None, found)))[:MOST_WORDS]


def chunks(text: str) -> Iterator[str]:
    """A normal text in pieces that overlap by the longest word."""
    start = 0
    while True:
        yield text[start : start + CHUNK]
        if start + CHUNK >= len(text):
            return
        start += CHUNK - LONGEST


def grams(text: str) -> set[str]:
    """Every two characters that stand together, and the last of each run by itself: so a single
    character begins one of them wherever it stands."""
    found: set[str] = set()
    for run in text.split():
        found.update(_pairs(run))
        found.add(run[-1])
    return found


def _pairs(run: str) -> Iterable[str]:
    return map(add, run, run[1:])


def needed(word: str) -> tuple[list[str], str]:
    """The grams of every text that has the word; of a single character, how one of them begins."""
    pairs = {pair for run in word.split() for pair in _pairs(run)}
    return (sorted(pairs), "") if pairs else ([], word.split(maxsplit=1)[0])


def is_gram(word: str) -> bool:
    """True where having its gram is having the word, so that the text need not be read."""
    return len(word) <= 2 and " " not in word  # noqa: PLR2004 (a bigram)


# Showing ------------------------------------------------------------------------------------------


def spots(text: str, sought: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a text as it was written the words stand: [start, end), in order and apart."""
    plain, places = _placed(text)
    found = sorted(
        (places[match.start()], places[match.end() - 1] + 1)
        for word in sought
        for match in re.finditer(re.escape(word), plain)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _placed(text: str) -> tuple[str, list[int]]:
    """The normal text, with the place in the text each of its characters comes from."""
    letters: list[str] = []
    places: list[int] = []
    gap = ""
    for place, char in enumerate(text[:MOST_READ]):
        if not visible(char):
            continue
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
        for letter in plain.translate(_variants()):
            if not letter.isalnum():
                gap = "," if gap == "," or not letter.isspace() else " "
                continue
            if gap and letters and (gap == "," or not _joins(letters[-1], letter)):
                letters.append(" ")
                places.append(place)
            gap = ""
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _joins(before: str, after: str) -> bool:
    return bool(_IS_HAN.match(before) and _IS_HAN.match(after))
