"""信息直通车: written, answered, turned into a case in one tap, passed on; nothing gets stuck."""

from datetime import timedelta

import pytest

from tests.cast import LONG_AGO, Cast, official_user, person
from tests.scenes.letters import act, sent
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.actions.deputies import name_deputy
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.foundation.search.models import SearchText
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.mechanisms.direct_line import actions, queries
from zhuqi.mechanisms.direct_line.enums import LetterState
from zhuqi.mechanisms.direct_line.models import Letter
from zhuqi.mechanisms.direct_line.notifications import remind_of_letters

S = LetterState


def leader(cast: Cast) -> User:
    """田市长 looks after 钻石公司 too."""
    LiaisonLink.objects.create(
        enterprise=cast.diamond, official=cast.mayor.official, since=LONG_AGO.date(),
        kind=LiaisonKind.LEADER,
    )  # fmt: skip
    return cast.mayor


def test_a_letter_is_due_in_three_working_days_and_answered(cast: Cast) -> None:
    letter = sent(cast)
    assert letter.due == MONDAY.date() + timedelta(days=3)
    act(letter, cast.lin, actions.answer, answer="请找市工信局投资科。")
    assert (letter.state, letter.answered_by) == (S.ANSWERED, cast.lin)
    events = Event.objects.filter(object_type="letter", object_id=letter.pk).order_by("seq")
    assert [one.kind for one in events] == ["letter.send", "letter.answer"]
    # What is written lies beside the chain, where it can be erased.
    assert dict(events[1].private) == {"answer": "请找市工信局投资科。"}
    assert "answer" not in events[1].facts
    with pytest.raises(NotNow):
        act(letter, cast.lin, actions.answer, answer="再答一次")


def test_only_to_those_who_look_after_the_firm_and_in_ones_own_name(cast: Cast) -> None:
    with pytest.raises(NotValid, match="联系您企业"):
        sent(cast, to=cast.mayor)
    sent(cast, to=leader(cast))
    for user in (cast.feng, cast.lin, cast.he_fan):
        with pytest.raises(NotYours):
            actions.send(
                enterprise=cast.diamond, to=cast.lin, title="x", body="y", confidential=False,
                by=person(user),
            )  # fmt: skip
    assert {one.pk for one in queries.recipients(cast.diamond, MONDAY.date())} == {
        cast.lin.pk, cast.mayor.pk,
    }  # fmt: skip


def test_in_one_tap_it_becomes_a_case_in_the_firms_own_words(cast: Cast) -> None:
    letter = sent(cast, confidential=True)
    case = act(letter, cast.lin, actions.turn)
    assert (letter.state, letter.case) == (S.TURNED, case)
    assert (case.title, case.channel, case.state) == ("想了解贴息政策", "direct", State.SUBMITTED)
    assert (case.reporter_name, case.confidential) == ("赵总", True)
    with pytest.raises(NotNow):
        act(letter, cast.lin, actions.turn)


def test_of_a_case_that_may_leave_no_copy_the_letter_keeps_none_either(cast: Cast) -> None:
    letter = sent(cast)
    case = act(letter, cast.lin, actions.turn)
    erase_content(case.pk, by=person(cast.lu_yuan).actor, reason="密封移送")
    letter.refresh_from_db()
    assert (letter.title, letter.body) == ("（内容已销毁）", "")
    said = Event.objects.filter(object_type="letter", object_id=letter.pk)
    assert not any("贴息" in str(one.private) for one in said)
    drain()
    assert not SearchText.objects.filter(kind="letter", text__contains="贴息").exists()


def test_it_is_passed_on_to_somebody_else_who_looks_after_the_firm(cast: Cast) -> None:
    letter, mayor = sent(cast), leader(cast)
    for wrong in (cast.lin, cast.zhou):
        with pytest.raises(NotValid):
            act(letter, cast.lin, actions.pass_on, to=wrong, reason="")
    act(letter, cast.lin, actions.pass_on, to=mayor, reason="请领导阅示")
    assert letter.to == mayor
    with pytest.raises(NotYours):
        act(letter, cast.lin, actions.answer, answer="x")
    act(letter, mayor, actions.answer, answer="下周去看。")


def test_what_is_late_is_left_to_the_office_once_and_it_can_act(cast: Cast) -> None:
    letter = sent(cast)
    friday = MONDAY + timedelta(days=4)
    assert not Letter.objects.visible_to(person(cast.he_fan).scope).exists()
    with pytest.raises(NotYours):
        act(letter, cast.he_fan, actions.answer, answer="x")
    assert actions.escalate_overdue(MONDAY + timedelta(days=3)) == 0
    assert [actions.escalate_overdue(friday) for _ in range(2)] == [1, 0]
    drain()
    titles = [one.title for one in Message.objects.filter(user=cast.he_fan)]
    assert titles == ["许昌钻石公司的来信请活动办处理"]
    act(letter, cast.he_fan, actions.turn, now=friday)
    assert letter.state == S.TURNED


def test_what_nobody_reads_any_more_is_left_to_the_office_at_once(cast: Cast) -> None:
    letter = sent(cast)
    User.objects.filter(pk=cast.lin.pk).update(is_active=False)
    assert actions.escalate_overdue(MONDAY) == 1
    letter.refresh_from_db()
    assert letter.escalated_at == MONDAY


def test_whom_it_was_written_to_may_ask_the_office_themselves_once(cast: Cast) -> None:
    letter = sent(cast)
    act(letter, cast.lin, actions.escalate, reason="不归我们管")
    with pytest.raises(NotNow, match="已经转请"):
        act(letter, cast.lin, actions.escalate, reason="再转")
    act(letter, cast.shen_jing, actions.answer, answer="已协调。")


def test_the_firm_takes_it_back_while_nobody_has_answered(cast: Cast) -> None:
    letter = sent(cast)
    with pytest.raises(NotYours):
        act(letter, cast.lin, actions.withdraw)
    act(letter, cast.qian, actions.withdraw)
    assert letter.state == S.WITHDRAWN
    assert actions.escalate_overdue(MONDAY + timedelta(days=9)) == 0
    answered = sent(cast)
    act(answered, cast.lin, actions.answer, answer="好")
    with pytest.raises(NotNow):
        act(answered, cast.zhao, actions.withdraw)


def test_everybody_concerned_is_told_and_reminded_before_the_day(cast: Cast) -> None:
    letter = sent(cast)
    drain()
    [message] = Message.objects.filter(user=cast.lin)
    assert message.title == f"许昌钻石公司给您来信，{letter.due.month}月{letter.due.day}日前答复"
    assert "贴息" not in message.body
    for _ in range(2):
        remind_of_letters(MONDAY + timedelta(days=1))
    assert Message.objects.filter(user=cast.lin).count() == 2
    act(letter, cast.lin, actions.answer, answer="请找投资科。")
    drain()
    assert [one.title for one in Message.objects.filter(user=cast.zhao)] == ["您的来信已有答复"]
    assert not Message.objects.filter(user=cast.he_fan).exists()


def test_a_deputy_answers_and_says_in_whose_place(cast: Cast) -> None:
    deputy, today = official_user("代林", "dailin", cast.industry, Role.LIAISON), MONDAY.date()
    name_deputy(
        absent=cast.lin, deputy=deputy, unit=cast.industry, since=today,
        until=today + timedelta(days=2), why="年休假", by=person(cast.lin), now=MONDAY,
    )  # fmt: skip
    letter = sent(cast)
    acting = person_of(deputy, MONDAY)
    with actions.LETTERS.open(letter.pk, by=acting, now=MONDAY) as change:
        actions.answer(change, answer="林助休假，我来答复。")
    assert Event.objects.get(kind="letter.answer").who == "代林（代林助）"


def test_nobody_else_reads_it(cast: Cast) -> None:
    sent(cast)
    readers = {cast.zhao, cast.qian, cast.lin}
    for user in (*readers, cast.feng, cast.he_fan, cast.mayor, cast.zhou, cast.qin_lan,
                 cast.system_admin, cast.inspector):  # fmt: skip
        seen = Letter.objects.visible_to(person(user).scope).count()
        assert seen == int(user in readers), user


def test_empty_too_long_and_marked_text_go_no_further(cast: Cast) -> None:
    with pytest.raises(NotValid) as refused:
        sent(cast, title=" ", body="")
    assert set(refused.value.errors) == {"title", "body"}
    with pytest.raises(SecretMark):
        sent(cast, title="机密★5年")
    letter = sent(cast)
    with pytest.raises(NotValid, match="5000 字"):
        act(letter, cast.lin, actions.answer, answer="字" * 5001)
    assert letter.state == S.WAITING
