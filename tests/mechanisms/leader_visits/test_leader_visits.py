"""领导调研: planned, approved, made, followed up; and read by nobody who is not named."""

from datetime import date, timedelta

import pytest

from tests.cast import LONG_AGO, Cast, person
from tests.scenes.life import MONDAY
from tests.scenes.visits import made
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.search.queries import matching
from zhuqi.mechanisms.leader_visits import actions, queries
from zhuqi.mechanisms.leader_visits.enums import LeaderVisitState
from zhuqi.mechanisms.leader_visits.models import Demand, LeaderVisit
from zhuqi.mechanisms.leader_visits.searching import LEADER_VISIT_TEXTS
from zhuqi.mechanisms.liaison.queries import near

TODAY = MONDAY.date()
S = LeaderVisitState


def plan(cast: Cast, by: User | None = None, day: date = TODAY, **more: object) -> LeaderVisit:
    given = {
        "office": cast.city_office, "leader": cast.mayor, "day": day, "purpose": "看二期投产",
        "firms": [cast.diamond], "route": "九点出发", "attends": "工信局、供电公司",
        "may_ask": "缺多少电", "readers": [cast.shen_jing], **more,
    }  # fmt: skip
    return actions.plan(**given, by=person(by or cast.mayor), now=MONDAY)  # type: ignore[arg-type]


def do(row: LeaderVisit, by: User, verb: object, **given: object) -> None:
    with actions.LEADER_VISITS.open(row.pk, by=person(by), now=MONDAY) as change:
        verb(change, **given)  # type: ignore[operator]
    row.refresh_from_db()


def seen_by(user: User) -> int:
    return queries.leader_visits(person(user).scope).count()


def test_planned_approved_made_and_what_was_demanded_settled(cast: Cast) -> None:
    row = plan(cast)
    do(row, cast.mayor, actions.submit)
    drain()
    assert Message.objects.filter(user=cast.shen_jing, title="一份调研预案待审定").exists()
    do(row, cast.shen_jing, actions.send_back, reason="路线没写回程")
    do(row, cast.mayor, actions.submit)
    do(row, cast.shen_jing, actions.approve)
    with pytest.raises(NotValid, match="还没有到"):
        do(row, cast.mayor, actions.make, day=TODAY + timedelta(days=1), said="看了")
    do(row, cast.mayor, actions.make, day=TODAY, said="缺八百千伏安。")
    due = TODAY + timedelta(days=7)
    do(row, cast.shen_jing, actions.demand, what="一周内拿出方案", unit="供电公司", due=due)
    do(row, cast.mayor, actions.settle, demand=Demand.objects.get(), outcome="方案已报")
    assert (row.state, Demand.objects.get().outcome) == (S.MADE, "方案已报")
    with pytest.raises(NotNow, match="没有未办结"):
        do(row, cast.mayor, actions.settle, demand=Demand.objects.get(), outcome="又报")


def test_read_by_those_named_and_by_nobody_else_whatever_their_post(cast: Cast) -> None:
    row = plan(cast)
    everyone = [
        cast.zhao, cast.lin, cast.zhou, cast.head_zheng, cast.he_fan, cast.lu_yuan, cast.qin_lan,
        cast.inspector, cast.system_admin, cast.audit_admin, cast.keeper,
    ]  # fmt: skip
    assert [user.name for user in everyone if seen_by(user)] == []
    assert (seen_by(cast.mayor), seen_by(cast.shen_jing)) == (1, 1)
    with pytest.raises(NotYours):
        do(row, cast.he_fan, actions.cancel, reason="不去了")
    found = matching(
        queries.leader_visits(person(cast.he_fan).scope), "投产", LEADER_VISIT_TEXTS.readings
    )
    assert not found.exists()
    do(row, cast.mayor, actions.name, readers=[cast.he_fan])
    assert (seen_by(cast.shen_jing), seen_by(cast.he_fan), seen_by(cast.mayor)) == (0, 1, 1)
    # The log tells neither leader, day nor firm.
    [planned, named] = Event.objects.filter(object_type="leader_visit").order_by("seq")
    assert (planned.facts, named.facts) == ({"state": "drafted"}, {})


def test_who_plans_for_whom_and_what_is_refused(cast: Cast) -> None:
    with pytest.raises(NotYours):
        plan(cast, cast.zhou)
    with pytest.raises(NotValid, match="不是这一级的领导"):
        plan(cast, cast.he_fan, leader=cast.zhou)
    with pytest.raises(NotValid, match="早于今天"):
        plan(cast, day=TODAY - timedelta(days=1))
    with pytest.raises(NotValid, match="家企业"):
        plan(cast, firms=[])
    with pytest.raises(NotValid, match="不能指定"):
        plan(cast, readers=[cast.zhao])
    row = plan(cast, cast.he_fan, readers=[])
    with pytest.raises(NotNow, match="请先加上"):
        do(row, cast.he_fan, actions.submit)
    assert LeaderVisit.objects.count() == 1


def test_facts_to_hand_are_the_readers_own(cast: Cast) -> None:
    made(cast)
    row = plan(cast)
    [facts] = queries.facts_to_hand(row, person(cast.mayor), MONDAY)
    assert facts.last is None
    LiaisonLink.objects.create(
        enterprise=cast.diamond, official=cast.mayor.official, kind="leader",
        since=LONG_AGO.date(),
    )  # fmt: skip
    [facts] = queries.facts_to_hand(row, person(cast.mayor), MONDAY)
    assert facts.last is not None
    assert facts.last.said == "二期六月投产，缺电。"


def test_who_plans_a_visit_to_the_firm_learns_the_body_and_the_day_alone(cast: Cast) -> None:
    plan(cast)
    found = near(person(cast.lin), cast.diamond, TODAY)
    assert [(one.body, one.day) for one in found.elsewhere] == [("市活动办", TODAY)]
    assert not found.visits
