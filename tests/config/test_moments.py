"""Moments come out of PostgreSQL as they went in, however they are read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection

from zhuqi.config.moments import MomentLoader

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="how PostgreSQL is read"),
]
SHANGHAI = timezone(timedelta(hours=8))


def read(text: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 24, 17, 30, tzinfo=SHANGHAI),
        datetime(2026, 11, 24, 17, 30, 0, 500_000, tzinfo=UTC),
        datetime(2026, 11, 24, 17, 30, 0, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_moment_is_the_same_moment_of_utc(moment: datetime) -> None:
    found = read(moment.isoformat())
    assert found == moment
    assert isinstance(found, datetime)
    assert found.tzinfo is UTC


def test_the_quick_reader_is_the_one_that_reads() -> None:
    read("2026-11-24 17:30+08")
    adapters = connection.connection.adapters
    assert adapters.get_loader(adapters.types["timestamptz"].oid, 0) is MomentLoader


@pytest.mark.parametrize("text", ["infinity", "12026-01-01", "0044-03-15 BC"])
def test_what_python_has_no_moment_for_is_refused_in_the_drivers_words(text: str) -> None:
    with pytest.raises(Exception, match=r"timestamp|year") as refused:
        read(text)
    assert type(refused.value).__name__ == "DataError"
