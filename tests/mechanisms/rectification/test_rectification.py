"""专项整治: entered, worked on, proven, struck off; by whom, and seen by whom."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes import inspections as scenes
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices.leaving import Leaving
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.search.queries import matching
from zhuqi.mechanisms.inspections.enums import FindingState
from zhuqi.mechanisms.inspections.models import Finding
from zhuqi.mechanisms.rectification import actions, queries
from zhuqi.mechanisms.rectification.enums import RectificationState, RectificationVerb
from zhuqi.mechanisms.rectification.models import Rectification
from zhuqi.mechanisms.rectification.notifications import NOTICES, remind_of_problems
from zhuqi.mechanisms.rectification.searching import RECTIFICATION_TEXTS

S, V = RectificationState, RectificationVerb
TODAY = MONDAY.date()
DUE = TODAY + timedelta(days=20)


def entered(
    cast: Cast, *, unit: Unit | None = None, finding: Finding | None = None, due: date = DUE
) -> Rectification:
    """By 何帆."""
    return actions.enter(
        office=cast.city_office, unit=unit or cast.industry, finding=finding,
        problem="走访记录不全，走过场。", measure="逐户补记，月底前回头看。", post="分管副局长",
        due=due, by=person(cast.he_fan), now=MONDAY,
    )  # fmt: skip


def act(
    row: Rectification,
    by: Person,
    verb: RectificationVerb,
    now: datetime = MONDAY,
    **typed: object,
) -> None:
    """As a page does it."""
    doing = {
        V.REVISE: actions.revise, V.PROGRESS: actions.report, V.PROVE: actions.prove,
        V.CLOSE: actions.close, V.RETURN: actions.send_back, V.REOPEN: actions.reopen,
        V.VOID: actions.void,
    }  # fmt: skip
    with actions.RECTIFICATIONS.open(row.pk, by=by, now=now) as change:
        doing[verb](change, **typed)  # type: ignore[operator]
    row.refresh_from_db()


def seen(row: Rectification, *users: User) -> list[bool]:
    return [queries.rectifications(person(one).scope).filter(pk=row.pk).exists() for one in users]


def test_entered_reported_proven_returned_and_struck_off(cast: Cast) -> None:
    row, unit, reviewer = entered(cast), person(cast.zhou), person(cast.shen_jing)
    act(row, unit, V.PROGRESS, text="已补记二十户。")
    with pytest.raises(NotNow, match="先申请销号"):
        act(row, reviewer, V.CLOSE, reason="好")
    act(row, unit, V.PROVE, proof="全部补记。")
    with pytest.raises(NotYours):
        act(row, person(cast.he_fan), V.CLOSE, reason="好")
    act(row, reviewer, V.RETURN, reason="抽查三户还缺", due=DUE + timedelta(days=5))
    assert (row.state, row.proven_at, row.due) == (S.OPEN, None, DUE + timedelta(days=5))
    act(row, unit, V.PROVE, proof="又补了三户。")
    act(row, reviewer, V.CLOSE, reason="抽查十户，都有记录")
    assert Rectification.objects.filter(queries.on_time()).get() == row
    with pytest.raises(NotNow):
        act(row, reviewer, V.CLOSE, reason="再来")
    act(row, reviewer, V.REOPEN, reason="又走过场", due=DUE + timedelta(days=30))
    assert (row.state, row.closed_at) == (S.OPEN, None)
    log = [e.kind.rpartition(".")[2] for e in Event.objects.filter(object_type=actions.OBJECT)]
    assert log == ["enter", "progress", "prove", "return", "prove", "close", "reopen"]


def test_what_is_late_is_what_is_not_proven_after_its_last_day(cast: Cast) -> None:
    row = entered(cast, due=TODAY)
    assert not Rectification.objects.filter(queries.late(TODAY)).exists()
    after = MONDAY + timedelta(days=1)
    assert Rectification.objects.filter(queries.late(after.date())).exists()
    act(row, person(cast.zhou), V.PROVE, after, proof="改了。")
    act(row, person(cast.lu_yuan), V.CLOSE, after, reason="看过了")
    assert not Rectification.objects.filter(queries.late(after.date())).exists()
    assert not Rectification.objects.filter(queries.on_time()).exists()


def test_the_unit_is_reminded_before_its_last_day_and_once_it_is_late(cast: Cast) -> None:
    row = entered(cast, due=TODAY + timedelta(days=3))
    assert remind_of_problems(MONDAY) == 0
    tuesday, saturday, late = (MONDAY + timedelta(days=n) for n in (1, 5, 7))
    assert remind_of_problems(tuesday) == 3
    assert remind_of_problems(tuesday + timedelta(hours=1)) == 0
    assert remind_of_problems(saturday) == 0
    assert remind_of_problems(late) == 3
    titles = Message.objects.order_by("pk").values_list("title", flat=True)
    assert list(dict.fromkeys(titles)) == ["一个专项整治问题即将到期", "一个专项整治问题已经逾期"]
    leaving = Leaving(cast.zhou, row.unit_id, {"row": row.pk, "word": "over"}, late)
    assert NOTICES.recheck(leaving).why_not == ""
    act(row, person(cast.zhou), V.PROVE, late, proof="改了。")
    assert remind_of_problems(late + timedelta(days=1)) == 0
    # One still on its way to somebody's phone does not leave any more.
    assert NOTICES.recheck(leaving).why_not == "情况已变"


def test_a_finding_is_entered_once_and_about_its_own_unit(cast: Cast) -> None:
    found = scenes.finding_in(cast, FindingState.FOUND)
    with pytest.raises(NotValid, match="一致"):
        entered(cast, unit=cast.county_office, finding=found)
    row = entered(cast, finding=found)
    with pytest.raises(NotValid, match="已经列入"):
        entered(cast, finding=found)
    assert list(queries.to_enter(person(cast.he_fan).scope)) == []
    assert row.finding == found


def test_the_office_enters_its_own_units_and_its_own_failings(cast: Cast) -> None:
    for unit in (cast.power, cast.housing):
        with pytest.raises(NotValid, match="不归本活动办督促"):
            entered(cast, unit=unit)
    with pytest.raises(NotYours):
        actions.enter(
            office=cast.city_office, unit=cast.industry, finding=None, problem="x", measure="x",
            post="x", due=DUE, by=person(cast.qin_lan),
        )  # fmt: skip
    with pytest.raises(NotValid, match="不能早于今天"):
        entered(cast, due=TODAY - timedelta(days=1))
    own = entered(cast, unit=cast.city_office)
    act(own, person(cast.he_fan), V.PROVE, proof="改了。")
    act(own, person(cast.shen_jing), V.CLOSE, reason="看过了")
    assert own.state == S.CLOSED


def test_it_is_seen_by_its_ledger_and_its_unit_and_found_by_them_alone(cast: Cast) -> None:
    row = entered(cast)
    people = (cast.he_fan, cast.mayor, cast.inspector, cast.zhou, cast.head_zheng, cast.qin_lan,
              cast.sun, cast.lin, cast.zhao)  # fmt: skip
    assert seen(row, *people) == [True, True, True, True, True, False, False, False, False]
    hits = [
        matching(
            queries.rectifications(person(one).scope), "走过场", RECTIFICATION_TEXTS.readings
        ).exists()
        for one in (cast.zhou, cast.qin_lan)
    ]
    assert hits == [True, False]


def test_unit_and_office_are_told_as_it_stands(cast: Cast) -> None:
    row = entered(cast)
    [entry] = Event.objects.filter(object_type=actions.OBJECT)
    NOTICES.notify_of(entry.pk)
    assert set(Message.objects.values_list("user__name", flat=True)) == {"周工", "小吴", "郑局长"}
    act(row, person(cast.zhou), V.PROVE, proof="改了。")
    assert NOTICES.notify_of(entry.pk) == 0
    NOTICES.notify_of(Event.objects.filter(object_type=actions.OBJECT).latest("seq").pk)
    told = Message.objects.filter(text_code="rectification.proven")
    assert set(told.values_list("user__name", flat=True)) == {"沈静", "陆远"}


def test_it_is_altered_and_dropped_with_the_reason_kept(cast: Cast) -> None:
    row = entered(cast)
    with pytest.raises(NotNow, match="刚刚被其他人更新过"):
        act_seen_before(row, cast)
    act(
        row, person(cast.he_fan), V.REVISE, problem=row.problem, measure="换个办法",
        post="局长", due=DUE,
    )  # fmt: skip
    act(row, person(cast.lu_yuan), V.VOID, reason="与另一项重复")
    assert (row.state, row.measure, row.reason) == (S.VOID, "换个办法", "与另一项重复")
    with pytest.raises(NotNow):
        act(row, person(cast.zhou), V.PROGRESS, text="还在改")


def act_seen_before(row: Rectification, cast: Cast) -> None:
    """A page that shows an older version."""
    by = person(cast.zhou)
    with actions.RECTIFICATIONS.open(row.pk, by=by, seen=row.version, now=MONDAY) as change:
        actions.report(change, text="第一次")
    with actions.RECTIFICATIONS.open(row.pk, by=by, seen=row.version, now=MONDAY) as change:
        actions.report(change, text="第二次")
