"""A worker killed with -9 in the middle of an import: nothing twice, nothing lost, it goes on."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import Any

import pytest

from tests.interfaces.console.console_place import ROOT, Place, wait_for

pytestmark = pytest.mark.thorough

# Three chunks, the last of one row.
ROWS = 1001


def asked(place: Place, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(place.data / "zhuqi.sqlite3", timeout=20)) as file, file:
        return file.execute(sql).fetchall()


def count(place: Place, what: str) -> int:
    return int(asked(place, f"SELECT COUNT({what}")[0][0])


def imported(place: Place) -> int:
    return count(place, "*) FROM cases_case WHERE historical")


def test_an_import_whose_worker_is_killed_goes_on_and_imports_nothing_twice(ready: Place) -> None:
    prepared = subprocess.run(
        [sys.executable, "-m", "tests.scenes.big_register", str(ROWS)],
        cwd=ROOT, env=ready.env(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert prepared.returncode == 0, prepared.stderr

    with ready.started("worker") as worker:
        wait_for(lambda: imported(ready) > 0)
        worker.process.kill()
        worker.process.wait()
    before = imported(ready)
    assert 0 < before < ROWS
    # As if the time had passed for which the dead worker holds the piece.
    asked(ready, "UPDATE outbox_owed SET lease_until = '2020-01-01' WHERE leased_by <> ''")

    with ready.started("worker"):
        wait_for(lambda: asked(ready, "SELECT state FROM imports_importrun") == [("done",)])

    assert imported(ready) == ROWS
    assert count(ready, "DISTINCT number) FROM cases_case WHERE historical") == ROWS
    assert count(ready, "DISTINCT key) FROM imports_pastrow") == ROWS
    told = "SELECT json_extract(counts, '$.imported'), trouble FROM imports_importrun"
    assert asked(ready, told) == [(ROWS, "")]
    assert not list((ready.data / "registers").iterdir())
    checked = ready.zhuqi("check", "audit")
    assert checked.returncode == 0, checked.stdout + checked.stderr
