"""Seals find what the chain alone cannot: a cut tail, and a chain rewritten by someone careful."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.foundation.audit.audit_cast import LIN, MONDAY, Log
from zhuqi.foundation.audit import seal_log
from zhuqi.foundation.audit.actions import record, seal
from zhuqi.foundation.audit.actions import seals as sealing
from zhuqi.foundation.audit.models import Event, Head, Seal, SealedHead
from zhuqi.foundation.audit.queries import Progress, verify

pytestmark = pytest.mark.django_db


def states(log: Log) -> list[tuple[str, int]]:
    return [(line.state, line.number) for line in seal_log.read(log.seals)]


def test_only_heads_that_moved_are_sealed(log: Log) -> None:
    log.write(1, 2)
    log.write(2, 1)
    log.seal()
    log.write(2, 3)
    log.seal()

    assert list(SealedHead.objects.values_list("seal_id", "object_id", "seq")) == [
        (1, 1, 2),
        (1, 2, 1),
        (2, 2, 4),
    ]
    assert seal(log.now) is None
    assert states(log) == [("prepared", 1), ("sealed", 1), ("prepared", 2), ("sealed", 2)]
    assert log.findings() == []


def test_an_empty_log_needs_no_seal(log: Log) -> None:
    assert seal(MONDAY) is None
    assert log.findings() == []


def test_many_heads_take_several_seals(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "HEADS_PER_SEAL", 4)
    for case in range(10):
        log.write(case, 1)

    counts = []
    while (made := seal(log.now)) is not None:
        counts.append(made.head_count)

    assert counts == [4, 4, 2]
    assert log.findings() == []


@pytest.mark.django_db(transaction=True)
def test_sealing_refuses_a_transaction_it_does_not_own(log: Log) -> None:
    log.write(1, 1)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        seal(MONDAY)

    assert states(log) == []


def test_the_last_seals_cannot_be_cut_off(log: Log) -> None:
    """Events, head and seals are cut alike, so inside the database everything fits."""
    for _round in range(3):
        log.write(1, 1)
        log.seal()
    log.tamper("DELETE FROM audit_sealedhead WHERE seal_id > 1")
    log.tamper("DELETE FROM audit_seal WHERE number > 1")
    log.tamper("DELETE FROM audit_event WHERE seq > 1")
    first = SealedHead.objects.get()
    Head.objects.update(seq=1, sealed_seq=1, hash=first.hash)

    (finding,) = log.findings()
    assert (finding.kind, finding.object_id) == ("seal_missing", 2)
    assert finding.sentence == "第2至3次封存在封存日志里有，在数据库里被删除，记录缺失。"


def test_sealing_on_does_not_cover_a_cut(log: Log, caplog: pytest.LogCaptureFixture) -> None:
    for _round in range(3):
        log.write(1, 1)
        log.seal()
    log.tamper("DELETE FROM audit_sealedhead WHERE seal_id = 3")
    log.tamper("DELETE FROM audit_seal WHERE number = 3")
    log.write(2, 1)
    log.seal()

    assert Seal.objects.order_by("number").last() == Seal(number=4)
    assert "封存记录缺失" in caplog.text
    assert ("seal_missing", "seal", 3, 0) in log.kinds()


def test_a_seal_missing_in_the_middle_is_found(log: Log) -> None:
    for _round in range(3):
        log.write(1, 1)
        log.seal()
    log.tamper("DELETE FROM audit_sealedhead WHERE seal_id = 2")
    log.tamper("DELETE FROM audit_seal WHERE number = 2")

    assert log.kinds() == [("seal_missing", "seal", 2, 0)]


@pytest.mark.parametrize(
    "change",
    [
        "sealed_at = '2026-01-01 00:00:00+00:00'",
        "head_count = 5",
        "digest = 'ab'",
        "prev_mac = 'ab'",
        "mac = 'ab'",
    ],
)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_changed_seal_is_found(log: Log, change: str, number: int) -> None:
    for _round in range(3):
        log.write(1, 1)
        log.seal()
    log.tamper(f"UPDATE audit_seal SET {change} WHERE number = %s", number)  # noqa: S608

    assert ("seal_altered", "seal", number, 0) in log.kinds()


def test_another_key_is_not_called_tampering(log: Log, settings: Any) -> None:
    for _round in range(3):
        log.write(1, 1)
        log.seal()
    settings.SEAL_KEY = "a new key"

    seals, events = log.findings()
    assert {seals.kind, events.kind} == {"wrong_key"}
    assert seals.sentence == "第1至3次封存用的密钥不在现用和曾用的密钥之中，无法核对签名。"
    assert "有3条日志用密钥" in events.sentence
    assert "ZHUQI_SEAL_KEYS_BEFORE" in events.sentence


def test_a_key_is_changed_and_both_count(log: Log, settings: Any) -> None:
    log.write(1, 2)
    log.seal()
    settings.SEAL_KEYS_BEFORE = [settings.SEAL_KEY]
    settings.SEAL_KEY = "a new key"
    log.write(1, 1)
    log.seal()

    assert log.findings() == []
    assert len(set(Seal.objects.values_list("key_id", flat=True))) == 2
    assert len(set(Event.objects.values_list("key_id", flat=True))) == 2


def test_a_seal_made_without_the_key_is_found(log: Log, settings: Any) -> None:
    """The forger re-seals with a key of their own and claims it was ours."""
    log.write(1, 1)
    log.seal()
    ours = Seal.objects.get().key_id
    settings.SEAL_KEY = "a forger's key"
    log.write(1, 1)
    log.seal()
    Seal.objects.filter(number=2).update(key_id=ours)
    Event.objects.filter(seq=2).update(key_id=ours)
    settings.SEAL_KEY = "key of this test"

    assert log.kinds() == [("seal_altered", "seal", 2, 0), ("altered", "case", 1, 2)]


def test_a_lost_file_is_found_and_stays_found(log: Log) -> None:
    for _round in range(2):
        log.write(1, 1)
        log.seal()
    log.seals.unlink()
    assert [x.sentence for x in log.findings()] == [
        "第1至2次封存不在封存日志里，日志被截或被换，记录缺失。"
    ]

    log.write(1, 1)
    log.seal()

    assert [kind for kind, *_ in log.kinds()] == ["seal_missing"]


def test_a_file_with_other_macs_is_found(log: Log) -> None:
    log.write(1, 1)
    log.seal()
    log.seals.write_text("prepared 1 00 ab\nsealed 1 00 ab\n", encoding="ascii")

    assert log.kinds() == [("seal_altered", "seal", 1, 0)]


def test_lines_out_of_order_or_from_nowhere_are_found(log: Log) -> None:
    for _round in range(2):
        log.write(1, 1)
        log.seal()
    with log.seals.open("a", encoding="ascii") as file:
        file.write("sealed 1 00 ab\nsealed 900000000000 00 ab\n")

    assert log.kinds() == [
        ("seal_missing", "seal", 3, 0),
        ("seal_missing", "seal", 900000000000, 0),
        ("seal_altered", "seal", 1, 0),
    ]


class Killed(BaseException):
    """The process ends here."""


def die_at(monkeypatch: pytest.MonkeyPatch, state: str, *, torn: bool = False) -> None:
    """Kill the process at its next line of this state: before writing it, or in the middle."""
    write = seal_log.SealLog.write

    def dying(self: seal_log.SealLog, said: str, number: int, mac: str, key_id: str) -> None:
        if said == state:
            if torn:
                os.write(self._descriptor, b"prepared 2 ab")
            raise Killed
        write(self, said, number, mac, key_id)

    monkeypatch.setattr(seal_log.SealLog, "write", dying)


def test_killed_between_commit_and_second_line_is_repaired_by_the_next_seal(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.write(1, 1)
    with monkeypatch.context() as patch:
        die_at(patch, seal_log.SEALED)
        with pytest.raises(Killed):
            log.seal()
    assert states(log) == [("prepared", 1)]
    assert log.findings() == []

    assert seal(log.now) is None

    assert states(log) == [("prepared", 1), ("sealed", 1)]


def test_killed_after_the_first_line_before_the_commit_is_never_silent(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.write(1, 1)
    with monkeypatch.context() as patch:
        patch.setattr(seal_log.SealLog, "write", _write_then_die(seal_log.SealLog.write))
        with pytest.raises(Killed):
            log.seal()
    log.seal()

    assert list(Seal.objects.values_list("number", flat=True)) == [2]
    (finding,) = log.findings()
    assert (finding.kind, finding.object_id, finding.grave) == ("interrupted", 1, False)


def _write_then_die(write: Any) -> Any:
    def dying(self: seal_log.SealLog, state: str, number: int, mac: str, key_id: str) -> None:
        write(self, state, number, mac, key_id)
        raise Killed

    return dying


def test_a_torn_line_does_not_swallow_the_next(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.write(1, 1)
    log.seal()
    log.write(1, 1)
    with monkeypatch.context() as patch:
        die_at(patch, seal_log.PREPARED, torn=True)
        with pytest.raises(Killed):
            log.seal()
    log.seal()

    assert list(Seal.objects.values_list("number", flat=True)) == [1, 2]
    (finding,) = log.findings()
    assert finding.sentence == "第1次封存之后，封存日志第3行残缺（断电或被改）。"


def test_removing_a_repaired_seal_is_found(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.write(1, 1)
    with monkeypatch.context() as patch:
        die_at(patch, seal_log.SEALED)
        with pytest.raises(Killed):
            log.seal()
    seal(log.now)
    log.tamper("DELETE FROM audit_sealedhead")
    log.tamper("DELETE FROM audit_seal")

    assert ("seal_missing", "seal", 1, 0) in log.kinds()


def test_a_forged_sealed_to_cannot_stop_the_sealing_of_others(log: Log) -> None:
    log.write(1, 1)
    log.seal()
    log.tamper("UPDATE audit_head SET sealed_seq = 0")
    log.write(2, 1)

    log.seal()

    assert SealedHead.objects.filter(object_id=2).exists()


def test_a_check_reports_how_far_it_is(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.foundation.audit.reading.PIECE", 4)
    for case in range(5):
        log.write(case, 3)
    log.seal()
    seen: list[Progress] = []

    assert list(verify(progress=seen.append)) == []

    assert [x.checked for x in seen] == sorted(x.checked for x in seen)
    assert (seen[-1].checked, seen[-1].total) == (15, 15)


@pytest.mark.parametrize("piece", [1, 2, 3, 7])
def test_the_size_of_the_pieces_does_not_matter(
    log: Log, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("zhuqi.foundation.audit.reading.PIECE", piece)
    for case in (1, 2, 3):
        log.write(case, 3, erasable={"phone": "1"})
        log.seal()
    record(object_type="firm", object_id=2, kind="named", by=LIN, now=log.now + timedelta(days=1))
    assert log.findings() == []
    log.tamper("UPDATE audit_event SET data = '{}' WHERE object_id = 2 AND seq = 3")
    log.tamper("UPDATE audit_event SET kind = 'renamed' WHERE object_type = 'firm'")

    assert log.kinds() == [
        ("altered", "case", 2, 3),
        ("altered", "firm", 2, 1),
    ]
