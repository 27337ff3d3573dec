"""What people type about themselves."""

import pytest

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.validators import (
    canonical_login,
    clean_email,
    clean_uscc,
    clean_username,
    normalise_phone,
    password_problems,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "13812345678"),
        (" 138 1234 5678 ", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("+86-138-1234-5678", "13812345678"),
        ("0086 13812345678", "13812345678"),
        ("86 13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("＋８６　１３８１２３４５６７８", "13812345678"),
        ("138—1234—5678", "13812345678"),
        ("0374-2661234", "0374-2661234"),
        ("0374 2661234", "0374-2661234"),
        ("03742661234", "0374-2661234"),
        ("（0374）2661234", "0374-2661234"),
        ("0374-266-1234", "0374-2661234"),
        ("+86 374 2661234", "0374-2661234"),
        ("010-62661234", "010-62661234"),
        ("0374-2661234转801", "0374-2661234-801"),
        ("0374-2661234-801", "0374-2661234-801"),
        ("0374－2661234 转 801", "0374-2661234-801"),
        ("0371-86661234", "0371-86661234"),
        ("400-123-4567", "4001234567"),
    ],
)
def test_a_number_has_one_form(typed: str, kept: str) -> None:
    assert normalise_phone(typed) == kept
    assert normalise_phone(kept) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "138", "1381234567", "138123456789", "2661234", "12812345678", "0374-1234567",
     "+1 212 555 0100", "abc", "13812345678a", "１３８", "1" * 500, "0374-2661234转"],
)  # fmt: skip
def test_what_is_no_mainland_number_is_refused(typed: str) -> None:
    with pytest.raises(NotValid) as refusal:
        normalise_phone(typed)
    assert set(refusal.value.errors) == {"phone"}


def test_a_login_is_read_as_it_was_stored() -> None:
    assert canonical_login(" +86 138 1234 5678") == "13812345678"
    assert canonical_login(" ZhouGong ") == "zhougong"
    assert canonical_login("Ａn") == "an"
    assert clean_username("03742661234") == canonical_login("03742661234") == "0374-2661234"


def test_addresses_and_codes_have_one_form() -> None:
    assert clean_email(" Qian＠Example.COM ") == "qian@example.com"
    assert clean_uscc(" 91411025ma40000000 ") == "91411025MA40000000"
    for wrong in ("", "1", "9141102500000000IO"):
        with pytest.raises(NotValid):
            clean_uscc(wrong)


def test_passwords_are_judged_in_sentences() -> None:
    assert password_problems("pass-word-of-1") == []
    assert password_problems("1234")
    assert password_problems("13812345678", User(username="13812345678", name="赵"))
