"""Workers are killed with SIGKILL, again and again; at the end everything happened exactly once."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[3]


def chaos(url: str, *flags: str) -> dict[str, Any]:
    """Run it as a process of its own, on a database of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.foundation.outbox.kill_worker", url, *flags],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def assert_each_exactly_once(told: dict[str, Any]) -> None:
    assert told["deaths"] >= 30
    assert told["faults"] == []
    assert set(told["codes"]) <= {0, -9}
    assert len([key for key in told["done"] if key.startswith("piece ")]) == 100
    # An effect for each piece done, none for a piece that isn't, none twice.
    assert told["effects"] == dict.fromkeys(told["done"], 1)
    # Every slot from the first to the last, none left out, none twice.
    ticks = [key for key in (*told["done"], *told["undone"]) if key.startswith("tick@")]
    assert len(set(ticks)) == len(ticks) == told["slots"] - 1
    assert told["slots"] > 10
    assert told["steps"] == [600.0]
    assert told["chain"] == []


@pytest.mark.thorough
def test_killed_again_and_again_everything_happens_once_on_sqlite(tmp_path: Path) -> None:
    assert_each_exactly_once(chaos(f"sqlite:///{tmp_path / 'kill.sqlite3'}"))


@pytest.mark.thorough
def test_this_test_notices_effect_and_mark_in_two_transactions(tmp_path: Path) -> None:
    told = chaos(f"sqlite:///{tmp_path / 'kill.sqlite3'}", "--two-transactions", "--kills=8")

    assert max(told["effects"].values()) > 1


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A new database on the server the suite uses."""
    import psycopg

    server = os.environ.get("ZHUQI_TEST_DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("needs ZHUQI_TEST_DATABASE_URL")
    parts = urlsplit(server)
    name = f"zhuqi_kill_{os.getpid()}"
    with psycopg.connect(f"postgresql://{parts.netloc}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://{parts.netloc}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgres
def test_killed_again_and_again_everything_happens_once_on_postgresql(postgres_url: str) -> None:
    assert_each_exactly_once(chaos(postgres_url))
