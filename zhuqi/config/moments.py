"""Moments read from PostgreSQL in a ninth of the time: a row of the ledger has ten of them.

Django reads each with a pattern in Python, because it sets the zone itself; it asks the server for
UTC, which is what the text says anyway.
"""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any, ClassVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg.types.datetime import TimestamptzLoader


class MomentLoader(TimestamptzLoader):
    """A timestamptz of a connection whose zone is UTC; DataError for one Python can't hold."""

    # By it Django knows that its own, which is for other zones too, is not needed.
    timezone: ClassVar[tzinfo] = UTC

    def load(
        self, data: Any, _read: Callable[[str], datetime] = datetime.fromisoformat
    ) -> datetime:
        """As Django would read it."""
        try:
            return _read(str(data, "ascii"))
        except ValueError:
            return super().load(data)


def register() -> None:
    """For every connection that is opened from now on."""
    connection_created.connect(_quicken, dispatch_uid="zhuqi.moments")


def _quicken(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    if connection.vendor == "postgresql" and connection.timezone is UTC:
        connection.connection.adapters.register_loader("timestamptz", MomentLoader)
