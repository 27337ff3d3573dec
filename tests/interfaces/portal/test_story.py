"""The timeline a firm reads: every moment told by what it was about, never by when it was."""

from datetime import datetime, timedelta

from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import portal as life
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.portal.story import story
from zhuqi.ledgers.cases.actions import closing, handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.enums import AssignmentRole, ClockKind, Disposition, Satisfaction, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_file
from zhuqi.ledgers.cases.reading.moments import Moment

AT = timezone.now() - timedelta(hours=1)


def file_for(user: User, case: Case) -> CaseView:
    file = case_file(person(user), case.pk)
    assert file is not None
    return file


def told_to(user: User, case: Case) -> list[str]:
    """What happened, sentence by sentence."""
    return [happening.what for happening in story(file_for(user, case))]


def sign(case: Case, user: User, at: datetime = AT) -> None:
    with open_case(case.pk, by=person(user), now=at) as work:
        handling.sign(work)


def answer(case: Case, user: User, disposition: Disposition, text: str) -> None:
    with open_case(case.pk, by=person(user), now=AT) as work:
        handling.answer(work, text=text, disposition=disposition, signed_by="李经理")


def test_the_lead_that_signs_in_the_same_second_as_a_helper_is_no_helper(cast: Cast) -> None:
    case = life.assigned(cast, ago=timedelta(days=1))
    sign(case, cast.sun)
    sign(case, cast.zhou)
    told = told_to(cast.zhao, case)[-2:]
    assert told == ["许昌供电 孙电已接手", "协助单位市工信局 周工已接手"]


def test_two_answers_of_one_second_are_told_each_by_its_own_result(cast: Cast) -> None:
    case = life.assigned(cast, ago=timedelta(days=1))
    sign(case, cast.sun)
    words = "已现场核查，处理情况如下"
    answer(case, cast.sun, Disposition.EXPLAINED, words)
    with open_case(case.pk, by=person(cast.shen_jing), now=AT) as work:
        closing.complete(work)
    with open_case(case.pk, by=person(cast.zhao), now=AT) as work:
        closing.rate(
            work,
            verdict=Verdict.NOT_SOLVED,
            satisfaction=Satisfaction.DISSATISFIED,
            comment="仍然跳闸",
        )
    with open_case(case.pk, by=person(cast.shen_jing), now=AT) as work:
        closing.redo(work, reason="还没有解决")
    answer(case, cast.sun, Disposition.RESOLVED, words)
    with open_case(case.pk, by=person(cast.shen_jing), now=AT) as work:
        closing.complete(work)
    happenings = story(file_for(cast.zhao, case))
    answers = [(h.what, h.note) for h in happenings if "提出答复" in h.what]
    assert answers == [
        ("许昌供电 孙电提出答复：作了解释说明", words),
        ("许昌供电 孙电提出答复：已经解决", "答复全文见上面"),
    ]
    assert "您评价：“不接受”，不满意" in [h.what for h in happenings]


def test_recalled_and_assigned_again_in_one_second_names_each_unit_once(cast: Cast) -> None:
    case = life.accepted(cast, ago=timedelta(days=1))
    office = person(cast.he_fan)
    with open_case(case.pk, by=office, now=AT) as work:
        handling.assign(work, lead=cast.power, co=[cast.industry])
        handling.recall(work, reason="交办有误")
        handling.assign(work, lead=cast.industry)
    first, second = [h for h in story(file_for(cast.zhao, case)) if "已转给" in h.what]
    assert first.what == "已转给国网许昌供电公司，后已收回"
    assert "许昌市工业和信息化局协助办理" in first.note
    assert second.what == "已转给许昌市工业和信息化局"
    assert "协助办理" not in second.note


def test_a_clock_is_told_by_the_moment_that_began_it(cast: Cast) -> None:
    case = life.accepted(cast, ago=timedelta(days=1))
    office = person(cast.he_fan)
    with open_case(case.pk, by=office, now=AT) as work:
        handling.assign(work, lead=cast.power)
        handling.recall(work, reason="交办有误")
        handling.assign(work, lead=cast.industry)
    begun = [moment for moment in file_for(cast.he_fan, case).moments if moment.started]
    resolving = [m for m in begun if m.due(ClockKind.RESOLVE)]
    assert [lead_of(moment) for moment in resolving] == ["国网许昌供电公司", "许昌市工业和信息化局"]
    assert all((m.due(ClockKind.RESOLVE) or FAR) < FAR for m in resolving)


def lead_of(moment: Moment) -> str:
    [sheet] = moment.with_role(AssignmentRole.LEAD)
    return sheet.unit


def test_a_firm_renamed_since_is_still_the_one_that_wrote(cast: Cast) -> None:
    case = life.withdrawn(cast)
    Enterprise.objects.filter(pk=cast.diamond.pk).update(name="许昌金刚石公司")
    assert told_to(cast.zhao, case)[-1] == "您撤回了诉求"
    assert told_to(cast.qian, case)[-1] == "赵总撤回了诉求"
