"""The migrated database, made once: every worker and every later run begins with a copy of it.

The template is keyed by what migrating depends on, so a changed migration makes a new one. It is
laid as `zhuqi migrate` lays an empty database, with one thing more on SQLite: there a text longer
than its column is refused, as PostgreSQL refuses it.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest import mock

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from zhuqi.interfaces.console import first_tables

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
# What a migration reads beside itself.
_DATA = ("*.csv", "*.toml", "*.json")
# What lays the template.
_LAYING = (Path(__file__), Path(first_tables.__file__))
# Content types and permissions: rows that come with the models.
FILLED_BY_DJANGO = frozenset({"django_content_type", "auth_permission"})
# Columns whose length PostgreSQL keeps and SQLite does not.
_LIMITED = ("CharField", "FileField", "FilePathField", "SlugField")
_FITS = 'length("%(column)s") <= %(max_length)s'


def create() -> None:
    """Give this worker its database, migrated. Its name must be the one pytest-django chose."""
    with _alone():
        if connection.vendor == "sqlite":
            _copy_sqlite()
        else:
            _copy_postgres()


def lay_out(place: Path) -> None:
    """Put a copy of the migrated SQLite database where a server will look for its own."""
    with _alone():
        shutil.copyfile(_sqlite_template(), place)


def empty(*_of: object) -> None:
    """What a test without a transaction around it has left goes, row by row, in place of Django's
    flush: TRUNCATE makes PostgreSQL write a thousand files anew and wait for the disk, seconds a
    test. What Django fills itself stays: no test changes it, and filling it again takes longer than
    most tests."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(set(tables) - FILLED_BY_DJANGO):
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 (our own tables)
        if connection.vendor == "sqlite":
            # The index beside the texts is no table of Django's.
            cursor.execute("INSERT INTO search_grams (search_grams) VALUES ('delete-all')")


def destroy() -> None:
    """Remove this worker's database; the template stays."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    if connection.vendor == "postgresql":
        with maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def key() -> str:
    """Names the template: a digest of the migrations, the data they load, how it is laid, and
    Django's release."""
    digest = hashlib.sha256(django.__version__.encode())
    migrations = (ROOT / "zhuqi").rglob("migrations/*.py")
    data = (path for pattern in _DATA for path in (ROOT / "zhuqi").rglob(f"data/**/{pattern}"))
    for path in sorted([*migrations, *data, *_LAYING]):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def lay_tables() -> None:
    """Migrate the empty database of this process; on SQLite its texts keep to their length."""
    limits = dict.fromkeys(_LIMITED, _FITS) if connection.vendor == "sqlite" else {}
    with mock.patch.dict(connection.data_type_check_constraints, limits):
        first_tables.lay_first_tables(connection)
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes or copies the template."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sqlite_template() -> Path:
    """Made by a process of its own where it is missing: a run on PostgreSQL wants it too."""
    template = KEPT / f"migrated-{key()}.sqlite3"
    if not template.exists():
        for old in KEPT.glob("migrated-*"):
            old.unlink()
        part = template.with_suffix(".part")
        with tempfile.TemporaryDirectory() as aside:
            subprocess.run(
                [sys.executable, "-m", "tests.database"],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "tests.settings",
                    "ZHUQI_TEST_DATABASE_URL": f"sqlite:///{part}",
                    "TMPDIR": aside,
                },
                check=True,
            )
        part.rename(template)
    return template


def _copy_sqlite() -> None:
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    connection.close()
    connection.ensure_connection()
    with closing(sqlite3.connect(_sqlite_template())) as kept:
        kept.backup(connection.connection)


def _copy_postgres() -> None:
    template = f"{connection.settings_dict['NAME']}_migrated"
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    mark = key()
    with maintenance() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [template],
        )
        found = cursor.fetchone()
    if found is None or found[0] != mark:
        with maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{template}"')
            cursor.execute(f'CREATE DATABASE "{template}"')
        connection.settings_dict["NAME"] = template
        lay_tables()
        with maintenance() as cursor:
            cursor.execute(f"COMMENT ON DATABASE \"{template}\" IS '{mark}'")
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.settings_dict["NAME"] = name


@contextmanager
def maintenance() -> Iterator[CursorWrapper]:
    """A cursor on the server's own database, outside any transaction."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor


if __name__ == "__main__":
    django.setup()
    lay_tables()
    with connection.cursor() as cursor:  # a copy of one file must be all of it, in memory too
        cursor.execute("PRAGMA journal_mode=DELETE")
