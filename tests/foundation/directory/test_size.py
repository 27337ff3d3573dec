"""大中小微: the annex of the 2017 method at its boundaries."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import SizeClass
from zhuqi.foundation.directory.size import groups_by_prefix, size_class

LARGE, MEDIUM, SMALL, MICRO = SizeClass.LARGE, SizeClass.MEDIUM, SizeClass.SMALL, SizeClass.MICRO
RANK = {MICRO: 0, SMALL: 1, MEDIUM: 2, LARGE: 3}

# One industry code per line of the annex: the bounds of large, medium, small, written by hand here
# a second time so that a slip in the data file shows. (employees, revenue, assets)
ANNEX: dict[str, tuple[tuple[int | None, int | None, int | None], ...]] = {
    "A0111": ((None, 20000, None), (None, 500, None), (None, 50, None)),
    "C3099": ((1000, 40000, None), (300, 2000, None), (20, 300, None)),
    "B0610": ((1000, 40000, None), (300, 2000, None), (20, 300, None)),
    "D4411": ((1000, 40000, None), (300, 2000, None), (20, 300, None)),
    "E4710": ((None, 80000, 80000), (None, 6000, 5000), (None, 300, 300)),
    "F5111": ((200, 40000, None), (20, 5000, None), (5, 1000, None)),
    "F5211": ((300, 20000, None), (50, 500, None), (10, 100, None)),
    "G5431": ((1000, 30000, None), (300, 3000, None), (20, 200, None)),
    "G5821": ((1000, 30000, None), (300, 3000, None), (20, 200, None)),
    "G5910": ((1000, 30000, None), (300, 3000, None), (20, 200, None)),
    "G5920": ((200, 30000, None), (100, 1000, None), (20, 100, None)),
    "G6020": ((1000, 30000, None), (300, 2000, None), (20, 100, None)),
    "H6110": ((300, 10000, None), (100, 2000, None), (10, 100, None)),
    "H6210": ((300, 10000, None), (100, 2000, None), (10, 100, None)),
    "I6311": ((2000, 100000, None), (100, 1000, None), (10, 100, None)),
    "I6410": ((2000, 100000, None), (100, 1000, None), (10, 100, None)),
    "I6513": ((300, 10000, None), (100, 1000, None), (10, 50, None)),
    "K7010": ((None, 200000, 10000), (None, 1000, 5000), (None, 100, 2000)),
    "K7020": ((1000, 5000, None), (300, 1000, None), (100, 500, None)),
    "L7291": ((300, None, 120000), (100, None, 8000), (10, None, 100)),
    "M7320": ((300, None, None), (100, None, None), (10, None, None)),
    "Q8514": ((300, None, None), (100, None, None), (10, None, None)),
    "R8810": ((300, None, None), (100, None, None), (10, None, None)),
    "K7030": ((300, None, None), (100, None, None), (10, None, None)),
}
BOUNDARIES = [
    (code, bounds, size)
    for code, lines in ANNEX.items()
    for bounds, size in zip(lines, (LARGE, MEDIUM, SMALL), strict=True)
]


@pytest.mark.parametrize(("code", "bounds", "size"), BOUNDARIES)
def test_at_its_lower_bounds_a_firm_has_the_class(
    code: str, bounds: tuple[int | None, int | None, int | None], size: SizeClass
) -> None:
    assert size_class(code, *bounds).size == size


@pytest.mark.parametrize(("code", "bounds", "size"), BOUNDARIES)
def test_one_short_in_any_indicator_it_is_one_class_smaller(
    code: str, bounds: tuple[int | None, int | None, int | None], size: SizeClass
) -> None:
    for place, bound in enumerate(bounds):
        if bound is not None:
            short = [value if at != place else bound - 1 for at, value in enumerate(bounds)]
            assert RANK[size_class(code, *short).size or LARGE] == RANK[size] - 1


def test_many_hands_and_little_revenue_make_a_small_factory() -> None:
    assert size_class("C3099", 1500, 1999, None).size == SMALL


def test_amounts_are_compared_to_the_cent() -> None:
    assert size_class("A0111", None, Decimal("499.99"), None).size == SMALL
    assert size_class("A0111", None, Decimal("500.00"), None).size == MEDIUM


def test_a_missing_datum_is_named() -> None:
    sizing = size_class("C3099", 500, None, None)
    assert (sizing.size, sizing.missing) == (None, ("revenue",))
    assert sizing.missing_labels == ("营业收入",)


def test_one_indicator_below_the_smallest_bound_is_micro_whatever_is_missing() -> None:
    assert size_class("C3099", 19, None, None).size == MICRO


def test_what_the_industry_does_not_ask_for_is_not_missing() -> None:
    assert size_class("M7320", 100, None, None).size == MEDIUM


@pytest.mark.parametrize("code", ["J6621", "P8321", "G5320", "K7040", "Q8411", "S9221", "T9700"])
def test_industries_outside_the_method_have_no_class_and_miss_nothing(code: str) -> None:
    sizing = size_class(code, 5000, 10**6, 10**6)
    assert (sizing.size, sizing.group, sizing.missing) == (None, None, ())


@pytest.mark.parametrize("code", ["", "Z9999", "C9999", "K", "F", "G59", "K70", "'; DROP"])
def test_an_unknown_or_too_coarse_industry_is_what_is_missing(code: str) -> None:
    assert size_class(code, 100, 100, 100).missing == ("industry",)


@pytest.mark.parametrize("code", ["C", "C30", "C309", "3099", "c3099"])
def test_a_coarser_code_or_one_without_its_letter_is_enough_where_it_decides(code: str) -> None:
    assert size_class(code, 1000, 40000, None).size == LARGE


def test_every_class_of_the_standard_is_either_covered_or_left_out_on_purpose() -> None:
    outside = {
        code
        for code, line in codes.industries().items()
        if line.level == "class" and size_class(code, 1, 1, 1).group is None
    }
    assert {code[1:3] for code in outside} == {
        "53", "66", "67", "68", "69", "70", "83", "84", "91", "92", "93", "94", "95", "96", "97",
    }  # fmt: skip
    assert {code for code in outside if code.startswith("K")} == {"K7040"}


def test_the_table_has_sixteen_groups() -> None:
    assert len({group.name for group in groups_by_prefix().values()}) == 16


_AMOUNT = st.integers(0, 300_000)


_FIGURES = st.tuples(st.integers(0, 3000), _AMOUNT, _AMOUNT)


@given(st.sampled_from(sorted(ANNEX)), _FIGURES, _FIGURES)
def test_more_never_makes_a_firm_smaller(
    code: str, figures: tuple[int, int, int], more: tuple[int, int, int]
) -> None:
    before = size_class(code, *figures).size
    grown = [had + gained for had, gained in zip(figures, more, strict=True)]
    after = size_class(code, *grown).size
    assert before is not None
    assert after is not None
    assert RANK[after] >= RANK[before]
