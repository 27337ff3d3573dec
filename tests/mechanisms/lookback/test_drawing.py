"""抽样: how many, which, always the same by the same seed; the heavier never less likely."""

from dataclasses import replace
from datetime import date
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.shares import wilson
from zhuqi.mechanisms.lookback.enums import Chosen, Risk
from zhuqi.mechanisms.lookback.rules import (
    Caller,
    Candidate,
    Matter,
    Rate,
    RiskRow,
    SampleTerms,
    draw,
    hand_out,
    keeps_away,
    month_before,
    months_before,
    sample_size,
)

ROWS = tuple(RiskRow(risk, weight) for weight, risk in enumerate(Risk, start=1))
TERMS = st.builds(
    SampleTerms,
    size=st.integers(0, 40),
    share=st.integers(1, 100),
    floor=st.integers(0, 10),
    cap=st.integers(10, 40),
    at_random=st.integers(0, 100),
)
POOLS = st.dictionaries(
    st.integers(1, 10_000), st.frozensets(st.sampled_from(Risk), max_size=4), max_size=60
).map(lambda found: [Candidate(case, tuple(sorted(risks))) for case, risks in found.items()])
SEEDS = st.integers(0, 10**9)


@given(POOLS, TERMS, SEEDS)
def test_the_size_is_kept_and_no_case_comes_twice(
    pool: list[Candidate], terms: SampleTerms, seed: int
) -> None:
    found = draw(pool, ROWS, terms, seed)
    assert len(found) == sample_size(len(pool), terms) <= min(len(pool), max(terms.cap, 10))
    assert len({one.case for one in found}) == len(found)
    risks = {one.case: one.risks for one in pool}
    assert all(risks[one.case] == one.risks for one in found)
    assert all(one.risks for one in found if one.chosen is Chosen.RISK)


@given(POOLS, TERMS, SEEDS, st.randoms(use_true_random=False))
def test_seed_pool_and_scheme_give_the_same_sample_in_whatever_order(
    pool: list[Candidate], terms: SampleTerms, seed: int, dice: object
) -> None:
    again = list(pool)
    dice.shuffle(again)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert draw(again, ROWS, terms, seed) == draw(pool, ROWS, terms, seed)


@given(POOLS.filter(bool), TERMS, SEEDS, st.data())
def test_one_more_risk_never_takes_a_case_out_of_the_sample(
    pool: list[Candidate], terms: SampleTerms, seed: int, data: st.DataObject
) -> None:
    found = draw(pool, ROWS, terms, seed)
    if not found:
        return
    one = data.draw(st.sampled_from(found))
    more = data.draw(st.sampled_from(Risk))
    heavier = Candidate(one.case, tuple(sorted({*one.risks, more})))
    changed = [heavier if other.case == one.case else other for other in pool]
    assert one.case in {drawn.case for drawn in draw(changed, ROWS, terms, seed)}


def test_the_heavier_are_drawn_more_often_than_by_chance_and_the_others_too() -> None:
    heavy = [Candidate(n, (Risk.OWN_CLOSING,)) for n in range(10)]
    light = [Candidate(n, (Risk.SHORT_ANSWER,)) for n in range(10, 20)]
    none = [Candidate(n) for n in range(20, 40)]
    terms = SampleTerms(size=12, share=0, floor=0, cap=40, at_random=50)

    def share(of: list[Candidate]) -> float:
        ids = {one.case for one in of}
        drawn = (draw([*heavy, *light, *none], ROWS, terms, seed) for seed in range(300))
        return mean(len(ids & {one.case for one in sample}) / len(ids) for sample in drawn)

    chance = 12 / 40
    # Half of the sample is drawn whatever the risk: nobody is safe.
    assert share(heavy) > chance
    assert share(heavy) > share(light) > share(none) > chance / 3
    assert share([*heavy, *light]) > chance


def test_a_large_pool_is_capped_and_a_small_one_drawn_as_a_whole() -> None:
    terms = SampleTerms(size=0, share=10, floor=5, cap=30, at_random=50)
    assert [sample_size(pool, terms) for pool in (0, 3, 20, 101, 5000)] == [0, 3, 5, 11, 30]


OFFICES = {"city": 1, "xiang": 2, "yu": 3}
MATTER = Matter(7, frozenset({50}), 90, confidential=False, office=1)


def caller(user: int, office: int, *more: int, liaised: frozenset[int] = frozenset()) -> Caller:
    return Caller(user, frozenset({office, *more}), frozenset({office}), liaised)


@pytest.mark.parametrize(
    ("who", "matter", "why"),
    [
        (caller(1, 3), MATTER, ""),
        # A subordinate of the answering unit has it among the units above.
        (caller(1, 3, 51, 50), MATTER, "答复单位"),
        (caller(1, 3, liaised=frozenset({90})), MATTER, "联系这家企业"),
        (caller(1, 3), replace(MATTER, recused_units=frozenset({3})), "回避"),
        (caller(1, 3), replace(MATTER, recused_people=frozenset({1})), "回避"),
        (caller(1, 3), replace(MATTER, confidential=True), "保密"),
        (caller(1, 1), replace(MATTER, confidential=True), ""),
    ],
)  # fmt: skip
def test_who_keeps_away(who: Caller, matter: Matter, why: str) -> None:
    said = keeps_away(matter, who)
    assert why in said
    assert bool(why) == bool(said)


def test_calls_go_to_other_offices_evenly_and_to_ones_own_where_nobody_else_may() -> None:
    people = [caller(1, 1), caller(2, 2), caller(3, 3, 50)]
    other = replace(MATTER, answering=frozenset({60}))
    matters = [replace(other, case=n) for n in range(4)]
    secret = replace(other, case=9, confidential=True)
    theirs = replace(other, case=10, answering=frozenset({50, 1, 2}))
    found = hand_out([*matters, secret, theirs], people, 1, cross=True, waiting={})
    assert sorted(found[one.case] for one in matters) == [2, 2, 3, 3]
    assert found[secret.case] == 1
    assert theirs.case not in found
    busy = hand_out(matters, people, 1, cross=True, waiting={2: 9})
    assert set(busy.values()) == {3}
    assert set(hand_out(matters, people, 1, cross=False, waiting={}).values()) == {1}


def test_months_and_rates() -> None:
    assert month_before(date(2026, 1, 31)) == date(2025, 12, 1)
    assert months_before(date(2026, 3, 1), -1) == date(2026, 4, 1)
    assert months_before(date(2026, 3, 1), 14) == date(2025, 1, 1)
    rate = Rate(sampled=20, reached=16, verified=12)
    assert rate.value == 0.75
    assert rate.interval is not None
    assert [round(end, 4) for end in rate.interval] == [0.505, 0.8982]
    nobody = Rate(3, 0, 0)
    assert nobody.value is None
    assert nobody.interval is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counted: tuple[int, int]) -> None:
    low, high = wilson(*counted)
    assert 0 <= low <= counted[0] / counted[1] <= high <= 1
