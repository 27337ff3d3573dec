"""The worker goes on whatever happens, and stops when told."""

import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Seal
from zhuqi.foundation.outbox import actions, worker
from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.handlers import seal_log
from zhuqi.foundation.outbox.models import OutboxItem, ScheduledRun, WorkerBeat
from zhuqi.foundation.outbox.registry import every, handler

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_does_what_is_owed_until_told_to_stop() -> None:
    stop = threading.Event()
    seen: list[object] = []

    @handler("work")
    def do(payload: dict[str, object]) -> None:
        seen.append((payload["n"], WorkerBeat.objects.get().name))
        if payload["n"] == 2:
            stop.set()

    with transaction.atomic():
        for n in range(4):
            enqueue(kind="work", key=f"{n}", payload={"n": n})

    worker.run(stop, poll_seconds=0.01, name="w")

    assert seen == [(0, "w"), (1, "w"), (2, "w")]
    assert OutboxItem.objects.filter(done_at=None).get().key == "3"
    assert not WorkerBeat.objects.exists()


def test_it_survives_a_database_that_goes_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    turns: list[int] = []

    def claim(**_kwargs: Any) -> None:
        turns.append(1)
        if len(turns) < 3:
            raise OperationalError("server closed the connection")
        stop.set()

    monkeypatch.setattr(actions, "claim_several", claim)
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.01)

    worker.run(stop, poll_seconds=0.01)

    assert len(turns) == 3
    assert "server closed" in caplog.text


def test_it_runs_schedules() -> None:
    stop = threading.Event()
    ran: list[datetime] = []

    @every("often", minutes=1)
    def often(slot: datetime) -> None:
        ran.append(slot)
        stop.set()

    ScheduledRun.objects.create(
        name="often", slot=datetime(2026, 1, 1, tzinfo=UTC), created_at=timezone.now()
    )
    worker.run(stop, poll_seconds=0.01)

    assert len(ran) == 1


def test_sigterm_sets_the_event() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        stop = worker.stop_on_signals()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(1)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


@pytest.mark.usefixtures("empty_log")
def test_the_sealing_runs_as_a_piece_of_work(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_LOG = tmp_path / "seals.log"
    with transaction.atomic():
        record(object_type="case", object_id=1, kind="submitted", by=SYSTEM)

    every("audit.seal", minutes=10, outside=True)(seal_log)
    with transaction.atomic():
        enqueue(kind="audit.seal", key="s", payload={"slot": timezone.now().isoformat()})
    assert worker.drain() == 1

    assert Seal.objects.get().head_count == 1


def test_a_seal_does_not_wait_behind_a_queue_of_notices() -> None:
    done: list[str] = []
    for kind, priority in (("letter", Priority.LAST), ("reminder", Priority.SOON)):
        handler(kind, priority=priority)(lambda payload: done.append(str(payload["n"])))

    @every("seal", minutes=10)
    def seal_slot(_slot: datetime) -> None:
        done.append("seal")

    handler("usual")(lambda _payload: done.append("usual"))
    with transaction.atomic():
        for n in range(200):
            enqueue(kind="letter", key=f"letter {n}", payload={"n": n})
        enqueue(kind="usual", key="usual")
        enqueue(kind="reminder", key="reminder", payload={"n": "reminder"})
        enqueue(kind="seal", key="seal", payload={"slot": timezone.now().isoformat()})
    for _round in range(5):
        held = actions.claim(worker="w", now=timezone.now())
        assert held is not None
        actions.work(held)

    assert done == ["seal", "reminder", "usual", "0", "1"]


def test_a_slot_that_comes_while_a_queue_is_worked_off_goes_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker looks for slots between two letters, and takes what they owe first."""
    stop, done = threading.Event(), list[str]()
    now = timezone.now()

    @handler("letter", priority=Priority.LAST)
    def letter(payload: dict[str, object]) -> None:
        nonlocal now
        done.append(str(payload["n"]))
        now += timedelta(minutes=4)
        if payload["n"] == 6:
            stop.set()

    @every("seal", minutes=10)
    def seal_slot(_slot: datetime) -> None:
        done.append("seal")

    with transaction.atomic():
        for n in range(50):
            enqueue(kind="letter", key=f"letter {n}", payload={"n": n})
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    worker.run(stop, poll_seconds=0.01, name="w")

    assert done.count("seal") >= 2
    assert done.index("seal") <= 3
