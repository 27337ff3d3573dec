"""挂起: time stands still once, for a reason, until a day; approved by others than who asks."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast, person
from tests.scenes.life import answer, in_progress, now_of
from tests.scenes.requests import FRIDAY, TUESDAY, paused, resume
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.workdays import DEFAULT_CALENDAR, SHANGHAI, Pause, Unit
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.clock_runs import readings
from zhuqi.ledgers.cases.clocks import Happening, Reading, Rule, SchemeTerms
from zhuqi.ledgers.cases.enums import ClockKind, State, Verb
from zhuqi.ledgers.cases.models import FAR, Case, Clock, Pausing
from zhuqi.ledgers.cases.queries import Filters, ledger, tasks
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.next_steps import Ahead
from zhuqi.ledgers.cases.requests.actions import pauses


def resolve(case: Case) -> Clock:
    return Clock.objects.get(case=case, clock="resolve")


def test_asked_by_the_lead_approved_by_the_office_taken_back_by_the_unit(cast: Cast) -> None:
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        pauses.ask_pause(work, reason="等企业补充用电方案", until=FRIDAY)
    assert resolve(case).due_at.date() == date(2026, 12, 7)
    with open_case(case.pk, by=person(cast.lu_yuan), now=TUESDAY) as work:
        pauses.pause(work, reason="等企业补充用电方案", until=FRIDAY)
    assert (now_of(case).paused_until, resolve(case).due_at) == (FRIDAY, FAR)
    assert Clock.objects.get(case=case, clock="pause").due_at.date() == FRIDAY
    resume(cast, case, TUESDAY + timedelta(days=2))
    # Tuesday's, Wednesday's closes of office lay in the pause.
    assert resolve(case).due_at.date() == date(2026, 12, 9)
    assert now_of(case).paused_until is None
    row = Pausing.objects.get(case=case)
    assert (row.outcome, row.resumed_by) == ("ended", "孙电")
    assert list(verify_clocks()) == []


def test_a_weekend_within_a_pause_is_not_counted_twice(cast: Cast) -> None:
    case = paused(cast, until=date(2026, 11, 24), now=datetime(2026, 11, 20, 9, tzinfo=SHANGHAI))
    resume(cast, case, datetime(2026, 11, 23, 9, tzinfo=SHANGHAI))
    # Friday alone was a working day: from 7 to 8 December.
    assert resolve(case).due_at.date() == date(2026, 12, 8)


def test_looked_at_again_it_may_go_on_and_is_still_one_pause(cast: Cast) -> None:
    case = paused(cast)
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY + timedelta(days=3)) as work:
        pauses.pause(work, reason="方案仍在修改", until=date(2026, 11, 27))
    assert now_of(case).paused_until == date(2026, 11, 27)
    assert Pausing.objects.filter(case=case).count() == 1
    clock = Clock.objects.get(case=case, clock="pause", stopped_at=None)
    assert clock.due_at.date() == date(2026, 11, 27)
    resume(cast, case, TUESDAY + timedelta(days=6))
    assert resolve(case).due_at.date() == date(2026, 12, 11)
    assert list(verify_clocks()) == []


def test_while_it_stands_still_nothing_is_answered_but_much_may_be_told(cast: Cast) -> None:
    case = paused(cast)
    with pytest.raises(NotNow, match="等企业补充用电方案"):
        answer(cast, case, TUESDAY)
    with open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        handling.report_progress(work, text="已催企业")
        handling.note(work, text="再等两天")
    with open_case(case.pk, by=person(cast.zhao), now=TUESDAY) as work:
        intake.supplement(work, text="方案在改")
    resume(cast, case, TUESDAY + timedelta(hours=1))
    answer(cast, case, TUESDAY + timedelta(hours=2))
    assert now_of(case).state == State.ANSWERED


def test_nobody_approves_what_their_own_unit_asked(cast: Cast) -> None:
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        pauses.ask_pause(work, reason="等", until=FRIDAY)
    with (
        pytest.raises(NotNow, match="等活动办审批"),
        open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work,
    ):
        pauses.ask_pause(work, reason="等", until=FRIDAY)
    for stranger in (cast.sun, cast.zhou, cast.he_fan, cast.qin_lan, cast.zhao):
        with pytest.raises(NotYours), open_case(case.pk, by=person(stranger)) as work:
            pauses.pause(work, reason="同意", until=FRIDAY)


def test_refused_no_time_ever_stood_still(cast: Cast) -> None:
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        pauses.ask_pause(work, reason="等", until=FRIDAY)
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        pauses.refuse_pause(work, reason="可以先做现场勘查")
    assert Pausing.objects.get(case=case).outcome == "refused"
    assert resolve(case).due_at.date() == date(2026, 12, 7)


def test_a_case_withdrawn_while_paused_leaves_no_pause_behind(cast: Cast) -> None:
    case = paused(cast)
    with open_case(case.pk, by=person(cast.zhao), now=TUESDAY) as work:
        intake.ask_withdrawal(work, reason="不办了")
    with open_case(case.pk, by=person(cast.he_fan), now=TUESDAY) as work:
        intake.withdraw(work, reason="已电话核实")
    assert now_of(case).paused_until is None
    assert Pausing.objects.get(case=case).outcome == "ended"
    assert not Clock.objects.filter(case=case, stopped_at=None).exists()
    assert list(verify_clocks()) == []


def test_a_day_is_needed_and_it_lies_ahead(cast: Cast) -> None:
    case = in_progress(cast)
    for until in (None, date(2026, 11, 17), date(2020, 1, 1), date(2050, 12, 31)):
        with (
            pytest.raises(NotValid),
            open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work,
        ):
            pauses.pause(work, reason="等", until=until)


def test_the_office_finds_requests_and_pauses_that_are_over(cast: Cast) -> None:
    case = paused(cast)
    scope = person(cast.he_fan).scope
    assert list(ledger(scope, Filters(condition="paused"), TUESDAY)) == [case]
    queues = [str(t.label) for t in tasks(person(cast.shen_jing), TUESDAY)]
    assert "挂起到期，待复核" not in queues
    later = [str(t.label) for t in tasks(person(cast.shen_jing), TUESDAY + timedelta(days=3))]
    assert "挂起到期，待复核" in later
    file = case_file(person(cast.zhao), case.pk, TUESDAY)
    assert file is not None
    assert file.next_step.what is Ahead.PAUSE_ENDS
    assert file.next_step.why
    assert file.next_step.due_at is not None
    assert file.next_step.due_at < FAR


# Properties of the clocks -------------------------------------------------------------------------

RULES = (Rule(ClockKind.RESOLVE, 15, Unit.WORKING_DAY),)
START = datetime(2026, 9, 20, 9, 0, tzinfo=SHANGHAI)
HOURS = st.lists(st.integers(1, 24 * 40), min_size=2, max_size=6, unique=True)


def run(timeline: list[Happening], rules: dict[int, SchemeTerms] | None = None) -> Reading:
    told = [Happening(Verb.SUBMIT, START, scheme=1), Happening(Verb.ASSIGN, START, ((1, "lead"),))]
    book = rules or {1: SchemeTerms(1, RULES)}
    read = readings([*told, *timeline], book, DEFAULT_CALENDAR)
    return next(r for r in read if r.clock == ClockKind.RESOLVE)


def stood(hours: list[int]) -> list[Happening]:
    """Pauses and resumptions in turn, closed at the end."""
    moments = [START + timedelta(hours=hour) for hour in sorted(hours)]
    moments = moments[: len(moments) // 2 * 2]
    return [
        Happening(Verb.RESUME if number % 2 else Verb.PAUSE, at)
        for number, at in enumerate(moments)
    ]


@given(HOURS)
def test_pauses_over_weekends_and_holidays_move_the_due_time_by_what_they_cover(
    hours: list[int],
) -> None:
    told = stood(hours)
    pairs = zip(told[::2], told[1::2], strict=True)
    intervals = [Pause(begun.at, ended.at) for begun, ended in pairs]
    wanted = DEFAULT_CALENDAR.due(START, 15, Unit.WORKING_DAY, intervals)
    assert run(told).due_at == wanted
    assert wanted >= DEFAULT_CALENDAR.due(START, 15, Unit.WORKING_DAY)


@given(HOURS, st.integers(1, 24 * 40))
def test_prolonging_a_pause_never_counts_it_twice(hours: list[int], more: int) -> None:
    told = stood(hours)
    within = next(
        (
            Happening(Verb.PAUSE, START + timedelta(hours=more))
            for begun, ended in zip(told[::2], told[1::2], strict=True)
            if begun.at < START + timedelta(hours=more) < ended.at
        ),
        None,
    )
    if within is None:
        return
    again = sorted([*told, within], key=lambda happening: happening.at)
    assert run(again).due_at == run(told).due_at


@given(HOURS)
def test_an_open_pause_has_no_due_time_and_resuming_gives_one(hours: list[int]) -> None:
    told = stood(hours)
    last = told[-1].at + timedelta(hours=1)
    assert run([*told, Happening(Verb.PAUSE, last)]).due_at == FAR
    resumed = [*told, Happening(Verb.PAUSE, last), Happening(Verb.RESUME, last)]
    assert run(resumed).due_at == run(told).due_at


@given(HOURS)
def test_a_new_scheme_keeps_the_pause(hours: list[int]) -> None:
    told = stood(hours)
    other = SchemeTerms(2, (Rule(ClockKind.RESOLVE, 1, Unit.WORKING_DAY),))
    changed = [*told, Happening(Verb.ACCEPT, told[-1].at + timedelta(hours=1), scheme=2)]
    assert run(changed, {1: SchemeTerms(1, RULES), 2: other}).due_at == run(told).due_at
