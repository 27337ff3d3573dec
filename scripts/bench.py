"""Measured figures beside their floors, all of them: `make bench`.

    python scripts/bench.py                                        # 100,000 cases on SQLite
    ZHUQI_DATABASE_URL=postgres:///bench python scripts/bench.py --cases 1000000
    ZHUQI_DATA_DIR=… python scripts/bench.py --only load,exports   # again, of what is there

Builds its data: a sample city, the parts that are measured on it alone, then its history copied in
SQL to as many cases as asked for. A database that holds cases is taken as it is. Every part is a
process of its own, and a script that runs by itself. Read the ratios: docs/performance.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.bench_measure import line, speed  # noqa: E402 (found by the line above)

# So many cases a sample city has.
CITY = 4_155
# Of the city as it was built; of the copies chains and suggestions say nothing.
ON_THE_CITY = ("workdays", "adjustments", "suggestions", "checks", "figures")
# The register comes last but one: its rows are no part of the others' ledgers.
ON_ALL_CASES = ("pages", "search", "load", "exports", "imports", "clocks")
_OPTIONS = {"search": ("--fill",)}
_HOLDS = """
import django
django.setup()
from zhuqi.ledgers.cases.models import Case
print(Case.objects.count())
"""


def run(*command: str, check: bool = True) -> int:
    """A part in a process of its own; what it says goes to the same place."""
    return subprocess.run([sys.executable, *command], cwd=ROOT, check=check).returncode


def build(cases: int) -> None:
    """Tables and a sample city, where the database holds none."""
    console = ("-m", "zhuqi.interfaces.console")
    begun = time.perf_counter()
    run(*console, "migrate")
    line("migrate", f"{time.perf_counter() - begun:.1f} s")
    begun = time.perf_counter()
    size = "city" if cases >= CITY else "tiny"
    run(*console, "sample", "--size", size, "--quiet")
    line(f"sample city, {size}", f"{time.perf_counter() - begun:.1f} s", "≤ 60 s (90 s at most)")


def held() -> int:
    """How many cases the database holds; none without tables."""
    asked = subprocess.run(
        [sys.executable, "-c", _HOLDS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(asked.stdout) if asked.returncode == 0 else 0


def main() -> None:
    """Build what is missing, then every part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--only", default="", help="parts, separated by commas")
    asked = parser.parse_args()
    only = [part for part in asked.only.split(",") if part]
    with tempfile.TemporaryDirectory(prefix="zhuqi-bench-") as folder:
        os.environ.setdefault("ZHUQI_DATA_DIR", folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhuqi.config.settings"
        os.environ["PYTHONPATH"] = str(ROOT)
        line("ten million additions", speed(), "by it machines compare")
        there = held()
        if not there:
            build(asked.cases)
        for part in ON_THE_CITY:
            if part in only or not (only or there):
                _part(part)
        if not there and asked.cases > CITY:
            run("-m", "scripts.bench_fill", "--cases", str(asked.cases))
        for part in ON_ALL_CASES:
            if part in only or not only:
                _part(part)


def _part(name: str) -> None:
    print(f"\n{name}", flush=True)
    # One part that does not hold what it should keeps none of the others back.
    if code := run("-m", f"scripts.bench_{name}", *_OPTIONS.get(name, ()), check=False):
        line(f"{name} ended with", str(code))


if __name__ == "__main__":
    main()
