"""What is counted of a case, as its events come; and what was known on any day."""

import contextlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import levels, lookback, steps
from tests.scenes.statistics import cells
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions import closing
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.levels.actions import take_up
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.lookback.enums import LookBackState
from zhuqi.reporting.statistics import actions, queries
from zhuqi.reporting.statistics.checking import differences
from zhuqi.reporting.statistics.figures import FIGURES, Cut, Dimension, Period, Value
from zhuqi.reporting.statistics.measuring import Asked, Found, by_lines, by_tallies
from zhuqi.reporting.statistics.models import CaseLine
from zhuqi.reporting.statistics.sources import NAMES
from zhuqi.reporting.statistics.tallying import KEPT

# Of what is told here something happens on that Monday and something now.
SINCE_NOVEMBER = Period(date(2026, 11, 1), timezone.localdate().replace(day=1))
MONDAY = datetime(2026, 11, 16, 9, tzinfo=SHANGHAI)


def of(*codes: str, cut: Cut = queries.ALL, period: Period = SINCE_NOVEMBER) -> dict[str, Value]:
    actions.bring_up_to_date()
    return queries.measure(codes or list(FIGURES), period=period, cut=cut)[()]


def test_a_struck_off_case_counts_in_every_figure_it_belongs_to(cast: Cast) -> None:
    scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED, now=MONDAY)
    found = of()
    ones = {code for code, value in found.items() if value.numerator}
    assert ones == {
        "collected", "completed", "struck_off", "completion_rate", "struck_off_rate",
        "completed_in", "struck_off_in", "claimed_solved_rate", "true_solved_rate",
        "on_time_rate", "signed_in_time_rate", "rated_rate", "satisfied_rate", "median_days",
        "p90_days", "money", "staff", "firms",
    }  # fmt: skip
    assert found["true_solved_rate"].rate == 1
    assert found["median_days"].days == 0
    assert found["verified_rate"].rate is None


def test_a_firm_is_helped_once_however_often(cast: Cast) -> None:
    """Its cases are the rows behind it; months and units are not added up."""
    for number in range(2):
        scenes.case_in(cast, State.COMPLETED, title=f"第{number}件", now=MONDAY)
    firms = of("firms", "completed_in")["firms"]
    assert (firms.total, firms.numerator) == (1, 2)
    by = queries.measure(["firms", "open"], period=SINCE_NOVEMBER, by=[Dimension.KIND])
    assert [one["firms"].total for one in by.values()] == [1]


def test_the_excluded_set_is_shown_and_in_no_rate(cast: Cast) -> None:
    scenes.merged(cast)
    scenes.declined(cast)
    scenes.transferred(cast)
    found = of("collected", "completion_rate", "excluded")
    assert found["excluded"].numerator == found["completion_rate"].excluded == 3
    assert found["collected"].numerator == found["completion_rate"].denominator == 1


def test_what_is_done_again_is_not_completed_until_it_is_completed_again(cast: Cast) -> None:
    codes = ("completed", "open", "completed_in", "redo_rate", "redo_fault_rate")
    case = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY, now=MONDAY)
    actions.bring_up_to_date()
    before = queries.newest()
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.redo(work, reason="只解决了一半", liable=True)
    assert [value.numerator for value in of(*codes).values()] == [0, 1, 0, 0, 0]
    steps.answer(case, cast.zhou, "已补办。", signed_by="郑局长")
    steps.complete(case, cast.shen_jing)
    assert [value.numerator for value in of(*codes).values()] == [1, 0, 1, 1, 1]
    then = queries.measure(codes, period=SINCE_NOVEMBER, as_of=before)[()]
    assert [value.numerator for value in then.values()] == [1, 0, 1, 0, 0]


def test_carried_is_completed_and_not_struck_off(cast: Cast) -> None:
    scenes.carried(cast)
    found = of("carried", "completed", "planned_share", "carried_share", "struck_off", "rated_rate")
    assert [value.numerator for value in found.values()] == [1, 1, 1, 1, 0, 0]


def test_what_the_county_handed_up_counts_above_and_is_shown_below(cast: Cast) -> None:
    case = levels.handed_up(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        take_up(work, decision="由市级协调")
    county, city = Cut(office=cast.county_office.pk), Cut(office=cast.city_office.pk)
    below = of("collected", "escalated_away", cut=county)
    assert [value.numerator for value in below.values()] == [0, 1]
    assert of("collected", cut=city)["collected"].numerator == 1


def test_a_rebuild_gives_the_very_rows(cast: Cast) -> None:
    cases = []
    for number, state in enumerate((State.STRUCK_OFF, State.ANSWERED, State.COMPLETED)):
        cases.append(
            scenes.case_in(
                cast, state, verdict=Verdict.SOLVED if state == State.STRUCK_OFF else None,
                title=f"第{number}件", now=MONDAY + timedelta(days=number),
            )
        )  # fmt: skip
        actions.bring_up_to_date()
    followed = set(CaseLine.objects.values_list(*NAMES))
    CaseLine.objects.all().delete()
    actions.rebuild()
    assert set(CaseLine.objects.values_list(*NAMES)) == followed
    assert {line[0] for line in followed} == {case.pk for case in cases}


def test_tallies_say_what_the_lines_say(cast: Cast) -> None:
    """However they came about: step by step, or all at once."""
    scenes.carried(cast)
    actions.bring_up_to_date()
    case = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY, now=MONDAY)
    levels.county_case(cast)
    actions.bring_up_to_date()
    steps_before = _both_ways()
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.redo(work, reason="只解决了一半")
    actions.bring_up_to_date()
    assert _both_ways() != steps_before
    followed = sorted(cells())
    actions.rebuild()
    assert sorted(cells()) == followed


def _both_ways() -> list[Found]:
    figures = [figure for figure in FIGURES.values() if not figure.is_distinct]
    ways = [(), (Dimension.OFFICE,), *((one,) for one in KEPT), (Dimension.UNIT, Dimension.MONTH)]
    found = []
    for by in ways:
        asked = Asked(SINCE_NOVEMBER, by, queries.ALL, queries.newest().event)
        quick = by_tallies(figures, asked)
        assert quick is not None
        assert quick == by_lines(figures, asked), by
        found.append(quick)
    return found


def test_a_kill_at_any_moment_leaves_nothing_wrong(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each chunk of lines, before the tallies, in the midst of a rebuild."""
    monkeypatch.setattr(actions, "CHUNK", 1)
    scenes.carried(cast)
    actions.bring_up_to_date()
    before = queries.newest()
    scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY, now=MONDAY)
    levels.county_case(cast)
    for doing in (actions.bring_up_to_date, actions.rebuild):
        for name in ("rows_of_lines", "write_tallies"):
            for calls in range(3):
                with monkeypatch.context() as killing:
                    killing.setattr(actions, name, _killed_after(calls, getattr(actions, name)))
                    with contextlib.suppress(Killed):
                        doing()
        if doing is actions.bring_up_to_date:
            assert queries.newest().event >= before.event
    actions.bring_up_to_date()
    assert list(differences()) == []
    assert queries.newest().event > before.event


class Killed(BaseException):
    """As a process ends by kill -9: nothing may catch it."""


def _killed_after(calls: int, act: Callable[..., Any]) -> Callable[..., Any]:
    left = [calls]

    def dying(*args: Any) -> Any:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return act(*args)

    return dying


def test_a_late_committed_event_is_found_again(cast: Cast) -> None:
    """Another transaction had the lower number, and was committed after the lines were made."""
    case = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.SOLVED, now=MONDAY)
    *_events, last = Event.objects.filter(object_type="case", object_id=case.pk).order_by("seq")
    held = Event.objects.filter(pk=last.pk)
    held.update(object_id=0)
    actions.bring_up_to_date()
    assert of("rated_rate")["rated_rate"].numerator == 0
    held.update(object_id=case.pk)
    assert of("rated_rate")["rated_rate"].numerator == 1
    assert list(differences()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.usefixtures("cast")
def test_what_is_still_being_written_is_looked_for_again() -> None:
    """However long its transaction takes: figures are of a moment before it began."""
    begun = timezone.now()
    with (
        contextlib.closing(connections.create_connection("default")) as other,
        other.cursor() as writing,
        connection.cursor() as here,
    ):
        writing.execute("BEGIN; SELECT txid_current()")
        waiting = actions.bring_up_to_date().at
        assert actions.bring_up_to_date().at == waiting >= begun
        writing.execute("ROLLBACK")
        # What PostgreSQL tells of its sessions stays the same within a transaction.
        here.execute("SELECT pg_stat_clear_snapshot()")
        assert actions.bring_up_to_date().at > waiting


def test_imports_are_in_no_figure(cast: Cast) -> None:
    case = scenes.submitted(cast)
    Case.objects.filter(pk=case.pk).update(historical=True)
    assert of("collected")["collected"].numerator == 0


@pytest.mark.parametrize(
    ("state", "reached", "verified"),
    [
        (LookBackState.DRAWN, 0, 0),
        (LookBackState.VERIFIED, 1, 1),
        (LookBackState.DOUBTFUL, 1, 0),
    ],
)
def test_looking_back_fills_its_rates(
    cast: Cast, state: LookBackState, reached: int, verified: int
) -> None:
    row = lookback.brought_to(cast, state)
    month = row.draw.month
    actions.bring_up_to_date()
    codes = ("reached_rate", "verified_rate")
    found = queries.measure(codes, period=Period(month, month))[()]
    assert found["reached_rate"].denominator == 1
    assert found["reached_rate"].numerator == found["verified_rate"].denominator == reached
    assert found["verified_rate"].numerator == verified
    assert list(differences()) == []
