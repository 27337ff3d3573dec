"""Figures: made anew from the log, and read at a million lines, beside their limits.

    ZHUQI_DATABASE_URL=postgres:///bench python -m scripts.bench_figures --lines 1000000

The lines are those of the sample city, many times over in earlier years, in a transaction that is
taken back.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (after Django has started)
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from scripts.bench_measure import Line, line  # noqa: E402
from zhuqi.foundation.accounts.models import User  # noqa: E402
from zhuqi.foundation.accounts.queries import person_of  # noqa: E402
from zhuqi.foundation.audit.models import Event  # noqa: E402
from zhuqi.interfaces.desk.dashboards.asking import Ask, readers_of  # noqa: E402
from zhuqi.interfaces.desk.dashboards.reading import read  # noqa: E402
from zhuqi.reporting.statistics import actions, queries  # noqa: E402
from zhuqi.reporting.statistics.figures import (  # noqa: E402
    FIGURES,
    AsOf,
    Dimension,
    Period,
)
from zhuqi.reporting.statistics.lines import Line as CountedLine  # noqa: E402
from zhuqi.reporting.statistics.models import CaseLine, Standing  # noqa: E402
from zhuqi.reporting.statistics.tallying import Tallies  # noqa: E402

DASHBOARD = "p50 ≤ 60, p95 ≤ 120 ms"
# Firms take a query of their own.
ADDED_UP = [code for code, figure in FIGURES.items() if not figure.is_distinct]
YEAR = Period(date(2026, 1, 1), date(2026, 12, 1))
_YEARS = 10
_TABLE = CaseLine._meta.db_table  # noqa: SLF001 (Django's public name)


def lines(wanted: int) -> Iterator[Line]:
    """The figures; the database is the one of the environment."""
    yield "lines and tallies made anew", _anew(1), "50,000"
    yield "by two processes, each with a core", _anew(2), "50,000"
    with _many(wanted) as number:
        latest = queries.newest()
        past = AsOf(latest.event // 2, latest.at)
        pair = (Dimension.SECTOR, Dimension.KIND)
        for what, by, as_of, most in (
            ("by month and office", (Dimension.MONTH, Dimension.OFFICE), latest, DASHBOARD),
            ("by unit", (Dimension.UNIT,), latest, DASHBOARD),
            ("by a pair, from lines", pair, latest, "≤ 2 s"),
            ("the same as of a past event", pair, past, "≤ 2 s"),
        ):
            act = partial(queries.measure, ADDED_UP, period=YEAR, by=by, as_of=as_of)
            yield f"a year of {number:,} lines, {what} ", _timed(act), most
        firms = partial(queries.measure, ["firms"], period=YEAR, as_of=latest)
        yield "firms of a year, each once", _timed(firms), ""
        yield from _overviews()


def _anew(processes: int) -> str:
    """CPU of the parent, and of its children by what each has its own core for."""
    events = Event.objects.filter(object_type="case").count()
    begun = os.times()
    actions.rebuild(processes=processes)
    own, theirs = (
        sum(os.times()[place] - begun[place] for place in places) for places in ((0, 1), (2, 3))
    )
    return f"{events / (own + theirs / processes):,.0f} events/s CPU"


def _overviews() -> Iterator[Line]:
    """Whole pages, as the browser gets them, and what is asked for their body."""
    for who, username in (("a leader", "lingdao"), ("an office", "shouli"), ("a unit", "zhujian")):
        user = User.objects.get(username=username)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        person = person_of(user)
        for reader in readers_of(person.scope):
            ask = Ask.of(reader, {}, person.scope)
            page = _timed(partial(client.get, reverse("desk:overview_of", args=[reader.value])))
            with CaptureQueriesContext(connection) as asked:
                read(ask, person, timezone.now())
            body = _timed(partial(read, ask, person, timezone.now()))
            yield f"overview for {who} as {reader.value}, whole page", page, DASHBOARD
            yield f"its figures and rows, {len(asked)} queries", body, f"{DASHBOARD}, 3 queries"


def _timed(act: Callable[[], object], runs: int = 20) -> str:
    """By the clock, and CPU of this process (with SQLite all of it)."""
    clock, cpu = list[float](), list[float]()
    for _run in range(runs):
        begun, used = time.perf_counter(), time.process_time()
        act()
        clock.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    late = sorted(clock)[runs * 95 // 100 - 1]
    half = (statistics.median(one) for one in (clock, cpu))
    return "p50 {:,.0f}, p95 {late:,.0f} ms, CPU {:,.0f}".format(*half, late=late)


@contextmanager
def _many(wanted: int) -> Iterator[int]:
    """The lines copied until there are so many, with tallies of them; taken back at the end."""
    there = CaseLine.objects.count()
    span = CaseLine.objects.order_by("-case_id").values_list("case_id", flat=True)[0]
    fields = [f for f in CaseLine._meta.concrete_fields if not f.primary_key]  # noqa: SLF001
    into = ", ".join(f'"{field.column}"' for field in fields)
    with transaction.atomic(), connection.cursor() as cursor:
        for copy in range(1, wanted // there + 1):
            back = 100 * (copy % _YEARS)
            moved = {
                "case_id": f"case_id + {copy * span}",
                **{
                    name: f"CASE {name} WHEN 0 THEN 0 ELSE {name} - {back} END"
                    for name in ("collected", "completed", "closed")
                },
            }
            picked = ", ".join(moved.get(str(f.column), f'"{f.column}"') for f in fields)
            cursor.execute(
                f"INSERT INTO {_TABLE} ({into}) SELECT {picked} FROM {_TABLE} "  # noqa: S608
                f"WHERE case_id <= {span}"
            )
        cursor.execute("ANALYZE")
        _tally()
        yield CaseLine.objects.count()
        transaction.set_rollback(True)


def _tally() -> None:
    standing = Standing.objects.get()
    tallies = Tallies()
    rows = CaseLine.objects.filter(known_from__lte=standing.event, known_to__gt=standing.event)
    names = CountedLine._fields
    tallies.count(CountedLine(*row) for row in rows.order_by().values_list(*names).iterator())
    standing.generation += 1
    actions.write_tallies(standing.generation, tallies.cells())
    standing.save()


def main() -> None:
    """For a database that holds a sample city."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    for told in lines(parser.parse_args().lines):
        line(*told)


if __name__ == "__main__":
    main()
