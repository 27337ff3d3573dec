"""Statements of many rows with their values: the driver for PostgreSQL looks through the text for
the place of each value, anew each time where there are more than fifty. Of five hundred rows that
was a quarter of what an import costs.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import ClientCursor
from psycopg._queries import PostgresClientQuery


class _Bound(PostgresClientQuery):
    """Every value stands where the text says %s, and nothing else does."""

    __slots__ = ()

    def convert(self, query: Any, vars: Any) -> None:  # noqa: A002 (the driver's name)
        self._order = None
        self.template = self._ensure_bytes(query)
        self.dump(vars)

    def dump(self, vars: Any) -> None:  # noqa: A002 (the driver's name)
        literal = self._tx.as_literal
        self.params = tuple([b"NULL" if one is None else literal(one) for one in vars])
        self.query = self.template % self.params


class _Cursor(ClientCursor[Any]):
    _query_cls = _Bound


def execute(
    connection: BaseDatabaseWrapper, sql: str, values: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """Run a statement that returns rows, with a value for each of its `%s`; it has no other
    per cent sign."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection._prepare_cursor(_Cursor(connection.connection)) as wrapped:  # type: ignore[attr-defined]  # noqa: SLF001 (as `chunked_cursor` does)
        wrapped.execute(sql, values)
        return list(wrapped.fetchall())
