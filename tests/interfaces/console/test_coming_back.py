"""A whole site is backed up, destroyed and brought back by the commands, every row as it was: from
a file, encrypted, and on PostgreSQL."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import psycopg
import pytest
from django.db import connection

from tests.interfaces.console.console_place import Place, fetch, free_port, wait_for

# What backups and checks themselves leave behind.
_OF_UPKEEP = ("upkeep_", "audit_logcheck", "cache_")
_KEYS = ("seal_key", "secret_key")


def rows(place: Place) -> list[str]:
    """Every row of every table, as text."""
    with closing(sqlite3.connect(place.data / "zhuqi.sqlite3")) as database:
        return sorted(line for line in database.iterdump() if not _is_upkeep(line))


def _is_upkeep(line: str) -> bool:
    table = re.match(r'INSERT INTO (?:public\.)?"?(\w+)"? VALUES', line)
    sequence = "sqlite_sequence" in line or "setval" in line
    return bool(table or sequence) and any(name in line[:80] for name in _OF_UPKEEP)


def files(place: Place) -> dict[str, bytes]:
    found = (place.data / "attachments").rglob("*")
    return {
        str(path.relative_to(place.data)): path.read_bytes() for path in found if path.is_file()
    }


def destroy_files(place: Place) -> None:
    """All that lies there but the keys, which are kept elsewhere."""
    for path in place.data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in _KEYS:
            path.unlink()


def brought_back(place: Place, kept: Path, *more: str) -> None:
    [backup] = kept.glob("zhuqi-*")
    done = place.zhuqi("restore", str(backup), *more)
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("与备份清单一致", "日志完整", "附件与上传时一致"):
        assert words in done.stdout


@pytest.mark.thorough
def test_destroyed_and_brought_back_from_an_encrypted_backup_it_serves_again(
    city: Place, tmp_path: Path
) -> None:
    city.extra |= {"ZHUQI_PORT": str(free_port()), "ZHUQI_WEB_PROCESSES": "1"}
    kept, key = tmp_path / "kept", str(tmp_path / "key")
    public = re.search(r"age1\w+", city.zhuqi("keys", "backup", key).stdout)
    assert public
    rows_before, files_before = rows(city), files(city)
    assert files_before
    made = city.zhuqi("backup", "--to", str(kept), "--encrypt-to", public[0])
    assert made.returncode == 0, made.stderr
    destroy_files(city)

    brought_back(city, kept, "--identity", key)

    assert rows(city) == rows_before
    assert files(city) == files_before
    assert city.zhuqi("migrate").returncode == 0
    with city.started("web"):
        wait_for(lambda: _serves(city))


def _serves(place: Place) -> bool:
    try:
        return fetch(place, "/readyz")[0] == 200
    except OSError:
        return False


Admin: TypeAlias = "psycopg.Connection[tuple[object, ...]]"


@pytest.fixture
def admin(db: None) -> Iterator[Admin]:  # noqa: ARG001 (makes the template)
    """Whoever makes and removes databases on the server of the tests."""
    host = connection.settings_dict["HOST"]
    with psycopg.connect(f"dbname=postgres host={host}", autocommit=True) as found:
        yield found
        _remove(found)


def _name() -> str:
    return f"{connection.settings_dict['NAME']}_back"


def _remove(admin: Admin) -> None:
    admin.execute(f'DROP DATABASE IF EXISTS "{_name()}" WITH (FORCE)'.encode())


def _make(admin: Admin, template: str) -> None:
    _remove(admin)
    admin.execute(f'CREATE DATABASE "{_name()}" TEMPLATE "{template}"'.encode())


def rows_of_server(name: str) -> list[str]:
    done = subprocess.run(
        ["pg_dump", "--data-only", "--inserts", f"--dbname={name}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(
        line for line in done.stdout.splitlines() if not _is_upkeep(line) and line[:1] != "\\"
    )


@pytest.mark.postgres
def test_destroyed_and_brought_back_on_a_server(place: Place, admin: Admin, tmp_path: Path) -> None:
    migrated = str(connection.settings_dict["NAME"]).removeprefix("test_").partition("_gw")[0]
    _make(admin, f"{migrated}_migrated")
    place.extra["ZHUQI_DATABASE_URL"] = f"postgres:///{_name()}"
    assert place.zhuqi("migrate").returncode == 0
    office = ("--region", "411025", "--prefix", "1025", "--name", "襄城县活动办")
    assert place.zhuqi("office", "add", *office, "--scheme", "13710").returncode == 0
    paper = place.data / "attachments/2026/11/paper"
    paper.parent.mkdir(parents=True)
    paper.write_text("what the firm sent")
    rows_before, files_before = rows_of_server(_name()), files(place)
    assert any("襄城县活动办" in row for row in rows_before)
    assert place.zhuqi("backup", "--to", str(tmp_path / "kept")).returncode == 0
    _make(admin, "template0")
    destroy_files(place)

    brought_back(place, tmp_path / "kept")

    assert rows_of_server(_name()) == rows_before
    assert files(place) == files_before
