"""The migrated database, made once: every worker and every later run begins with a copy of it.

Migrating takes twelve seconds a worker, most of it Django drawing model states. The template is
keyed by what migrating depends on, so a changed migration makes a new one.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
# What a migration reads beside itself.
_DATA = ("*.csv", "*.toml", "*.json")


def create() -> None:
    """Give this worker its database, migrated. Its name must be the one pytest-django chose."""
    with _alone():
        if connection.vendor == "sqlite":
            _copy_sqlite()
        else:
            _copy_postgres()


def lay_out(place: Path) -> None:
    """Put a copy of the migrated database where a server will look for its own, if it is there:
    a run on PostgreSQL has none."""
    with _alone():
        template = _sqlite_template()
        if template.exists():
            shutil.copyfile(template, place)


def destroy() -> None:
    """Remove this worker's database; the template stays."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    if connection.vendor == "postgresql":
        with _maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def key() -> str:
    """Names the template: a digest of the migrations, the data they load and Django's release."""
    import django

    digest = hashlib.sha256(django.__version__.encode())
    migrations = (ROOT / "zhuqi").rglob("migrations/*.py")
    data = (path for pattern in _DATA for path in (ROOT / "zhuqi").rglob(f"data/**/{pattern}"))
    for path in sorted([*migrations, *data]):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes or copies the template."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sqlite_template() -> Path:
    return KEPT / f"migrated-{key()}.sqlite3"


def _copy_sqlite() -> None:
    template = _sqlite_template()
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    connection.settings_dict["NAME"] = name
    connection.close()
    connection.ensure_connection()
    if not template.exists():
        call_command("migrate", verbosity=0, interactive=False)
        for old in KEPT.glob("migrated-*.sqlite3"):
            old.unlink()
        part = template.with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as kept:
            connection.connection.backup(kept)
        part.rename(template)
        return
    with closing(sqlite3.connect(template)) as kept:
        kept.backup(connection.connection)


def _copy_postgres() -> None:
    template = f"{connection.settings_dict['NAME']}_migrated"
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    mark = key()
    with _maintenance() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [template],
        )
        found = cursor.fetchone()
    if found is None or found[0] != mark:
        with _maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{template}"')
            cursor.execute(f'CREATE DATABASE "{template}"')
        connection.settings_dict["NAME"] = template
        call_command("migrate", verbosity=0, interactive=False)
        with _maintenance() as cursor:
            cursor.execute(f"COMMENT ON DATABASE \"{template}\" IS '{mark}'")
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.settings_dict["NAME"] = name


@contextmanager
def _maintenance() -> Iterator[CursorWrapper]:
    """A cursor on the server's own database, outside any transaction."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor
