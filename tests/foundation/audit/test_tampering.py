"""Someone with the database's password changes the log by SQL; the check says what and where."""

from collections.abc import Callable

import pytest
from django.db import connection

from tests.foundation.audit.audit_cast import Log
from zhuqi.foundation.audit.actions import begin_keys
from zhuqi.foundation.audit.chain import event_hash
from zhuqi.foundation.audit.models import Event, Head, Seal, SealedHead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_cases(log: Log) -> None:
    """Case 2 has six events in three seals, between two cases nobody touches."""
    for case in (1, 2, 3):
        log.write(case, 3)
    log.seal()
    log.write(2, 2)
    log.seal()
    log.write(2, 1)
    log.seal()


def rewrite(first: int, last: int) -> None:
    """Recompute hashes and links from `first` to `last`, as a careful forger would."""
    before = Event.objects.filter(object_id=2, seq=first - 1).first()
    prev_hash = before.hash if before else ""
    for event in Event.objects.filter(object_id=2, seq__range=(first, last)).order_by("seq"):
        event.prev_hash = prev_hash
        event.hash = prev_hash = event_hash(event)
        event.save()


def move_head() -> None:
    """Let the head fit the last event again."""
    last = Event.objects.filter(object_id=2).order_by("seq").last()
    assert last is not None
    Head.objects.filter(object_id=2).update(seq=last.seq, hash=last.hash)


def renumber(first: int, by: int) -> None:
    """Move all numbers from `first` on; two steps because of the unique constraint."""
    rows = Event.objects.filter(object_id=2, seq__gte=first)
    for event in rows.order_by("-seq" if by > 0 else "seq"):
        Event.objects.filter(pk=event.pk).update(seq=event.seq + by)


def forge(seq: int, prev_hash: str) -> None:
    """Put in an event that is right in itself."""
    event = Event.objects.filter(object_id=2).order_by("seq")[0]
    event.pk = None
    event._state.adding = True
    event.seq, event.prev_hash, event.data = seq, prev_hash, '{"n":99}'
    event.hash = event_hash(event)
    event.save()


def hash_at(seq: int) -> str:
    return Event.objects.get(object_id=2, seq=seq).hash


def test_an_untouched_log_has_no_findings(log: Log) -> None:
    assert log.findings() == []


@pytest.mark.parametrize(
    "change",
    [
        "data = '{\"n\":7}'",
        "kind = 'accepted'",
        "actor_name = '某人'",
        "actor_unit = ''",
        "actor_id = 8",
        "actor_kind = 'system'",
        "occurred_at = '2020-01-01 00:00:00+00:00'",
        "recorded_at = '2020-01-01 00:00:00+00:00'",
        'digests = \'{"phone":"0"}\'',
    ],
)
@pytest.mark.parametrize("seq", [1, 4, 6])
def test_any_changed_column_is_found(log: Log, change: str, seq: int) -> None:
    log.tamper(f"UPDATE audit_event SET {change} WHERE object_id = 2 AND seq = %s", seq)  # noqa: S608

    assert ("altered", "case", 2, seq) in log.kinds()
    assert {kind for kind, *_ in log.kinds()} == {"altered"}


@pytest.mark.parametrize("column", ["hash", "prev_hash"])
@pytest.mark.parametrize("seq", [1, 3, 6])
def test_a_changed_hash_is_found(log: Log, column: str, seq: int) -> None:
    sql = f"UPDATE audit_event SET {column} = 'ab' WHERE object_id = 2 AND seq = %s"  # noqa: S608
    log.tamper(sql, seq)

    assert log.kinds() == [("altered", "case", 2, seq)]


def test_the_sentence_names_the_event(log: Log) -> None:
    log.tamper("UPDATE audit_event SET data = '{}' WHERE object_id = 2 AND seq = 4")

    (finding,) = log.findings()
    assert finding.sentence == "case 2：第4条的内容与校验值不符，写入之后被改过。"
    assert finding.grave


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_change_with_a_new_hash_is_found(log: Log, seq: int) -> None:
    log.tamper("UPDATE audit_event SET data = '{}' WHERE object_id = 2 AND seq = %s", seq)
    rewrite(seq, seq)

    assert log.kinds() == [("altered", "case", 2, seq)]


@pytest.mark.parametrize(("seq", "range_end"), [(1, 3), (4, 5), (6, 6)])
def test_a_rewritten_chain_breaks_at_the_next_seal(log: Log, seq: int, range_end: int) -> None:
    log.tamper("UPDATE audit_event SET data = '{}' WHERE object_id = 2 AND seq = %s", seq)
    rewrite(seq, 6)
    move_head()

    kinds = log.kinds()
    assert kinds[0] == ("altered", "case", 2, range_end)
    assert {kind for kind, *_ in kinds} == {"altered"}


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_deleted_event_is_found(log: Log, seq: int) -> None:
    log.tamper("DELETE FROM audit_event WHERE object_id = 2 AND seq = %s", seq)

    assert log.kinds() == [("deleted", "case", 2, seq)]


def test_deleted_neighbours_are_one_finding(log: Log) -> None:
    log.tamper("DELETE FROM audit_event WHERE object_id = 2 AND seq IN (2, 3)")

    (finding,) = log.findings()
    assert finding.sentence == "case 2：第2至3条被删除。"


@pytest.mark.parametrize("with_head", [False, True])
@pytest.mark.parametrize("seq", [1, 2, 5])
def test_deleting_and_closing_the_gap_is_found(log: Log, seq: int, with_head: bool) -> None:  # noqa: FBT001
    log.tamper("DELETE FROM audit_event WHERE object_id = 2 AND seq = %s", seq)
    renumber(seq + 1, -1)
    if with_head:
        move_head()

    assert log.kinds() == [("deleted", "case", 2, seq)]


@pytest.mark.parametrize("with_head", [False, True])
@pytest.mark.parametrize("seq", [1, 3, 6])
def test_an_inserted_event_is_found(log: Log, seq: int, with_head: bool) -> None:  # noqa: FBT001
    before = hash_at(seq - 1) if seq > 1 else ""
    renumber(seq, 1)
    forge(seq, before)
    if with_head:
        move_head()

    assert log.kinds() == [("inserted", "case", 2, seq)]


def test_a_careless_insertion_is_found(log: Log) -> None:
    renumber(3, 1)
    forge(3, "")
    log.tamper("UPDATE audit_event SET data = '{}' WHERE object_id = 2 AND seq = 3")

    assert log.kinds() == [("inserted", "case", 2, 3)]


def test_an_event_added_behind_the_head_is_found(log: Log) -> None:
    forge(7, hash_at(6))

    assert log.kinds() == [("inserted", "case", 2, 7)]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (5, 6), (1, 6)])
def test_exchanged_events_are_found(log: Log, one: int, other: int) -> None:
    for seq, to in ((one, 99), (other, one), (99, other)):
        log.tamper("UPDATE audit_event SET seq = %s WHERE object_id = 2 AND seq = %s", to, seq)

    kinds = log.kinds()
    assert {kind for kind, *_ in kinds} == {"reordered"}
    assert {seq for *_, seq in kinds} & {one, other}


@pytest.mark.parametrize("left", [5, 3, 1])
@pytest.mark.parametrize("with_head", [False, True])
def test_a_cut_tail_is_found(log: Log, left: int, with_head: bool) -> None:  # noqa: FBT001
    log.tamper("DELETE FROM audit_event WHERE object_id = 2 AND seq > %s", left)
    if with_head:
        move_head()
        Head.objects.filter(object_id=2).update(sealed_seq=left)

    assert ("truncated", "case", 2, left + 1) in log.kinds()
    assert not {kind for kind, *_ in log.kinds()} - {"truncated", "seal_altered"}


def test_a_case_that_is_gone_altogether_is_found(log: Log) -> None:
    log.tamper("DELETE FROM audit_event WHERE object_id = 2")
    log.tamper("DELETE FROM audit_head WHERE object_id = 2")

    (finding,) = log.findings()
    assert finding.sentence == "case 2：尾部被截，第1至6条不见了。"


def test_a_deleted_head_is_found(log: Log) -> None:
    log.tamper("DELETE FROM audit_head WHERE object_id = 2")

    assert log.kinds() == [("deleted", "case", 2, 0)]


def test_a_changed_head_is_found(log: Log) -> None:
    log.tamper("UPDATE audit_head SET hash = 'ab' WHERE object_id = 2")

    assert log.kinds() == [("altered", "case", 2, 0)]


def test_a_head_that_claims_to_be_sealed_already_is_found(log: Log) -> None:
    log.write(2, 1)
    log.tamper("UPDATE audit_head SET sealed_seq = 7 WHERE object_id = 2")

    assert log.kinds() == [("seal_altered", "case", 2, 6)]


def test_an_unsealed_event_is_checked_against_the_head(log: Log) -> None:
    log.write(2, 2)
    log.tamper("UPDATE audit_event SET data = '{}' WHERE object_id = 2 AND seq = 8")
    rewrite(8, 8)

    assert log.kinds() == [("altered", "case", 2, 8)]


def test_an_event_moved_to_another_case_is_missed_here_and_found_there(log: Log) -> None:
    log.tamper("UPDATE audit_event SET object_id = 3, seq = 4 WHERE object_id = 2 AND seq = 6")

    assert log.kinds() == [("truncated", "case", 2, 6), ("inserted", "case", 3, 4)]


@pytest.mark.parametrize(
    "step",
    [
        lambda: SealedHead.objects.filter(object_id=2, seq=5).update(hash="ab"),
        lambda: SealedHead.objects.filter(object_id=2, seq=5).delete(),
        lambda: SealedHead.objects.filter(object_id=2, seq=5).update(object_id=9),
    ],
)
def test_changed_heads_of_a_seal_are_found(log: Log, step: Callable[[], object]) -> None:
    step()

    assert ("seal_altered", "seal", 2, 0) in log.kinds()


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite stores what the column cannot hold"
)
@pytest.mark.parametrize(
    "change", ["occurred_at = 'yesterday'", "occurred_at = '2026-99-99 00:00:00'", "data = x'ff00'"]
)
def test_a_row_nobody_can_read_is_found_and_does_not_end_the_check(log: Log, change: str) -> None:
    log.tamper(f"UPDATE audit_event SET {change} WHERE object_id = 2 AND seq = 2")  # noqa: S608

    assert log.kinds() == [("altered", "case", 2, 2)]


def test_many_deeds_at_once_are_all_named(log: Log) -> None:
    log.write(4, 30)
    log.seal()
    log.tamper("UPDATE audit_event SET data = '{}' WHERE object_id = 4 AND seq = 20")
    log.tamper("DELETE FROM audit_event WHERE object_id = 4 AND seq IN (5, 29, 30)")
    log.tamper("UPDATE audit_event SET actor_id = 1 WHERE object_id = 1 AND seq = 1")

    assert log.kinds() == [
        ("altered", "case", 1, 1),
        ("deleted", "case", 4, 5),
        ("altered", "case", 4, 20),
        ("truncated", "case", 4, 29),
    ]


def unkeyed(event: Event) -> None:
    """Take the key's name away and hash the event as anybody can."""
    event.key_id, event.marks = "", ""
    event.hash = event_hash(event)
    event.save()


def test_who_hasnt_the_key_cannot_add_an_event(log: Log) -> None:
    """A forged event with a right hash, head and all, is found even after the next seal."""
    forge(7, hash_at(6))
    unkeyed(Event.objects.get(object_id=2, seq=7))
    move_head()
    log.seal()

    assert log.kinds() == [("unkeyed", "case", 2, 7)]
    (finding,) = log.findings()
    assert finding.sentence == "case 2：第7条的校验值没有用密钥，不是由系统写入的。"


def test_a_key_of_ones_own_is_named(log: Log) -> None:
    forge(7, hash_at(6))
    Event.objects.filter(object_id=2, seq=7).update(key_id="0" * 16)
    move_head()
    log.seal()

    (finding,) = log.findings()
    assert finding.kind == "wrong_key"
    assert "0" * 16 in finding.sentence


def test_places_of_events_cannot_be_exchanged(log: Log) -> None:
    """By its place in the table an event's marks are the last word on a row, or not."""
    first, second = Event.objects.filter(object_id=2).order_by("seq")[:2]
    for old, new in ((first.pk, 10_001), (second.pk, first.pk), (10_001, second.pk)):
        log.tamper("UPDATE audit_event SET id = %s WHERE id = %s", new, old)

    assert log.kinds() == [("reordered", "case", 2, 2)]


def test_what_was_written_before_keys_stays_whole_and_only_that(log: Log) -> None:
    """Up to the seal that an upgrade wrote down, an event needs no key."""
    Event.objects.all().delete()
    SealedHead.objects.all().delete()
    Seal.objects.all().delete()
    Head.objects.all().delete()
    log.seals.unlink()
    log.write(2, 2)
    before = ""
    for event in Event.objects.order_by("seq"):
        event.prev_hash = before
        unkeyed(event)
        before = event.hash
    Head.objects.update(hash=before)
    assert {kind for kind, *_place in log.kinds()} == {"unkeyed"}

    assert begin_keys(now=log.now) == 1
    assert begin_keys(now=log.now) == 0
    log.seal()
    assert log.findings() == []

    log.write(2, 1)
    assert log.findings() == []
    late = Event.objects.get(object_id=2, seq=3)
    unkeyed(late)
    Head.objects.filter(object_id=2).update(hash=late.hash)
    log.seal()
    assert log.kinds() == [("unkeyed", "case", 2, 3)]
