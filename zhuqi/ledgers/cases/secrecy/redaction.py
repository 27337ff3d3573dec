"""What hides the firm of a confidential case from those who must not know it. Pure.

A redaction is a set of words, each with what stands in its place. It errs on the safe side: a
common word may go with a firm's name, the name never stays. `forms` says by which words a firm
and its people are known.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from zhuqi.foundation.typed import INVISIBLE
from zhuqi.ledgers.cases.secrecy import forms

SOME_FIRM = "某企业"
HIDDEN_FIRM = "某企业（保密）"
SOMEBODY = "※※"
HIDDEN_ADDRESS = "（地址保密）"
COVERED = "（已遮盖）"

# Blanks and signs people put between the letters of a name or number; never a line's end.
_BETWEEN = rf"[ \t\u3000\xa0\-‐‑–—.·•*_/|~{INVISIBLE}]{{0,3}}"
# Between the digits of a number brackets too: (0374) 255-9047.
_BETWEEN_DIGITS = rf"[ \t\u3000\xa0\-‐‑–—.·•*_/|~()（）{INVISIBLE}]{{0,3}}"
_DIGITS = {
    "0": "0０零〇", "1": "1１一幺壹", "2": "2２二贰", "3": "3３三叁", "4": "4４四肆",
    "5": "5５五伍", "6": "6６六陆", "7": "7７七柒", "8": "8８八捌", "9": "9９九玖",
}  # fmt: skip
# What may stand before a number that is the same number still: +86 138…, 0086-138…, (0)138….
_DIALLED = rf"(?:[+＋]?(?:[0０]{{2}})?[8８][6６]{_BETWEEN_DIGITS})?"
_SHORTEST_NAME, _SHORTEST_NUMBER = 2, 7


@dataclass(frozen=True, slots=True)
class Redaction:
    """The words of one firm and its people, with their stand-ins; `shut` lets nothing through."""

    words: Mapping[str, str] = field(default_factory=dict)
    shut: bool = False

    def over(self, text: str) -> str:
        """The text without them."""
        return "" if self.shut else redact(text, self.words)

    def hides(self, text: str) -> bool:
        """True if the text gives something away."""
        return self.shut or self.over(text) != text


def redact(text: str, words: Mapping[str, str]) -> str:
    """The text with every word replaced by its stand-in, longest words first.

    Finds them in any case, in full-width letters and with blanks or hyphens inside; numbers with
    a country code before them and in Chinese figures too.
    """
    if not text or not words:
        return text
    pattern, stand_ins = _pattern(tuple(sorted(words.items())))
    return pattern.sub(lambda match: stand_ins[int(str(match.lastgroup)[1:])], text)


def found_in(text: str, word: str) -> bool:
    """True if the word stands in the text, however it is written."""
    return redact(text, {word: COVERED}) != text


@lru_cache(maxsize=256)
def _pattern(words: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], list[str]]:
    ordered = sorted(words, key=lambda pair: -len(pair[0]))
    groups = (f"(?P<w{n}>{_loosely(word)})" for n, (word, _to) in enumerate(ordered))
    # Most letters of a text begin no word at all: those are passed over at once.
    first = sorted({letter for word, _to in ordered for letter in _begins(word)})
    either = f"(?=[{''.join(map(re.escape, first))}])(?:{'|'.join(groups)})"
    return re.compile(either, re.IGNORECASE), [to for _word, to in ordered]


def _begins(word: str) -> str:
    letter = unicodedata.normalize("NFKC", word).lstrip()[:1]
    wide = chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else ""
    numbers = f"{_DIGITS[letter]}+＋0０8８" if letter in _DIGITS else ""
    return f"{letter}{wide}{numbers}"


def _loosely(word: str) -> str:
    letters = [letter for letter in unicodedata.normalize("NFKC", word) if not letter.isspace()]
    if all(letter in _DIGITS for letter in letters):
        inside = _BETWEEN_DIGITS.join(f"[{_DIGITS[letter]}]" for letter in letters)
        # A number inside a longer number is another number.
        return rf"(?<![0-9０-９]){_DIALLED}{inside}(?![0-9０-９])"
    return _BETWEEN.join(_letter(letter) for letter in letters)


def _letter(letter: str) -> str:
    """The letter, and its full-width form."""
    wide = chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else ""
    return f"[{re.escape(letter)}{wide}]" if wide else re.escape(letter)


def words_of(
    *,
    firms: Iterable[str] = (),
    codes: Iterable[str] = (),
    people: Iterable[str] = (),
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    addresses: Iterable[str] = (),
    places: Sequence[str] = (),
) -> dict[str, str]:
    """Everything a firm is recognised by, with its stand-in.

    `places`: names of the regions it lies in, by which its name may begin.
    """
    words: dict[str, str] = {}
    for address in addresses:
        words |= dict.fromkeys(forms.of_address(address, places), HIDDEN_ADDRESS)
    for phone in phones:
        words |= dict.fromkeys(forms.of_phone(phone), SOMEBODY)
    for email in emails:
        words |= dict.fromkeys(forms.of_email(email), SOMEBODY)
    for code in codes:
        words |= dict.fromkeys(forms.of_code(code), SOMEBODY)
    for person in people:
        words |= dict.fromkeys(forms.of_person(person), SOMEBODY)
    for firm in firms:
        words |= dict.fromkeys(forms.of_firm(firm, places), SOME_FIRM)
    return {word: to for word, to in words.items() if len(word) >= _SHORTEST_NAME}
