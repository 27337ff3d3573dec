"""Statements in PostgreSQL's own notation, $1 and $2, with the values sent beside the text.

Django's cursor looks through the text for the places of its values and writes each into it: of
thousands of values that takes several times what the server needs for them (measured).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import RawCursor

# So many values one statement can be sent.
MOST_VALUES = 65_535


class _Cursor(RawCursor[Any]):
    """Remembers the text of what it runs prepared, as it does of the rest: Django logs it."""

    def _get_prepared(self, pgq: Any, prepare: bool | None = None) -> Any:  # noqa: FBT001 (the driver's)
        self._query = pgq
        return super()._get_prepared(pgq, prepare)


class _Passing(_Cursor):
    """Prepares nothing: a statement for so many rows and kinds of values seldom comes again, and
    would push out those that do."""

    def _get_prepared(self, pgq: Any, _prepare: bool | None = None) -> Any:  # noqa: FBT001 (the driver's)
        return super()._get_prepared(pgq, prepare=False)


def numbered(sql: str) -> str:
    """Django's `%s`, each with its number; the text has no other per cent sign."""
    parts = sql.split("%s")
    ends = (f"${number}{part}" for number, part in enumerate(parts[1:], start=1))
    return "".join([parts[0], *ends])


def cursor_of(connection: BaseDatabaseWrapper) -> AbstractContextManager[CursorWrapper]:
    """For a statement of many rows that seldom comes again: of PostgreSQL as above, else Django's
    own."""
    if connection.vendor == "postgresql":
        return raw_cursor(connection, recurs=False)
    return connection.cursor()


@contextmanager
def raw_cursor(connection: BaseDatabaseWrapper, *, recurs: bool) -> Iterator[CursorWrapper]:
    """A cursor of a PostgreSQL connection, which Django logs as it does others. What `recurs` is
    prepared by the driver once it has come a few times."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor = (_Cursor if recurs else _Passing)(connection.connection)
    with connection._prepare_cursor(cursor) as wrapped:  # type: ignore[attr-defined]  # noqa: SLF001 (as `chunked_cursor` does)
        yield wrapped
