"""The figures of the sources come out of constructed rows; every number opens its rows."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import levels
from tests.scenes import statistics as made
from zhuqi.foundation.access import NOTHING, NotYours
from zhuqi.ledgers.cases.enums import Disposition, State, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.reporting.statistics import actions, queries
from zhuqi.reporting.statistics.checking import differences
from zhuqi.reporting.statistics.figures import (
    FIGURES,
    Cut,
    Dimension,
    Part,
    Period,
    Value,
)
from zhuqi.reporting.statistics.models import CaseLine, Tally
from zhuqi.reporting.statistics.values import percentile

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 1))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 1))
PARTS = {Part.NUMERATOR: "numerator", Part.DENOMINATOR: "denominator", Part.EXCLUDED: "excluded"}


def shown(value: Value) -> str:
    assert value.rate is not None
    return f"{float(value.rate):.2%}"


def test_the_seed_figures_come_out_of_rows(cast: Cast) -> None:
    """2,586/2,411 of city and counties, 461/437 of the city's industrial ledger, 54/50 of its
    construction ledger [S4]."""
    groups = (
        (cast.city_office, "industry", 461, 437),
        (cast.city_office, "construction", 54, 50),
        (cast.county_office, "commerce", 2586 - 461 - 54, 2411 - 437 - 50),
    )
    made.many(
        cast,
        [
            (office, [made.submitted(office, sector), *([made.completed()] if n < done else [])])
            for office, sector, collected, done in groups
            for n in range(collected)
        ],
    )
    actions.bring_up_to_date()
    found = queries.measure(["completion_rate"], period=YEAR)[()]["completion_rate"]
    assert (found.denominator, found.numerator, shown(found)) == (2586, 2411, "93.23%")
    by = queries.measure(["completion_rate"], period=YEAR, by=[Dimension.SECTOR])
    assert shown(by["industry",]["completion_rate"]) == "94.79%"
    assert shown(by["construction",]["completion_rate"]) == "92.59%"
    assert list(differences()) == []


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_share_is_written_as_its_rate_would_be(counted: int, among: int) -> None:
    value = Value(counted, among)
    assert value.share == (None if value.rate is None else float(value.rate))


def test_small_denominators_show_how_little_is_known() -> None:
    assert Value(1, 1).is_small
    assert not Value(30, 30).is_small
    low, high = Value(9, 10).interval or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)
    assert Value(0, 0).rate is None
    assert Value(2, 6).rate == Fraction(1, 3)


@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [
        ({}, None, None),
        ({3: 1}, 3, 3),
        ({1: 1, 4: 1}, 2.5, 4),
        ({0: 5, 9: 5}, 4.5, 9),
        (dict.fromkeys(range(1, 11), 1), 5.5, 9),
    ],
)
def test_median_and_p90(days: dict[int, int], median: float | None, p90: float | None) -> None:
    assert percentile(days, 50) == median
    assert percentile(days, 90) == p90


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Something of everything."""
    scenes.merged(cast)
    scenes.carried(cast)
    scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED)
    scenes.case_in(cast, State.COMPLETED, disposition=Disposition.EXPLAINED)
    scenes.second_round(cast)
    scenes.confidential(cast)
    scenes.declined(cast)
    levels.county_case(cast)
    levels.led_by_the_county(cast)
    actions.bring_up_to_date()
    return cast


def test_every_number_opens_as_many_rows_as_it_says(town: Cast) -> None:
    """All figures by all dimensions, for those who see all of it and those who see a part."""
    scope = person(town.he_fan).scope
    reach = queries.readable_cut(scope)
    now = queries.newest()
    opened: dict[object, queries.Opened] = {}
    for dimension in (None, *Dimension):
        by = [dimension] if dimension else []
        found = queries.measure(list(FIGURES), period=YEAR, by=by, cut=reach, as_of=now)
        for key, values in found.items():
            cut, period = _narrowed(reach, dimension, key)
            for code, value in values.items():
                for part, name in PARTS.items():
                    number = getattr(value, name)
                    # Figures that count the same open the same rows.
                    same = (dimension, key, FIGURES[code].column, FIGURES[code].mask(part))
                    if number and same not in opened:
                        opened[same] = queries.opened(
                            scope, code, part, period=period, cut=cut, as_of=now
                        )
                        assert opened[same].cases.count() <= opened[same].shown
                    assert not number or opened[same].total == number, (code, part, key)
    assert len(opened) > 200


def _narrowed(cut: Cut, dimension: Dimension | None, key: tuple[object, ...]) -> tuple[Cut, Period]:
    if dimension is Dimension.MONTH:
        month = date(int(str(key[0])[:4]), int(str(key[0])[4:]), 1)
        return cut, Period(month, month)
    return queries.narrowed(
        cut, dict(zip([dimension] if dimension else [], key, strict=True))
    ), YEAR


def test_what_one_may_not_see_is_counted_and_not_shown(town: Cast) -> None:
    """The city reads its counties' figures; the rows of a county's own case it does not."""
    scope = person(town.he_fan).scope
    cut = Cut(office=town.county_office.pk)
    rows = queries.opened(
        scope, "collected", Part.NUMERATOR, period=YEAR, cut=queries.readable_cut(scope, cut)
    )
    assert (rows.shown, rows.hidden, rows.total) == (0, 1, 1)


def test_a_county_reads_no_other_ledger_and_a_unit_only_its_own(town: Cast) -> None:
    county = person(town.qin_lan).scope
    with pytest.raises(NotYours):
        queries.readable_cut(county, Cut(office=town.city_office.pk))
    with pytest.raises(NotYours):
        queries.readable_cut(county, Cut(office=town.other_office.pk))
    cut = queries.readable_cut(county)
    by_office = queries.measure(["collected"], period=YEAR, by=[Dimension.OFFICE], cut=cut)
    assert set(by_office) == {(town.county_office.pk,)}

    handler = person(town.zhou).scope
    with pytest.raises(NotYours):
        queries.readable_cut(handler, Cut(unit=town.power.pk))
    by_unit = queries.measure(
        ["collected"], period=YEAR, by=[Dimension.UNIT], cut=queries.readable_cut(handler)
    )
    assert set(by_unit) == {(town.industry.pk,)}
    assert not queries.compares_units(handler)


def test_firms_and_strangers_read_none(cast: Cast) -> None:
    for scope in (NOTHING, person(cast.zhao).scope, person(cast.system_admin).scope):
        assert not queries.reads_figures(scope)
        with pytest.raises(NotYours):
            queries.readable_cut(scope)


@pytest.mark.usefixtures("town")
def test_months_sum_to_the_year() -> None:
    whole = queries.measure(list(FIGURES), period=YEAR)[()]
    months = queries.measure(list(FIGURES), period=YEAR, by=[Dimension.MONTH])
    for code, value in whole.items():
        for name in PARTS.values():
            assert sum(getattr(one[code], name) or 0 for one in months.values()) == (
                getattr(value, name) or 0
            )


@pytest.mark.usefixtures("town")
def test_a_torn_line_and_a_torn_cell_are_found() -> None:
    assert list(differences()) == []
    line = CaseLine.objects.filter(part=0).order_by("pk").first()
    assert line is not None
    CaseLine.objects.filter(pk=line.pk).update(flags=1)
    cell = Tally.objects.order_by("pk").first()
    assert cell is not None
    Tally.objects.filter(pk=cell.pk).update(counts=cell.counts.replace("1", "2", 1))
    found = list(differences())
    assert Case.objects.get(pk=line.case_id).number in found[0]
    assert len(found) == 2
    actions.rebuild()
    assert list(differences()) == []


def test_the_end_of_a_past_day_gives_what_was_known_then(cast: Cast) -> None:
    """Also of what happened earlier and was recorded later."""
    office = cast.city_office
    made.many(cast, [(office, [made.submitted(office)])] * 3)
    [case, *_others] = Case.objects.order_by("pk")
    late = made.event(1, case.pk, 2, made.completed(hours=1))
    late.recorded_at = made.START + timedelta(days=3)
    late.save(force_insert=True)
    actions.bring_up_to_date()

    def known(day: date) -> int:
        at = queries.end_of(day)
        return queries.measure(["completed"], period=NOVEMBER, as_of=at)[()]["completed"].numerator

    assert known(made.START.date()) == 0
    assert known(made.START.date() + timedelta(days=3)) == 1
    assert known(date(2026, 11, 1)) == 0
