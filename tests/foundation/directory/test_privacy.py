"""Phones shown to those who need not know them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.directory.privacy import mask_phone


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("13800138000", "138****8000"),
        ("138 0013 8000", "138****8000"),
        ("138-0013-8000", "138****8000"),
        ("１３８００１３８０００", "138****8000"),
        ("+86 13800138000", "861******8000"),
        ("0374-123 4567", "037****4567"),
        ("3234567", "*****67"),
        ("110", "***"),
        ("13800138000/13900139000", "138****8000/139****9000"),
        ("13800138000、0374-1234567", "138****8000/037****4567"),
        ("微信 zhang3", "***"),
        ("", ""),
        ("  ", ""),
        ("///", "***"),
    ],
)
def test_a_phone_shows_too_little_to_be_called(typed: str, shown: str) -> None:
    assert mask_phone(typed) == shown


@given(st.text(max_size=80))
def test_no_more_than_four_digits_in_a_row_are_ever_shown(text: str) -> None:
    assert not re.search(r"\d{5}", mask_phone(text))


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_number_keeps_its_middle_to_itself(number: str) -> None:
    assert number[3:7] not in mask_phone(number) or number[3:7] in number[-4:]
