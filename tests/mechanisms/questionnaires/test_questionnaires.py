"""问卷: drawn up, sent to a frozen set of firms and no more often than may be, answered by the firm
or for it; problems become cases where the firm wants it; who is silent is reminded twice."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import named_rosters
from tests.scenes import questionnaires as scene
from tests.scenes.questionnaires import act, ahead, answers, asked, drafted, reply_of, sent
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.actions import questionnaires, replies
from zhuqi.mechanisms.questionnaires.enums import QuestionnaireState, ReplyState
from zhuqi.mechanisms.questionnaires.models import QuestionnaireReply
from zhuqi.mechanisms.questionnaires.notifications import remind_of_questionnaires

R = ReplyState


def test_it_is_drawn_up_question_by_question_and_sent_once(cast: Cast) -> None:
    for by in (cast.lu_yuan, cast.qin_lan, cast.lin, cast.zhao):
        with pytest.raises(NotYours):
            drafted(cast, by=by)
    row, he = drafted(cast), cast.he_fan
    with pytest.raises(NotNow, match="还没有题目"):
        act(row, he, questionnaires.send)
    with pytest.raises(NotValid, match="2 到 20 个选项"):
        asked(row, he, "one", "是否正常", options="正常")
    with pytest.raises(NotValid, match="不用选项"):
        asked(row, he, "text", "意见", options="甲\n乙")
    for text in ("甲", "乙", "丙"):
        asked(row, he, "text", text)
    act(row, he, questionnaires.remove, question=row.questions.get(text="甲"))
    assert [(one.place, one.text) for one in row.questions.all()] == [(1, "乙"), (2, "丙")]
    act(row, he, questionnaires.send)
    assert row.state == QuestionnaireState.SENT
    with pytest.raises(NotNow):
        asked(row, he, "text", "丁")
    with pytest.raises(NotNow):
        act(row, he, questionnaires.send)


def test_it_goes_to_firms_that_fit_and_the_set_is_frozen(cast: Cast) -> None:
    Enterprise.objects.filter(pk=cast.shoes.pk).update(sector=Sector.COMMERCE)
    industry = sent(cast, sector=Sector.INDUSTRY)
    names = set(industry.replies.values_list("enterprise__name", flat=True))
    assert cast.diamond.name in names
    assert cast.shoes.name not in names
    county = sent(cast, region=cast.xiangcheng)
    assert [one.enterprise for one in county.replies.all()] == [cast.shoes]
    roster = named_rosters.whitelist(cast)
    named_rosters.entered(roster, cast.shoes, cast.he_fan)
    listed = sent(cast, roster=roster)
    assert [one.enterprise for one in listed.replies.all()] == [cast.shoes]


def test_a_firm_asked_twice_this_month_is_left_out_with_the_reason(cast: Cast) -> None:
    for _n in range(2):
        sent(cast, region=cast.xiangcheng)
    third = scene.with_questions(cast)
    reach = queries.reach_of(third, timezone.localdate())
    assert reach.left_out == 1
    act(third, cast.he_fan, questionnaires.send)
    left = reply_of(third, cast.shoes)
    assert (left.state, left.note) == (R.LEFT_OUT, "本月已收到 2 份问卷，不再打扰")
    event = Event.objects.get(kind="questionnaire.send", object_id=third.pk)
    assert event.facts["left_out"] == 1
    assert not QuestionnaireReply.objects.visible_to(person(cast.feng).scope).filter(
        pk=left.pk
    ).exists()  # fmt: skip


def test_the_firm_saves_hands_in_and_changes_until_it_is_over(cast: Cast) -> None:
    row = sent(cast)
    reply = reply_of(row, cast.diamond)
    with pytest.raises(NotValid) as wrong:
        act(reply, cast.zhao, replies.hand_in, answers=answers(row, running=None))
    assert list(wrong.value.errors.values()) == ["请选择"]
    act(reply, cast.zhao, replies.save_draft, answers=answers(row, running=None, number=3))
    assert reply.state == R.DRAFT
    act(reply, cast.qian, replies.hand_in, answers=answers(row, lacks=(0, 2), number=5))
    assert (reply.state, reply.answered_by) == (R.RETURNED, cast.qian)
    act(reply, cast.zhao, replies.hand_in, answers=answers(row, running=1, number=6))
    assert reply.answers.count() == 4
    [result, lacks, number, _problem] = queries.results(row)
    assert (dict(result.chosen), dict(lacks.chosen)) == ({1: 1}, {})
    assert number.numbers == [6]
    assert queries.sent_and_returned(queries.tallies([row.pk])[row.pk])[1] == 1
    for given in (answers(row, running=7), answers(row, lacks=(0, 9))):
        with pytest.raises(NotValid, match="没有这个选项"):
            act(reply, cast.zhao, replies.hand_in, answers=given)
    act(row, cast.he_fan, questionnaires.close)
    reply.refresh_from_db()
    with pytest.raises(NotNow, match="已结束"):
        act(reply, cast.zhao, replies.hand_in, answers=answers(row))
    with pytest.raises(NotYours):
        act(reply, cast.feng, replies.hand_in, answers=answers(row))


def test_a_problem_becomes_a_case_once_and_only_where_the_firm_wants_it(cast: Cast) -> None:
    row = sent(cast)
    reply = reply_of(row, cast.diamond)
    told = answers(row, problem="厂门口路灯坏了，夜班工人不安全")
    act(reply, cast.zhao, replies.hand_in, answers=told)
    assert queries.results(row)[3].cases == 0
    wanted = answers(row, problem="厂门口路灯坏了，夜班工人不安全", consent=True)
    for _n in range(2):
        act(reply, cast.zhao, replies.hand_in, answers=wanted)
    [answer] = reply.answers.exclude(case=None)
    case = answer.case
    assert case is not None
    assert (case.channel, case.enterprise, case.reporter_name) == ("sweep", cast.diamond, "赵总")
    assert "工业企业问题排查" in case.body
    assert queries.about_case(case.pk, person(cast.zhao).scope) == answer
    assert queries.about_case(case.pk, person(cast.feng).scope) is None
    # What became a case stays as the firm said it.
    act(reply, cast.zhao, replies.hand_in, answers=answers(row, problem="另一件"))
    answer.refresh_from_db()
    assert answer.text.startswith("厂门口路灯")
    erase_content(case.pk, by=person(cast.lu_yuan).actor, reason="密封移送")
    answer.refresh_from_db()
    assert answer.text == "（内容已销毁）"
    events = Event.objects.filter(object_type="questionnaire_reply", object_id=reply.pk)
    assert not any("路灯" in str(one.private) for one in events)


def test_for_a_firm_without_an_account_its_official_answers_and_it_is_marked(cast: Cast) -> None:
    row = sent(cast)
    reply = reply_of(row, cast.diamond)
    given = answers(row, problem="缺电", consent=True)
    with pytest.raises(NotNow, match="企业自己填写"):
        act(reply, cast.lin, replies.fill_in, answers=given)
    FirmMember.objects.filter(enterprise=cast.diamond).delete()
    for stranger in (cast.zhou, cast.qin_lan):
        with pytest.raises(NotYours):
            act(reply, stranger, replies.fill_in, answers=given)
    act(reply, cast.lin, replies.fill_in, answers=given)
    assert (reply.on_behalf, reply.answered_by) == (True, cast.lin)
    assert reply.answers.exclude(case=None).get().case is not None


def test_the_firm_is_told_and_reminded_twice_on_working_days_then_rung(cast: Cast) -> None:
    due = _working_day(ahead(20))
    row = sent(cast, due=due)
    drain()
    [told] = Message.objects.filter(user=cast.zhao, title__contains="请您填写")
    assert "工业企业问题排查" in told.title
    for days in range(22, -1, -1):
        for _run in range(2):
            remind_of_questionnaires(_nine(due - timedelta(days=days)))
    reminded = Message.objects.filter(user=cast.zhao, title__contains="还没有收到")
    assert reminded.count() == 2
    assert not Message.objects.filter(user=cast.lin).exists()
    reply = reply_of(row, cast.diamond)
    mine = queries.to_ring(person(cast.lin).scope, due)
    assert list(QuestionnaireReply.objects.filter(mine)) == [reply]
    act(reply, cast.zhao, replies.hand_in, answers=answers(row))
    assert not QuestionnaireReply.objects.filter(mine).exists()


def test_who_sees_what(cast: Cast) -> None:
    row = sent(cast)

    def firms(user: User) -> set[str]:
        seen = QuestionnaireReply.objects.visible_to(person(user).scope)
        return set(seen.values_list("enterprise__name", flat=True))

    everything = set(row.replies.values_list("enterprise__name", flat=True))
    assert firms(cast.he_fan) == everything
    assert firms(cast.zhao) == firms(cast.lin) == {cast.diamond.name}
    assert firms(cast.qin_lan) == firms(cast.zhou) == set()
    assert not queries.questionnaires(person(cast.qin_lan).scope).exists()


def _working_day(day: date) -> date:
    days = calendar()
    while not days.is_working(day):
        day += timedelta(days=1)
    return day


def _nine(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 10)))
