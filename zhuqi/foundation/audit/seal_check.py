"""Check the seals: their numbers, signatures, heads, and the file beside the database."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from itertools import chain as concatenated
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from zhuqi.foundation.audit import seal_log
from zhuqi.foundation.audit.chain import seal_digest_line, seal_mac
from zhuqi.foundation.audit.enums import FindingKind
from zhuqi.foundation.audit.findings import SEAL, Finding
from zhuqi.foundation.audit.keys import seal_key
from zhuqi.foundation.audit.models import Seal, SealedHead
from zhuqi.foundation.audit.reading import Groups, pieces, tuples
from zhuqi.foundation.audit.seal_log import SealRow


class _HeadOfSeal(NamedTuple):
    seal_id: int
    id: int
    object_type: str
    object_id: int
    seq: int
    hash: str


class _Fault(NamedTuple):
    """A finding about a run of seals; neighbours with the same words become one sentence."""

    kind: FindingKind
    first: int
    last: int
    words: str


def check_seals() -> Iterator[Finding]:
    """Yield what is wrong with the seals up to the last one finished when this begins."""
    for fault in _joined(_faults()):
        span = f"{fault.first}" if fault.first == fault.last else f"{fault.first}至{fault.last}"
        yield Finding(fault.kind, SEAL, fault.first, 0, f"第{span}次封存{fault.words}。")


def _joined(faults: Iterable[_Fault]) -> Iterator[_Fault]:
    held: _Fault | None = None
    for fault in faults:
        if held is None:
            held = fault
        elif (held.kind, held.words, held.last + 1) == (fault.kind, fault.words, fault.first):
            held = held._replace(last=fault.last)
        else:
            yield held
            held = fault
    if held is not None:
        yield held


def _faults() -> Iterator[_Fault]:
    path = Path(settings.SEAL_LOG)
    last = _last_settled(path)
    lines = Groups(_rising(seal_log.read(path), last), lambda line: line.number)
    seals = Groups(_seals(last), lambda row: row.number)
    heads = Groups(_heads(last), lambda row: row.seal_id)
    expected = 1
    # MAC of the seal before; None where it is lost, so that the next one isn't blamed for it.
    before: str | None = ""
    while waiting := [at for at in (seals.at, heads.at, lines.at) if at is not None]:
        number = min(waiting)
        if number > expected:
            words = "在数据库和封存日志里都找不到，记录缺失"
            yield _Fault(FindingKind.SEAL_MISSING, expected, number - 1, words)
            before = None
        written = {line.state: line.mac for line in lines.take(number)}
        row = next(iter(list(seals.take(number))), None)
        if row is None:
            yield from _without_row(number, written, has_heads=any(list(heads.take(number))))
            if set(written) != {seal_log.PREPARED}:
                before = None
        else:
            yield from _with_row(row, written, before, heads.take(number))
            before = row.mac
        expected = number + 1
    yield from _bad_lines(seal_log.read(path))


def _last_settled(path: Path) -> int:
    """The highest number in the database or the file at a moment when no sealing is half done."""
    with seal_log.settled(path):
        row = Seal.objects.order_by("number").last()
        in_file = max((line.number for line in seal_log.read(path)), default=0)
    return max(row.number if row else 0, in_file)


def _rising(lines: Iterable[SealRow], last: int) -> Iterator[SealRow]:
    number = 0
    for line in lines:
        if line.state and number <= line.number <= last:
            number = line.number
            yield line


def _bad_lines(lines: Iterable[SealRow]) -> Iterator[_Fault]:
    number = 0
    for line in lines:
        if not line.state:
            words = f"之后，封存日志第{line.place}行残缺（断电或被改）"
            yield _Fault(FindingKind.INTERRUPTED, number, number, words)
        elif line.number < number:
            words = f"在封存日志第{line.place}行的位置不对，日志被改"
            yield _Fault(FindingKind.SEAL_ALTERED, line.number, line.number, words)
        number = max(number, line.number)


def _seals(last: int) -> Iterator[Seal]:
    rows = Seal.objects.filter(number__lte=last)
    return concatenated.from_iterable(pieces(rows, "number", "number", list))


def _heads(last: int) -> Iterator[_HeadOfSeal]:
    rows = SealedHead.objects.filter(seal_id__lte=last)
    return tuples(rows, "seal_id", "id", _HeadOfSeal._fields, _HeadOfSeal._make)


def _without_row(number: int, written: dict[str, str], *, has_heads: bool) -> Iterator[_Fault]:
    if seal_log.SEALED in written:
        words = "在封存日志里有，在数据库里被删除，记录缺失"
        yield _Fault(FindingKind.SEAL_MISSING, number, number, words)
    elif written:
        words = "没有完成：封存日志写了准备，数据库没有提交。断电会这样，恰在那时删除也会这样"
        yield _Fault(FindingKind.INTERRUPTED, number, number, words)
    if has_heads:
        words = "的链头还在，封存本身被删除"
        yield _Fault(FindingKind.SEAL_ALTERED, number, number, words)


def _with_row(
    row: Seal, written: dict[str, str], before: str | None, heads: Iterator[_HeadOfSeal]
) -> Iterator[_Fault]:
    def fault(kind: FindingKind, words: str) -> _Fault:
        return _Fault(kind, row.number, row.number, words)

    digest, count = hashlib.sha256(), 0
    for head in heads:
        digest.update(seal_digest_line(head.object_type, head.object_id, head.seq, head.hash))
        count += 1
    if count != row.head_count:
        yield fault(
            FindingKind.SEAL_ALTERED, f"原有{row.head_count}个链头，现有{count}个，封存被改"
        )
    elif digest.hexdigest() != row.digest:
        yield fault(FindingKind.SEAL_ALTERED, "的链头被改")
    key = seal_key(row.key_id)
    if key is None:
        yield fault(FindingKind.WRONG_KEY, "用的密钥不在现用和曾用的密钥之中，无法核对签名")
    elif not hmac.compare_digest(row.mac, _mac(row, key)):
        yield fault(FindingKind.SEAL_ALTERED, "的签名不符，封存被改")
    if before is not None and row.prev_mac != before:
        yield fault(FindingKind.SEAL_ALTERED, "与前一次封存接不上，封存被改")
    if seal_log.PREPARED not in written:
        yield fault(FindingKind.SEAL_MISSING, "不在封存日志里，日志被截或被换，记录缺失")
    elif set(written.values()) != {row.mac}:
        yield fault(FindingKind.SEAL_ALTERED, "与封存日志所记的不同，封存被改")


def _mac(row: Seal, key: str) -> str:
    return seal_mac(
        key,
        number=row.number,
        sealed_at=row.sealed_at,
        head_count=row.head_count,
        digest=row.digest,
        prev_mac=row.prev_mac,
    )
