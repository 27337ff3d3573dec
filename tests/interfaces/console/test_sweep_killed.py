"""`zhuqi sweep` killed with -9 at any point, begun twice at once, with the clock set back: the same
sheets as if nothing had happened, with numbers that leave none out."""

import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.interfaces.console.console_place import COMMAND, ROOT, Place, copy_of, wait_for

pytestmark = pytest.mark.thorough

CASES, KILLS = 60, 8
# What a sheet is told by, the number and the moment left out: they are given as it comes.
SHEETS = """
    SELECT s.case_id, s.kind, s.state, s.unit_id, s.limit, s.text, t.clock, t.step, t.day
    FROM supervision_supervisionsheet s JOIN supervision_ladderstep t ON t.written_id = s.id
"""
NUMBERS = """
    SELECT kind, number FROM supervision_supervisionsheet
    WHERE number LIKE '〔%' ORDER BY kind, id
"""


def asked(place: Place, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(place.data / "zhuqi.sqlite3", timeout=20)) as file:
        return file.execute(sql).fetchall()


def steps(place: Place) -> int:
    return int(asked(place, "SELECT COUNT(*) FROM supervision_ladderstep")[0][0])


def result(place: Place) -> Counter[tuple[Any, ...]]:
    """Every sheet once, whatever its number; numbers run from 1 without a gap."""
    given: dict[str, list[int]] = {}
    for kind, number in asked(place, NUMBERS):
        given.setdefault(kind, []).append(int(number.partition("〕")[2].rstrip("号")))
    for numbers in given.values():
        assert numbers == list(range(1, len(numbers) + 1))
    last = dict(asked(place, "SELECT code, last FROM papers_series"))
    assert last == {kind: len(numbers) for kind, numbers in given.items()}
    return Counter(asked(place, SHEETS.replace("s.limit", 's."limit"')))


@pytest.fixture(scope="module")
def late(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A server with sixty late cases; to be copied, not changed."""
    place = Place(copy_of(migrated, tmp_path_factory.mktemp("late") / "data"))
    made = subprocess.run(
        [sys.executable, "-m", "tests.scenes.many_late", str(CASES)],
        cwd=ROOT, env=place.env(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return place


@pytest.fixture
def fresh(late: Place, tmp_path: Path) -> Place:
    return Place(copy_of(late.data, tmp_path / "data"))


@pytest.fixture(scope="module")
def undisturbed(late: Place, tmp_path_factory: pytest.TempPathFactory) -> Counter[tuple[Any, ...]]:
    """What one sweep makes of it that nobody disturbs."""
    place = Place(copy_of(late.data, tmp_path_factory.mktemp("undisturbed") / "data"))
    done = place.zhuqi("sweep")
    assert done.returncode == 0, done.stderr
    assert f"催办单：发出 {CASES // 2} 份" in done.stdout
    found = result(place)
    assert (len(found), max(found.values())) == (CASES + CASES // 6, 1)
    again = place.zhuqi("sweep")
    assert "没有新发、新拟的" in again.stdout
    assert result(place) == found
    return found


def sweep_of(place: Place) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*COMMAND, "sweep", "--batch", "2"],
        cwd=ROOT, env=place.env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_killed_at_random_points_it_goes_on_and_the_sheets_are_the_same(
    fresh: Place, undisturbed: Counter[tuple[Any, ...]]
) -> None:
    dice = random.Random(10)
    cut = set[int]()
    for _kill in range(KILLS):
        before, process = steps(fresh), sweep_of(fresh)
        wait_for(lambda: steps(fresh) > before or process.poll() is not None)  # noqa: B023
        time.sleep(dice.random() * 0.1)
        process.kill()
        process.wait()
        cut.add(steps(fresh))
    assert len(cut - {0, sum(undisturbed.values())}) > 1, "never in the middle"
    done = fresh.zhuqi("sweep")
    assert done.returncode == 0, done.stderr
    assert result(fresh) == undisturbed


def test_two_at_once_share_the_work(fresh: Place, undisturbed: Counter[tuple[Any, ...]]) -> None:
    both = [sweep_of(fresh) for _one in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert result(fresh) == undisturbed
