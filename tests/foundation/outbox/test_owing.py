"""Work is promised with the change that calls for it, and done after: once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from zhuqi.foundation.access import Actor, ActorKind
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.outbox.actions import (
    NewOutboxItem,
    beat,
    claim,
    claim_several,
    enqueue,
    enqueue_many,
    finish,
    retry,
    sweep,
    work,
    work_several,
)
from zhuqi.foundation.outbox.actions.running import CUT_SHORT, LeaseLost, delay_after
from zhuqi.foundation.outbox.enums import OutboxState
from zhuqi.foundation.outbox.models import OutboxItem, WorkerBeat
from zhuqi.foundation.outbox.queries import overview, standing, undone, unfinished_of
from zhuqi.foundation.outbox.registry import (
    LONGEST_LEASE,
    UnknownKindError,
    current,
    handler,
)
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db

ADMIN = Actor(ActorKind.OFFICIAL, 3, "系统管理员")


@pytest.fixture
def told() -> list[object]:
    """A handler "tell" that remembers what it was told."""
    heard: list[object] = []

    @handler("tell")
    def tell(payload: dict[str, object]) -> None:
        heard.append(payload["what"])

    return heard


def tell(key: str, what: object = "x", not_before: datetime | None = None) -> None:
    with transaction.atomic():
        enqueue(kind="tell", key=key, payload={"what": what}, not_before=not_before)


def test_what_is_owed_is_done_once(told: list[object]) -> None:
    tell("a", "hello")

    assert drain() == 1
    assert drain() == 0
    assert told == ["hello"]
    assert OutboxItem.objects.get().state(timezone.now()) is OutboxState.DONE


def test_the_same_key_is_owed_once_even_after_it_is_done(told: list[object]) -> None:
    tell("a", 1)
    tell("a", 2)
    drain()
    tell("a", 3)

    assert drain() == 0
    assert told == [1]


@pytest.mark.usefixtures("told")
def test_thousands_are_owed_at_once() -> None:
    with transaction.atomic():
        enqueue_many(
            [NewOutboxItem(kind="tell", key=f"{n % 900}", payload={"what": n}) for n in range(1800)]
        )

    assert OutboxItem.objects.count() == 900


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("told")
def test_outside_a_transaction_nothing_can_be_owed() -> None:
    with pytest.raises(TransactionManagementError, match=r"transaction\.atomic"):
        enqueue(kind="tell", key="a", payload={"what": 1})

    assert not OutboxItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_owed(told: list[object]) -> None:
    with transaction.atomic():
        enqueue(kind="tell", key="a", payload={"what": 1})
        transaction.set_rollback(True)

    assert drain() == 0
    assert told == []


def test_a_kind_nobody_handles_is_refused_where_it_is_owed() -> None:
    with pytest.raises(UnknownKindError, match="'tel'"), transaction.atomic():
        enqueue(kind="tel", key="a")


@pytest.mark.usefixtures("told")
def test_a_kind_this_worker_does_not_know_is_left_to_a_newer_one() -> None:
    tell("a")
    OutboxItem.objects.update(kind="told_by_a_newer_release")

    assert drain() == 0
    assert overview(timezone.now()).waiting == 1


@pytest.mark.usefixtures("told")
def test_later_means_later() -> None:
    soon = timezone.now() + timedelta(hours=1)
    tell("a", not_before=soon)

    assert drain() == 0
    assert overview(timezone.now()).later == 1
    assert claim(worker="w", now=soon) is not None


def test_the_oldest_goes_first(told: list[object]) -> None:
    for n in range(5):
        tell(f"{n}", n)
    drain()

    assert told == [0, 1, 2, 3, 4]


@pytest.mark.usefixtures("told")
def test_a_claimed_piece_is_not_given_to_another() -> None:
    tell("a")
    now = timezone.now()

    assert claim(worker="one", now=now) is not None
    assert claim(worker="two", now=now) is None
    assert overview(now).running == 1


@pytest.fixture
def failing() -> list[int]:
    """A handler "fail" that writes a row and then fails; three attempts."""
    attempts: list[int] = []

    @handler("fail", attempts=3)
    def fail(_payload: dict[str, object]) -> None:
        attempts.append(current().attempt)
        beat(name="effect", started_at=timezone.now(), now=timezone.now())
        raise ZeroDivisionError("不行")

    return attempts


def enqueue_failure() -> OutboxItem:
    with transaction.atomic():
        enqueue(kind="fail", key="f")
    return OutboxItem.objects.get()


@pytest.mark.usefixtures("failing")
def test_a_failure_leaves_no_effect_and_waits_for_another_attempt() -> None:
    enqueue_failure()
    drain()

    row = OutboxItem.objects.get()
    assert not WorkerBeat.objects.exists()
    assert (row.attempts, row.done_at, row.failed_at, row.lease_until) == (1, None, None, None)
    assert "ZeroDivisionError: 不行" in row.last_error
    assert timedelta(seconds=14) < row.not_before - timezone.now() <= timedelta(seconds=15)


def test_the_last_attempt_gives_up_and_is_shown(failing: list[int]) -> None:
    enqueue_failure()
    for _attempt in range(5):
        OutboxItem.objects.update(not_before=timezone.now())
        drain()

    assert failing == [1, 2, 3]
    now = timezone.now()
    assert standing(undone(), OutboxState.FAILED, now).get().state(now) is OutboxState.FAILED
    assert overview(timezone.now()).failed == 1


@pytest.mark.usefixtures("empty_log")
def test_an_administrator_gives_it_another_chance(failing: list[int]) -> None:
    row = enqueue_failure()
    OutboxItem.objects.update(failed_at=timezone.now(), attempts=3)

    assert retry(outbox_item_id=row.pk, by=ADMIN, now=timezone.now())
    assert not retry(outbox_item_id=row.pk, by=ADMIN, now=timezone.now())

    assert Event.objects.get().kind == "retried"
    drain()
    assert failing == [1]


@pytest.mark.usefixtures("failing")
def test_one_failing_piece_does_not_stop_the_others(told: list[object]) -> None:
    enqueue_failure()
    tell("a")

    assert drain() == 1
    assert told == ["x"]


# Done together ----------------------------------------------------------------------------------


@pytest.fixture
def gathered() -> list[list[object]]:
    """A kind "gather" that is done many at a time; what is "bad" fails, alone or not. Every
    effect is a beat too, so that what is taken back shows."""
    heard: list[list[object]] = []

    def gather(payloads: Sequence[dict[str, object]]) -> None:
        heard.append([one["what"] for one in payloads])
        for one in payloads:
            beat(name=str(one["what"]), started_at=timezone.now(), now=timezone.now())
        if "bad" in heard[-1]:
            raise ZeroDivisionError("不行")

    @handler("gather", attempts=3, together=gather)
    def alone(payload: dict[str, object]) -> None:
        gather([payload])

    return heard


def owe_gathering(*names: str) -> None:
    with transaction.atomic():
        enqueue_many(
            [NewOutboxItem(kind="gather", key=name, payload={"what": name}) for name in names]
        )


def effects() -> set[str]:
    return set(WorkerBeat.objects.values_list("name", flat=True))


def test_pieces_of_a_kind_are_done_together(gathered: list[list[object]]) -> None:
    owe_gathering("a", "b", "c")

    assert drain() == 3
    assert gathered == [["a", "b", "c"]]
    assert not undone().exists()
    assert drain() == 0


def test_no_more_of_them_than_a_transaction_should_hold(gathered: list[list[object]]) -> None:
    owe_gathering(*(f"{number:03}" for number in range(120)))

    assert drain() == 120
    assert [len(several) for several in gathered] == [50, 50, 20]
    assert sorted(str(what) for several in gathered for what in several) == sorted(effects())


def test_what_fails_among_others_is_done_by_itself_and_the_others_too(
    gathered: list[list[object]],
) -> None:
    owe_gathering("a", "bad", "c")

    assert drain() == 2
    assert gathered == [["a", "bad", "c"], ["a"], ["bad"], ["c"]]
    assert effects() == {"a", "c"}
    left = OutboxItem.objects.get(done_at=None)
    assert (left.key, left.attempts, left.failed_at, left.leased_by) == ("bad", 1, None, "")
    assert "ZeroDivisionError: 不行" in left.last_error

    # From now on it keeps nobody else up.
    owe_gathering("d", "e")
    OutboxItem.objects.update(not_before=timezone.now())
    assert drain() == 2
    assert gathered[4:] == [["bad"], ["d", "e"]]


def test_other_kinds_and_what_is_not_due_are_left_out(
    gathered: list[list[object]], told: list[object]
) -> None:
    tell("t")
    owe_gathering("a", "later", "b")
    OutboxItem.objects.filter(key="later").update(not_before=timezone.now() + timedelta(hours=1))

    assert drain() == 3
    assert gathered == [["a", "b"]]
    assert told == ["x"]


@pytest.mark.usefixtures("gathered")
def test_one_that_another_run_has_by_now_takes_back_what_was_done_together() -> None:
    owe_gathering("a", "b", "c")
    held = claim_several(worker="w", now=timezone.now())
    OutboxItem.objects.filter(key="b").update(leased_by="another")

    assert work_several(held) == 2
    assert effects() == {"a", "c"}
    assert OutboxItem.objects.get(done_at=None).leased_by == "another"


@pytest.mark.usefixtures("gathered")
def test_what_is_claimed_together_is_nobody_elses() -> None:
    owe_gathering("a", "b")
    now = timezone.now()
    assert len(claim_several(worker="one", now=now)) == 2
    assert claim_several(worker="two", now=now) == []
    assert claim(worker="two", now=now) is None


def test_killed_together_each_is_done_by_itself(gathered: list[list[object]]) -> None:
    owe_gathering("a", "b")
    now = timezone.now()
    claim_several(worker="killed", now=now)
    assert sweep(now + timedelta(minutes=6)) == 2

    assert drain() == 2
    assert gathered == [["a"], ["b"]]


def test_work_outside_is_never_done_together() -> None:
    with pytest.raises(ValueError, match="one by one"):
        handler("send", outside=True, together=lambda _several: None)


def test_waiting_grows_to_an_hour() -> None:
    waits = [delay_after(n) for n in range(1, 40)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(seconds=15), timedelta(hours=1))


@pytest.mark.usefixtures("told")
def test_the_sweep_finds_what_a_killed_worker_left() -> None:
    tell("a")
    now = timezone.now()
    held = claim(worker="killed", now=now)
    assert held is not None

    assert sweep(now + timedelta(minutes=4)) == 0
    assert sweep(now + timedelta(minutes=5)) == 1

    assert OutboxItem.objects.get().last_error == CUT_SHORT
    assert drain() == 1


@pytest.mark.usefixtures("told")
def test_a_lease_from_before_the_clock_was_set_back_is_not_believed() -> None:
    tell("a")
    now = timezone.now()
    assert claim(worker="w", now=now + timedelta(days=300)) is not None

    assert sweep(now) == 1


@pytest.mark.usefixtures("failing")
def test_a_piece_that_keeps_killing_its_worker_is_given_up() -> None:
    enqueue_failure()
    now = timezone.now()
    for _death in range(3):
        assert claim(worker="w", now=now) is not None
        now += timedelta(minutes=6)
        sweep(now)

    assert claim(worker="w", now=now) is None
    assert standing(undone(), OutboxState.FAILED, timezone.now()).exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_that_lost_its_lease_leaves_no_effect() -> None:
    """Two workers in one piece: the one whose lease was taken away must not count."""
    runs: list[str] = []

    @handler("slow")
    def slow(_payload: dict[str, object]) -> None:
        runs.append("run")
        beat(name=f"effect {len(runs)}", started_at=timezone.now(), now=timezone.now())

    with transaction.atomic():
        enqueue(kind="slow", key="s")
    now = timezone.now()
    first = claim(worker="first", now=now)
    sweep(now + timedelta(minutes=6))
    second = claim(worker="second", now=now + timedelta(minutes=6))
    assert first is not None
    assert second is not None

    assert work(first) is False
    assert work(second) is True
    assert work(second) is False

    assert len(runs) == 3
    assert WorkerBeat.objects.get().name == "effect 2"


@pytest.mark.usefixtures("told")
def test_done_cannot_be_marked_twice() -> None:
    tell("a")
    held = claim(worker="w", now=timezone.now())
    assert held is not None
    finish(held)
    with pytest.raises(LeaseLost):
        finish(held)


@pytest.mark.django_db(transaction=True)
def test_an_outside_handler_holds_no_transaction_and_knows_its_stable_id() -> None:
    seen: list[tuple[str, bool]] = []

    @handler("send", outside=True)
    def send(_payload: dict[str, object]) -> None:
        seen.append((current().key, transaction.get_connection().in_atomic_block))
        current().extend()
        lease = OutboxItem.objects.get().lease_until
        assert lease is not None
        assert lease > timezone.now() + timedelta(minutes=4)

    with transaction.atomic():
        enqueue(kind="send", key="notice-7")
    assert drain() == 1
    assert seen == [("notice-7", False)]
    assert not unfinished_of("send").exists()


def test_a_lease_cannot_be_extended_inside_the_transaction_that_ends_it() -> None:
    @handler("greedy")
    def greedy(_payload: dict[str, object]) -> None:
        current().extend()

    with transaction.atomic():
        enqueue(kind="greedy", key="g")
    assert drain() == 0
    assert "RuntimeError" in OutboxItem.objects.get().last_error


@pytest.mark.usefixtures("told")
def test_a_kind_has_one_handler_and_a_bounded_lease() -> None:
    with pytest.raises(ValueError, match="handler already"):
        handler("tell")(lambda _payload: None)
    with pytest.raises(ValueError, match="at most"):
        handler("long", lease=LONGEST_LEASE * 2)


@pytest.mark.usefixtures("told")
def test_the_key_is_unique_in_the_database() -> None:
    tell("a")
    row = OutboxItem.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.usefixtures("told", "failing")
def test_the_overview_counts_and_names() -> None:
    now = timezone.now()
    tell("a", not_before=now - timedelta(minutes=9))
    tell("b", not_before=now + timedelta(minutes=9))
    with transaction.atomic():
        enqueue(kind="fail", key="f")
    OutboxItem.objects.filter(key="f").update(failed_at=now)
    beat(name="host:1", started_at=now, now=now)
    beat(name="host:2", started_at=now, now=now - timedelta(minutes=5))

    seen = overview(now)

    assert (seen.waiting, seen.later, seen.running, seen.failed) == (1, 1, 0, 1)
    assert seen.oldest_waiting == now - timedelta(minutes=9)
    assert [(x.name, x.silent) for x in seen.beats] == [("host:1", False), ("host:2", True)]


def test_the_overview_of_nothing() -> None:
    assert overview(datetime(2026, 1, 1, tzinfo=UTC)).waiting == 0
