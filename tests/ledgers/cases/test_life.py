"""The shortest whole life of a case, as the people concerned."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes.life import (
    MONDAY,
    SUBMISSION,
    accept,
    answer,
    assign,
    complete,
    completed,
    in_progress,
    now_of,
    sign,
    submit,
)
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import (
    AssignmentState,
    ClockKind,
    Disposition,
    Satisfaction,
    State,
    Verdict,
)
from zhuqi.ledgers.cases.models import FAR, Case, Clock
from zhuqi.ledgers.cases.numbers import parse


def test_a_case_lives_from_the_firm_s_word_to_the_strike_off(cast: Cast) -> None:
    case = submit(cast)
    assert parse(case.number) == case.number
    assert case.number.startswith("1000-26-0001-")
    assert case.office == cast.city_office
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    sign(cast, case, MONDAY + timedelta(hours=7))
    with open_case(case.pk, by=person(cast.sun), now=MONDAY + timedelta(hours=8)) as work:
        handling.contact(work, text="已电话联系赵总")
    with open_case(case.pk, by=person(cast.zhou), now=MONDAY + timedelta(hours=8)) as work:
        handling.sign(work)
        handling.give_opinion(work, text="同意列入技改")
    answer(cast, case, MONDAY + timedelta(days=2))
    complete(cast, case, MONDAY + timedelta(days=3))
    with open_case(case.pk, by=person(cast.zhao), now=MONDAY + timedelta(days=4)) as work:
        closing.rate(work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.VERY_SATISFIED)
    with open_case(case.pk, by=person(cast.lu_yuan), now=MONDAY + timedelta(days=5)) as work:
        closing.strike_off(work)
    case = now_of(case)
    assert case.state == State.STRUCK_OFF
    assert case.closed_at == MONDAY + timedelta(days=5)
    assert not Clock.objects.filter(case=case, stopped_at__isnull=True).exists()
    kinds = list(
        Event.objects.filter(object_type="case", object_id=case.pk)
        .order_by("seq")
        .values_list("kind", flat=True)
    )
    assert kinds == [
        "submit", "accept", "assign", "sign", "contact", "sign", "opinion", "answer", "complete",
        "rate", "strike_off",
    ]  # fmt: skip


def test_the_resolve_clock_starts_when_the_sheet_is_issued_not_when_it_is_signed(
    cast: Cast,
) -> None:
    case = in_progress(cast)
    clock = Clock.objects.get(case=case, clock=ClockKind.RESOLVE)
    assert clock.started_at == MONDAY + timedelta(hours=2)
    # 许昌2011: 15 working days after Monday 16 November.
    assert clock.due_at.astimezone(SHANGHAI).date() == date(2026, 12, 7)
    assert clock.owner == cast.power


def test_not_solved_on_a_claimed_resolved_reopens_by_itself(cast: Cast) -> None:
    case = completed(cast)
    with open_case(case.pk, by=person(cast.zhao), now=MONDAY + timedelta(days=4)) as work:
        closing.rate(
            work,
            verdict=Verdict.NOT_SOLVED,
            satisfaction=Satisfaction.DISSATISFIED,
            comment="还是跳闸",
        )
    case = now_of(case)
    assert (case.state, case.round, case.verdict, case.disposition) == (
        State.IN_PROGRESS,
        2,
        "",
        "",
    )
    redo = Event.objects.get(object_type="case", object_id=case.pk, kind="redo")
    assert (redo.actor_kind, redo.facts["liable"]) == ("system", None)
    assert Clock.objects.get(case=case, clock=ClockKind.REDO).stopped_at is None
    assert case.assignments.get(role="lead").state == AssignmentState.SIGNED


def test_the_scheme_caps_the_rounds_that_reopen_by_themselves(cast: Cast) -> None:
    case = completed(cast)
    at = MONDAY + timedelta(days=4)
    for _round in (1, 2, 3):
        with open_case(case.pk, by=person(cast.zhao), now=at) as work:
            closing.rate(
                work,
                verdict=Verdict.NOT_SOLVED,
                satisfaction=Satisfaction.DISSATISFIED,
                comment="没有",
            )
        if now_of(case).state == State.COMPLETED:
            break
        answer(cast, case, at + timedelta(hours=2))
        complete(cast, case, at + timedelta(hours=3))
        at += timedelta(days=1)
    case = now_of(case)
    assert (case.state, case.round, case.verdict) == (State.COMPLETED, 3, Verdict.NOT_SOLVED)
    with pytest.raises(NotNow), open_case(case.pk, by=person(cast.lu_yuan), now=at) as work:
        closing.strike_off(work)


def test_partly_solved_is_decided_by_the_office(cast: Cast) -> None:
    case = completed(cast)
    with open_case(case.pk, by=person(cast.zhao), now=MONDAY + timedelta(days=4)) as work:
        closing.rate(
            work, verdict=Verdict.PARTLY, satisfaction=Satisfaction.BASICALLY, comment="一半"
        )
    assert now_of(case).state == State.COMPLETED
    with open_case(case.pk, by=person(cast.shen_jing), now=MONDAY + timedelta(days=4)) as work:
        closing.redo(work, reason="请补办另一半", liable=True)
    assert now_of(case).state == State.IN_PROGRESS


def test_silence_is_never_satisfaction(cast: Cast) -> None:
    case = completed(cast)
    soon, late = MONDAY + timedelta(days=5), MONDAY + timedelta(days=14)
    with (
        pytest.raises(NotNow, match="等待企业评价"),
        open_case(case.pk, by=person(cast.lu_yuan), now=soon) as work,
    ):
        closing.strike_off(work, reason="打过电话")
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.lu_yuan), now=late) as work:
        closing.strike_off(work)
    with open_case(case.pk, by=person(cast.lu_yuan), now=late) as work:
        closing.strike_off(work, reason="两次致电未接")
    assert (now_of(case).state, now_of(case).verdict) == (State.STRUCK_OFF, "")


def test_what_is_planned_is_carried_with_a_next_date_and_never_struck_off(cast: Cast) -> None:
    case = completed(cast, Disposition.PLANNED)
    at = MONDAY + timedelta(days=4)
    with open_case(case.pk, by=person(cast.zhao), now=at) as work:
        closing.rate(work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)
    with (
        pytest.raises(NotNow, match="应挂账"),
        open_case(case.pk, by=person(cast.lu_yuan), now=at) as work,
    ):
        closing.strike_off(work)
    with open_case(case.pk, by=person(cast.lu_yuan), now=at) as work:
        closing.carry(work, until=date(2027, 3, 1), reason="列入明年计划")
    case = now_of(case)
    assert (case.state, case.carried_until) == (State.CARRIED, date(2027, 3, 1))
    assert case.due_at.astimezone(SHANGHAI).date() == date(2027, 3, 1)
    with open_case(case.pk, by=person(cast.shen_jing), now=at + timedelta(days=90)) as work:
        closing.reopen(work, reason="资金到位，重新办理")
    assert now_of(case).state == State.IN_PROGRESS
    assert not Clock.objects.filter(case=case, clock="carry", stopped_at__isnull=True).exists()


def test_a_firm_that_finds_it_unsolved_after_the_strike_off_may_reopen_within_the_window(
    cast: Cast,
) -> None:
    case = completed(cast)
    at = MONDAY + timedelta(days=4)
    with open_case(case.pk, by=person(cast.zhao), now=at) as work:
        closing.rate(work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)
    with open_case(case.pk, by=person(cast.lu_yuan), now=at) as work:
        closing.strike_off(work)
    with (
        pytest.raises(NotNow),
        open_case(case.pk, by=person(cast.zhao), now=at + timedelta(days=31)) as work,
    ):
        closing.reopen(work, reason="又坏了")
    with open_case(case.pk, by=person(cast.zhao), now=at + timedelta(days=29)) as work:
        closing.reopen(work, reason="又坏了")
    assert (now_of(case).state, now_of(case).round) == (State.IN_PROGRESS, 2)


def test_a_declined_case_names_the_organ_and_can_be_taken_up_again(cast: Cast) -> None:
    case = submit(cast)
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.he_fan)) as work:
        intake.decline(work, organ="许昌市活动办", ground="", where_to_go="法院")
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY) as work:
        intake.decline(
            work, organ="许昌市活动办", ground="已由法院立案", where_to_go="诉讼服务中心"
        )
    assert now_of(case).due_at == FAR
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY + timedelta(days=1)) as work:
        intake_reason = "企业补充材料，属本办职责"
        closing.reopen(work, reason=intake_reason)
    case = now_of(case)
    assert (case.state, case.refusal_ground) == (State.SUBMITTED, "")
    assert Clock.objects.filter(case=case, clock="accept", stopped_at__isnull=True).count() == 1
    assert not Clock.objects.filter(case=case, clock="redo").exists()


def test_after_assignment_a_withdrawal_is_asked_and_the_office_phones_first(cast: Cast) -> None:
    case = in_progress(cast)
    with pytest.raises(NotNow), open_case(case.pk, by=person(cast.zhao)) as work:
        intake.withdraw(work, reason="不用了")
    with open_case(case.pk, by=person(cast.zhao), now=MONDAY + timedelta(days=1)) as work:
        intake.ask_withdrawal(work, reason="自己解决了")
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY + timedelta(days=1)) as work:
        intake.withdraw(work, reason="已电话核实，赵总确认")
    assert now_of(case).state == State.WITHDRAWN


def test_an_assignment_nobody_signed_can_be_recalled_and_the_unit_no_longer_sees_it(
    cast: Cast,
) -> None:
    case = submit(cast)
    accept(cast, case, MONDAY + timedelta(hours=1))
    assign(cast, case, MONDAY + timedelta(hours=2))
    assert case in Case.objects.visible_to(person(cast.sun).scope)
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY + timedelta(hours=3)) as work:
        handling.recall(work, reason="选错单位")
    assert case not in Case.objects.visible_to(person(cast.sun).scope)
    # The units' clocks have ended; the office is charged with the assignment again.
    again = Clock.objects.get(case=case, stopped_at__isnull=True)
    assert (again.clock, again.run, again.owner) == (ClockKind.ISSUE, 2, cast.city_office)
    assert again.started_at == MONDAY + timedelta(hours=3)
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY + timedelta(hours=4)) as work:
        handling.assign(work, lead=cast.industry, co=[])
    assert [a.sheet for a in case.assignments.all()] == [1, 2, 3]
    assert not Clock.objects.filter(case=case, clock="issue", stopped_at__isnull=True).exists()


def test_strangers_colleagues_and_other_offices_may_not_lay_hands_on_it(cast: Cast) -> None:
    case = in_progress(cast)
    for stranger in (
        cast.jia,
        cast.ma,
        cast.yu_registrar,
        cast.inspector,
        cast.mayor,
        cast.system_admin,
    ):
        with pytest.raises(NotYours), open_case(case.pk, by=person(stranger)) as work:
            handling.contact(work, text="你好")
    # The co-unit is no stranger, but the lead's answer is not its to give.
    with pytest.raises(NotYours), open_case(case.pk, by=person(cast.zhou)) as work:
        handling.answer(work, text="x", disposition=Disposition.RESOLVED, signed_by="x")


def test_a_stale_page_is_told_so_and_a_second_click_changes_nothing(cast: Cast) -> None:
    case = in_progress(cast)
    seen = now_of(case).version
    with open_case(case.pk, by=person(cast.sun), seen=seen) as work:
        handling.contact(work, text="打过电话")
    with (
        pytest.raises(NotNow, match="更新过"),
        open_case(case.pk, by=person(cast.sun), seen=seen) as work,
    ):
        handling.contact(work, text="打过电话")
    assert case.entries.count() == 1


def test_the_same_submission_key_gives_the_same_case(cast: Cast) -> None:
    twice = [
        intake.submit(
            enterprise=cast.diamond,
            submission=SUBMISSION,
            by=person(cast.zhao),
            submission_key="k1",
        )
        for _click in (1, 2)
    ]
    assert twice[0] == twice[1]
    assert Case.objects.count() == 1


def test_nobody_submits_for_a_firm_that_is_not_theirs(cast: Cast) -> None:
    with pytest.raises(NotYours):
        intake.submit(enterprise=cast.shoes, submission=SUBMISSION, by=person(cast.zhao))
