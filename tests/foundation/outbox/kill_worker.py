"""Real workers that are killed again and again; run by test_kill as a process of its own.

    python -m tests.foundation.outbox.kill_worker DATABASE_URL [--two-transactions] [--kills=8]

Makes the tables, owes PIECES pieces, keeps two workers running and kills one every few
milliseconds with SIGKILL; besides, workers kill themselves at the two places that matter most,
right before and right after a piece is marked done. Then lets the rest finish, stops the workers
with SIGTERM and prints what happened as JSON.

The workers live on a clock that runs 6,000 times as fast, so that leases run out and slots come
within the seconds of a test. `--two-transactions` is the fault this test exists for: effect and
mark in two transactions.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import django
from django.conf import settings

PIECES = 100
KILLS = 30
SEED = 20260302
WORKERS = 2
SPEED = 6000
EPOCH = datetime(2026, 3, 2, tzinfo=UTC)
LEASE = timedelta(minutes=55)
# For a machine with other work; a quiet one needs a tenth.
PATIENCE_SECONDS = 60.0


def configure(url: str) -> None:
    """Settings with nothing but the two rooms."""
    from zhuqi.config.environment import database_from_url

    settings.configure(
        INSTALLED_APPS=["zhuqi.foundation.audit", "zhuqi.foundation.outbox"],
        DATABASES={"default": database_from_url(url)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="Asia/Shanghai",
        SECRET_KEY="x",
        SEAL_KEY="y",
        SEAL_KEYS_BEFORE=[],
        LOGGING_CONFIG=None,
    )
    django.setup()


def quicken(started: float) -> None:
    """All processes share one fast clock."""
    from django.utils import timezone

    def now() -> datetime:
        return EPOCH + timedelta(seconds=(time.time() - started) * SPEED)

    timezone.now = now


def declare() -> None:
    """One kind of piece, one that is done with others of it, and one schedule; their effect is an
    event, which nothing keeps unique."""
    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.audit.actions import record
    from zhuqi.foundation.outbox import registry

    def effect(_what: object) -> None:
        happen(registry.current().key)

    def happen(key: str) -> None:
        record(object_type="effect", object_id=1, kind="done", by=SYSTEM, data={"key": key})
        time.sleep(random.Random(key).uniform(0, 0.006))

    def effects(several: Sequence[registry.Payload]) -> None:
        for one in several:
            happen(one["key"])

    registry._handlers.clear()
    registry._schedules.clear()
    registry.handler("effect", attempts=10_000)(effect)
    registry.handler("effects", attempts=10_000, together=effects)(effect)
    registry.every("tick", minutes=10, catch_up="each", attempts=10_000)(effect)


def die_around_the_mark() -> None:
    """A tenth of all runs die right before the piece is marked done, a tenth right after."""
    from zhuqi.foundation.outbox.actions import running

    finish = running.finish

    def deadly(*held: running.Claim) -> None:
        fate = random.Random(f"{held[0].key} {held[0].attempt}").random()
        if fate < 0.1:
            os.kill(os.getpid(), signal.SIGKILL)
        finish(*held)
        if fate > 0.9:
            os.kill(os.getpid(), signal.SIGKILL)

    running.finish = deadly


def split_in_two() -> None:
    """The fault: the effect is committed, then the mark."""
    from django.db import transaction

    from zhuqi.foundation.outbox.actions import running
    from zhuqi.foundation.outbox.registry import Piece, handler_of, working_on

    def work(held: running.Claim) -> bool:
        with working_on(Piece(held.key, held.attempt, lambda: None)):
            with transaction.atomic():
                handler_of(held.kind).handle(held.payload)
            with suppress(running.LeaseLost):
                running.finish(held)
        return True

    running.work = work


def in_child(job: Callable[[], int]) -> int:
    """Fork; the child does the job and exits with its answer. The parent has no connection."""
    pid = os.fork()
    if pid:
        return pid
    try:
        os._exit(job())
    except BaseException:  # noqa: BLE001 (a forked child must never return into the parent's loop)
        import traceback

        traceback.print_exc()
        os._exit(70)


def wait_for(job: Callable[[], int]) -> int:
    _pid, status = os.waitpid(in_child(job), 0)
    return os.waitstatus_to_exitcode(status)


def prepare() -> int:
    from django.core.management import call_command
    from django.db import transaction

    from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        enqueue_many(
            [
                NewOutboxItem(
                    kind="effects" if n % 2 else "effect",
                    key=f"piece {n}",
                    payload={"key": f"piece {n}"},
                )
                for n in range(PIECES)
            ]
        )
    return 0


def work_until_told() -> int:
    from zhuqi.foundation.outbox import worker

    die_around_the_mark()
    stop = worker.stop_on_signals()
    worker.run(stop, poll_seconds=0.01, sweep_seconds=0.1, lease=LEASE)
    return 0


def unfinished() -> int:
    from zhuqi.foundation.outbox.queries import unfinished_of

    return 1 if unfinished_of("effect").exists() or unfinished_of("effects").exists() else 0


class Gang:
    """Two workers, each replaced as soon as it is dead."""

    def __init__(self) -> None:
        self.pids = {in_child(work_until_told) for _worker in range(WORKERS)}
        self.deaths = 0
        self.faults: list[int] = []

    def bury(self) -> None:
        """Reap the dead and fork others in their place."""
        for pid in list(self.pids):
            dead, status = os.waitpid(pid, os.WNOHANG)
            if dead:
                self.pids.remove(pid)
                self._note(status)
                self.pids.add(in_child(work_until_told))

    def kill_one(self, dice: random.Random) -> None:
        """SIGKILL, wherever it is just now."""
        os.kill(dice.choice(sorted(self.pids)), signal.SIGKILL)

    def dismiss(self) -> list[int]:
        """SIGTERM all; the exit codes of those still alive (which may yet kill themselves)."""
        for pid in self.pids:
            os.kill(pid, signal.SIGTERM)
        return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in self.pids]

    def _note(self, status: int) -> None:
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGKILL:
            self.deaths += 1
        else:
            self.faults.append(code)


def report() -> dict[str, Any]:
    """Effects by key, slots by number, and what the log's own check says."""
    from collections import Counter

    from zhuqi.foundation.audit.models import Event
    from zhuqi.foundation.audit.verification import examine
    from zhuqi.foundation.outbox.models import OutboxItem, ScheduledRun

    effects = Counter(event.facts["key"] for event in Event.objects.all())
    slots = list(ScheduledRun.objects.order_by("slot").values_list("slot", flat=True))
    steps = {later - earlier for earlier, later in pairwise(slots)}
    return {
        "effects": effects,
        "done": list(OutboxItem.objects.exclude(done_at=None).values_list("key", flat=True)),
        "undone": list(OutboxItem.objects.filter(done_at=None).values_list("key", flat=True)),
        "slots": len(slots),
        "steps": [step.total_seconds() for step in steps],
        "chain": [finding.sentence for finding in examine("effect", 1)],
    }


def main(url: str, *flags: str) -> None:
    """Prepare, kill, let finish, report."""
    started = time.time()
    configure(url)
    quicken(started)
    declare()
    if "--two-transactions" in flags:
        split_in_two()
    assert wait_for(prepare) == 0
    dice = random.Random(SEED)
    gang = Gang()
    kills, wanted = 0, next((int(x[8:]) for x in flags if x.startswith("--kills=")), KILLS)
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        time.sleep(dice.uniform(0.01, 0.12))
        gang.bury()
        if kills < wanted:
            gang.kill_one(dice)
            kills += 1
        elif wait_for(unfinished) == 0:
            break
    codes = gang.dismiss()
    told = {"deaths": gang.deaths, "faults": gang.faults, "codes": codes}
    json.dump(report() | told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
