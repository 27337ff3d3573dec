"""What inside a confidential text may tell whose it is, though no word of the firm's name is in it.

Pure. The firm's names and people are redacted by themselves (`forms`); these are weaker hints, in
which a machine can be wrong either way: a person covers or keeps each before a unit reads it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhuqi.ledgers.cases.enums import MarkKind
from zhuqi.ledgers.cases.secrecy.redaction import COVERED, Redaction, found_in, redact

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Known:
    """What of the firm's file is looked for. `others`: names of firms it belongs with; `trades`:
    what its name and its line of business say that it makes."""

    address: str = ""
    trades: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


_ROAD = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,8}?)(?P<what>大道|路|街道|街|巷|村|社区|产业园|工业园|科技园|园区|"
    r"开发区|集聚区|工业区|示范区|大厦|广场|市场)"
)
# A town tells more than a county: people leave its last letter out.
_TOWN = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8}?)[镇乡]")
_DOOR = re.compile(r"\d+(?:-\d+)?\s*号(?:楼|院|厂房|车间)?")
_NUMBERS = (
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII),
    re.compile(r"(?<![A-Za-z0-9])(?:https?://|www\.)[^\s，。；]+", re.ASCII),
    re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][A-Za-z0-9·]{5,7}"
    ),
    re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{8}[0-9A-Z]{9,10}(?![0-9A-Za-z])"),
    re.compile(r"(?<!\d)\+?\d[\d \-]{5,22}\d(?!\d)", re.ASCII),
)
# What is no hint: amounts, dates and times are digits too.
_DATE = re.compile(r"(?:19|20)\d{2}[-./ ]?\d{1,2}[-./ ]?\d{1,2}")
_OF_TRADE = re.compile(
    r"(股份|集团|有限|责任|公司|分公司|工厂|厂|合作社|经营部|商行|中心|制造业?|生产|加工|批发|零售|业)"
)
_CALLED = ("小", "老", "阿")
_SHORTEST = 2
_SHORTEST_NUMBER = 7


def find_marks(
    texts: Iterable[str], known: Known, redaction: Redaction
) -> list[tuple[str, MarkKind]]:
    """What to ask about in these texts, each once, in the order of kinds.

    What the redaction covers by itself is not asked about.
    """
    whole = "\n".join(unicodedata.normalize("NFKC", redaction.over(text)) for text in texts)
    found: dict[str, MarkKind] = {}
    for word, kind in _looked_for(known):
        if len(word) >= _SHORTEST and found_in(whole, word):
            found[word[:LONGEST]] = kind
            # What stands only inside a longer word is not asked about again.
            whole = redact(whole, {word: COVERED})
    for number in _numbers(whole):
        found.setdefault(number[:LONGEST], MarkKind.NUMBER)
    return list(found.items())


def _looked_for(known: Known) -> Iterator[tuple[str, MarkKind]]:
    for name in known.others:
        yield name, MarkKind.NAME
    address = unicodedata.normalize("NFKC", known.address)
    for match in _ROAD.finditer(address):
        tails = _tails(match["name"])
        yield from ((f"{tail}{match['what']}", MarkKind.ADDRESS) for tail in tails)
    for match in _TOWN.finditer(address):
        yield from ((tail, MarkKind.ADDRESS) for tail in _tails(match["name"]))
    yield from ((door, MarkKind.ADDRESS) for door in _DOOR.findall(address))
    for person in known.people:
        plain = "".join(person.split())
        yield from ((f"{before}{plain[:1]}", MarkKind.PERSON) for before in _CALLED if plain)
    for text in known.trades:
        yield from ((word, MarkKind.PRODUCT) for word in _trades(text))


def _tails(name: str) -> list[str]:
    """A name as it stands, and without what may only have run into it: 魏都区建设, 建设."""
    return [name[start:] for start in range(len(name) - _SHORTEST + 1)]


def _trades(text: str) -> list[str]:
    """What it makes: the letters of its name two by two, without forms of companies."""
    plain = re.sub(r"[（(].*?[）)]|[、，和及的\s]", " ", text)
    words = []
    for piece in _OF_TRADE.sub(" ", plain).split():
        words += [piece] if len(piece) <= 4 else [piece[-4:], piece[-2:]]  # noqa: PLR2004
    return [word for word in words if len(word) >= _SHORTEST]


def _numbers(text: str) -> Iterator[str]:
    for pattern in _NUMBERS:
        for match in pattern.finditer(text):
            number = match.group().strip()
            digits = re.sub(r"\D", "", number)
            plain = "@" in number or "." in number or not number[0].isdigit()
            if _DATE.fullmatch(number) or (len(digits) < _SHORTEST_NUMBER and not plain):
                continue
            yield number
