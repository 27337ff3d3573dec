"""企业服务日: arranged, firms asked, what they say settled or turned into cases."""

from datetime import time, timedelta
from typing import Any

import pytest

from tests.cast import Cast, person
from tests.scenes.life import MONDAY
from tests.scenes.service_days import THURSDAY, act, arranged, heard, held, invited
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions import days, words
from zhuqi.mechanisms.service_days.enums import DayState, GuestState, WordState
from zhuqi.mechanisms.service_days.models import ServiceDay, ServiceWord
from zhuqi.mechanisms.service_days.notifications import remind_of_days

NEED = {"title": "夜里电压低", "body": "冲压机停机", "wish": "", "reporter_name": "赵总",
        "reporter_phone": "13800000001"}  # fmt: skip


def titles(cast: Cast) -> list[str]:
    drain()
    return list(
        Message.objects.filter(user=cast.zhao).order_by("pk").values_list("title", flat=True)
    )


def test_a_few_topics_on_a_day_of_its_own(cast: Cast) -> None:
    day = arranged(cast)
    assert (day.state, day.topic_lines) == (DayState.PLANNED, ["用工", "用电"])
    asked: dict[str, Any] = {
        "at": time(15),
        "place": "会议中心",
        "by": person(cast.he_fan),
        "now": MONDAY,
    }
    tomorrow = MONDAY.date() + timedelta(days=1)
    for wrong, topics, when in (
        ("已经安排了企业服务日", "用工", day.day),
        ("不能早于今天", "用工", tomorrow - timedelta(days=2)),
        ("最多 5 个", "\n".join("一二三四五六"), tomorrow),
        ("最多 60 字", "很" * 61, tomorrow),
        ("请填写议题", "  \n", tomorrow),
    ):
        with pytest.raises(NotValid, match=wrong):
            days.arrange(office=cast.city_office, day=when, topics=topics, **asked)
    for stranger in (cast.zhou, cast.qin_lan, cast.lin, cast.zhao):
        with pytest.raises(NotYours):
            arranged(cast, by=stranger)


def test_firms_are_asked_by_tick_and_by_name_and_told_once(cast: Cast) -> None:
    day = invited(cast)
    assert titles(cast) == ["请您参加11月19日的企业服务日"]
    for names, said in (("没有的公司", "没有这家企业"), ("", "还没有邀请的企业")):
        with pytest.raises(NotValid, match=said):
            act(day, cast.he_fan, days.invite, firms=[], names=names)
    other = Enterprise.objects.create(
        name="许昌大成公司", region=cast.city, office=cast.city_office, uscc="91411000MA0000009X"
    )
    act(day, cast.he_fan, days.invite, firms=[cast.diamond], names=f"{other.name}\n{other.name}")
    assert set(day.guests.values_list("enterprise", flat=True)) == {cast.diamond.pk, other.pk}
    assert len(titles(cast)) == 1
    act(day, cast.he_fan, days.revise, day=day.day + timedelta(days=1), at=time(9), place="厂里",
        topics="用工")  # fmt: skip
    assert titles(cast)[1:] == ["企业服务日改在11月20日"]


def test_a_firm_answers_for_itself_until_the_day(cast: Cast) -> None:
    day = invited(cast)
    said: dict[str, Any] = {"enterprise": cast.diamond, "coming": True, "question": "怎么增容"}
    with pytest.raises(NotValid, match="谁来参加"):
        act(day, cast.zhao, days.reply, attendee=" ", **said)
    act(day, cast.zhao, days.reply, attendee="赵总", **said)
    guest = day.guests.get()
    assert (guest.state, guest.attendee, guest.question) == (GuestState.COMING, "赵总", "怎么增容")
    for other in (cast.feng, cast.he_fan):
        with pytest.raises(NotYours):
            act(day, other, days.reply, attendee="x", **said)
    act(day, cast.he_fan, days.hold, now=THURSDAY)
    with pytest.raises(NotNow):
        act(day, cast.zhao, days.reply, attendee="赵总", **said, now=THURSDAY)


def test_it_is_held_on_its_day_and_ends_when_everything_said_is_settled(cast: Cast) -> None:
    with pytest.raises(NotNow, match="还没有邀请企业"):
        act(arranged(cast), cast.he_fan, days.hold, now=THURSDAY)
    ServiceDay.objects.update(state=DayState.CANCELLED)
    day = invited(cast)
    with pytest.raises(NotValid, match="还没有到举办日期"):
        act(day, cast.he_fan, days.hold)
    act(day, cast.he_fan, days.hold, now=THURSDAY)
    word = heard(cast, day)
    with pytest.raises(NotNow, match="还有 1 条发言"):
        act(day, cast.he_fan, days.end, summary="开完了", now=THURSDAY)
    act(word, cast.he_fan, words.keep, reason="企业暂不同意登记", now=THURSDAY)
    act(day, cast.he_fan, days.end, summary="来了一家", now=THURSDAY)
    assert day.state == DayState.ENDED
    # It agrees later.
    case = act(word, cast.he_fan, words.raise_case, consent=True, now=THURSDAY, **NEED)
    assert (word.state, case.channel, case.state) == (WordState.RAISED, "talks", State.SUBMITTED)


def test_what_is_said_belongs_to_a_topic_and_a_firm_of_the_ledger(cast: Cast) -> None:
    day = held(cast)
    for given, said in (
        ({"topic": "税收"}, "一个议题"), ({"solved": True}, "怎样答复"), ({"body": ""}, "说了什么"),
        ({"enterprise": cast.shoes}, "本级台账"),
    ):  # fmt: skip
        with pytest.raises(NotValid, match=said):
            heard(cast, day, **given)
    assert not ServiceWord.objects.exists()
    solved = heard(cast, day, answer="明天去看", solved=True)
    assert solved.state == WordState.SOLVED
    with pytest.raises(NotNow):
        act(solved, cast.he_fan, words.settle, answer="再答")


def test_without_consent_there_is_no_case_and_never_two(cast: Cast) -> None:
    word = heard(cast)
    with pytest.raises(NotValid, match="企业同意"):
        act(word, cast.he_fan, words.raise_case, consent=False, now=THURSDAY, **NEED)
    act(word, cast.he_fan, words.raise_case, consent=True, now=THURSDAY, **NEED)
    with pytest.raises(NotNow):
        act(word, cast.he_fan, words.raise_case, consent=True, now=THURSDAY, **NEED)


def test_of_a_case_that_may_leave_no_copy_the_word_keeps_none_either(cast: Cast) -> None:
    word = heard(cast)
    case = act(word, cast.he_fan, words.raise_case, consent=True, now=THURSDAY, **NEED)
    erase_content(case.pk, by=person(cast.lu_yuan).actor, reason="密封移送")
    word.refresh_from_db()
    assert word.body == "（内容已销毁）"
    said = Event.objects.filter(object_type="service_word", object_id=word.pk)
    assert not any("电压" in str(one.private) for one in said)


def test_each_sees_their_own(cast: Cast) -> None:
    word = heard(cast)
    for user, sees in (
        (cast.he_fan, True), (cast.zhao, True), (cast.feng, False), (cast.qin_lan, False),
        (cast.zhou, False),
    ):  # fmt: skip
        scope = person(user).scope
        assert queries.words(scope).filter(pk=word.pk).exists() is sees, user.name
        assert queries.days(scope).filter(pk=word.service_day_id).exists() is sees, user.name


def test_who_has_not_declined_is_reminded_once_and_told_when_it_is_called_off(cast: Cast) -> None:
    day = invited(cast)
    # Both of the firm's people.
    assert [remind_of_days(MONDAY + timedelta(days=2)) for _ in range(2)] == [2, 0]
    act(day, cast.he_fan, days.cancel, reason="会场停电")
    assert titles(cast)[-1] == "11月19日的企业服务日取消"
    assert remind_of_days(THURSDAY) == 0
