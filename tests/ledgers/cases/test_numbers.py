"""Case numbers: short, readable over the phone, given once."""

import threading

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast, build_cast, person
from tests.scenes.life import MONDAY, SUBMISSION, submit
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.numbers import compose, parse

PREFIXES = st.from_regex(r"[0-9]{4}", fullmatch=True)


@given(PREFIXES, st.integers(2000, 2099), st.integers(1, 99_999_999))
def test_what_is_composed_is_parsed_however_it_was_typed(
    prefix: str, year: int, serial: int
) -> None:
    number = compose(prefix, year, serial)
    digits = number.replace("-", "")
    wide = "".join(chr(ord(d) + 0xFEE0) for d in digits)
    assert parse(number) == parse(digits) == parse(f" {wide} ") == number


@given(PREFIXES, st.integers(1, 99_999), st.data())
def test_one_wrong_digit_or_two_swapped_are_always_noticed(
    prefix: str, serial: int, data: st.DataObject
) -> None:
    digits = compose(prefix, 2026, serial).replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    assert parse(digits[:place] + other + digits[place + 1 :]) is None
    if place and digits[place] != digits[place - 1]:
        swapped = digits[: place - 1] + digits[place] + digits[place - 1] + digits[place + 1 :]
        assert parse(swapped) is None


@pytest.mark.parametrize("text", ["", "abc", "12345", "１２３", "'; DROP TABLE", "9" * 40])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse(text) is None


def test_each_office_counts_its_own_year(cast: Cast) -> None:
    first, second = submit(cast), submit(cast)
    county = intake.submit(
        enterprise=cast.shoes, submission=SUBMISSION, by=person(cast.feng), now=MONDAY
    )
    later = submit(cast, MONDAY.replace(year=2027))
    assert [c.number[:12] for c in (first, second, county, later)] == [
        "1000-26-0001", "1000-26-0002", "1025-26-0001", "1000-27-0001",
    ]  # fmt: skip


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_concurrent_submits_never_share_a_number() -> None:
    cast = build_cast()
    by = person(cast.zhao)
    start = threading.Barrier(6)

    def submit_five() -> None:
        start.wait()
        try:
            for _ in range(5):
                intake.submit(enterprise=cast.diamond, submission=SUBMISSION, by=by)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit_five) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(Case.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 30


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_instant_make_one_case() -> None:
    cast = build_cast()
    by = person(cast.zhao)
    start = threading.Barrier(4)
    got: list[str] = []

    def click() -> None:
        start.wait()
        try:
            got.append(
                intake.submit(
                    enterprise=cast.diamond, submission=SUBMISSION, by=by, submission_key="one"
                ).number
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Case.objects.count() == 1
    assert len(got) == 4
