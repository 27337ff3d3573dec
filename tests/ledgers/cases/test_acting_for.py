"""The handler is away, or leaves: who does the work, and what the log says about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from tests.scenes.life import SUBMISSION
from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import ChamberMember, Post, Unit
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, State, Verb, Verdict
from zhuqi.ledgers.cases.handover.actions import (
    HAND_OVER,
    hand_over,
    hand_over_next,
    order_hand_over,
)
from zhuqi.ledgers.cases.handover.workload import could_handle, open_loads, open_work
from zhuqi.ledgers.cases.instructions import actions as instructions
from zhuqi.ledgers.cases.models import Case, HandOver, HandOverLine, Instruction
from zhuqi.ledgers.cases.notifications.groups import recipients
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.leader_overview import overview_of
from zhuqi.ledgers.cases.verbs import To

DAY = timedelta(days=1)


def away(absent: User, deputy: User, unit: Unit) -> Deputy:
    today = timezone.localdate()
    return actions.name_deputy(
        absent=absent,
        deputy=deputy,
        unit=unit,
        since=today,
        until=today + 5 * DAY,
        why="出差",
        by=SYSTEM_PERSON,
    )


def answer_as(user: User, case: Case) -> None:
    with open_case(case.pk, by=person(user)) as work:
        handling.answer(work, text="已接电", disposition=Disposition.RESOLVED, signed_by="郑局长")


def last_event(case: Case) -> Event:
    event = Event.objects.filter(object_type="case", object_id=case.pk).order_by("-seq").first()
    assert event is not None
    return event


@pytest.fixture
def clerk(cast: Cast) -> User:
    """李四 works in the industry bureau and holds no role."""
    return official_user("李四", "lisi", cast.industry)


# In somebody's place -----------------------------------------------------------------------------


def test_without_standing_in_a_colleague_without_a_role_sees_nothing(
    cast: Cast, clerk: User
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with pytest.raises(NotYours):
        answer_as(clerk, case)


def test_a_deputy_answers_and_the_log_says_in_whose_place(cast: Cast, clerk: User) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    assert case.handler == cast.zhou.pk
    away(cast.zhou, clerk, cast.industry)
    answer_as(clerk, case)
    event = last_event(case)
    assert (event.kind, event.actor_id, event.who) == ("answer", clerk.pk, "李四（代周工）")
    file = case_file(person(cast.he_fan), case.pk)
    assert file is not None
    assert file.moments[-1].who.endswith("李四（代周工）")


def test_a_colleague_who_may_anyway_stands_in_only_on_the_absent_persons_cases(
    cast: Cast,
) -> None:
    theirs = scenes.case_in(cast, State.IN_PROGRESS)
    away(cast.zhou, cast.wu, cast.industry)
    answer_as(cast.wu, theirs)
    assert last_event(theirs).in_place_of == "周工"
    own = scenes.case_in(cast, State.ASSIGNED)
    with open_case(own.pk, by=person(cast.wu)) as work:
        handling.sign(work)
    assert last_event(own).in_place_of == ""
    own.refresh_from_db()
    assert (own.handler, own.handler_name) == (cast.wu.pk, "小吴")


def test_a_deputy_signs_for_the_one_who_comes_back(cast: Cast, clerk: User) -> None:
    case = scenes.case_in(cast, State.ASSIGNED)
    away(cast.zhou, clerk, cast.industry)
    with open_case(case.pk, by=person(clerk)) as work:
        handling.sign(work, handler_phone="0374-2961234")
    case.refresh_from_db()
    assert (case.handler, case.handler_name) == (cast.zhou.pk, "周工")
    assert last_event(case).who == "李四（代周工）"


def test_the_office_too_can_be_stood_in_for_by_one_of_the_office(cast: Cast) -> None:
    case = scenes.case_in(cast, State.ANSWERED)
    away(cast.shen_jing, cast.lu_yuan, cast.city_office)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        closing.complete(work)
    assert last_event(case).in_place_of == "沈静"


def test_firms_looked_after_are_looked_after_by_the_deputy(cast: Cast, clerk: User) -> None:
    case = scenes.submitted(cast)
    away(cast.lin, clerk, cast.industry)
    with open_case(case.pk, by=person(clerk)) as work:
        intake.supplement(work, text="企业来电补充")
    assert last_event(case).in_place_of == "林助"


def test_nobody_lets_their_own_answer_through_even_in_anothers_place(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    both = official_user("两边跑", "liangbian", cast.industry, Role.HANDLER)
    assert both.official is not None
    Post.objects.create(
        official=both.official, unit=cast.city_office, title="干部", since=timezone.localdate()
    )
    away(cast.shen_jing, both, cast.city_office)
    answer_as(both, case)
    file = case_file(person(both), case.pk)
    assert file is not None
    offer = next(offer for offer in file.offers if offer.verb == Verb.COMPLETE)
    assert "您本人提交" in offer.reason
    with (
        pytest.raises(NotNow, match="另一位同志"),
        open_case(case.pk, by=person(both)) as work,
    ):
        closing.complete(work)
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.complete(work)


def test_the_page_and_the_firm_are_told_who_is_away_and_whom_to_call(
    cast: Cast, clerk: User
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    row = away(cast.zhou, clerk, cast.industry)
    for reader in (cast.he_fan, cast.zhao):
        file = case_file(person(reader), case.pk)
        assert file is not None
        assert file.away is not None
        assert (file.away.deputy, file.away.until) == ("李四", row.until)
        assert (file.officer.name, file.officer.phone) == ("李四（代周工）", "0374-2960000")
    actions.end_deputy(row=row, by=person(cast.zhou))
    file = case_file(person(cast.zhao), case.pk)
    assert file is not None
    assert file.away is None
    assert file.officer.name == "周工"


# In a leader's place -----------------------------------------------------------------------------


@pytest.fixture
def aide(cast: Cast) -> User:
    """秘书 of the city office, who holds no role."""
    return official_user("秘书", "mishu", cast.city_office)


def reported(cast: Cast, by: User) -> Case:
    """A case the mayor has written on, with a report that waits."""
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.mayor)) as work:
        instructions.instruct(work, leader=None, text="只给看的人看", requirement="三日内报")
    with open_case(case.pk, by=person(by)) as work:
        instructions.report_on(work, ordinal=1, text="已协调供电")
    return case


def test_a_leaders_deputy_reads_the_report_and_not_the_words(cast: Cast, aide: User) -> None:
    case = reported(cast, by=cast.zhou)
    assert not Case.objects.visible_to(person(aide).scope).exists()
    away(cast.mayor, aide, cast.city_office)
    [report] = overview_of(person(aide), timezone.now()).reported
    assert report.report == "已协调供电"
    file = case_file(person(aide), case.pk)
    assert file is not None
    assert [(line.view.report, line.view.text) for line in file.words] == [("已协调供电", "")]
    with open_case(case.pk, by=person(aide)) as work:
        instructions.mark_read(work, ordinal=1, remark="好")
    row = Instruction.objects.get(case=case)
    assert (row.state, row.read_by) == (Instruction.State.READ, "秘书（代田市长）")
    assert last_event(case).in_place_of == "田市长"
    # The paper stays nameless to those it does not name: 代 would say whose it is.
    shown = case_file(person(cast.he_fan), case.pk)
    assert shown is not None
    assert "田市长" not in str([m.who for m in shown.moments])


def test_what_the_deputy_writes_is_the_leaders_and_comes_back_to_the_leader(
    cast: Cast, aide: User
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    away(cast.mayor, aide, cast.city_office)
    with open_case(case.pk, by=person(aide)) as work:
        instructions.instruct(work, leader=None, text="请速办", requirement="一周内报")
    row = Instruction.objects.get(case=case)
    assert (row.leader, row.entered_by, row.entered_by_name) == (
        cast.mayor, aide.pk, "秘书（代田市长）",
    )  # fmt: skip
    for reader in (cast.mayor, aide):
        file = case_file(person(reader), case.pk)
        assert file is not None
        assert file.words[0].view.text == "请速办"
    with open_case(case.pk, by=person(cast.zhou)) as work:
        instructions.report_on(work, ordinal=1, text="办了")
    event = last_event(case)
    view = {one.user for one in recipients(case, To.INSTRUCTORS, event)}
    assert view == {cast.mayor, aide}


def test_whoever_reported_marks_nothing_read_in_the_leaders_place(cast: Cast) -> None:
    case = reported(cast, by=cast.he_fan)
    away(cast.mayor, cast.he_fan, cast.city_office)
    with (
        pytest.raises(NotNow, match="由您本人提交"),
        open_case(case.pk, by=person(cast.he_fan)) as work,
    ):
        instructions.mark_read(work, ordinal=1)
    with open_case(case.pk, by=person(cast.inspector)) as work:
        instructions.mark_read(work, ordinal=1)


def test_a_registrar_standing_in_still_enters_others_words_as_the_office(cast: Cast) -> None:
    other = official_user("李市长", "lishi", cast.city_office, Role.LEADER)
    case = scenes.case_in(cast, State.IN_PROGRESS)
    away(cast.mayor, cast.he_fan, cast.city_office)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        instructions.instruct(work, leader=other, text="请办", requirement="报")
    assert last_event(case).in_place_of == ""


def test_inspectors_have_no_deputy(cast: Cast, aide: User) -> None:
    with pytest.raises(NotValid, match="没有可以代理的角色"):
        away(cast.inspector, aide, cast.city_office)


def test_a_chambers_liaison_is_stood_in_for_by_one_of_the_chamber(cast: Cast) -> None:
    chamber = Unit.objects.create(
        name="许昌市工商联", kind=UnitKind.CHAMBER, level=cast.city_office.level, region=cast.city
    )
    ChamberMember.objects.create(
        chamber=chamber, enterprise=cast.diamond, since=timezone.localdate()
    )
    own = official_user("商会员", "shanghui", chamber, Role.CHAMBER)
    steps_in = official_user("商会新人", "xinren", chamber)
    away(own, steps_in, chamber)
    scope = person(steps_in).scope
    assert scope.chambered == {cast.diamond.pk}
    assert scope.own.chambered == frozenset()
    case = intake.register(
        enterprise=cast.diamond, submission=SUBMISSION, channel="", by=person(steps_in)
    )
    assert case.chamber == chamber
    assert last_event(case).in_place_of == "商会员"
    assert Case.objects.visible_to(person(own).scope).filter(pk=case.pk).exists()


# One case passes on ------------------------------------------------------------------------------


def test_the_handler_and_the_head_hand_over_nobody_else(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for stranger, refusal in (
        (cast.wu, NotNow),
        (cast.sun, NotYours),
        (cast.he_fan, NotYours),
        (cast.zhao, NotYours),
    ):
        with pytest.raises(refusal), open_case(case.pk, by=person(stranger)) as work:
            hand_over(work, to=cast.wu, reason="调离")
    with open_case(case.pk, by=person(cast.zhou)) as work:
        hand_over(work, to=cast.wu, reason="调离")
    case.refresh_from_db()
    assert (case.handler, case.handler_name, case.handler_phone) == (
        cast.wu.pk, "小吴", "0374-2960000",
    )  # fmt: skip
    assert last_event(case).facts["changes"]["handler"] == [cast.zhou.pk, cast.wu.pk]
    with open_case(case.pk, by=person(cast.head_zheng)) as work:
        hand_over(work, to=cast.zhou, reason="换回来")


def test_only_somebody_of_the_lead_unit_with_the_role_takes_over(cast: Cast, clerk: User) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for to in (None, cast.sun, clerk, cast.zhou):
        with pytest.raises(NotValid) as caught, open_case(case.pk, by=person(cast.zhou)) as work:
            hand_over(work, to=to, reason="调离")
        assert list(caught.value.errors) == ["to"]
    with pytest.raises(NotValid) as caught, open_case(case.pk, by=person(cast.zhou)) as work:
        hand_over(work, to=cast.wu, reason=" ")
    assert list(caught.value.errors) == ["reason"]
    assert set(could_handle(cast.industry.pk)) == {cast.zhou, cast.wu, cast.head_zheng}


# Everything passes on ----------------------------------------------------------------------------


def run(order: HandOver) -> list[tuple[str, str]]:
    while hand_over_next(order.pk):
        pass
    order.refresh_from_db()
    assert order.done_at is not None
    return list(order.lines.values_list("status", "reason"))


def test_a_leavers_open_work_passes_on_case_by_case(cast: Cast) -> None:
    states = (State.IN_PROGRESS, State.ANSWERED, State.COMPLETED, State.STRUCK_OFF)
    cases = [
        scenes.case_in(cast, state, verdict=None if state != State.STRUCK_OFF else Verdict.SOLVED)
        for state in states
    ]
    assert [(one.handler, one.unit, one.count) for one in open_loads(handler=cast.zhou.pk)] == [
        (cast.zhou, cast.industry, 3)
    ]
    order = order_hand_over(
        leaver=cast.zhou, to=cast.wu, unit=cast.industry, reason="退休", by=person(cast.head_zheng)
    )
    assert OutboxItem.objects.get(kind=HAND_OVER).payload == {"order": order.pk}
    assert run(order) == [("done", "")] * 3
    for case in cases:
        case.refresh_from_db()
    assert [case.handler for case in cases] == [cast.wu.pk] * 3 + [cast.zhou.pk]
    assert last_event(cases[0]).actor_id == cast.head_zheng.pk
    assert not open_work(cast.zhou.pk).exists()
    log = Event.objects.get(object_type="user", object_id=cast.zhou.pk, kind="handed_over")
    assert log.facts["cases"] == 3


def test_what_changed_meanwhile_is_left_with_its_reason_and_it_can_be_done_again(
    cast: Cast,
) -> None:
    moved, late = (scenes.case_in(cast, State.IN_PROGRESS) for _ in range(2))
    again: dict[str, Any] = {"leaver": cast.zhou, "unit": cast.industry, "reason": "退休"}
    order = order_hand_over(to=cast.wu, by=person(cast.head_zheng), **again)
    with open_case(moved.pk, by=person(cast.zhou)) as work:
        hand_over(work, to=cast.head_zheng, reason="先给局长")
    with pytest.raises(NotNow, match="正在移交"):
        order_hand_over(to=cast.wu, by=person(cast.head_zheng), **again)
    assert run(order) == [("refused", "经办人已不是周工"), ("done", "")]
    late.refresh_from_db()
    assert late.handler == cast.wu.pk
    with pytest.raises(NotNow, match="没有在办"):
        order_hand_over(to=cast.wu, by=person(cast.head_zheng), **again)
    assert run(order)[1] == ("done", "")


def test_who_may_order_it(cast: Cast) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    again: dict[str, Any] = {
        "leaver": cast.zhou,
        "to": cast.wu,
        "unit": cast.industry,
        "reason": "退休",
    }
    for stranger in (cast.wu, cast.sun, cast.he_fan, cast.zhao, cast.system_admin, cast.ma):
        with pytest.raises(NotYours):
            order_hand_over(by=person(stranger), **again)
    for to in (None, cast.zhou, cast.sun):
        with pytest.raises(NotValid):
            order_hand_over(**{**again, "to": to}, by=person(cast.zhou))
    assert not HandOver.objects.exists()
    assert run(order_hand_over(by=person(cast.zhou), **again)) == [("done", "")]


def test_an_administrator_orders_it_and_the_system_does_it(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    order = order_hand_over(
        leaver=cast.zhou, to=cast.wu, unit=cast.industry, reason="调离",
        by=person(cast.security_admin),
    )  # fmt: skip
    RoleAssignment.objects.filter(user=cast.zhou).update(until=timezone.now())
    assert run(order) == [("done", "")]
    event = last_event(case)
    assert (event.actor_kind, event.kind) == ("system", "hand_over")
    log = Event.objects.get(object_type="user", object_id=cast.zhou.pk, kind="handed_over")
    assert log.actor_id == cast.security_admin.pk


def test_whoever_lost_the_right_meanwhile_hands_over_nothing_more(cast: Cast) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    order = order_hand_over(
        leaver=cast.zhou, to=cast.wu, unit=cast.industry, reason="调离", by=person(cast.head_zheng)
    )
    RoleAssignment.objects.filter(user=cast.head_zheng).update(until=timezone.now())
    [(status, reason)] = run(order)
    assert (status, reason) == ("refused", "移交由本人、单位负责人或安全管理员办理")
    assert HandOverLine.objects.get().status == "refused"
