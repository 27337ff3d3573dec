"""Compare the seals with what witnesses outside kept of them.

A witness kept lines: a message from an inbox or a letter ("第12次封存，…，封存值 …"), what was
posted ({"number": 12, "mac": "…"}), or a copy of the file of seals ("sealed 12 …").
"""

import re
from collections.abc import Iterable, Iterator

from zhuqi.foundation.audit.enums import FindingKind
from zhuqi.foundation.audit.findings import SEAL, Finding
from zhuqi.foundation.audit.models import Seal

_SEALED = (
    re.compile(r"第\s*(\d+)\s*次封存.{0,80}?封存值\s*([0-9a-f]{64})", re.DOTALL),
    re.compile(r'"number":\s*(\d+)[^{}]*?"mac":\s*"([0-9a-f]{64})"'),
    re.compile(r"^sealed (\d+) ([0-9a-f]{64}) ", re.MULTILINE),
)
_IN_ONE_QUERY = 500


def kept(text: str) -> list[tuple[int, str]]:
    """Numbers and values in what a witness kept, in their order, each once."""
    found = {(int(m[1]), m[2]) for pattern in _SEALED for m in pattern.finditer(text)}
    return sorted(found)


def compare(seals: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """What a witness knows and the database does not, or knows otherwise."""
    asked = list(seals)
    for start in range(0, len(asked), _IN_ONE_QUERY):
        part = asked[start : start + _IN_ONE_QUERY]
        rows = Seal.objects.filter(number__in=[number for number, _mac in part]).order_by()
        stored = dict(rows.values_list("number", "mac"))
        for number, mac in part:
            if number not in stored:
                words = f"第{number}次封存有见证，数据库里没有，被删除（或数据库是较早的备份）。"
                yield Finding(FindingKind.SEAL_MISSING, SEAL, number, 0, words)
            elif stored[number] != mac:
                words = f"第{number}次封存与见证所记的封存值不同，被换过。"
                yield Finding(FindingKind.SEAL_ALTERED, SEAL, number, 0, words)
