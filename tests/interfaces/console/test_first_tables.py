"""An empty database gets its tables at once: they are those the migrations make, one by one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests import database
from zhuqi.config.environment import database_from_url
from zhuqi.foundation.upkeep import moving
from zhuqi.interfaces.console.first_tables import lay_first_tables

# The order of columns is no part of a schema: nothing asks for them by it.
SQLITE = ("SELECT type, name, tbl_name, sql FROM sqlite_master",)
POSTGRES = (
    """
    SELECT relname, relkind::text, reloptions::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    """,
    """
    SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,
        attidentity::text, attstorage::text, attcollation, pg_get_expr(adbin, adrelid)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
        AND NOT attisdropped
    """,
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    """,
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)
FILLED = (
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT codename FROM auth_permission",
)
Told = set[tuple[Any, ...]]


@contextmanager
def instead(entry: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Another database is the default: migrations ask for no other."""
    usual = connections[DEFAULT_DB_ALIAS]
    with moving.target(entry) as to:
        connections[DEFAULT_DB_ALIAS] = to
        try:
            yield to
        finally:
            connections[DEFAULT_DB_ALIAS] = usual


@contextmanager
def empty_on_sqlite(place: Path) -> Iterator[BaseDatabaseWrapper]:
    with instead(database_from_url(f"sqlite:///{place / 'laid.sqlite3'}")) as to:
        yield to
    (place / "laid.sqlite3").unlink()


@contextmanager
def empty_on_postgres(_place: Path) -> Iterator[BaseDatabaseWrapper]:
    name = f"{connection.settings_dict['NAME']}_laid"
    with database.maintenance() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
    with instead({"NAME": name}) as to:
        yield to
    with database.maintenance() as server:
        server.execute(f'DROP DATABASE "{name}"')


def lines(sql: str) -> tuple[str, ...]:
    """What a CREATE TABLE says between its brackets, in the order of the alphabet."""
    head, body = sql.removesuffix(")").split("(", 1)
    found, depth = [""], 0
    for char in body:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and not depth:
            found.append("")
        else:
            found[-1] += char
    return (head, *sorted(line.strip() for line in found))


def schema(to: BaseDatabaseWrapper) -> Told:
    told: Told = set()
    with to.cursor() as cursor:
        for ask in (*(SQLITE if to.vendor == "sqlite" else POSTGRES), *FILLED):
            cursor.execute(ask)
            for row in cursor.fetchall():
                split = row[0] == "table" and row[3].startswith("CREATE TABLE")
                told.add((ask, *row[:3], lines(row[3])) if split else (ask, *row))
    return told


@pytest.mark.thorough
@pytest.mark.parametrize(
    "empty",
    [
        pytest.param(empty_on_sqlite, id="sqlite"),
        pytest.param(empty_on_postgres, id="postgresql", marks=pytest.mark.postgres),
    ],
)
def test_laid_at_once_they_are_as_the_migrations_make_them(
    empty: Callable[..., Any], tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        with empty(tmp_path) as to:
            call_command("migrate", database=to.alias, verbosity=0)
            step_by_step = schema(to)
        with empty(tmp_path) as to:
            assert lay_first_tables(to)
            assert not lay_first_tables(to)
            call_command("migrate", database=to.alias, verbosity=0)
            at_once = schema(to)
    assert len(at_once) > len(FILLED)
    assert at_once - step_by_step == set()
    assert step_by_step - at_once == set()
