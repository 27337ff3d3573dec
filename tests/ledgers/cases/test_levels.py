"""Between the levels: who has the case, who sees it, who is charged, and who closes it."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cast import Cast, person
from tests.scenes import cases as city
from tests.scenes import levels as scenes
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.queries import verify
from zhuqi.foundation.workdays import DEFAULT_CALENDAR, SHANGHAI
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import (
    AssignmentState,
    CaseRole,
    ClockKind,
    Disposition,
    Satisfaction,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.levels.charges import CHARGES, document
from zhuqi.ledgers.cases.models import Case, CaseFact, Clock
from zhuqi.ledgers.cases.queries import Filters, Whose, ledger, tasks
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_file
from zhuqi.ledgers.cases.sheets import actions as sheets

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


def act(user: User, case: Case, now: datetime | None = None) -> AbstractContextManager[CaseChange]:
    return open_case(case.pk, by=person(user), now=now)


def seen_by(user: User, case: Case) -> CaseView | None:
    return case_file(person(user), case.pk)


def in_ledger(user: User, whose: Whose = Whose.OWN) -> list[Case]:
    return list(ledger(person(user).scope, Filters(whose=whose.value), MONDAY))


def queues(user: User) -> dict[Verb, list[Case]]:
    return {task.verb: task.rows for task in tasks(person(user), MONDAY)}


def running(case: Case) -> dict[str, str]:
    clocks = Clock.objects.filter(case=case, stopped_at__isnull=True).select_related("owner")
    return {clock.clock: str(clock.owner) for clock in clocks}


def test_the_county_hands_up_and_stays_charged_until_the_city_takes_it(cast: Cast) -> None:
    case = scenes.handed_up(cast, MONDAY)
    assert case.state == State.ACCEPTED
    assert case.office == cast.county_office
    charged = {ClockKind.ISSUE: "襄城活动办", ClockKind.ESCALATION: "市活动办"}
    assert running(case) == charged
    assert queues(cast.he_fan)[Verb.TAKE_UP] == [case]
    # Nobody of another county, and nobody of the city's units, sees what was handed up.
    assert seen_by(cast.yu_registrar, case) is None
    assert seen_by(cast.zhou, case) is None
    with act(cast.he_fan, case, MONDAY + HOUR) as change:
        levels.take_up(change, decision="市级协调")
    case.refresh_from_db()
    assert (case.office, case.level) == (cast.city_office, "city")
    assert case.origin_office == cast.county_office
    assert running(case) == {ClockKind.ISSUE: "市活动办"}
    assert in_ledger(cast.he_fan) == [case]
    assert in_ledger(cast.qin_lan) == []
    assert in_ledger(cast.qin_lan, Whose.HANDED_UP) == [case]
    file = seen_by(cast.qin_lan, case)
    assert file is not None
    assert file.case_roles == {CaseRole.ORIGIN}
    facts = list(CaseFact.objects.filter(case=case).values_list("level", "since", "until"))
    assert facts[-2:] == [("county", MONDAY, MONDAY + HOUR), ("city", MONDAY + HOUR, None)]


def test_the_city_returns_it_with_a_reason_and_it_may_be_tried_again(cast: Cast) -> None:
    case = scenes.handed_up(cast)
    with (
        pytest.raises(NotNow, match="等上级答复"),
        act(cast.qin_lan, case) as change,
    ):
        levels.escalate(change, reason="再来一次")
    with pytest.raises(NotValid) as refusal, act(cast.he_fan, case) as change:
        levels.send_down(change, reason=" ")
    assert "请填写退回理由" in refusal.value.reason
    with act(cast.he_fan, case) as change:
        levels.send_down(change, reason="县里可以办")
    case.refresh_from_db()
    assert (case.office, case.superior) == (cast.county_office, None)
    with pytest.raises(NotYours), act(cast.he_fan, case) as change:
        levels.take_up(change)
    with act(cast.qin_lan, case) as change:
        levels.escalate(change, reason="确需市级")
    assert [e.outcome for e in case.escalations.all()] == ["returned", "waiting"]


def test_the_city_ledger_has_nobody_above_it(cast: Cast) -> None:
    case = city.case_in(cast, State.ACCEPTED)
    with (
        pytest.raises(NotNow, match="没有上级台账"),
        act(cast.he_fan, case) as change,
    ):
        levels.escalate(change, reason="往上")


def test_a_case_handed_up_while_a_unit_works_on_it_ends_that_units_sheet(cast: Cast) -> None:
    case = scenes.county_case(cast, MONDAY)
    with act(cast.qin_lan, case, MONDAY) as change:
        handling.assign(change, lead=cast.housing)
    with act(cast.ma, case, MONDAY) as change:
        handling.sign(change)
    with act(cast.qin_lan, case, MONDAY) as change:
        levels.escalate(change, reason="涉及跨县")
    # Whoever had it goes on meanwhile.
    assert running(case)[ClockKind.RESOLVE] == str(cast.housing)
    with act(cast.ma, case, MONDAY + HOUR) as change:
        handling.report_progress(change, text="已现场查看")
    with act(cast.he_fan, case, MONDAY + 2 * HOUR) as change:
        levels.take_up(change)
        handling.assign(change, lead=cast.industry, co=[cast.county_office])
    case.refresh_from_db()
    assert case.lead_unit == cast.industry
    resolve = Clock.objects.filter(case=case, clock=ClockKind.RESOLVE).order_by("pk")
    assert [(c.owner, c.stopped_at is None) for c in resolve] == [
        (cast.housing, False), (cast.industry, True),
    ]  # fmt: skip
    assert [a.state for a in case.assignments.all()][:1] == [AssignmentState.CLOSED]
    # The county's unit did work on it and goes on reading; it has nothing to do any more.
    with pytest.raises(NotNow), act(cast.ma, case) as change:
        handling.report_progress(change, text="还在办")
    assert not list(verify_clocks())
    assert not list(verify())


def test_a_withdrawn_case_waits_nowhere(cast: Cast) -> None:
    case = scenes.handed_up(cast)
    with act(cast.feng, case) as change:
        intake.withdraw(change, reason="自己解决了")
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert case.superior is None
    assert Verb.TAKE_UP not in queues(cast.he_fan)


def test_forwarding_passes_the_row_on_and_demands_nothing(cast: Cast) -> None:
    case = city.case_in(cast, State.ACCEPTED)
    with act(cast.he_fan, case) as change:
        levels.forward(change, office=cast.county_office, reason="属地事项")
    case.refresh_from_db()
    assert (case.state, case.office, case.level) == (State.SUBMITTED, cast.county_office, "county")
    assert running(case) == {ClockKind.ACCEPT: str(cast.county_office)}
    assert in_ledger(cast.qin_lan) == [case]
    # The city goes on reading, but neither assigns nor closes what is no longer its own.
    assert seen_by(cast.he_fan, case) is not None
    with pytest.raises(NotYours), act(cast.he_fan, case) as change:
        handling.assign(change, lead=cast.industry)
    with pytest.raises(NotValid) as up, act(cast.qin_lan, case) as change:
        levels.forward(change, office=cast.city_office, reason="还是市里办")
    assert "提级" in up.value.reason


def test_a_ledger_assigns_to_offices_below_it_only(cast: Cast) -> None:
    case = scenes.county_case(cast)
    for office in (cast.city_office, cast.other_office, cast.county_office):
        with pytest.raises(NotValid), act(cast.qin_lan, case) as change:
            handling.assign(change, lead=office)


def test_what_the_city_assigned_the_county_asks_to_strike_off(cast: Cast) -> None:
    case = scenes.led_by_the_county(cast, State.COMPLETED)
    assert Verb.STRIKE_OFF not in queues(cast.lu_yuan)
    assert queues(cast.qin_lan)[Verb.ASK_STRIKE_OFF] == [case]
    with (
        pytest.raises(NotNow, match="申请销号后"),
        act(cast.lu_yuan, case) as change,
    ):
        closing.strike_off(change)
    with act(cast.qin_lan, case) as change:
        levels.ask_strike_off(change, reason="企业认可")
    assert running(case) == {ClockKind.STRIKE_OFF: "市活动办"}
    with act(cast.lu_yuan, case) as change:
        levels.refuse_strike_off(change, reason="请附送电照片")
    assert running(case) == {ClockKind.CONCLUDE: "市活动办"}
    with act(cast.qin_lan, case) as change:
        levels.ask_strike_off(change, reason="照片已附")
    with act(cast.lu_yuan, case) as change:
        closing.strike_off(change)
    case.refresh_from_db()
    assert case.state == State.STRUCK_OFF


def test_a_unit_that_leads_for_the_city_does_not_ask_for_the_strike_off(cast: Cast) -> None:
    case = city.case_in(cast, State.COMPLETED, verdict=Verdict.SOLVED)
    with pytest.raises(NotNow, match="不需申请"), act(cast.zhou, case) as change:
        levels.ask_strike_off(change, reason="好了")


def test_the_county_passes_its_sheet_to_its_units_and_the_inner_clock_moves_nothing(
    cast: Cast,
) -> None:
    case = scenes.led_by_the_county(cast)
    outer = Clock.objects.get(case=case, clock=ClockKind.RESOLVE)
    beyond = outer.due_at.astimezone(SHANGHAI).date() + timedelta(days=3)
    while not DEFAULT_CALENDAR.is_working(beyond):
        beyond += timedelta(days=1)
    with pytest.raises(NotValid) as late, act(cast.qin_lan, case) as change:
        sheets.sub_assign(change, units=[cast.housing], until=beyond)
    assert "不能晚于本单位" in late.value.reason
    with pytest.raises(NotValid), act(cast.qin_lan, case) as change:
        sheets.sub_assign(change, units=[cast.industry], until=scenes.next_working_day())
    assert seen_by(cast.ma, case) is None
    with act(cast.qin_lan, case) as change:
        sheets.sub_assign(change, units=[cast.housing], until=scenes.next_working_day())
    inner = Clock.objects.get(case=case, clock=ClockKind.SUB)
    assert inner.owner == cast.housing
    assert inner.due_at < outer.due_at
    outer.refresh_from_db()
    assert outer.stopped_at is None
    with act(cast.ma, case) as change:
        handling.sign(change)
        sheets.part_answer(change, text="管网已疏通")
    with act(cast.qin_lan, case) as change:
        sheets.return_part(change, sheet=2, reason="缺照片", until=scenes.next_working_day())
    with act(cast.ma, case) as change:
        sheets.part_answer(change, text="照片附后")
    runs = Clock.objects.filter(case=case, clock=ClockKind.SUB)
    assert [run.stopped_at is not None for run in runs] == [True, True]
    assert Clock.objects.get(case=case, clock=ClockKind.RESOLVE).due_at == outer.due_at
    # The firm hears nothing of who does what inside; the city reads it.
    firm, office = seen_by(cast.zhao, case), seen_by(cast.he_fan, case)
    assert firm is not None
    assert office is not None
    inside = {Verb.SUB_ASSIGN, Verb.PART_ANSWER, Verb.RETURN_PART}
    assert not inside & {m.verb for m in firm.moments}
    assert inside <= {m.verb for m in office.moments}


def test_a_unit_passes_its_sheet_to_its_own_sections_only(cast: Cast) -> None:
    case = city.case_in(cast, State.IN_PROGRESS)
    own = scenes.section(cast.industry)
    with pytest.raises(NotValid), act(cast.zhou, case) as change:
        sheets.sub_assign(
            change, units=[scenes.section(cast.labour)], until=scenes.next_working_day()
        )
    with act(cast.zhou, case) as change:
        sheets.sub_assign(change, units=[own], until=scenes.next_working_day())
    with pytest.raises(NotValid), act(cast.zhou, case) as change:
        sheets.sub_assign(change, units=[own], until=scenes.next_working_day())


@pytest.mark.parametrize("until", [None, date(2020, 1, 1), date(2026, 10, 1)])
def test_an_inner_date_is_a_working_day_to_come(cast: Cast, until: date | None) -> None:
    case = city.case_in(cast, State.IN_PROGRESS, now=datetime(2026, 9, 24, 9, tzinfo=SHANGHAI))
    with (
        pytest.raises(NotValid) as refusal,
        act(cast.zhou, case, datetime(2026, 9, 25, 9, tzinfo=SHANGHAI)) as change,
    ):
        sheets.sub_assign(change, units=[scenes.section(cast.industry)], until=until)
    assert "until" in refusal.value.errors


def test_part_units_answer_their_own_part_before_the_office_completes(cast: Cast) -> None:
    case = scenes.with_part(cast, signed=False)
    scenes.answer(case, person(cast.zhou))
    with (
        pytest.raises(NotNow, match="还没有答复"),
        act(cast.shen_jing, case) as change,
    ):
        closing.complete(change)
    with act(cast.sun, case) as change:
        handling.sign(change)
        sheets.part_answer(change, text="线路已检修")
    with act(cast.shen_jing, case) as change:
        sheets.return_part(change, sheet=2, reason="请写明时间")
    with act(cast.sun, case) as change:
        sheets.part_answer(change, text="十二月五日前检修完")
    with act(cast.shen_jing, case) as change:
        closing.complete(change)
    case.refresh_from_db()
    assert case.state == State.COMPLETED


def test_a_sheet_nobody_answered_is_taken_back_and_another_unit_joins(cast: Cast) -> None:
    case = scenes.with_part(cast, signed=False)
    with act(cast.he_fan, case) as change:
        sheets.release(change, sheet=2, reason="不归供电公司")
    assert seen_by(cast.sun, case) is None
    with pytest.raises(NotValid), act(cast.he_fan, case) as change:
        sheets.enlist(change, part=[cast.industry])
    with act(cast.he_fan, case) as change:
        sheets.enlist(change, part=[cast.labour])
    assert running(case)[ClockKind.PART] == str(cast.labour)
    assert not list(verify_clocks())


def test_a_number_of_the_province_is_kept_and_the_result_goes_back(cast: Cast) -> None:
    case = scenes.from_elsewhere(cast)
    assert case.foreign_number == "豫助企〔2026〕88号"
    assert running(case)[ClockKind.SUPERIOR] == "市活动办"
    assert queues(cast.he_fan)[Verb.SEND_BACK] == [case]
    with act(cast.he_fan, case) as change:
        levels.send_back(change, text="已送电，企业认可")
    assert ClockKind.SUPERIOR not in running(case)
    with (
        pytest.raises(NotNow, match="已反馈来源"),
        act(cast.he_fan, case) as change,
    ):
        levels.send_back(change, text="再报一次")


def test_an_office_above_registers_what_was_handed_down_for_a_county_firm(cast: Cast) -> None:
    case = intake.register(
        enterprise=cast.shoes,
        submission=intake.Submission("省转来件", "省平台转来。", "", "冯厂长", "13900000001"),
        channel="superior",
        foreign_number="豫-1",
        by=person(cast.he_fan),
    )
    assert case.office == cast.city_office
    with pytest.raises(NotYours):
        intake.register(
            enterprise=cast.shoes,
            submission=intake.Submission("来件", "转来。", "", "冯厂长", "13900000001"),
            channel="phone",
            by=person(cast.yu_registrar),
        )


def test_a_verdict_that_falls_short_goes_one_level_up_as_a_new_round(cast: Cast) -> None:
    case = scenes.county_case(cast)
    with act(cast.qin_lan, case) as change:
        handling.assign(change, lead=cast.housing)
    with act(cast.ma, case) as change:
        handling.sign(change)
        handling.answer(change, text="解释", disposition=Disposition.EXPLAINED, signed_by="局长")
    with act(cast.qin_lan, case) as change:
        closing.complete(change)
    with act(cast.feng, case) as change:
        closing.rate(
            change,
            verdict=Verdict.NOT_SOLVED,
            satisfaction=Satisfaction.DISSATISFIED,
            comment="没解决",
        )
    with act(cast.qin_lan, case) as change:
        levels.escalate(change, reason="企业不认可")
    with act(cast.he_fan, case) as change:
        levels.take_up(change)
        handling.assign(change, lead=cast.industry)
    case.refresh_from_db()
    assert case.round == 2
    with act(cast.zhou, case) as change:
        handling.sign(change)
    scenes.answer(case, person(cast.zhou))
    with act(cast.shen_jing, case) as change:
        closing.complete(change)
    with act(cast.feng, case) as change:
        closing.rate(change, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)


def test_every_state_says_who_is_charged_and_the_document_says_the_same() -> None:
    assert {row.state for row in CHARGES} == set(State)
    kept = Path(__file__).parents[3] / "docs" / "charges.md"
    assert kept.read_text(encoding="utf-8") == document()
