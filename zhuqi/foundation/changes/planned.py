"""A statement PostgreSQL plans once a connection: to plan one of ours costs more than to run it.

Django sends values inside the text, so that every request's statement is a new one to the server.
Here ids are sent beside the text, collections of them as one array: one text for everybody, which
the driver prepares when it has been asked a few times. Words, days and whatever else changes the
meaning stay in the text, where the planner sees them.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

from zhuqi.foundation.audit.raw_cursor import raw_cursor

# Of a collection this many places are enough to know it by.
PLACES = 2
# A value of the statement's own, or the argument that stands there (and which of its values: a
# moment's second is its day).
Parameter = tuple[tuple[str, int] | None, Any]
_MARK = re.compile(r"%[s%]")
_SEVERAL = re.compile(r"IN \((%s(?:, %s)*)\)")


class Planned:
    """SQL in PostgreSQL's own notation, with what is sent beside it."""

    def __init__(
        self, sql: str, parameters: Sequence[Parameter], connection: BaseDatabaseWrapper
    ) -> None:
        self._parameters = parameters
        self._at = 0
        self._driver = connection.connection
        self.sent: list[Parameter] = []
        self.sql = "".join(self._written(sql))
        # Statements are kept as long as the process; the connection they were written for is not.
        del self._parameters, self._at, self._driver

    def _written(self, sql: str) -> Iterator[str]:
        end = 0
        for found in _SEVERAL.finditer(sql):
            yield from self._each(sql[end : found.start()])
            number = found[1].count("%s")
            several = self._parameters[self._at : self._at + number]
            if all(_is_id(value) for _place, value in several):
                self._at += number
                yield f"= ANY({self._array(several)}::bigint[])"
            else:
                yield from self._each(found[0])
            end = found.end()
        yield from self._each(sql[end:])

    def _array(self, several: Sequence[Parameter]) -> str:
        """One argument's collection, or ids of the statement's own. ValueError for a list of both
        or of several arguments: it could not be sent as one."""
        place = several[0][0]
        named = {of and of[0] for of, _value in several}
        if len(named) > 1 or (place and len(several) != PLACES):
            raise ValueError("a list of more than one argument: pass it as one collection")
        self.sent.append((place, [value for _place, value in several]))
        return f"${len(self.sent)}"

    def _each(self, sql: str) -> Iterator[str]:
        """The text with its parameters one by one."""
        end = 0
        for found in _MARK.finditer(sql):
            before = sql[end : found.start()]
            end = found.end()
            yield before
            if found[0] == "%%":
                yield "%"
                continue
            place, value = self._parameters[self._at]
            self._at += 1
            if place or (_is_id(value) and before.endswith(" = ")):
                self.sent.append((place, value))
                yield f"${len(self.sent)}"
            else:
                yield Literal(value).as_string(self._driver)
        yield sql[end:]

    def rows(
        self, connection: BaseDatabaseWrapper, arguments: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        """Run it with these arguments."""
        values = [_sent(_argument(arguments, place) if place else own) for place, own in self.sent]
        with raw_cursor(connection, recurs=True) as cursor:
            cursor.execute(self.sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _argument(arguments: Mapping[str, Any], place: tuple[str, int]) -> Any:
    """The argument, or the day of a moment."""
    name, at = place
    value = arguments[name]
    return timezone.localdate(value) if at and isinstance(value, datetime) else value


def _sent(value: Any) -> Any:
    """Of one type whatever its size: another type would be another statement."""
    if isinstance(value, Collection):
        return f"{{{','.join(str(int(one)) for one in value)}}}"
    return Int8(value) if isinstance(value, int) else value
