"""Measured figures beside their floors. `make bench`; takes a few minutes.

Builds its own data in a temporary directory: the sample city's lives, multiplied to the number
of cases asked for (default 100,000; `--cases 1000000` for a province). Read the ratios.
"""

import argparse
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable

os.environ["ZHUQI_DATA_DIR"] = tempfile.mkdtemp(prefix="zhuqi-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "zhuqi.config.settings"

import django

from scripts import bench_workdays

django.setup()

from django.core.management import call_command  # noqa: E402 (after Django has started)
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402

from scripts import bench_imports, bench_suggestions  # noqa: E402 (after Django has started)
from zhuqi.foundation.accounts.models import User  # noqa: E402
from zhuqi.foundation.accounts.queries import person_of  # noqa: E402
from zhuqi.foundation.audit.queries import verify  # noqa: E402
from zhuqi.foundation.directory.models import Enterprise  # noqa: E402
from zhuqi.ledgers.cases.actions import intake  # noqa: E402
from zhuqi.ledgers.cases.checking import verify_clocks  # noqa: E402
from zhuqi.ledgers.cases.enums import State  # noqa: E402
from zhuqi.ledgers.cases.models import Assignment, Case, Involvement  # noqa: E402
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
    closed = Case.objects.filter(closed_at__isnull=False).count()
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
    foreign = f"CASE foreign_number WHEN '' THEN '' ELSE foreign_number || '-{copy}' END"
    own = {
        key: f"{key} + {shift}", "number": f"number || '-{copy}'",
        "submission_key": "NULL", "foreign_number": foreign,
    }  # fmt: skip
    picked = ", ".join(own.get(name or "", f'"{name}"') for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    old = f"SELECT id FROM cases_case WHERE id <= {span} AND closed_at IS NOT NULL"  # noqa: S608
    return f"INSERT INTO {table} ({into}) SELECT {picked} FROM {table} WHERE {key} IN ({old})"  # noqa: S608


def pages() -> None:
    """The pages people live in, drawn in this process, session and rights included."""
    client = Client(SERVER_NAME="localhost")
    ledger = "bare Django page of 50 rows 10 ms"
    looked_at = (
        ("shouli", "the city's registrar", ("/desk/", "/desk/ledger/", "/desk/ledger/?light=red")),
        ("zhujian", "a unit's handler", ("/desk/", "/desk/ledger/", "/desk/ledger/?light=red")),
        ("lingdao", "a leader", ("/desk/ledger/",)),
        ("zhuqi", "a liaison official", ("/desk/", "/desk/ledger/")),
        ("qiye", "a firm", ("/portal/",)),
    )
    for username, who, paths in looked_at:
        client.force_login(User.objects.get(username=username))
        for path in paths:
            draw(client, path, f"{path}, {who}", ledger if "ledger" in path else "10 ms")
    client.force_login(User.objects.get(username="shouli"))
    waiting = Case.objects.filter(office__region__code="411000", state=State.SUBMITTED)
    number = waiting.order_by("-pk")[0].number
    draw(client, f"/desk/cases/{number}/", "a case, the city's registrar", "10 ms")
    draw(client, f"/desk/cases/{number}/triage/", "its triage: every unit to choose", "10 ms")


def draw(client: Client, path: str, what: str, floor: str) -> None:
    """One page's median beside its floor."""
    if client.get(path).status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"{path} did not answer")
    line(what, f"{median_ms(lambda: client.get(path)):.0f} ms", floor)


def checks() -> None:
    """What an administrator runs at night, beside merely reading (and hashing) the same rows."""
    read = seconds(
        lambda: _rows("SELECT * FROM cases_clock") and _rows("SELECT * FROM audit_event")
    )
    clocks = seconds(lambda: _must_be_empty(verify_clocks()))
    line("check clocks", f"{clocks:.1f} s", f"reading its rows {read:.1f} s")
    texts = [repr(row).encode() for row in _rows("SELECT * FROM audit_event")]
    hashed = seconds(lambda: [hashlib.sha256(text).hexdigest() for text in texts])
    audit = seconds(lambda: _must_be_empty(verify()))
    line(f"check audit, {len(texts):,} events", f"{audit:.1f} s", f"hashing them {hashed:.2f} s")


def seconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found


def _must_be_empty(findings: Iterable[object]) -> None:
    if list(findings):
        raise SystemExit("the sample city is not sound")


def submits() -> None:
    """Cases taken in one after the other: row, event, clock, seal-ready head, fsync each."""
    user = User.objects.get(username="qiye")
    by = person_of(user)
    firm = Enterprise.objects.get(pk=min(by.scope.enterprises))
    submission = intake.Submission(
        "电压波动", "每周两三次。" * 30, "改造线路", "张三", "13800000000"
    )
    begun, count = time.perf_counter(), 200
    for _ in range(count):
        intake.submit(enterprise=firm, submission=submission, by=by)
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
    line("sample city", f"{seconds(lambda: build(size='city')):.1f} s", "≤ 60 s (90 s at most)")
    for what, figure in bench_suggestions.lines():
        line(what, figure, "what the city's history did")
    checks()
    submits()
    for what, figure, floor in bench_imports.lines():
        line(what, figure, floor)
    line("pages at", f"{multiply(wanted):,} cases", connection.vendor)
    pages()


if __name__ == "__main__":
    main()
