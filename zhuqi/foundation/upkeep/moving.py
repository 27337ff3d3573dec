"""Move a site's rows into a database of the other kind; the one they come from stays as it is.

All rows go over in one transaction: cut off at any moment, the new database is empty. Then every
row is read on both sides and compared. Ids stay, for the log names rows by them, and so does the
next id of every table: one that was given once is never given again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.search.actions import lay_grams
from zhuqi.foundation.search.models import SearchText

SOURCE: Final = "default"
TARGET: Final = "moving_to"
_BATCH = 1000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """How much went over; every row was compared."""

    tables: int
    rows: int


@contextmanager
def target(entry: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Within the block there is a second database; `entry` as Django's settings have it."""
    connections.settings[TARGET] = {**connections.settings[SOURCE], **entry}
    try:
        yield connections[TARGET]
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.settings[TARGET]


def why_not_empty(to: BaseDatabaseWrapper) -> str:
    """A sentence where the target has tables; "" where nothing can be lost."""
    there = to.introspection.table_names()
    return f"目标库里已有 {len(there)} 张表，只能搬进空库。" if there else ""


def copy(to: BaseDatabaseWrapper, progress: Progress) -> Moved:
    """Fill a target that was just migrated, and compare. NotValid where a row came over otherwise
    than it was; nothing is in it then but what migrating put there."""
    tables = _tables()
    done = 0
    with _one_moment(connections[SOURCE]), transaction.atomic(using=TARGET):
        for model in reversed(tables):
            # Migrating has put in rows of its own, under other ids.
            _rows(model, TARGET)._raw_delete(TARGET)  # noqa: SLF001
        _empty_grams(to)
        for model in tables:
            for rows in _batches(model):
                _insert(model, rows)
                if model is SearchText:
                    _index(rows, to)
                done += len(rows)
                progress(done)
        _keep_next_ids(to, tables)
        for model in tables:
            _compare(model)
    return Moved(len(tables), done)


def _index(rows: Sequence[Any], to: BaseDatabaseWrapper) -> None:
    """What lies beside the texts that are searched, each database in its own way."""
    lay_grams([(row.pk, row.code, row.text) for row in rows], to)


def _empty_grams(to: BaseDatabaseWrapper) -> None:
    if to.vendor == "sqlite":
        with to.cursor() as cursor:
            cursor.execute("INSERT INTO search_grams (search_grams) VALUES ('delete-all')")


def _rows(model: type[models.Model], alias: str) -> "models.QuerySet[models.Model]":
    return model._base_manager.using(alias).order_by("pk")  # noqa: SLF001 (Django's public name)


def _tables() -> list[type[models.Model]]:
    """Every table of ours once."""
    found: dict[str, type[models.Model]] = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001 (Django's public name)
        if meta.managed and not meta.proxy:
            found.setdefault(meta.db_table, model)
    return list(found.values())


@contextmanager
def _one_moment(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """What is read within the block is of one moment, and nothing is written."""
    begins = not connection.in_atomic_block
    with transaction.atomic(using=SOURCE):
        if connection.vendor == "postgresql" and begins:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.local_concrete_fields if not field.generated]  # noqa: SLF001


def _batches(model: type[models.Model]) -> Iterator[list[models.Model]]:
    rows = _rows(model, SOURCE)
    last: Any = None
    while some := list((rows if last is None else rows.filter(pk__gt=last))[:_BATCH]):
        last = some[-1].pk
        yield some


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """As they are: no default, no time of now, no event."""
    target_rows: Any = _rows(model, TARGET)
    columns = _columns(model)
    size = max(connections[TARGET].ops.bulk_batch_size(columns, rows), 1)
    for start in range(0, len(rows), size):
        target_rows._insert(rows[start : start + size], columns, using=TARGET, raw=True)  # noqa: SLF001


def _compare(model: type[models.Model]) -> None:
    names = [field.attname for field in _columns(model)]
    sides: list[Any] = [
        _rows(model, alias).values_list(*names).iterator(_BATCH) for alias in (SOURCE, TARGET)
    ]
    if not isinstance(model._meta.pk, models.IntegerField):  # noqa: SLF001
        # Each database has its own order of texts; such tables are small.
        sides = [(row for row in sorted(side, key=repr)) for side in sides]
    with ExitStack() as stack:
        for side in sides:
            # A cursor on the server is let go also where the first difference ends it.
            stack.enter_context(closing(side))
        for here, there in zip_longest(*sides):
            if here != there:
                row = (here or there or ["?"])[0]
                label = model._meta.label  # noqa: SLF001
                raise NotValid(f"表 {label} 的第 {row} 行搬过去以后与原来不同，没有搬。")


def _keep_next_ids(to: BaseDatabaseWrapper, tables: Sequence[type[models.Model]]) -> None:
    """No id is given a second time, also of rows that have gone."""
    for model in tables:
        meta = model._meta  # noqa: SLF001
        if not isinstance(meta.pk, models.AutoField | models.BigAutoField):
            continue
        column = str(meta.pk.column)
        last = _last_id(connections[SOURCE], meta.db_table, column)
        if last:
            _set_last_id(to, meta.db_table, column, last)


def _last_id(connection: BaseDatabaseWrapper, table: str, column: str) -> int:
    """The highest id that was ever given, 0 if none was."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 (a name)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _set_last_id(connection: BaseDatabaseWrapper, table: str, column: str, last: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last]
            )
