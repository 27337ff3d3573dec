"""Numbers of papers: by unit, series and year, without gaps, none given twice."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.cast import Cast
from zhuqi.foundation.access import NotNow
from zhuqi.foundation.papers.models import Series
from zhuqi.foundation.papers.numbering import take, written, year_of

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_each_unit_counts_each_series_of_each_year_by_itself(cast: Cast) -> None:
    office, county = cast.city_office.pk, cast.county_office.pk
    assert take(office, "urging", NOW) == [1]
    assert take(office, "urging", NOW, count=3) == [2, 3, 4]
    assert take(office, "notice", NOW) == [1]
    assert take(county, "urging", NOW) == [1]
    assert take(office, "urging", NOW, year=2027) == [1]
    assert take(office, "urging", NOW) == [5]
    assert written(2026, 5) == "〔2026〕5号"


def test_the_year_is_the_officials_and_not_that_of_london() -> None:
    assert year_of(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == 2026
    assert year_of(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == 2027


def test_what_is_undone_leaves_no_gap(cast: Cast) -> None:
    take(cast.city_office.pk, "urging", NOW)
    with transaction.atomic():
        take(cast.city_office.pk, "urging", NOW, count=5)
        transaction.set_rollback(True)
    assert take(cast.city_office.pk, "urging", NOW) == [2]


def test_a_clock_that_shows_a_strange_year_numbers_nothing(cast: Cast) -> None:
    take(cast.city_office.pk, "urging", datetime(2020, 5, 1, tzinfo=UTC))
    with pytest.raises(NotNow, match="2020"):
        take(cast.county_office.pk, "notice", timezone.now())
    assert Series.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_number_once(cast: Cast) -> None:
    office, workers, each = cast.city_office.pk, 8, 25
    given: list[int] = []
    together = Barrier(workers)

    def number_many() -> None:
        together.wait()
        try:
            for _time in range(each):
                with transaction.atomic():
                    given.extend(take(office, "urging", NOW))
        finally:
            connection.close()

    threads = [Thread(target=number_many) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, workers * each + 1))
