"""What it costs to take a whole ledger out as a workbook, beside the same rows written bare.

    ZHUQI_DATABASE_URL=postgres:///bench python -m scripts.bench_exports

A job of the worker, run in a process of its own, so that its memory is its own. Fourteen columns.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.bench_measure import Line, backends_of, cpu_of, line

WHO, ROWS = "shouli", 100_000
COLUMNS = (
    "firm", "title", "progress", "due", "region", "sector", "units", "handler", "assigned",
    "verdict", "closed",
)  # fmt: skip


def lines() -> Iterator[Line]:
    """The figures; the database is the one of the environment."""
    told = json.loads(_told("job"))
    bare = json.loads(_told("bare"))
    rows, each = told["rows"], ROWS / max(told["rows"], 1)
    figure = f"{told['cpu'] * each:.1f} s CPU (database {told['database'] * each:.1f})"
    yield (
        f"export, {rows:,} rows × 14, for {ROWS:,}", figure,
        f"≤ 6 s; bare {bare['cpu']:.1f} s, {told['cpu'] * each / bare['cpu']:.1f} ×",
    )  # fmt: skip
    yield "  its memory", f"{told['memory']} MB", f"≤ 200 MB; bare {bare['memory']} MB"


def _told(what: str) -> str:
    command = [sys.executable, "-m", "scripts.bench_exports", what]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def _job(path: Path) -> dict[str, float]:
    """As the worker does it, rights and masks included."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    import django

    django.setup()
    # Models can be imported only now.
    from django.db import connection

    from zhuqi.foundation.accounts.models import User
    from zhuqi.foundation.accounts.queries import person_of
    from zhuqi.foundation.jobs import files
    from zhuqi.foundation.jobs.kinds import Run
    from zhuqi.foundation.jobs.models import Job
    from zhuqi.interfaces.shell.listing import exporting

    person = person_of(User.objects.get(username=WHO))
    order = exporting.Order("ledger", "whose=all", COLUMNS, "xlsx", {})
    # What only the first of many waits for is not counted.
    run = Run(Job(pk=0, order=order.plain()), person, lambda _done: None)
    backends = backends_of(str(connection.settings_dict["NAME"]))
    begun, before = time.process_time(), cpu_of(backends)
    made = exporting.write(run)
    cpu, database = time.process_time() - begun, cpu_of(backends) - before
    if made.file is None:
        raise SystemExit("no file was made")
    stored = files.path_of(made.file.stored_as)
    stored.replace(path)
    return {"rows": made.figures["rows"], "cpu": cpu, "database": database, "memory": _memory()}


def _bare(path: Path) -> dict[str, float]:
    """Rows of the same shape from memory, by the same library."""
    from datetime import datetime

    from rustpy_xlsxwriter import write_worksheet

    texts = [f"许昌某某实业有限公司{place}的诉求" for place in range(1000)]
    moment = datetime(2026, 11, 20, 9)  # noqa: DTZ001 (Excel knows no zones)
    rows = (
        {f"列{column}": moment if column in {3, 11, 13} else texts[(place * column) % 1000]
         for column in range(14)}
        for place in range(ROWS)
    )  # fmt: skip
    begun = time.process_time()
    write_worksheet(rows, str(path), sheet_name="台账")
    return {"rows": ROWS, "cpu": time.process_time() - begun, "memory": _memory()}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Both figures, or the one of this process."""
    if sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ledger.xlsx"
            print(json.dumps(_job(path) if sys.argv[1] == "job" else _bare(path)))
        return
    for told in lines():
        line(*told)


if __name__ == "__main__":
    main()
