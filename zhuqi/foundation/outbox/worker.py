"""The worker: one process that does what is owed, until it is told to stop.

More workers may run beside each other, on one machine or several; they meet only in the
database.
"""

import logging
import os
import signal
import socket
import threading
import time
from datetime import datetime, timedelta
from types import FrameType

from django.db import close_old_connections, connections
from django.utils import timezone

from zhuqi.foundation.outbox import actions
from zhuqi.foundation.outbox.registry import schedules

logger = logging.getLogger(__name__)

BEAT_SECONDS = 10.0
SWEEP_SECONDS = 60.0
# After the database could not be reached; doubling, so that a restart isn't met by a storm.
LONGEST_PAUSE = 5.0


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set. Call it in the main thread."""
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop


def run(
    stop: threading.Event,
    *,
    poll_seconds: float = 1.0,
    sweep_seconds: float = SWEEP_SECONDS,
    lease: timedelta | None = None,
    name: str = "",
) -> None:
    """Work until `stop` is set; the piece in hand is finished first.

    Never raises: a handler's fault is written to its piece, and while the database is away the
    worker waits for it.
    """
    worker = _Worker(name or f"{socket.gethostname()}:{os.getpid()}", sweep_seconds, lease)
    pause = poll_seconds
    while not stop.is_set():
        try:
            close_old_connections()
            worker.turn(stop)
            pause = poll_seconds
        except Exception:
            logger.exception("The worker could not go on; trying again in %.0f s.", pause)
            connections.close_all()
            pause = min(max(pause, 1.0) * 2, LONGEST_PAUSE)
        stop.wait(pause)
    worker.leave()


def drain(*, name: str = "drain") -> int:
    """Do everything that is due, now and in this process; return how many pieces got done.

    For the sample city, for tests, and for an administrator without a worker. What fails waits
    for its next attempt as usual, so this ends.
    """
    done = 0
    while held := actions.claim_several(worker=name, now=timezone.now()):
        done += actions.work_several(held)
    return done


class _Worker:
    """What one worker remembers between its turns."""

    def __init__(self, name: str, sweep_seconds: float, lease: timedelta | None) -> None:
        self.name = name
        self._lease = lease
        self._sweep_seconds = sweep_seconds
        self._started_at = timezone.now()
        # Intervals are measured by the monotonic clock: setting the wall clock can't stop them.
        self._next_beat = 0.0
        self._next_sweep = 0.0
        self._slots: dict[str, datetime] = {}

    def turn(self, stop: threading.Event) -> None:
        """Everything that is due now, until nothing is or we are told to stop."""
        while not stop.is_set():
            self._look_after()
            held = actions.claim_several(worker=self.name, now=timezone.now(), lease=self._lease)
            if not held:
                return
            actions.work_several(held)

    def leave(self) -> None:
        """Take the beat away; best effort, for the database may be gone."""
        try:
            actions.forget_beat(name=self.name)
        except Exception:
            logger.exception("Could not sign off.")

    def _look_after(self) -> None:
        now, tick = timezone.now(), time.monotonic()
        if tick >= self._next_beat:
            actions.beat(name=self.name, started_at=self._started_at, now=now)
            self._next_beat = tick + BEAT_SECONDS
        if tick >= self._next_sweep:
            actions.sweep(now)
            self._next_sweep = tick + self._sweep_seconds
        for schedule in schedules().values():
            # Most turns end here: the database is asked only when another slot has come.
            if self._slots.get(schedule.name) != schedule.latest(now):
                dealt_with = actions.enqueue_due(schedule, now)
                if dealt_with is not None:
                    self._slots[schedule.name] = dealt_with
