"""日程: arranged once, comes round by itself; late, twice or after a stop never told twice."""

from datetime import datetime, time, timedelta

import pytest

from tests.cast import LONG_AGO, Cast, person
from tests.scenes import cases
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.ledgers.cases.enums import State
from zhuqi.mechanisms.leader_visits import actions as leader_visits
from zhuqi.mechanisms.liaison.models import Visit
from zhuqi.mechanisms.rhythm import actions, queries
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmKind, RhythmState
from zhuqi.mechanisms.rhythm.models import Rhythm, RhythmNote, RhythmRun

K = RhythmKind
# MONDAY is one at half past nine; the week before it is arranged.
BEFORE = MONDAY - timedelta(days=3)


def arranged(
    cast: Cast, kind: RhythmKind = K.LETTER, days: str = "1", pace: Pace = Pace.WEEKLY
) -> Rhythm:
    return actions.begin(
        office=cast.city_office, kind=kind, pace=pace, days=days, at=time(8, 30),
        by=person(cast.he_fan), now=BEFORE,
    )  # fmt: skip


def act(row: Rhythm, by: User, verb: object, now: datetime = BEFORE, **given: object) -> None:
    with actions.RHYTHMS.open(row.pk, by=person(by), now=now) as change:
        verb(change, **given)  # type: ignore[operator]
    row.refresh_from_db()


def led(cast: Cast, by: User | None = None) -> None:
    """田市长, or another, looks after 钻石公司."""
    LiaisonLink.objects.create(
        enterprise=cast.diamond, official=(by or cast.mayor).official, since=LONG_AGO.date(),
        kind=LiaisonKind.LEADER,
    )  # fmt: skip


def test_on_monday_each_leader_is_told_of_their_firms_once(cast: Cast) -> None:
    led(cast)
    cases.case_in(cast, State.IN_PROGRESS)
    row = arranged(cast)
    assert queries.next_day(row, BEFORE) == MONDAY.date()
    assert [actions.run_due(MONDAY) for _ in range(2)] == [1, 0]
    note = RhythmNote.objects.get()
    assert (note.user, note.firms, note.open) == (cast.mayor, 1, 1)
    drain()
    [message] = Message.objects.filter(user=cast.mayor)
    assert message.title == "本周调研提示：您联系的企业有 1 件诉求在办"
    assert cast.diamond.name not in message.body
    event = Event.objects.get(kind="rhythm.run")
    assert (event.facts["day"], event.facts["people"]) == (MONDAY.date().isoformat(), 1)
    assert queries.next_day(row, MONDAY) == MONDAY.date() + timedelta(days=7)


def test_who_does_not_read_the_ledger_is_told_nothing_of_a_confidential_case(cast: Cast) -> None:
    led(cast, cast.head_zheng)
    case = cases.case_in(cast, State.IN_PROGRESS)
    type(case).objects.filter(pk=case.pk).update(confidential=True)
    arranged(cast)
    actions.run_due(MONDAY)
    assert RhythmNote.objects.get().open == 0


def test_a_working_day_asks_officials_and_says_who_went(cast: Cast) -> None:
    arranged(cast, K.WORK_DAY)
    actions.run_due(MONDAY)
    note = RhythmNote.objects.get()
    assert (note.user, note.firms) == (cast.lin, 1)
    assert queries.results([note], person(cast.he_fan).scope) == {note.pk: 0}
    Visit.objects.create(
        enterprise=cast.diamond, visitor=cast.lin, day=MONDAY.date(), state="made", purpose="x"
    )
    assert queries.results([note], person(cast.he_fan).scope) == {note.pk: 1}


def test_units_report_progress_and_it_is_counted(cast: Cast) -> None:
    case = cases.case_in(cast, State.IN_PROGRESS)
    arranged(cast, K.PROGRESS)
    actions.run_due(MONDAY)
    told = {one.user.name: one.open for one in RhythmNote.objects.select_related("user")}
    assert told == {"周工": 1, "小吴": 1}
    drain()
    assert Message.objects.filter(user=cast.zhou, title__startswith="请报送 1 件").exists()
    note = RhythmNote.objects.get(user=cast.zhou)
    assert queries.results([note], person(cast.he_fan).scope) == {note.pk: 0}
    assert case.state == State.IN_PROGRESS


def test_what_was_missed_is_made_up_for_once_if_it_is_not_long_ago(cast: Cast) -> None:
    led(cast)
    arranged(cast)
    late = MONDAY + timedelta(days=3)
    assert actions.run_due(late) == 1
    assert RhythmRun.objects.get().day == MONDAY.date()
    # Three weeks without a worker: one letter, of the last Monday, and none of the others.
    assert actions.run_due(late + timedelta(days=21)) == 1
    days = [run.day for run in RhythmRun.objects.order_by("day")]
    assert days == [MONDAY.date(), MONDAY.date() + timedelta(days=21)]
    # And with the clock set back none again.
    assert actions.run_due(late) == 0


def test_before_its_time_and_while_it_is_paused_it_does_not_come(cast: Cast) -> None:
    row = arranged(cast)
    assert actions.run_due(MONDAY.replace(hour=8, minute=29)) == 0
    act(row, cast.he_fan, actions.pause)
    assert actions.run_due(MONDAY) == 0
    assert queries.next_day(row, MONDAY) is None
    # Resumed after its time: the day that was missed meanwhile is not made up for.
    act(row, cast.he_fan, actions.resume, now=MONDAY)
    assert actions.run_due(MONDAY + timedelta(minutes=5)) == 0
    assert actions.run_due(MONDAY + timedelta(days=7)) == 1


def test_other_days_hold_from_now_on(cast: Cast) -> None:
    row = arranged(cast)
    act(row, cast.shen_jing, actions.revise, pace=Pace.MONTHLY, days="20、10", at=time(9, 0))
    assert (row.days, row.pace) == ("10,20", Pace.MONTHLY)
    with pytest.raises(NotValid, match="1 到 28"):
        act(row, cast.he_fan, actions.revise, pace=Pace.MONTHLY, days="31", at=time(9, 0))


def test_one_of_a_kind_by_the_office_alone(cast: Cast) -> None:
    row = arranged(cast)
    with pytest.raises(NotValid, match="已经安排了"):
        arranged(cast)
    for user in (cast.lu_yuan, cast.qin_lan, cast.zhou, cast.mayor):
        with pytest.raises(NotYours):
            act(row, user, actions.pause)
        with pytest.raises(NotYours):
            actions.begin(
                office=cast.city_office, kind=K.PROGRESS, pace=Pace.WEEKLY, days="3",
                at=time(14, 30), by=person(user),
            )  # fmt: skip
    with pytest.raises(NotNow):
        act(row, cast.he_fan, actions.resume)
    assert row.state == RhythmState.RUNNING


def test_ones_own_is_seen_and_the_offices_by_the_office(cast: Cast) -> None:
    arranged(cast, K.WORK_DAY)
    actions.run_due(MONDAY)
    for user, sees in (
        (cast.lin, True), (cast.he_fan, True), (cast.mayor, True), (cast.zhou, False),
        (cast.qin_lan, False), (cast.zhao, False), (cast.system_admin, False),
    ):  # fmt: skip
        assert queries.notes(person(user).scope).exists() is sees, user


def test_at_the_weekend_leaders_are_asked_for_their_plans_and_each_reads_the_answers_they_may(
    cast: Cast,
) -> None:
    arranged(cast, K.PLANS, days="6")
    saturday = MONDAY + timedelta(days=5)
    assert [actions.run_due(saturday) for _ in range(2)] == [1, 0]
    note = RhythmNote.objects.get()
    assert note.user == cast.mayor
    drain()
    assert Message.objects.filter(user=cast.mayor, title="请报下周调研计划").exists()
    leader_visits.plan(
        office=cast.city_office, leader=cast.mayor, day=saturday.date() + timedelta(days=4),
        purpose="看二期", firms=[cast.diamond], route="", attends="", may_ask="",
        readers=[cast.shen_jing], by=person(cast.mayor), now=saturday,
    )  # fmt: skip
    for reader, n in ((cast.mayor, 1), (cast.shen_jing, 1), (cast.he_fan, 0)):
        assert queries.results([note], person(reader).scope) == {note.pk: n}
