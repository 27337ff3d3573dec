"""What an answer may be, without a database."""

from decimal import Decimal

import pytest

from zhuqi.mechanisms.questionnaires.enums import QuestionKind
from zhuqi.mechanisms.questionnaires.rules import Asked, Given, faults


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("NaN", "请填数字"),
        ("-Infinity", "请填数字"),
        ("1e400", "太大"),
        ("1.234", "2 位小数"),
        ("1.5", ""),
    ],
)
def test_a_number_is_one_that_a_column_can_hold(number: str, said: str) -> None:
    asked = Asked(1, QuestionKind.NUMBER, 0, required=True)
    found = faults([asked], {1: Given(1, number=Decimal(number))}, whole=True)
    assert said in found.get("q1", "")
    assert bool(found) is bool(said)
