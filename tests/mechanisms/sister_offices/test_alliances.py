"""活动办联动: set up, joined by each office's own word, left, ended; nothing overwritten."""

from datetime import timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes import sisters
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.actions import alliances
from zhuqi.mechanisms.sister_offices.enums import AllianceState, AllianceVerb
from zhuqi.mechanisms.sister_offices.handlers import notify_members
from zhuqi.mechanisms.sister_offices.models import Alliance, AllianceMember

V = AllianceVerb
TODAY = MONDAY.date()
DOING = {
    V.JOIN: alliances.join, V.INVITE: alliances.invite, V.LEAVE: alliances.leave,
    V.REVISE: alliances.revise, V.END: alliances.end,
}  # fmt: skip


def act(row: Alliance, user: User, verb: AllianceVerb, **typed: object) -> None:
    with alliances.ALLIANCES.open(row.pk, by=person(user), now=MONDAY) as change:
        DOING[verb](change, **typed)  # type: ignore[operator]
    row.refresh_from_db()


def test_only_an_offices_own_word_makes_it_a_sister(cast: Cast) -> None:
    both = sisters.allied(cast, joined=False)
    for stranger in (cast.shen_jing, cast.qin_lan, both.miao):
        with pytest.raises(NotYours):
            act(both.alliance, stranger, V.JOIN)
    act(both.alliance, both.bai, V.JOIN)
    found = queries.sisters_of([cast.city_office.pk, both.office.pk], TODAY)
    assert {office: set(one) for office, one in found.items()} == {
        cast.city_office.pk: {both.office.pk}, both.office.pk: {cast.city_office.pk},
    }  # fmt: skip
    with pytest.raises(NotYours):
        act(both.alliance, both.miao, V.LEAVE, reason="不去了")


def test_it_is_made_within_one_place_by_who_answers_for_an_office(cast: Cast) -> None:
    office = sisters.second_office(cast)

    def enter(user: User, **other: object) -> Alliance:
        given = {
            "keeper": cast.city_office, "name": "三办联动", "source": "会议纪要", "since": TODAY,
            "until": None, "offices": [office], **other,
        }  # fmt: skip
        return alliances.enter(**given, by=person(user), now=MONDAY)  # type: ignore[arg-type]

    for user in (cast.he_fan, cast.qin_lan, cast.mayor, cast.zhou, cast.zhao):
        with pytest.raises(NotYours):
            enter(user)
    for wrong, why in (
        ({"offices": [cast.county_office]}, "不是同一地方"),
        ({"offices": [cast.industry, office]}, "不是同一地方"),
        ({"offices": []}, "请选择一起联动"),
        ({"offices": [cast.city_office]}, "请选择一起联动"),
        ({"until": TODAY - timedelta(days=1)}, "不能早于"),
        ({"name": "  "}, "请填写名称"),
        ({"source": "依" * 201}, "最多 200 字"),
    ):
        with pytest.raises(NotValid, match=why):
            enter(cast.shen_jing, **wrong)
    assert not AllianceMember.objects.exists()
    assert enter(cast.lu_yuan).members.count() == 2


def test_who_leaves_takes_its_own_and_comes_back_by_a_row_of_its_own(cast: Cast) -> None:
    both = sisters.allied(cast)
    row = sisters.shared(cast, both, sisters.accepted_by(cast.he_fan, cast))
    with pytest.raises(NotYours):
        act(both.alliance, cast.shen_jing, V.LEAVE, reason="不办了")
    act(both.alliance, both.bai, V.LEAVE, reason="机构改革")
    row.refresh_from_db()
    assert row.state == "ended"
    assert not Case.objects.visible_to(person(both.bai).scope).exists()
    with pytest.raises(NotYours):
        act(both.alliance, both.bai, V.JOIN)
    act(both.alliance, cast.shen_jing, V.INVITE, offices=[both.office])
    with pytest.raises(NotValid, match="请选择一起联动"):
        act(both.alliance, cast.shen_jing, V.INVITE, offices=[both.office])
    act(both.alliance, both.bai, V.JOIN)
    times = both.alliance.members.filter(office=both.office).order_by("pk")
    assert [(one.joined_at is not None, one.left_at is None) for one in times] == [
        (True, False), (True, True),
    ]  # fmt: skip


def test_ended_it_joins_nobody_any_more(cast: Cast) -> None:
    both = sisters.allied(cast)
    with pytest.raises(NotYours):
        act(both.alliance, both.bai, V.END, reason="完了")
    with pytest.raises(NotValid, match="请填写原因"):
        act(both.alliance, cast.shen_jing, V.END, reason=" ")
    act(both.alliance, cast.shen_jing, V.END, reason="专项行动结束")
    assert (both.alliance.state, both.alliance.until) == (AllianceState.ENDED, TODAY)
    assert queries.sisters_of([cast.city_office.pk], TODAY) == {}
    with pytest.raises(NotNow):
        act(both.alliance, cast.shen_jing, V.END, reason="再来")
    # It stays to be read by both.
    seen = [queries.alliances(person(one).scope).exists() for one in (cast.he_fan, both.miao)]
    assert seen == [True, True]
    assert not queries.alliances(person(cast.qin_lan).scope).exists()


def test_an_alliance_of_next_month_does_nothing_today(cast: Cast) -> None:
    both = sisters.allied(cast)
    Alliance.objects.filter(pk=both.alliance.pk).update(since=TODAY + timedelta(days=20))
    assert queries.sisters_of([both.office.pk], TODAY) == {}
    assert queries.sisters_of([both.office.pk], TODAY + timedelta(days=20))


def test_who_is_asked_is_told(cast: Cast) -> None:
    both = sisters.allied(cast, joined=False)
    scope = person(both.bai).scope
    assert Alliance.objects.visible_to(scope).filter(queries.to_join(scope)).exists()
    entered = Event.objects.get(kind=f"{alliances.OBJECT}.{alliances.ENTER}")
    notify_members({"event": entered.pk})
    assert [one.user_id for one in Message.objects.all()] == [both.bai.pk]
    act(both.alliance, both.bai, V.JOIN)
    joined = Event.objects.get(kind=f"{alliances.OBJECT}.{V.JOIN}")
    notify_members({"event": joined.pk})
    told = Message.objects.exclude(user=both.bai).values_list("user_id", flat=True)
    assert set(told) == {cast.shen_jing.pk, cast.lu_yuan.pk}
