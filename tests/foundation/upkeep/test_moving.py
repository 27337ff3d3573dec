"""A site moves into a database of the other kind with every row, id and found word."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests import database
from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.config.environment import database_from_url
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.search.models import SearchText
from zhuqi.foundation.upkeep import moving
from zhuqi.foundation.upkeep.site import facts_of
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.django_db


@contextmanager
def sqlite_target(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    place = tmp_path / "moved.sqlite3"
    database.lay_out(place)
    with moving.target(database_from_url(f"sqlite:///{place}")) as to:
        to.connect()  # as Django's tests allow it
        yield to


@contextmanager
def postgres_target() -> Iterator[BaseDatabaseWrapper]:
    test = connection.settings_dict
    name = f"{test['NAME']}_moved"
    template = str(test["NAME"]).removeprefix("test_").partition("_gw")[0]
    with psycopg.connect(f"dbname=postgres host={test['HOST']}", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}_migrated"'.encode())
        try:
            with moving.target(database_from_url(f"postgres:///{name}")) as to:
                to.connect()
                yield to
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def facts(place: BaseDatabaseWrapper) -> object:
    with place.cursor() as cursor:

        def ask(sql: str) -> list[tuple[object, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        return facts_of(ask)


def moved(to: BaseDatabaseWrapper, cast: Cast) -> None:
    """A case with its log is filed and moved; one filed after it gets no id given before."""
    scenes.submitted(cast, "厂区门口道路积水")
    gone = scenes.submitted(cast, "写错了的")
    last = gone.pk
    before = facts(connection)

    done = moving.copy(to, lambda _rows: None)

    assert done.rows > Event.objects.count() > 0
    assert facts(to) == before == facts(connection)
    cases = Case.objects.using(moving.TARGET).order_by("pk")
    assert list(cases.values_list()) == list(Case.objects.order_by("pk").values_list())
    texts = SearchText.objects.using(moving.TARGET).count()
    assert texts == SearchText.objects.count() > 0
    with to.cursor() as cursor:
        if to.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM search_grams_docsize")
            assert cursor.fetchone()[0] == texts
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'cases_case'")
        else:
            cursor.execute("SELECT count(grams) FROM search_searchtext")
            assert cursor.fetchone()[0] == texts
            cursor.execute("SELECT nextval(pg_get_serial_sequence('cases_case', 'id')) - 1")
        assert cursor.fetchone()[0] >= last


def test_into_a_file(cast: Cast, tmp_path: Path) -> None:
    with sqlite_target(tmp_path) as to:
        moved(to, cast)


@pytest.mark.postgres
def test_into_postgresql(cast: Cast) -> None:
    with postgres_target() as to:
        moved(to, cast)


def test_a_row_that_comes_over_otherwise_stops_it_and_nothing_is_moved(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del cast
    insert = moving._insert

    def another(model: type, rows: list[object]) -> None:
        if model is Event:
            rows = rows[:-1]
        insert(model, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(moving, "_insert", another)
    with sqlite_target(tmp_path) as to:
        with pytest.raises(NotValid, match=r"audit\.Event"):
            moving.copy(to, lambda _rows: None)
        assert not Event.objects.using(moving.TARGET).exists()
        assert moving.why_not_empty(to)

    with (
        closing(sqlite3.connect(tmp_path / "new.sqlite3")),
        moving.target(database_from_url(f"sqlite:///{tmp_path / 'new.sqlite3'}")) as to,
    ):
        to.connect()
        assert not moving.why_not_empty(to)
