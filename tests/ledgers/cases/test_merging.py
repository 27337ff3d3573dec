"""合并、共性问题、终结: put together and taken apart again, told to the firm, nothing of others."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes import levels, steps
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
    submit,
)
from tests.scenes.papers import paper
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.interfaces.desk.cases.moments import note_of
from zhuqi.ledgers.cases.actions import closing, ending, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import AssignmentState, Nature, Satisfaction, State, Verb, Verdict
from zhuqi.ledgers.cases.levels import actions as escalating
from zhuqi.ledgers.cases.lifecycle import COMES_BACK
from zhuqi.ledgers.cases.models import Assignment, Boundary, Case, Clock, Topic
from zhuqi.ledgers.cases.notifications.actions import notify_of
from zhuqi.ledgers.cases.queries import Filters, cases_in_topic, ledger
from zhuqi.ledgers.cases.queries import topics as topics_seen
from zhuqi.ledgers.cases.reading.case_view import case_at_hand, case_file
from zhuqi.ledgers.cases.reading.file_access import may_open
from zhuqi.ledgers.cases.reading.next_steps import Ahead
from zhuqi.ledgers.cases.topics import actions as topics
from zhuqi.ledgers.cases.topics import merging
from zhuqi.ledgers.cases.transfers import actions as transferring

TUESDAY = MONDAY + timedelta(days=1)


def merge(cast: Cast, case: Case, main: Case) -> None:
    with open_case(case.pk, by=person(cast.he_fan), now=TUESDAY, also=[main.pk]) as work:
        merging.merge(work, into=main.pk, reason="同一件事重复反映")


def unmerge(cast: Cast, case: Case) -> None:
    main = now_of(case).merged_into_id
    also = [main] if main else []
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY, also=also) as work:
        merging.unmerge(work, reason="实为两处线路")


# Merging --------------------------------------------------------------------------------------


def test_merged_the_firm_follows_the_main_case_and_nothing_runs_on(cast: Cast) -> None:
    main, case = in_progress(cast), in_progress(cast)
    merge(cast, case, main)
    case = now_of(case)
    assert (case.state, case.merged_into) == (State.MERGED, main)
    assert not Clock.objects.filter(case=case, stopped_at=None).exists()
    assert set(Assignment.objects.filter(case=case).values_list("state", flat=True)) == {"closed"}
    file = case_file(person(cast.zhao), case.pk, TUESDAY)
    assert file is not None
    assert (file.next_step.what, file.next_step.main) == (Ahead.MAIN_CASE, main.number)
    assert list(verify_clocks()) == []


def test_the_main_case_keeps_what_the_other_said_and_names_it(cast: Cast) -> None:
    main, case = in_progress(cast), submit(cast)
    before = now_of(main).version
    merge(cast, case, main)
    file = case_file(person(cast.sun), main.pk, TUESDAY)
    assert file is not None
    assert file.aggregate.merged_in == [case.number]
    last = file.moments[-1]
    assert case.number in last.text
    assert case.body in last.text
    assert now_of(main).version == before + 1
    assert Clock.objects.filter(case=main, clock="resolve", stopped_at=None).exists()
    assert Event.objects.filter(object_id=main.pk, kind="supplement").exists()


@pytest.mark.parametrize("state", list(COMES_BACK))
def test_taken_apart_it_comes_back_to_what_the_table_says(cast: Cast, state: State) -> None:
    main, case = in_progress(cast), submit(cast)
    steps = list(COMES_BACK).index(state)
    if steps >= 1:
        accept(cast, case, MONDAY)
    if steps >= 2:
        assign(cast, case, MONDAY)
    if steps >= 3:
        with open_case(case.pk, by=person(cast.sun), now=MONDAY) as work:
            handling.sign(work)
    if steps >= 4:
        answer(cast, case, MONDAY)
    assert now_of(case).state == state
    merge(cast, case, main)
    assert merging.comes_back_to(now_of(case)) == COMES_BACK[state]
    unmerge(cast, case)
    case = now_of(case)
    assert (case.state, case.merged_into, case.lead_unit) == (COMES_BACK[state], None, None)
    assert Clock.objects.filter(case=case, clock="accept", stopped_at=None).exists() is (
        state == State.SUBMITTED
    )
    if steps >= 1:
        assert case not in Case.objects.visible_to(person(cast.sun).scope)
        assign(cast, case, TUESDAY)
        assert now_of(case).state == State.ASSIGNED
    assert list(verify_clocks()) == []


def test_only_cases_of_one_firm_in_one_ledger_are_merged(cast: Cast) -> None:
    case = submit(cast)
    with pytest.raises(NotNow, match="没有别的在办诉求"):
        merge(cast, case, case)
    submit(cast)
    other = intake.submit(
        enterprise=cast.shoes,
        submission=intake.Submission("排水", "排水不畅", "", "冯厂长", "13800000000"),
        by=person(cast.feng),
        now=MONDAY,
    )
    for main, why in ((other, "共性问题"), (case, "请选择"), (completed(cast), "已办结")):
        with pytest.raises(NotValid, match=why):
            merge(cast, case, main)
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.he_fan)) as work:
        merging.merge(work, into=None, reason="")
    assert now_of(case).state == State.SUBMITTED


def test_no_chains_are_made(cast: Cast) -> None:
    main, second, third = submit(cast), submit(cast), submit(cast)
    merge(cast, second, main)
    with pytest.raises(NotNow, match="1 件诉求并入"):
        merge(cast, main, third)
    with pytest.raises(NotValid, match="合并办理"):
        merge(cast, third, second)
    with pytest.raises(NotNow):
        merge(cast, second, third)


def test_others_do_not_merge(cast: Cast) -> None:
    main, case = submit(cast), submit(cast)
    for stranger in (cast.sun, cast.lu_yuan, cast.qin_lan, cast.zhao, cast.jia, cast.inspector):
        with (
            pytest.raises(NotYours),
            open_case(case.pk, by=person(stranger), also=[main.pk]) as work,
        ):
            merging.merge(work, into=main.pk, reason="x")


def test_what_complains_of_a_unit_is_never_merged_into_what_that_unit_handles(cast: Cast) -> None:
    main, free = in_progress(cast), submit(cast)
    said = intake.Submission(
        "供电公司拖着不办", "问了三次都说在排队。", "", "赵总", "13800000000",
        complained_of=cast.power.name,
    )  # fmt: skip
    case = intake.submit(enterprise=cast.diamond, submission=said, by=person(cast.zhao), now=MONDAY)
    assert [row.unit for row in case.recusals.all()] == [cast.power]
    with pytest.raises(NotValid, match="而本件要求"):
        merge(cast, case, main)
    merge(cast, case, free)
    [kept] = free.recusals.all()
    assert (kept.unit, kept.kind) == (cast.power, "complained_of")
    accept(cast, free, TUESDAY)
    with pytest.raises(NotValid, match="回避"):
        assign(cast, free, TUESDAY)
    said = replace(said, complained_of="电老虎")
    unclear = intake.submit(
        enterprise=cast.diamond, submission=said, by=person(cast.zhao), now=MONDAY
    )
    with pytest.raises(NotValid, match="先核定"):
        merge(cast, unclear, free)


# What becomes of a merged case when the main one ends -------------------------------------------


def end_by(cast: Cast, main: Case, verb: Verb) -> None:
    """The main case, by each verb that ends one."""
    at = MONDAY + timedelta(days=9)
    if verb == Verb.WITHDRAW:
        with open_case(main.pk, by=person(cast.zhao), now=TUESDAY) as work:
            intake.ask_withdrawal(work, reason="不办了")
        with open_case(main.pk, by=person(cast.he_fan), now=at) as work:
            intake.withdraw(work, reason="已与赵总通话")
        return
    if verb == Verb.TRANSFER:
        with open_case(main.pk, by=person(cast.lu_yuan), now=at) as work:
            boundary = Boundary.objects.get(code="suit")
            transferring.transfer(
                work, boundary=boundary, organ="许昌市中级人民法院", reason="已起诉"
            )
        return
    answer(cast, main, TUESDAY)
    complete(cast, main, TUESDAY + timedelta(hours=1))
    if verb == Verb.STRIKE_OFF:
        judge(cast, main, Verdict.SOLVED, TUESDAY + timedelta(hours=2))
        steps.strike_off(main, cast.lu_yuan, at)
        return
    judge(cast, main, Verdict.NOT_SOLVED, TUESDAY + timedelta(hours=2))
    answer(cast, main, TUESDAY + timedelta(hours=3))
    complete(cast, main, TUESDAY + timedelta(hours=4))
    judge(cast, main, Verdict.PARTLY, TUESDAY + timedelta(hours=5))
    terminate(cast, main)


def told(user: User, case: Case) -> list[str]:
    """What the inbox says of a case."""
    for event in Event.objects.filter(object_type="case", object_id=case.pk):
        notify_of(event.pk)
    rows = Message.objects.filter(user=user, object_ref=case.number).order_by("pk")
    return list(rows.values_list("title", flat=True))


@pytest.mark.parametrize("verb", [Verb.STRIKE_OFF, Verb.TERMINATE, Verb.TRANSFER])
def test_a_merged_case_ends_with_the_main_one_and_its_firm_is_told(cast: Cast, verb: Verb) -> None:
    main, case = in_progress(cast), in_progress(cast)
    merge(cast, case, main)
    end_by(cast, main, verb)
    case = now_of(case)
    assert (case.state, case.merged_into, case.closed_at) == (
        State.MERGED, main, MONDAY + timedelta(days=9),
    )  # fmt: skip
    assert "您合并办理的诉求已了结" in told(cast.zhao, case)
    file = case_file(person(cast.zhao), case.pk)
    assert file is not None
    assert file.next_step.what is Ahead.CLOSED_WITH_MAIN
    assert note_of(file.moments[-1]).startswith(f"随编号 {main.number} 了结")


def test_taken_up_again_both_go_on(cast: Cast) -> None:
    main, case = in_progress(cast), in_progress(cast)
    merge(cast, case, main)
    end_by(cast, main, Verb.STRIKE_OFF)
    with open_case(main.pk, by=person(cast.shen_jing)) as work:
        closing.reopen(work, reason="又停电了")
    case = now_of(case)
    assert (case.state, case.closed_at) == (State.MERGED, None)
    assert "您合并办理的诉求重新办理" in told(cast.zhao, case)


def test_withdrawn_the_main_case_leaves_the_other_to_be_handled_by_itself(cast: Cast) -> None:
    main, second, third = in_progress(cast), in_progress(cast), submit(cast)
    for case in (second, third):
        merge(cast, case, main)
    end_by(cast, main, Verb.WITHDRAW)
    assert now_of(main).state == State.WITHDRAWN
    assert (now_of(second).state, now_of(second).merged_into) == (State.ACCEPTED, None)
    assert (now_of(third).state, now_of(third).merged_into) == (State.SUBMITTED, None)
    assert "您的诉求单独办理" in told(cast.zhao, second)
    assert Clock.objects.filter(case=third, clock="accept", stopped_at=None).exists()
    assert list(verify_clocks()) == []


def test_declined_likewise(cast: Cast) -> None:
    main, case = submit(cast), submit(cast)
    merge(cast, case, main)
    with open_case(main.pk, by=person(cast.he_fan), now=TUESDAY) as work:
        intake.decline(work, organ="许昌市活动办", ground="已起诉", where_to_go="人民法院")
    assert (now_of(case).state, now_of(case).merged_into) == (State.SUBMITTED, None)


def test_the_page_of_the_case_takes_the_merged_ones_along_too(cast: Cast) -> None:
    main, case = submit(cast), submit(cast)
    merge(cast, case, main)
    with case_at_hand(person(cast.zhao), main.pk) as (work, _file):
        intake.withdraw(work, reason="不办了")
    assert now_of(case).state == State.SUBMITTED


def test_what_the_firm_sent_with_it_is_read_by_the_unit_of_the_main_case(cast: Cast) -> None:
    main = in_progress(cast)
    sent = intake.submit(
        enterprise=cast.diamond, submission=SUBMISSION, by=person(cast.zhao), files=paper("铭牌"),
        now=MONDAY,
    )  # fmt: skip
    with open_case(sent.pk, by=person(cast.zhao), now=MONDAY) as work:
        intake.supplement(work, text="见图", attachments=paper("现场"))
    files = list(Attachment.objects.filter(object_id=sent.pk).order_by("pk"))
    sun, ma, zhou = (person(user) for user in (cast.sun, cast.ma, cast.zhou))
    assert not any(may_open(sun, sent.pk, file) for file in files)
    merge(cast, sent, main)
    assert all(may_open(by, sent.pk, file) for by in (sun, zhou) for file in files)
    assert not any(may_open(ma, sent.pk, file) for file in files)
    file = case_file(sun, main.pk)
    assert file is not None
    [moment] = [one for one in file.moments if one.files]
    assert sent.number in moment.text
    assert {one.key for one in moment.files} == {one.key for one in files}
    unmerge(cast, sent)
    assert not any(may_open(sun, sent.pk, file) for file in files)


def test_a_unit_that_had_not_signed_is_told_of_the_withdrawal(cast: Cast) -> None:
    case = submit(cast)
    accept(cast, case, MONDAY)
    assign(cast, case, MONDAY)
    end_by(cast, case, Verb.WITHDRAW)
    for user in (cast.sun, cast.zhou):
        assert "诉求已撤回，不用再办" in told(user, case), user


def test_a_recall_leaves_alone_what_ended_in_an_earlier_life(cast: Cast) -> None:
    case = levels.county_case(cast)
    steps.assign(case, steps.Hands(cast.qin_lan, cast.housing, cast.ma))
    steps.sign(case, cast.ma)
    with open_case(case.pk, by=person(cast.qin_lan)) as work:
        escalating.escalate(work, reason="涉及跨县河道")
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        escalating.take_up(work)
    before = list(Assignment.objects.filter(case=case).values_list("sheet", "state"))
    assert AssignmentState.CLOSED in dict(before).values()
    steps.assign(case, steps.by_power(cast))
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        handling.recall(work, reason="派错了")
    after = dict(Assignment.objects.filter(case=case).values_list("sheet", "state"))
    assert [(sheet, after[sheet]) for sheet, _state in before] == before
    assert set(after.values()) == {AssignmentState.CLOSED, AssignmentState.RECALLED}


# Topics ---------------------------------------------------------------------------------------


def topic_of(cast: Cast) -> Topic:
    return topics.open_topic(
        office=cast.city_office, title="园区电压不稳", by=person(cast.he_fan), now=MONDAY
    )


def bundle(cast: Cast, case: Case, topic: Topic) -> None:
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        topics.bundle(work, topic=topic)


def test_in_a_topic_a_case_goes_on_by_itself_and_comes_out_as_it_was(cast: Cast) -> None:
    case, topic = in_progress(cast), topic_of(cast)
    bundle(cast, case, topic)
    bundled = now_of(case)
    assert (bundled.topic, bundled.nature, bundled.state) == (topic, Nature.COMMON, "in_progress")
    assert Clock.objects.filter(case=case, clock="resolve", stopped_at=None).exists()
    with pytest.raises(NotNow, match="先移出"):
        bundle(cast, case, topic)
    with open_case(case.pk, by=person(cast.he_fan), now=TUESDAY) as work:
        topics.unbundle(work, reason="只此一家")
    out = now_of(case)
    assert (out.topic, out.nature) == (None, Nature.INDIVIDUAL)
    with pytest.raises(NotNow), open_case(case.pk, by=person(cast.he_fan)) as work:
        topics.unbundle(work, reason="再移")


def test_the_ledger_is_narrowed_by_topic_and_each_sees_their_own_of_it(cast: Cast) -> None:
    case, other, topic = in_progress(cast), submit(cast), topic_of(cast)
    for each in (case, other):
        bundle(cast, each, topic)
    office, unit = person(cast.he_fan).scope, person(cast.sun).scope
    assert set(ledger(office, Filters(topic=topic.pk), TUESDAY)) == {case, other}
    assert list(cases_in_topic(unit, topic)) == [case]
    assert [row.seen_cases for row in topics_seen(office)] == [2]  # type: ignore[attr-defined]
    assert [row.seen_cases for row in topics_seen(unit)] == [1]  # type: ignore[attr-defined]
    for stranger in (cast.qin_lan, cast.ma, cast.yu_registrar):
        assert not topics_seen(person(stranger).scope).exists()


def test_a_topic_is_opened_changed_closed_and_opened_again_by_its_office(cast: Cast) -> None:
    topic, by = topic_of(cast), person(cast.shen_jing)
    topics.change_topic(topic=topic, title="园区电压波动", summary="五家企业", by=by)
    topics.close_topic(topic=topic, outcome="新建开闭所", by=by, now=TUESDAY)
    with pytest.raises(NotNow):
        topics.close_topic(topic=topic, outcome="再结束", by=by)
    with pytest.raises(NotValid, match="已经结束"):
        bundle(cast, submit(cast), Topic.objects.get())
    topics.reopen_topic(topic=topic, reason="又有企业反映", by=by)
    with pytest.raises(NotNow):
        topics.reopen_topic(topic=topic, reason="再开", by=by)
    kinds = Event.objects.filter(object_type="topic").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["topic.added", "topic.changed", "topic.closed", "topic.reopened"]
    with pytest.raises(NotValid):
        topics.open_topic(office=cast.city_office, title="园区电压波动", by=by)
    with pytest.raises(NotValid):
        topics.close_topic(topic=topic, outcome=" ", by=by)


def test_other_offices_and_units_keep_their_hands_off(cast: Cast) -> None:
    topic = topic_of(cast)
    for stranger in (cast.qin_lan, cast.sun, cast.lu_yuan, cast.zhao):
        with pytest.raises(NotYours):
            topics.change_topic(topic=topic, title="x", summary="", by=person(stranger))
        with pytest.raises(NotYours):
            topics.open_topic(office=cast.city_office, title="y", by=person(stranger))
    own = topics.open_topic(office=cast.county_office, title="排水", by=person(cast.qin_lan))
    with pytest.raises(NotValid, match="本级台账"):
        bundle(cast, submit(cast), own)


# The end with grounds -------------------------------------------------------------------------


def second_round(cast: Cast, verdict: Verdict = Verdict.NOT_SOLVED) -> Case:
    """The firm was not content twice."""
    case = completed(cast)
    at = MONDAY + timedelta(days=4)
    judge(cast, case, Verdict.NOT_SOLVED, at)
    answer(cast, case, at + timedelta(hours=1))
    complete(cast, case, at + timedelta(hours=2))
    case = now_of(case)
    # The scheme reopens twice by itself; the office has judged the second otherwise.
    judge(cast, case, verdict, at + timedelta(hours=3))
    return now_of(case)


def judge(cast: Cast, case: Case, verdict: Verdict, at: object) -> None:
    with open_case(case.pk, by=person(cast.zhao), now=at) as work:  # type: ignore[arg-type]
        closing.rate(
            work, verdict=verdict, satisfaction=Satisfaction.DISSATISFIED, comment="还不行"
        )


def terminate(cast: Cast, case: Case) -> None:
    with open_case(case.pk, by=person(cast.lu_yuan), now=MONDAY + timedelta(days=9)) as work:
        ending.terminate(
            work, organ="许昌市活动办", ground="已两轮办理，诉求超出法定供电范围",
            where_to_go="可向能源监管机构申诉",
        )  # fmt: skip


def test_after_the_second_round_it_ends_with_grounds_and_may_be_taken_up_again(
    cast: Cast,
) -> None:
    case = second_round(cast, Verdict.PARTLY)
    terminate(cast, case)
    case = now_of(case)
    assert (case.state, case.closed_at) == (State.TERMINATED, MONDAY + timedelta(days=9))
    assert not Clock.objects.filter(case=case, stopped_at=None).exists()
    file = case_file(person(cast.zhao), case.pk)
    assert file is not None
    assert file.next_step.what is Ahead.TERMINATED
    assert note_of(file.moments[-1]).endswith("\n已两轮办理，诉求超出法定供电范围")
    with pytest.raises(NotNow), open_case(case.pk, by=person(cast.zhao)) as work:
        closing.reopen(work, reason="不服")
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.reopen(work, reason="政策有变")
    case = now_of(case)
    assert (case.state, case.round, case.refusal_ground) == (State.IN_PROGRESS, 3, "")


def test_not_before_the_second_round_nor_against_a_content_firm_nor_without_grounds(
    cast: Cast,
) -> None:
    first = completed(cast)
    with pytest.raises(NotNow, match="还没有评价"):
        terminate(cast, first)
    judge(cast, first, Verdict.PARTLY, MONDAY + timedelta(days=4))
    with pytest.raises(NotNow, match="两轮"):
        terminate(cast, first)
    content = second_round(cast, Verdict.SOLVED)
    with pytest.raises(NotNow, match="应销号"):
        terminate(cast, content)
    case = second_round(cast, Verdict.PARTLY)
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.lu_yuan)) as work:
        ending.terminate(work, organ="许昌市活动办", ground=" ", where_to_go="法院")
    for stranger in (cast.he_fan, cast.shen_jing, cast.sun, cast.zhao, cast.qin_lan):
        with pytest.raises(NotYours), open_case(case.pk, by=person(stranger)) as work:
            ending.terminate(work, organ="x", ground="x", where_to_go="x")
