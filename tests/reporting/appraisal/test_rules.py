"""Points and ranks: what holds for every scheme and every month."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuqi.reporting.appraisal.enums import Better
from zhuqi.reporting.appraisal.rules import (
    NO_TALLY,
    Indicator,
    Item,
    Result,
    Scoring,
    Shares,
    Subject,
    Tally,
    YearParts,
    listed,
    most_improved,
    of_year,
    ranks_of,
    rounded,
    score,
    shrunk,
)

ON_TIME = Indicator("on_time_rate", Decimal(30), Decimal(60), Decimal(100))
RETURNED = Indicator("returned_rate", Decimal(35), Decimal(30), Decimal(0))
SATISFIED = Indicator("satisfied_rate", Decimal(35), Decimal(50), Decimal(90), Decimal(110))
PRAISED = Item("praised", "经验推广", Decimal(2), Better.HIGHER)
FALSE = Item("false", "虚假办结", Decimal(5), Better.LOWER)
INDICATORS, ITEMS = (ON_TIME, RETURNED, SATISFIED), (PRAISED, FALSE)
SCORING = Scoring(INDICATORS, ITEMS, least=5, strength=5)

tallies = st.integers(0, 60).flatmap(
    lambda base: st.builds(Tally, st.integers(0, base), st.just(base))
)
points = st.decimals(0, 8, places=2)
subjects = st.builds(
    Subject,
    unit=st.just(0),
    group=st.sampled_from(["部门", "县区"]),
    tallies=st.fixed_dictionaries({one.code: tallies for one in INDICATORS}),
    awards=st.dictionaries(st.sampled_from(["praised", "false"]), points),
    corrected=st.decimals(-3, 3, places=2),
)
several = st.lists(subjects, min_size=1, max_size=7).map(
    lambda found: [replace(one, unit=number) for number, one in enumerate(found, 1)]
)
scorings = st.builds(
    Scoring,
    st.just(INDICATORS),
    st.just(ITEMS),
    least=st.integers(0, 30),
    strength=st.integers(0, 30),
)

few = settings(max_examples=30)


def _shrunk(tally: Tally, of_group: Tally, strength: int) -> Fraction:
    found = shrunk(tally, of_group, strength)
    assert found is not None
    return found


def _rate(tally: Tally) -> Fraction:
    assert tally.rate is not None
    return tally.rate


def by_unit(results: list[Result]) -> dict[int, Result]:
    return {one.unit: one for one in results}


@few
@given(scorings, several, st.randoms(use_true_random=False))
def test_the_order_in_which_units_come_changes_nothing(
    scoring: Scoring, units: list[Subject], dice: object
) -> None:
    mixed = list(units)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert score(scoring, mixed) == score(scoring, units)


@few
@given(scorings, several)
def test_what_a_unit_is_called_changes_nothing(scoring: Scoring, units: list[Subject]) -> None:
    renamed = [replace(one, unit=1000 - one.unit) for one in units]
    before, after = by_unit(score(scoring, units)), by_unit(score(scoring, renamed))
    for unit, one in before.items():
        other = after[1000 - unit]
        assert (one.total, one.rank) == (other.total, other.rank)


@few
@given(scorings, several, st.sampled_from(INDICATORS), st.data())
def test_a_better_figure_never_lowers_a_score(
    scoring: Scoring, units: list[Subject], one: Indicator, data: st.DataObject
) -> None:
    mine = units[0]
    had = mine.tally(one.code)
    high = one.better == Better.HIGHER
    low, top = (had.numerator, had.denominator) if high else (0, had.numerator)
    improved = replace(had, numerator=data.draw(st.integers(low, top)))
    better = replace(mine, tallies={**mine.tallies, one.code: improved})
    before = by_unit(score(scoring, units))[mine.unit]
    after = by_unit(score(scoring, [better, *units[1:]]))[mine.unit]
    assert after.total >= before.total
    assert (after.rank is None) == (before.rank is None)


@few
@given(scorings, several)
def test_equal_totals_share_a_rank_and_the_next_is_left_out(
    scoring: Scoring, units: list[Subject]
) -> None:
    results = score(scoring, units)
    for group in {one.group for one in results}:
        ranked = [one for one in results if one.group == group and one.rank is not None]
        for one in ranked:
            assert one.rank == 1 + sum(other.total > one.total for other in ranked)


@few
@given(scorings, several)
def test_groups_are_strangers_to_each_other(scoring: Scoring, units: list[Subject]) -> None:
    alone = score(scoring, [one for one in units if one.group == "部门"])
    assert alone == [one for one in score(scoring, units) if one.group == "部门"]


@few
@given(st.integers(1, 50), st.integers(0, 40), tallies, st.data())
def test_shrinkage_keeps_the_order_of_equal_volumes_and_stays_between(
    base: int, strength: int, others: Tally, data: st.DataObject
) -> None:
    low = data.draw(st.integers(0, base))
    high = data.draw(st.integers(low, base))
    less, more = Tally(low, base), Tally(high, base)
    group = others + less + more
    first, second = _shrunk(less, group, strength), _shrunk(more, group, strength)
    assert first <= second
    assert (first == second) == (low == high)
    common, own = _rate(group), _rate(more)
    assert min(common, own) <= second <= max(common, own)


@few
@given(tallies, tallies)
def test_the_larger_a_unit_the_nearer_to_its_own_rate(mine: Tally, others: Tally) -> None:
    group = mine + others
    if not mine.denominator:
        return
    own, tenfold = _rate(mine), Tally(mine.numerator * 10, mine.denominator * 10)
    small, large = _shrunk(mine, group, 5), _shrunk(tenfold, group, 5)
    assert abs(large - own) <= abs(small - own)


@few
@given(st.lists(tallies, min_size=12, max_size=12))
def test_tallies_of_months_sum_to_the_years(months: list[Tally]) -> None:
    year = sum(months, NO_TALLY)
    assert year.numerator == sum(one.numerator for one in months)
    assert year.denominator == sum(one.denominator for one in months)


@few
@given(scorings, several)
def test_a_result_is_the_sum_of_what_is_shown(scoring: Scoring, units: list[Subject]) -> None:
    for one in score(scoring, units):
        shown = [mark.points for mark in one.marks] + list(one.items.values())
        assert one.total == sum(shown) + one.subject.corrected
        assert all(number == number.quantize(Decimal("0.01")) for number in [*shown, one.total])


@few
@given(scorings, several)
def test_no_indicator_earns_more_than_its_cap_nor_less_than_nothing(
    scoring: Scoring, units: list[Subject]
) -> None:
    most = {one.code: one.weight * one.cap / 100 for one in INDICATORS}
    for one in score(scoring, units):
        assert all(0 <= mark.points <= most[mark.code] for mark in one.marks)
        assert one.items.get("praised", Decimal(0)) <= 2
        assert one.items.get("false", Decimal(0)) >= -5


def _of(unit: int, done: int, base: int) -> Subject:
    return Subject(unit, "部门", {"on_time_rate": Tally(done, base)})


def test_one_lucky_case_does_not_win() -> None:
    units = [_of(1, 95, 100), _of(2, 5, 5), _of(3, 80, 100)]
    scoring = Scoring((ON_TIME,), least=5, strength=20)
    assert [one.unit for one in score(scoring, units)] == [1, 2, 3]
    assert [one.unit for one in score(replace(scoring, strength=0), units)] == [2, 1, 3]


def test_below_the_least_volume_there_are_points_and_no_rank() -> None:
    results = score(SCORING, [_of(1, 4, 4), _of(2, 40, 50), _of(3, 45, 50)])
    assert [(one.unit, one.rank) for one in results] == [(3, 1), (2, 2), (1, None)]


def test_ties_share_a_rank_1_2_2_4() -> None:
    units = [_of(1, 50, 50), _of(2, 40, 50), _of(3, 40, 50), _of(4, 30, 50)]
    assert [one.rank for one in score(Scoring((ON_TIME,)), units)] == [1, 2, 2, 4]
    assert ranks_of({7: Decimal(3), 8: Decimal(3), 9: Decimal(1)}) == {7: 1, 8: 1, 9: 3}


def test_who_has_no_case_gets_the_groups_rate_and_nobody_anything_where_nobody_has_one() -> None:
    one, other = score(Scoring((ON_TIME,)), [_of(1, 40, 50), _of(2, 0, 0)])
    assert one.marks[0].points == other.marks[0].points == Decimal("15.00")
    (alone,) = score(Scoring((ON_TIME,)), [_of(1, 0, 0)])
    assert alone.marks[0].counted is None
    assert alone.total == 0


@pytest.mark.parametrize(
    ("indicator", "rate", "points"),
    [
        (ON_TIME, Fraction(3, 5), "0"),
        (ON_TIME, Fraction(4, 5), "15.00"),
        (ON_TIME, Fraction(1), "30.00"),
        (ON_TIME, Fraction(1, 2), "0"),
        (RETURNED, Fraction(0), "35.00"),
        (RETURNED, Fraction(1, 10), "23.33"),
        (SATISFIED, Fraction(1), "38.50"),
    ],
)
def test_points_by_the_formula(indicator: Indicator, rate: Fraction, points: str) -> None:
    assert indicator.points(rate) == Decimal(points)


def test_half_a_hundredth_is_rounded_up() -> None:
    assert [rounded(Fraction(n, 1000)) for n in (4, 5, 15, 25)] == list(
        map(Decimal, ("0.00", "0.01", "0.02", "0.03"))
    )


def test_the_year_is_months_half_year_and_years_end_by_their_shares() -> None:
    shares = Shares(10, 45, 45)
    months = (Decimal(80), Decimal(90))
    assert of_year(shares, YearParts(months, Decimal(70), Decimal(90))) == Decimal("80.50")
    assert of_year(shares, YearParts(months)) == Decimal("85.00")
    assert of_year(shares, YearParts((), Decimal(70))) == Decimal("70.00")
    assert of_year(shares, YearParts()) is None


totals = st.dictionaries(st.integers(1, 20), st.decimals(0, 5, places=1), max_size=8)


@few
@given(totals, st.integers(0, 4), st.integers(0, 4))
def test_nobody_stands_on_both_lists_and_equals_come_together(
    points: Mapping[int, Decimal], first: int, last: int
) -> None:
    lists = listed(points, first=first, last=last)
    assert not set(lists.red) & set(lists.black)
    for unit in points:
        for other in points:
            if points[unit] == points[other]:
                assert (unit in lists.red) == (other in lists.red)
                assert (unit in lists.black) == (other in lists.black)
    if len(set(points.values())) == 1:
        assert lists.red == lists.black == ()
    if len(set(points.values())) == len(points):
        assert max(len(lists.red), len(lists.black)) <= -(-len(points) // 3)


def test_most_improved_are_those_with_the_largest_gain_and_only_a_gain() -> None:
    before = {1: Decimal(50), 2: Decimal(60), 3: Decimal(90)}
    after = {1: Decimal(58), 2: Decimal(68), 3: Decimal(80), 4: Decimal(99)}
    assert most_improved(before, after) == {1: Decimal(8), 2: Decimal(8)}
    assert most_improved(after, before) == {3: Decimal(10)}
    assert most_improved(before, before) == {}
