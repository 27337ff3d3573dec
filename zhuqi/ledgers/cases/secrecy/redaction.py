"""What hides the firm of a confidential case from those who must not know it. Pure.

A redaction is a set of words, each with what stands in its place. It errs on the safe side: a
common word may go with a firm's name, the name never stays.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

SOME_FIRM = "某企业"
HIDDEN_FIRM = "某企业（保密）"
SOMEBODY = "※※"

# The end of a firm's name says what it is, not who: longest first.
_FORMS = (
    "股份有限公司", "集团有限公司", "有限责任公司", "有限公司", "集团公司", "分公司", "公司",
    "集团", "工厂", "厂", "合作社", "经营部", "商行", "中心",
)  # fmt: skip
_SPOKEN_FORMS = ("公司", "集团", "厂")
_PLACE_ENDS = "省市县区镇乡"
_TITLES = ("总经理", "董事长", "总", "经理", "厂长", "老板", "主任", "会计", "先生", "女士")
_SHORTEST_CORE, _SHORTEST_NAME, _SHORTEST_NUMBER = 3, 2, 7
_LONGEST_PERSON = 4
# Blanks and signs people put between the letters of a name or number; never a line's end.
_BETWEEN = r"[ \t\u3000\xa0\-‐—.·•]{0,3}"


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

    Finds them in any case, in full-width letters and with blanks or hyphens inside.
    """
    if not text or not words:
        return text
    pattern, stand_ins = _pattern(tuple(sorted(words.items())))
    return pattern.sub(lambda match: stand_ins[int(str(match.lastgroup)[1:])], text)


@lru_cache(maxsize=256)
def _pattern(words: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], list[str]]:
    ordered = sorted(words, key=lambda pair: -len(pair[0]))
    groups = (f"(?P<w{n}>{_loosely(word)})" for n, (word, _to) in enumerate(ordered))
    return re.compile("|".join(groups), re.IGNORECASE), [to for _word, to in ordered]


def _loosely(word: str) -> str:
    letters = [letter for letter in unicodedata.normalize("NFKC", word) if not letter.isspace()]
    inside = _BETWEEN.join(_letter(letter) for letter in letters)
    # A number inside a longer number is another number.
    return rf"(?<![0-9]){inside}(?![0-9])" if word.isascii() and word.isdigit() else inside


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
    places: Sequence[str] = (),
) -> dict[str, str]:
    """Everything a firm is recognised by, with its stand-in.

    `places`: names of the regions it lies in, by which its name may begin.
    """
    words: dict[str, str] = {}
    for phone in phones:
        for number in re.split(r"[/,;、，；|]|\s{2,}", unicodedata.normalize("NFKC", phone)):
            digits = re.sub(r"\D", "", number, flags=re.ASCII)
            if len(digits) >= _SHORTEST_NUMBER:
                words[digits] = SOMEBODY
    for code in codes:
        if code:
            words[code] = SOMEBODY
            # Without check digit and office the organisation's own nine still name it.
            words[code[8:17]] = SOMEBODY
    for person in people:
        words |= dict.fromkeys(_forms_of_person(person), SOMEBODY)
    for firm in firms:
        words |= dict.fromkeys(_forms_of_firm(firm, places), SOME_FIRM)
    return {word: to for word, to in words.items() if len(word) >= _SHORTEST_NAME}


def _forms_of_person(name: str) -> Iterable[str]:
    name = "".join(name.split())
    if len(name) < _SHORTEST_NAME:
        return
    yield name
    if not name.isascii() and len(name) <= _LONGEST_PERSON:
        yield from (f"{name[0]}{title}" for title in _TITLES)


def _forms_of_firm(name: str, places: Sequence[str]) -> Iterable[str]:
    """The whole name, and how people shorten it: 许昌平原钻石有限公司 → 平原钻石."""
    name = "".join(name.split())
    if not name:
        return
    yield name
    plain = re.sub(r"[（(].*?[）)]", "", name)
    ending = next((form for form in _FORMS if plain.endswith(form)), "")
    body = plain.removesuffix(ending)
    core = _without_place(body, places)
    for form in {body, core}:
        if len(form) >= _SHORTEST_CORE:
            yield form
        if len(form) >= _SHORTEST_NAME:
            yield from (f"{form}{end}" for end in (*_SPOKEN_FORMS, ending) if end)


def _without_place(body: str, places: Sequence[str]) -> str:
    names = {form for place in places for form in (place, place.rstrip(_PLACE_ENDS)) if form}
    found = True
    while found:
        place = next((n for n in sorted(names, key=len, reverse=True) if body.startswith(n)), "")
        found = bool(place) and len(body) > len(place)
        if found:
            body = body.removeprefix(place).lstrip(_PLACE_ENDS)
    return body
