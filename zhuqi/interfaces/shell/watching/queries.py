"""How long the database takes: added up for each request, and told where one statement is slow.

What is told is the statement with places for its values: they are people's names and phones.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

log = logging.getLogger("zhuqi.slow_queries")
_SHOWN = 2000
# Statements of our own have no values in them; a literal somebody wrote in is covered all the same.
_LITERAL = re.compile(r"'(?:[^']|'')*'")


@dataclass(slots=True)
class Spent:
    """What the database did for one request."""

    queries: int = 0
    seconds: float = 0.0


_spent: ContextVar[Spent | None] = ContextVar("zhuqi_database_spent", default=None)


@contextmanager
def counting() -> Iterator[Spent]:
    """Count what is asked within the block."""
    spent = Spent()
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


def connect() -> None:
    """Time the statements of every connection made from now on; called at start-up."""
    connection_created.connect(_begin, dispatch_uid="zhuqi.watching")


def _begin(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    # A connection that is made again keeps what was put around its statements.
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,  # noqa: FBT001 (Django's way to call it)
    context: dict[str, Any],
) -> Any:
    """Around one statement."""
    begun = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = perf_counter() - begun
        if (spent := _spent.get()) is not None:
            spent.queries += 1
            spent.seconds += took
        # To wait for another writer says nothing of a statement.
        if took >= settings.SLOW_QUERY_SECONDS and not str(sql).startswith("BEGIN"):
            _tell(str(sql), took)


def _tell(sql: str, took: float) -> None:
    statement = " ".join(_LITERAL.sub("'…'", sql).split())[:_SHOWN]
    milliseconds = round(took * 1000)
    log.warning(
        "%d ms: %s",
        milliseconds,
        statement,
        extra={"fields": {"ms": milliseconds}},
    )
