"""会议: planned, called, held, minuted; items put by rule and by hand; who sees them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.life import SUBMISSION
from tests.scenes.meetings import (
    act,
    at_table,
    body,
    called,
    decided,
    held,
    item,
    listed,
    planned,
)
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import Grant, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.papers.models import Series
from zhuqi.foundation.search.queries import matching
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.enums import State, Tier
from zhuqi.ledgers.cases.models import Case, Recusal, RecusalKind
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import bodies, items, meetings
from zhuqi.mechanisms.meetings.enums import (
    AdviserKind,
    Attending,
    BodyKind,
    DecisionKind,
    Ground,
    ItemState,
    MeetingState,
)
from zhuqi.mechanisms.meetings.models import Adviser, Body, Item, Meeting, Member
from zhuqi.mechanisms.meetings.notifications import ITEM_NOTICES, MEETING_NOTICES
from zhuqi.mechanisms.meetings.routing.enums import Route
from zhuqi.mechanisms.meetings.routing.schemes import ROUTES, load_routes, ways_of
from zhuqi.mechanisms.meetings.rules import order_of
from zhuqi.mechanisms.meetings.searching import item_readings

pytestmark = pytest.mark.django_db
TODAY = timedelta(0)


def sees(row: Item | Meeting | Body, *users: User) -> list[bool]:
    rows = {Item: queries.items, Meeting: queries.meetings, Body: queries.bodies}[type(row)]
    return [rows(person(one).scope).filter(pk=row.pk).exists() for one in users]


def last_event(row: Item | Meeting, kind: str) -> Event:
    return Event.objects.filter(object_id=row.pk, kind=kind).latest("seq")


def test_members_come_and_go_and_nothing_is_overwritten(cast: Cast) -> None:
    row, today = body(cast), timezone.localdate()
    with pytest.raises(NotYours):
        act(row, cast.zhou, bodies.add, units=[cast.power], since=today)
    with pytest.raises(NotValid):
        act(row, cast.he_fan, bodies.add, units=[cast.industry], since=today)
    act(row, cast.he_fan, bodies.add, units=[cast.power], since=today)
    bureau = Member.objects.get(body=row, unit=cast.industry)
    act(row, cast.he_fan, bodies.leave, member=bureau, until=today - timedelta(days=1))
    assert list(queries.members_on(row, today)) == [cast.county_office, cast.power]
    assert cast.industry in queries.members_on(row, today - timedelta(days=2))
    assert sees(row, cast.he_fan, cast.mayor, cast.zhou, cast.ma) == [True, True, True, False]


def test_the_rule_proposes_each_case_once_with_its_ground(cast: Cast) -> None:
    row = body(cast)
    disputed, major = scenes.objected(cast), scenes.submitted(cast, title="另一件")
    type(major).objects.filter(pk=major.pk).update(tier=Tier.MAJOR)
    assert act(row, cast.he_fan, bodies.propose) == 0
    act(
        row, cast.he_fan, bodies.rule, by_scheme=False,
        takes_disputed=True, takes_major=True, takes_common=1, takes_urged=3,
    )  # fmt: skip
    topic = scenes.bundled(cast).topic
    assert bodies.propose_everywhere() == 3
    assert bodies.propose_everywhere() == act(row, cast.he_fan, bodies.propose) == 0
    found = {one.ground: one for one in Item.objects.all()}
    assert found[Ground.DISPUTED].case == disputed
    assert found[Ground.MAJOR].case == major
    assert (found[Ground.COMMON].topic, found[Ground.COMMON].measured) == (topic, 1)
    act(found[Ground.MAJOR], cast.he_fan, items.refuse, reason="活动办协调即可")
    assert bodies.propose_everywhere() == 0
    act(found[Ground.DISPUTED], cast.he_fan, items.confirm)
    with pytest.raises(NotValid, match="已经是该会议机构的议题"):
        item(cast, row, case=disputed)


def test_a_body_takes_up_what_the_scheme_of_its_office_sends_there(cast: Cast) -> None:
    load_routes(by=SYSTEM)
    joint, group = body(cast), body(cast, kind=BodyKind.GROUP, name="专项小组")
    case = scenes.case_in(cast, State.IN_PROGRESS)
    type(case).objects.filter(pk=case.pk).update(tier=Tier.COMPLEX)
    case.refresh_from_db()
    for one in (joint, group):
        act(one, cast.he_fan, bodies.rule, by_scheme=True, takes_disputed=False,
            takes_major=False, takes_common=0, takes_urged=0)  # fmt: skip
    assert bodies.propose_everywhere() == 0
    ROUTES.adopt(office=cast.city_office, code="joint-meeting", by=SYSTEM)
    assert [way.route for way in ways_of(case)] == [Route.JOINT]
    assert bodies.propose_everywhere() == 1
    assert [(one.body, one.ground) for one in Item.objects.all()] == [(joint, Ground.COMPLEX)]
    ROUTES.adopt(office=cast.city_office, code="sorted-study", by=SYSTEM)
    assert {way.route for way in ways_of(case)} == {Route.GROUP, Route.ONE_PLAN}
    assert bodies.propose_everywhere() == 1
    assert Item.objects.get(body=group).case == case


def test_a_county_lends_a_case_of_the_group_until_it_is_decided(cast: Cast) -> None:
    cast.shoes.parent_group = cast.stranger_firm
    cast.shoes.save()
    of = body(cast, kind=BodyKind.CONSULTATION, name="集团会商", group=cast.stranger_firm)
    case = intake.submit(enterprise=cast.shoes, submission=SUBMISSION, by=person(cast.feng))

    def reads() -> bool:
        return Case.objects.visible_to(person(cast.he_fan).scope).filter(pk=case.pk).exists()

    with pytest.raises(NotValid, match="请填诉求编号"):
        item(cast, of, cast.qin_lan)
    with pytest.raises(NotValid, match="所属企业"):
        item(cast, of, case=scenes.submitted(cast))
    assert not reads()
    one = item(cast, of, cast.qin_lan, case=case)
    assert reads()
    # Who reads it without the firm's name would send it back without.
    Case.objects.filter(pk=case.pk).update(confidential=True)
    with pytest.raises(NotNow, match="由主管这件诉求的活动办修改"):
        act(one, cast.he_fan, items.revise, title="改过的", text="改过的")
    Case.objects.filter(pk=case.pk).update(confidential=False)
    act(one, cast.he_fan, items.confirm)
    at_table(cast, one)
    decided(cast, one, DecisionKind.DEFERRED)
    assert reads()
    at_table(cast, one)
    decided(cast, one)
    assert not reads()
    assert Grant.objects.filter(until__isnull=True).count() == 0


def test_departments_go_to_a_county_and_study_what_it_puts(cast: Cast) -> None:
    of = body(cast, kind=BodyKind.GUIDANCE, name="指导服务")
    case = intake.submit(enterprise=cast.shoes, submission=SUBMISSION, by=person(cast.feng))
    with pytest.raises(NotValid, match="指导服务的议题请填诉求编号"):
        item(cast, of, cast.qin_lan)
    one = item(cast, of, cast.qin_lan, case=case)
    assert Case.objects.visible_to(person(cast.he_fan).scope).filter(pk=case.pk).exists()
    act(one, cast.he_fan, items.confirm)
    at_table(cast, one)
    made = decided(cast, one, lead=cast.industry)
    assert made.lead == cast.industry
    assert not Case.objects.visible_to(person(cast.he_fan).scope).filter(pk=case.pk).exists()


def test_a_member_puts_an_item_and_the_office_confirms(cast: Cast) -> None:
    row = body(cast)
    mine = item(cast, row, cast.zhou)
    assert (mine.state, mine.unit) == (ItemState.PROPOSED, cast.industry)
    ITEM_NOTICES.notify_of(last_event(mine, "meeting_item.put").pk)
    assert Message.objects.filter(user=cast.he_fan, text_code="meetings.put").count() == 1
    with pytest.raises(NotYours):
        act(mine, cast.zhou, items.confirm)
    act(mine, cast.he_fan, items.confirm)
    with pytest.raises(NotNow):
        act(mine, cast.he_fan, items.refuse, reason="重复")
    with pytest.raises(NotYours):
        item(cast, row, cast.sun)
    assert sees(mine, cast.zhou, cast.mayor, cast.qin_lan, cast.sun) == [True, True, False, False]


def test_planned_called_held_and_minuted(cast: Cast) -> None:
    row = body(cast)
    first, second = item(cast, row), item(cast, row, title="第二项")
    meeting = planned(cast, row)
    listed(first, meeting, cast.he_fan)
    listed(second, meeting, cast.he_fan)
    assert sees(meeting, cast.he_fan, cast.mayor, cast.zhou) == [True, True, False]
    called(cast, meeting, cast.power)
    assert str(meeting) == f"市联席会议 {meeting.at.year} 年第 1 次会议"
    assert sees(meeting, cast.zhou, cast.qin_lan, cast.sun, cast.ma) == [True, True, True, False]
    assert sees(first, cast.zhou, cast.sun, cast.ma) == [True, True, False]
    MEETING_NOTICES.notify_of(last_event(meeting, "meeting.call").pk)
    told = set(Message.objects.filter(text_code="meetings.called").values_list("user", flat=True))
    assert {cast.zhou.pk, cast.qin_lan.pk, cast.sun.pk, cast.mayor.pk} <= told
    with pytest.raises(NotValid, match="不能参加的原因"):
        act(meeting, cast.sun, meetings.answer,
            answer=Attending.CANNOT, remark="")  # fmt: skip
    act(meeting, cast.sun, meetings.answer,
        answer=Attending.SENDS, remark="李副总")  # fmt: skip
    act(meeting, cast.he_fan, meetings.arrange, listed=[first, second], order="2,1")
    assert [line.item for line in meeting.lines.all()] == [second, first]
    held(cast, meeting)
    act(first, cast.he_fan, items.state, unit=cast.industry, statement="工信局接收。")
    decided(cast, first)
    with pytest.raises(NotNow, match="还有 1 项"):
        act(meeting, cast.lu_yuan, meetings.confirm)
    decided(cast, second, DecisionKind.DEFERRED)
    with pytest.raises(NotYours):
        act(meeting, cast.he_fan, meetings.confirm)
    act(meeting, cast.mayor, meetings.confirm)
    assert meeting.state == MeetingState.MINUTED
    assert (second.state, second.meeting, second.deferred) == (ItemState.READY, None, 1)
    first.refresh_from_db()
    with pytest.raises(NotNow, match="纪要已经确认"):
        act(first, cast.he_fan, items.state, unit=cast.industry, statement="又说。")
    assert queries.counted(person(cast.he_fan).scope, meeting.at.year)[0][1] == {
        timezone.localtime(meeting.at).month: (1, 1)
    }


def test_numbers_have_no_gaps_and_a_cancelled_meeting_frees_its_items(cast: Cast) -> None:
    row = body(cast)
    first, second, waiting = planned(cast, row), planned(cast, row), item(cast, row)
    listed(waiting, first, cast.he_fan)
    with pytest.raises(NotValid):
        act(first, cast.he_fan, meetings.call, guests=[cast.housing, cast.city_office, cast.power,
            cast.labour, cast.industry])  # fmt: skip
    called(cast, first)
    act(first, cast.he_fan, meetings.cancel, reason="并入下次")
    called(cast, second)
    assert (first.number, second.number) == (1, 2)
    assert Series.objects.get().last == 2
    waiting.refresh_from_db()
    assert (waiting.state, waiting.meeting) == (ItemState.READY, None)
    with pytest.raises(NotNow):
        act(first, cast.he_fan, meetings.cancel, reason="再取消")


def test_an_adviser_reads_what_is_put_to_them_and_writes_once(cast: Cast) -> None:
    row, today = body(cast), timezone.localdate()
    act(row, cast.he_fan, bodies.name_adviser,
        user=cast.inspector, kind=AdviserKind.LEGAL, since=today)  # fmt: skip
    one = item(cast, row)
    [adviser] = Adviser.objects.all()
    act(one, cast.he_fan, items.consult, advisers=[adviser])
    act(one, cast.inspector, items.opine, opinion="合同约定由园区养护。")
    with pytest.raises(NotNow):
        act(one, cast.inspector, items.opine, opinion="再提。")
    with pytest.raises(NotYours):
        act(one, cast.zhou, items.opine, opinion="我也提。")
    opinion = one.opinions.get()
    assert (opinion.text, opinion.given_at is not None) == ("合同约定由园区养护。", True)


def test_a_unit_complained_of_reads_nothing_and_others_read_no_firm(cast: Cast) -> None:
    row, case = body(cast), scenes.confidential(cast)
    one = item(cast, row, case=case, title="许昌钻石公司被重复检查")
    at_table(cast, one)
    told = queries.items(person(cast.qin_lan).scope).get(pk=one.pk)
    assert "钻石公司" not in told.title
    assert "钻石公司" in queries.items(person(cast.he_fan).scope).get(pk=one.pk).title
    by = {user: person(user).scope for user in (cast.he_fan, cast.qin_lan)}
    found = {
        user: matching(queries.items(scope), "钻石公司", item_readings(scope)).exists()
        for user, scope in by.items()
    }
    assert found == {cast.he_fan: True, cast.qin_lan: False}
    Recusal.objects.create(
        case=case, unit=cast.industry, kind=RecusalKind.COMPLAINED_OF, at=timezone.now(), by="x"
    )
    assert sees(one, cast.zhou, cast.qin_lan) == [False, True]
    erase_content(case.pk, by=SYSTEM, reason="保密要求")
    one.refresh_from_db()
    assert "钻石公司" not in f"{one.title}{one.text}"


def test_an_order_names_each_place_once() -> None:
    assert order_of("", 2) == ("", [0, 1])
    assert order_of("2、1", 2) == ("", [1, 0])
    assert order_of("1,1", 2)[0]
