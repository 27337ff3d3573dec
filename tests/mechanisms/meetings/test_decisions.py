"""决定事项: signed for, reported, found done; settled with the case's own verb; told to firms."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.meetings import act, at_table, body, decided, item
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.contributions import other_moments
from zhuqi.ledgers.cases.enums import ObjectionOutcome, State
from zhuqi.ledgers.cases.models import Case, Objection
from zhuqi.ledgers.cases.topics.actions import bundle
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import decisions, items, meetings
from zhuqi.mechanisms.meetings.enums import DecisionKind, DecisionState, ItemState
from zhuqi.mechanisms.meetings.models import Decision, Reply
from zhuqi.mechanisms.meetings.notifications import (
    DECISION_NOTICES,
    remind_of_decisions,
    tell_firms,
)
from zhuqi.mechanisms.meetings.telling import firms_of

pytestmark = pytest.mark.django_db


def last_event(row: Decision, word: str) -> Event:
    return Event.objects.filter(object_id=row.pk, kind=f"meeting_decision.{word}").latest("seq")


def test_signed_reported_returned_and_found_done(cast: Cast) -> None:
    one = item(cast, body(cast))
    at_table(cast, one)
    with pytest.raises(NotValid, match="请选择牵头单位"):
        act(one, cast.he_fan, items.decide, kind="work", text="办", to_firm="", lead=None,
            co_units=[], due=None)  # fmt: skip
    row = decided(cast, one, co_units=[cast.power])
    assert (row.state, one.state) == (DecisionState.ISSUED, ItemState.DECIDED)
    DECISION_NOTICES.notify_of(last_event(row, "made").pk)
    told = Message.objects.filter(text_code="meetings.decided")
    assert {cast.zhou.pk, cast.sun.pk} <= set(told.values_list("user", flat=True))
    with pytest.raises(NotNow, match="已有决定"):
        decided(cast, one)
    with pytest.raises(NotYours):
        act(row, cast.sun, decisions.sign)
    act(row, cast.zhou, decisions.sign)
    act(row, cast.sun, decisions.report_progress, text="电力已配合。")
    act(row, cast.zhou, decisions.report, result="道路已接收。")
    with pytest.raises(NotYours):
        act(row, cast.he_fan, decisions.accept, reason="好")
    later = timezone.localdate() + timedelta(days=30)
    act(row, cast.shen_jing, decisions.send_back, reason="没有通车", due=later)
    act(row, cast.zhou, decisions.report, result="已经通车。")
    act(row, cast.shen_jing, decisions.accept, reason="现场看过")
    assert row.state == DecisionState.DONE
    with pytest.raises(NotNow):
        act(row, cast.shen_jing, decisions.accept, reason="再来")


def test_late_ones_are_reminded_of_once_and_stand_on_the_next_agenda(cast: Cast) -> None:
    of = body(cast)
    one = item(cast, of)
    at_table(cast, one)
    row = decided(cast, one, due=timezone.localdate())
    later = timezone.now() + timedelta(days=3)
    while not (found := remind_of_decisions(later)):
        later += timedelta(days=1)
    assert found
    assert remind_of_decisions(later) == 0
    assert list(Decision.objects.filter(queries.late(timezone.localdate(later)))) == [row]
    after = meetings.plan(
        body=of, day=timezone.localdate() + timedelta(days=9), at=time(9), place="三楼",
        subject="", by=person(cast.he_fan),
    )  # fmt: skip
    assert list(queries.left_open(after, person(cast.he_fan).scope)) == [row]
    act(row, cast.zhou, decisions.report, result="已通车。")
    act(row, cast.shen_jing, decisions.accept, reason="看过")
    assert not queries.left_open(after, person(cast.he_fan).scope).exists()


def test_a_wrong_one_is_voided_until_the_minutes_stand(cast: Cast) -> None:
    one = item(cast, body(cast))
    meeting = at_table(cast, one)
    wrong = decided(cast, one, DecisionKind.INFEASIBLE)
    act(wrong, cast.he_fan, decisions.void, reason="记错了")
    row = decided(cast, one)
    act(meeting, cast.lu_yuan, meetings.confirm)
    for verb, given in ((decisions.void, {"reason": "x"}),
                        (decisions.revise, {"text": "改", "to_firm": "", "lead": cast.power,
                                            "co_units": [], "due": row.due})):  # fmt: skip
        with pytest.raises(NotNow, match="纪要已经确认"):
            act(row, cast.he_fan, verb, **given)


@pytest.mark.parametrize(("lead", "outcome"), [("power", "reassigned"), ("industry", "upheld")])
def test_a_dispute_is_settled_with_the_decision(cast: Cast, lead: str, outcome: str) -> None:
    case = scenes.objected(cast)
    one = item(cast, body(cast), case=case)
    at_table(cast, one)
    decided(cast, one, lead=getattr(cast, lead), settle=True)
    objection = Objection.objects.get(case=case)
    assert objection.outcome == ObjectionOutcome(outcome)
    assert "市联席会议" in objection.decision
    case.refresh_from_db()
    assert not case.disputed
    moments = other_moments(case, person(cast.zhao), timezone.now(), outside=True)
    assert [(m.kind, m.text) for m in moments] == [("meeting_decision.work", "道路月底前通车。")]
    inside = other_moments(case, person(cast.he_fan), timezone.now(), outside=False)
    assert "由市工信局牵头" in inside[0].text


def test_what_can_not_be_settled_is_not_decided_either(cast: Cast) -> None:
    case = scenes.objected(cast)
    one = item(cast, body(cast), case=case)
    at_table(cast, one)
    with pytest.raises(NotValid):
        decided(cast, one, DecisionKind.POLICY, settle=True)
    decided(cast, one, lead=cast.power, settle=True)
    row = Decision.objects.get()
    act(Decision.objects.get(pk=row.pk), cast.he_fan, decisions.void, reason="重记")
    with pytest.raises(NotNow, match="诉求页"):
        decided(cast, one, settle=True)
    assert Decision.objects.exclude(state=DecisionState.VOID).count() == 0


def test_a_common_topic_is_answered_to_every_firm_once(cast: Cast) -> None:
    topic = scenes.topic(cast)
    for title in ("一", "二", "三"):
        case = scenes.case_in(cast, State.IN_PROGRESS, title=f"用电第{title}件")
        with open_case(case.pk, by=person(cast.he_fan)) as work:
            bundle(work, topic=topic)
    over = Case.objects.filter(topic=topic).order_by("pk")[0]
    Case.objects.filter(pk=over.pk).update(
        state=State.STRUCK_OFF, closed_at=timezone.now(), topic=topic
    )
    one = item(cast, body(cast), topic=topic)
    at_table(cast, one)
    row = decided(cast, one, DecisionKind.POLICY)
    act(row, cast.he_fan, decisions.tell, to_firm="政策下月出台。")
    found = firms_of(row)
    assert (len(found.told), [why for _case, why in found.barred]) == (2, ["已销号"])
    assert found.summary.startswith("2 件已回复，1 件不能")
    event = last_event(row, "tell")
    assert tell_firms(event.pk)
    assert tell_firms(event.pk) == 0
    with pytest.raises(NotValid, match="都已答复"):
        act(row, cast.he_fan, decisions.tell, to_firm="再说一遍。")
    told = Reply.objects.select_related("case").first()
    assert told is not None
    moments = other_moments(told.case, person(cast.zhao), timezone.now(), outside=True)
    assert [m.text for m in moments if m.kind == "meeting_reply"] == ["政策下月出台。"]
    assert not queries.replies(person(cast.jia).scope).exists()
