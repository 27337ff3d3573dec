"""Phones shown to those who need not know them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.directory.privacy import mask_email, mask_phone


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("13800138000", "138****8000"),
        ("138 0013 8000", "138****8000"),
        ("138-0013-8000", "138****8000"),
        ("１３８００１３８０００", "138****8000"),
        ("+86 13800138000", "138****8000"),
        ("0374-123 4567", "0374-*****67"),
        ("0374-2559047", "0374-*****47"),
        ("(0374)2559047", "***"),
        ("03742559047", "0374-*****47"),
        ("+86-374-2559047", "0374-*****47"),
        ("0086 0374 2559047", "0374-*****47"),
        ("010-12345678", "010-******78"),
        ("0374-2559047-801", "0374-*****47-***"),
        ("0374-25590471-8013", "0374-******71-***"),
        ("0374-2559047转801", "***"),
        ("410381199001011234", "410***********1234"),
        ("41038119900101123X", "***"),
        ("6222 0212 3456 7890 123", "622************0123"),
        ("豫K12345", "***"),
        ("zhang@firm.cn", "***"),
        ("4001234567", "********67"),
        ("95188", "*****"),
        ("3234567", "*****67"),
        ("110", "***"),
        ("13800138000/13900139000", "138****8000/139****9000"),
        ("13800138000、0374-1234567", "138****8000/0374-*****67"),
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


# Shapes of what people write into a field for a phone.
NUMBERS = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"[2-8][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"[0-9]{3,6}", fullmatch=True),
    st.from_regex(r"400[0-9]{7}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True),
    st.from_regex(r"62[0-9]{14,17}", fullmatch=True),
)
LANDLINES = st.from_regex(
    r"(010|02[0-9]|0[3-9][0-9]{2})-?[2-8][0-9]{6,7}(-[0-9]{1,5})?", fullmatch=True
)


def digits_in(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


@given(NUMBERS, st.sampled_from(["", "+86 ", "+86-", "0086"]), st.sampled_from(["", " ", "-"]))
def test_of_every_number_at_least_four_digits_are_hidden(
    number: str, before: str, between: str
) -> None:
    typed = before + between.join(number)
    assert digits_in(mask_phone(typed)) <= max(digits_in(typed) - 4, 0)


@given(LANDLINES)
def test_of_a_landline_four_digits_are_hidden_beside_the_area_code(number: str) -> None:
    shown = mask_phone(number)
    area = re.match(r"010|02\d|0[3-9]\d\d", number)
    assert area is not None
    assert shown.startswith(f"{area[0]}-")
    assert shown.count("*") >= 4
    assert digits_in(shown) <= digits_in(area[0]) + 2


@given(st.from_regex(r"[A-Z京沪豫]{1,2}[A-Z0-9]{5,6}", fullmatch=True))
def test_a_plate_is_no_number_and_hidden_whole(plate: str) -> None:
    assert digits_in(mask_phone(f"豫{plate}")) == 0


@pytest.mark.parametrize(
    ("mailbox", "shown"),
    [
        ("zhao@example.com", "zh***@example.com"),
        ("zh@example.com", "z***@example.com"),
        ("a@example.com", "***@example.com"),
        ("12345@qq.com", "1***@qq.com"),
        ("1234@qq.com", "***@qq.com"),
        ("138001380@qq.com", "13***@qq.com"),
    ],
)
def test_a_mailbox_shows_how_it_begins(mailbox: str, shown: str) -> None:
    assert mask_email(mailbox) == shown


@given(st.from_regex(r"[0-9]{4,12}", fullmatch=True))
def test_of_a_mailbox_that_is_a_number_four_digits_are_hidden(name: str) -> None:
    assert digits_in(mask_email(f"{name}@qq.com")) <= len(name) - 4


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_number_keeps_its_middle_to_itself(number: str) -> None:
    assert number[3:7] not in mask_phone(number) or number[3:7] in number[-4:]
