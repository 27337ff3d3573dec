"""Measured figures beside their floors. `make bench`; takes a few minutes.

Builds its own data in a temporary directory: the sample city's lives, multiplied to the number
of cases asked for (default 100,000; `--cases 1000000` for a province). Read the ratios.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ["ZHUQI_DATA_DIR"] = tempfile.mkdtemp(prefix="zhuqi-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "zhuqi.config.settings"

import bench_workdays
import django

django.setup()

from django.core.management import call_command  # noqa: E402 (after Django has started)
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402

from zhuqi.foundation.accounts.models import User  # noqa: E402
from zhuqi.foundation.accounts.queries import person_of  # noqa: E402
from zhuqi.foundation.directory.models import Enterprise  # noqa: E402
from zhuqi.ledgers.cases.actions import intake  # noqa: E402
from zhuqi.ledgers.cases.models import FAR, Assignment, Case, Involvement  # noqa: E402
from zhuqi.sample.build import build  # noqa: E402

RUNS = 30


def line(what: str, figure: str, floor: str) -> None:
    """One figure beside its floor."""
    print(f"{what:<46}{figure:>22}   floor: {floor}", flush=True)


def median_ms(act: Callable[[], object]) -> float:
    """The median of RUNS calls in milliseconds, after three that are not counted."""
    times = []
    for number in range(RUNS + 3):
        begun = time.perf_counter()
        act()
        if number > 2:  # noqa: PLR2004 (warm-up)
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def multiply(wanted: int) -> int:
    """Copy closed cases of the sample, by SQL, until there are about as many as wanted.

    Only closed ones: what a city has open at a time is bounded, its history is what grows.
    """
    tables = {model._meta.db_table: model for model in (Case, Assignment, Involvement)}  # noqa: SLF001
    closed = Case.objects.filter(due_at=FAR).count()
    span = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        for copy in range(1, (wanted - Case.objects.count()) // closed + 1):
            for table, model in tables.items():
                cursor.execute(_copying(table, model, copy, span))
        cursor.execute("ANALYZE")
    return Case.objects.count()


def _copying(table: str, model: type[models.Model], copy: int, span: int) -> str:
    """The statement that copies one table's rows of closed cases once more."""
    key, shift = ("id" if model is Case else "case_id"), span * copy
    names = [f.column for f in model._meta.concrete_fields if not f.primary_key or model is Case]  # noqa: SLF001
    own = {key: f"{key} + {shift}", "number": f"number || '-{copy}'", "submission_key": "NULL"}
    picked = ", ".join(own.get(name or "", f'"{name}"') for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    old = f"SELECT id FROM cases_case WHERE id <= {span} AND due_at >= '9999-01-01'"  # noqa: S608
    return f"INSERT INTO {table} ({into}) SELECT {picked} FROM {table} WHERE {key} IN ({old})"  # noqa: S608


def pages() -> None:
    """The pages officials live in, drawn in this process, session and rights included."""
    client = Client(SERVER_NAME="localhost")
    for username, who in (("shouli", "the city's registrar"), ("zhujian", "a unit's handler")):
        client.force_login(User.objects.get(username=username))
        for path, what, floor in (
            ("/desk/ledger/", "ledger page", "bare Django page of 50 rows 10 ms"),
            ("/desk/ledger/?light=red", "ledger, red only", "10 ms"),
            ("/desk/", "home", "10 ms"),
        ):
            if client.get(path).status_code != 200:  # noqa: PLR2004
                raise SystemExit(f"{path} did not answer")
            line(f"{what}, {who}", f"{median_ms(lambda p=path: client.get(p)):.0f} ms", floor)  # type: ignore[misc]


def submits() -> None:
    """Cases taken in one after the other: row, event, clock, seal-ready head, fsync each."""
    user = User.objects.get(username="qiye")
    by = person_of(user)
    firm = Enterprise.objects.get(pk=min(by.scope.enterprises))
    trouble = intake.Trouble("电压波动", "每周两三次。" * 30, "改造线路", "张三", "13800000000")
    begun, count = time.perf_counter(), 200
    for _ in range(count):
        intake.submit(enterprise=firm, trouble=trouble, by=by)
    rate = count / (time.perf_counter() - begun)
    line("submit, one after the other", f"{rate:.0f} /s", "bare insert of two rows 577-796 /s")


def main() -> None:
    """Print every figure beside its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    wanted = parser.parse_args().cases
    bench_workdays.main()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", database="cache", verbosity=0)
    begun = time.perf_counter()
    build()
    line("sample city", f"{time.perf_counter() - begun:.1f} s", "≤ 60 s")
    submits()
    line("pages at", f"{multiply(wanted):,} cases", connection.vendor)
    pages()


if __name__ == "__main__":
    main()
