"""Values bound without looking through the statement come back as Django's own way binds them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections
from django.db.utils import DataError, IntegrityError, OperationalError, ProgrammingError

from zhuqi.foundation.audit.binding import execute

pytestmark = pytest.mark.django_db
HERE = connections["default"]
WORDS = [
    "",
    "许昌",
    "50 %",
    "%s",
    "%%s",
    "it's",
    'a "b"',
    "\\",
    "\\'",
    "line\nline",
    "'; DROP TABLE x",
]


def back(*values: Any) -> tuple[Any, ...]:
    places = ", ".join(["%s"] * len(values))
    [row] = execute(HERE, f"SELECT {places}", values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {places}", values)
        assert cursor.fetchall() == [row]
    return row


@pytest.mark.parametrize("word", WORDS)
def test_words_come_back_as_they_were_written(word: str) -> None:
    assert back(word, "after") == (word, "after")


def test_values_of_every_kind_come_back_as_django_binds_them() -> None:
    moment = connection.ops.adapt_datetimefield_value(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    day = connection.ops.adapt_datefield_value(date(2026, 11, 24))
    values = [1, -1, 2**62, None, True, 1.5, moment, day]
    assert len(back(*values)) == len(values)
    if connection.vendor == "postgresql":
        assert back(Decimal("1.50")) == (Decimal("1.50"),)


def test_more_values_than_the_driver_remembers_a_statement_for() -> None:
    values = list(range(900))
    places = ", ".join(["(%s)"] * len(values))
    assert [row[0] for row in execute(HERE, f"VALUES {places}", values)] == values


def test_what_the_database_refuses_is_refused_in_djangos_words() -> None:
    with pytest.raises((DataError, IntegrityError, OperationalError, ProgrammingError)):
        execute(HERE, "SELECT nothing FROM audit_event WHERE id = %s", [1])
