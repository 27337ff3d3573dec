"""Sites of their own: a migrated database, files beside it, and room for a second one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests import database
from tests.scenes.buckets import in_bucket, s3_server
from tests.scenes.console import zhuqi
from tests.scenes.sites import NewSite
from zhuqi.config.environment import database_from_url
from zhuqi.foundation.attachments.stores import Disk
from zhuqi.foundation.upkeep.site import Site

__all__ = ["in_bucket", "s3_server", "zhuqi"]


def site_at(data: Path, url: str) -> Site:
    """A site whose files lie in a folder of its own."""
    data.mkdir()
    return Site(
        database=database_from_url(url),
        data=data,
        attachments=Disk(data / "attachments"),
        seal_log=data / "seals.log",
        folders=["registers"],
    )


@pytest.fixture
def empty(tmp_path: Path) -> NewSite:
    """A new place where nothing is."""
    return lambda name: site_at(tmp_path / name, f"sqlite:///{tmp_path / name / 'zhuqi.sqlite3'}")


@pytest.fixture
def site(tmp_path: Path, empty: NewSite, db: None) -> Site:  # noqa: ARG001 (makes the template)
    """A site with tables, two attachments, a register, and a log sealed once."""
    made = empty("site")
    database.lay_out(tmp_path / "site" / "zhuqi.sqlite3")
    with closing(sqlite3.connect(tmp_path / "site" / "zhuqi.sqlite3")) as rows, rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute(
            "INSERT INTO audit_seal (number, sealed_at, head_count, digest, prev_mac, mac, key_id)"
            " VALUES (1, '2026-11-29', 0, '', '', 'mac', 'key')"
        )
    _fill(made)
    return made


def _fill(site: Site) -> None:
    for name in ("attachments/2026/11/one", "attachments/2026/11/two", "registers/book"):
        path = site.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    # The second seal came after the moment the database is taken at, as it may on a live site.
    site.seal_log.write_text("".join(f"{s} {n} mac key\n" for n in (1, 2) for s in _STATES))


_STATES = ("prepared", "sealed")


@pytest.fixture
def on_postgres(tmp_path: Path, db: None) -> Iterator[tuple[Site, Site]]:  # noqa: ARG001
    """A site on the server of the tests, and a second, empty database there."""
    test = connection.settings_dict
    base, other = str(test["NAME"]), f"{test['NAME']}_upkeep"
    with psycopg.connect(f"dbname=postgres host={test['HOST']}", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{other}"'.encode())
        server.execute(f'CREATE DATABASE "{other}" TEMPLATE template0'.encode())
        full = site_at(tmp_path / "site", f"postgres:///{base}")
        _fill(full)
        yield full, site_at(tmp_path / "other", f"postgres:///{other}")
        server.execute(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)'.encode())
