"""Unified social credit codes as people and registers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as standard

from zhuqi.foundation.directory.uscc import check, organisation_digit

GENUINE = "91110000600037341L"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def early_code() -> str:
    """The organisation code is right, the last digit is not, as in many registers of 2015-16."""
    return GENUINE[:-1] + "M"


def test_a_genuine_code_passes_without_a_word() -> None:
    checked = check(GENUINE)
    assert (checked.ok, checked.normalised, checked.warning) == (True, GENUINE, "")


@pytest.mark.parametrize(
    "typed",
    [
        "９１１１００００６０００３７３４１Ｌ",
        " 91110000 600037341l\n",
        "91-110000-60003734-1-L",
        "'91110000600037341L",
        "\ufeff91110000600037341L\u200b",
        "91110000　600037341L",
    ],
)
def test_full_width_lower_case_blanks_and_invisible_characters_are_forgiven(typed: str) -> None:
    assert check(typed) == check(GENUINE)


def test_an_early_code_is_doubted_but_never_refused() -> None:
    checked = check(early_code())
    assert checked.ok
    assert "组织机构代码校验正确" in checked.warning


def test_a_code_wrong_in_both_digits_says_so() -> None:
    checked = check(GENUINE[:8] + "600037342" + "0")
    assert checked.ok
    assert "也不符" in checked.warning


def test_eighteen_zeros_do_not_pass_although_their_check_digit_does() -> None:
    assert standard.calc_check_digit("0" * 17) == "0"
    assert "登记管理部门" in check("0" * 18).warning


def test_codes_of_farmers_cooperatives_begin_with_a_letter() -> None:
    body = "N2411025" + "MF0000006"
    assert check(body + standard.calc_check_digit(body)).warning == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "未填写"),
        ("  \u3000", "未填写"),
        ("无", "18位"),
        (GENUINE[:-1], "现为17位"),
        (GENUINE + "0", "现为19位"),
        ("9111000060003734OL", "“O”"),
        ("91110000600037341I", "“I”"),
        ("9111A000600037341L", "第3至8位"),
        ("统一社会信用代码统一社会信用代码没有", "“统”"),
        ("9" * 5_000_000, "现为200位"),
        ("٩١١١٠٠٠٠٦٠٠٠٣٧٣٤١L", "“٩”"),
    ],
)
def test_impossible_shapes_are_named(typed: str, says: str) -> None:
    checked = check(typed)
    assert not checked.ok
    assert says in checked.warning
    assert len(checked.normalised) <= 18


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_judging_twice_changes_nothing(text: str) -> None:
    checked = check(text)
    assert len(checked.warning) <= 120
    if checked.ok:
        assert check(checked.normalised) == checked


@given(
    st.tuples(
        st.sampled_from("159ANY"),
        st.sampled_from("123459"),
        st.text("0123456789", min_size=6, max_size=6),
        st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8),
    )
)
def test_codes_made_by_the_standard_pass_and_one_wrong_last_digit_is_noticed(
    parts: tuple[str, str, str, str],
) -> None:
    body = "".join(parts) + organisation_digit(parts[3])
    code = body + standard.calc_check_digit(body)
    assert check(code).warning == ""
    wrong = ALPHABET[(ALPHABET.index(code[-1]) + 1) % 31]
    assert "组织机构代码校验正确" in check(body + wrong).warning
