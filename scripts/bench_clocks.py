"""Ten thousand times that come due at once: how soon they are found, and how long the reminders
take, with a worker that is killed half-way.

    ZHUQI_DATABASE_URL=postgres:///bench python -m scripts.bench_clocks --clocks 10000

Needs a database filled by `scripts.bench_fill`; that many running clocks get due now. Beside it
stands the same number of inbox rows by bare Django. What a killed worker had in hand is free again
when its lease ends (five minutes), which is not waited for here.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (after Django has started)
from django.utils import timezone  # noqa: E402

from scripts import bench_floors  # noqa: E402
from scripts.bench_measure import Line, backends_of, cpu_by, cpu_of, line, spent  # noqa: E402
from zhuqi.foundation.access import SYSTEM  # noqa: E402
from zhuqi.foundation.directory.enums import UnitKind  # noqa: E402
from zhuqi.foundation.directory.models import Unit  # noqa: E402
from zhuqi.foundation.directory.queries import calendar  # noqa: E402
from zhuqi.foundation.notices.models import Message  # noqa: E402
from zhuqi.foundation.outbox import actions as outbox  # noqa: E402
from zhuqi.foundation.outbox.models import OutboxItem  # noqa: E402
from zhuqi.ledgers.cases.models import FAR, Clock  # noqa: E402
from zhuqi.ledgers.cases.notifications.actions import REMIND, enqueue_reminders  # noqa: E402
from zhuqi.mechanisms.supervision.ladder.actions import sweep  # noqa: E402
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS, load_ladders  # noqa: E402

CLOCKS, BARE = 10_000, 300


def lines(wanted: int = CLOCKS) -> Iterator[Line]:
    """The figures; the database is the one of the environment."""
    made = _due_now(wanted)
    begun, cpu = time.perf_counter(), time.process_time()
    with transaction.atomic():
        enqueue_reminders(timezone.now())
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    yield (
        f"{made:,} clocks due of {Clock.objects.count():,}: found", f"{took:.1f} s ({cpu:.1f} CPU)",
        "≤ 1 s",
    )  # fmt: skip
    yield from _swept()
    # Reminders are given in working time; here they are wanted at once.
    OutboxItem.objects.filter(kind=REMIND, done_at=None).update(not_before=timezone.now())
    yield from _issued(made)


def _swept() -> Iterator[Line]:
    """Every office takes the first step of its ladder on what is late, then finds nothing due."""
    load_ladders(by=SYSTEM)
    for office in Unit.objects.filter(kind=UnitKind.OFFICE).order_by("pk"):
        LADDERS.adopt(office=office, code="usual", by=SYSTEM)
    # Steps are taken in office hours.
    opens = calendar().effective_start(timezone.now())
    for words in ("drafted", "drafted at the second look"):
        begun, cpu = time.perf_counter(), time.process_time()
        number = sweep(now=opens).drafted.total()
        took, cpu = time.perf_counter() - begun, time.process_time() - cpu
        each = f", {cpu / number * 1000:.1f} ms CPU each" if number else ""
        yield f"  ladder: {number:,} sheets {words}", f"{took:.1f} s{each}", ""


def _due_now(wanted: int) -> int:
    """So many running clocks are past their end since a minute."""
    late = timezone.now() - timedelta(minutes=1)
    running = Clock.objects.filter(stopped_at=None, due_at__lt=FAR).order_by("-pk")
    ids = list(running.values_list("pk", flat=True)[:wanted])
    adapted = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        # By hand: nothing of it is to stand in the log.
        cursor.execute(
            f"UPDATE cases_clock SET due_at = %s, warn_at = %s WHERE id IN "  # noqa: S608
            f"({', '.join(map(str, ids))})",
            [adapted(late), adapted(late - timedelta(days=1))],
        )
    return len(ids)


def _issued(made: int) -> Iterator[Line]:
    before, todo = Message.objects.count(), _left()
    begun = time.perf_counter()
    first = _worked(todo // 2, kill=True)
    cut = OutboxItem.objects.filter(kind=REMIND, done_at=None).exclude(leased_by="").count()
    # Five minutes later.
    outbox.sweep(timezone.now() + timedelta(minutes=6))
    second = _worked(0)
    took = time.perf_counter() - begun
    told = Message.objects.count() - before
    again = OutboxItem.objects.filter(kind=REMIND, attempts__gt=1).count()
    # Its start is none of their cost: counted from the first reminder of each worker on.
    each, stored = (sum(both) / max(todo - 2, 1) * 1000 for both in zip(first, second, strict=True))
    bare = _bare()
    figure = f"{took:.0f} s, {each:.1f} + {stored:.1f} ms CPU"
    yield (
        f"  {todo:,} reminders to {told:,} inboxes", figure,
        f"≤ {60 * made / CLOCKS:.0f} s; {bare:.1f} ms a bare row, {each / bare:.0f} ×",
    )  # fmt: skip
    yield "  killed half-way", f"{cut} in hand, {again} done anew", "none lost, none twice"


def _worked(left: int, *, kill: bool = False) -> tuple[float, float]:
    """CPU of a worker and of the database until so many reminders are left."""
    with _worker() as worker:
        _until(_left() - 1, worker)
        own, stored = cpu_of([worker.pid]), cpu_by(_backends())
        _until(left, worker)
        used = cpu_of([worker.pid]) - own, spent(stored, cpu_by(_backends()))
        if kill:
            worker.kill()
    return used


def _backends() -> list[int]:
    return backends_of(str(connection.settings_dict["NAME"]))


def _left() -> int:
    return OutboxItem.objects.filter(kind=REMIND, done_at=None, failed_at=None).count()


def _until(left: int, worker: subprocess.Popen[bytes]) -> None:
    while _left() > left:
        if worker.poll() is not None:
            raise SystemExit("the worker has ended")
        time.sleep(0.2)


@contextmanager
def _worker() -> Iterator[subprocess.Popen[bytes]]:
    """`zhuqi worker`, ended with the block."""
    process = subprocess.Popen([sys.executable, "-m", "zhuqi.interfaces.console", "worker"])
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _bare() -> float:
    """Milliseconds of CPU of two rows by the ORM, in a transaction of their own."""
    bench_floors.make()
    begun = time.process_time()
    for place in range(BARE):
        bench_floors.insert(f"{time.time_ns() % 10**14}-{place}", "到期提醒", "请尽快办理。" * 10)
    each = (time.process_time() - begun) / BARE * 1000
    bench_floors.drop()
    return each


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=CLOCKS)
    for told in lines(parser.parse_args().clocks):
        line(*told)


if __name__ == "__main__":
    main()
