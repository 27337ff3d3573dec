"""On which days something comes round: its own, or the working day after one that is off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.workdays import Calendar
from zhuqi.mechanisms.rhythm.enums import Pace
from zhuqi.mechanisms.rhythm.rules import comes, days_of, following, last

WORKS = Calendar().is_working
W, M = Pace.WEEKLY, Pace.MONTHLY


@pytest.mark.parametrize(
    ("text", "pace", "days"),
    [("1", W, [1]), ("3，1", W, [1, 3]), ("10、20", M, [10, 20]), (" 7 ,7", W, [7])],
)
def test_days_are_read_however_they_are_separated(text: str, pace: Pace, days: list[int]) -> None:
    assert days_of(text, pace) == days


@pytest.mark.parametrize(
    ("text", "pace"), [("8", W), ("0", W), ("29", M), ("", W), ("一", W), ("1-3", M), ("999", M)]
)
def test_other_days_are_none(text: str, pace: Pace) -> None:
    with pytest.raises(ValueError, match="no days"):
        days_of(text, pace)


def test_a_day_off_moves_to_the_next_working_day_and_is_not_doubled() -> None:
    # 1 to 7 October 2026 are off; 10 October is a Saturday that is worked.
    thursday, next_working = date(2026, 10, 1), date(2026, 10, 8)
    assert not comes(W, [4], thursday, WORKS)
    assert comes(W, [4], next_working, WORKS)
    assert comes(M, [10], date(2026, 10, 10), WORKS)
    assert last(M, [3, 5], next_working, WORKS) == next_working
    assert following(M, [3, 5], next_working, WORKS) == date(2026, 11, 3)


@given(
    st.sampled_from([(W, [1]), (W, [2, 5]), (M, [10, 20]), (M, [1, 28])]),
    st.dates(date(2024, 1, 1), date(2026, 6, 1)),
)
def test_next_and_last_agree_and_only_working_days_come(
    rhythm: tuple[Pace, list[int]], day: date
) -> None:
    pace, days = rhythm
    ahead = following(pace, days, day, WORKS)
    assert ahead is not None
    assert ahead > day
    assert WORKS(ahead)
    assert last(pace, days, ahead, WORKS) == ahead
    # Nothing lies between.
    assert last(pace, days, ahead - timedelta(days=1), WORKS) == last(pace, days, day, WORKS)
