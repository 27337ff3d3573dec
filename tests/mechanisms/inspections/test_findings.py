"""整改通知: written, signed and numbered, signed for, answered, re-checked; and who sees it."""

from datetime import timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes import inspections as scenes
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.accounts.actions.deputies import name_deputy
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.papers.models import Series
from zhuqi.foundation.papers.numbering import take
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.foundation.search.queries import matching
from zhuqi.foundation.workdays import in_shanghai
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions import findings, visits
from zhuqi.mechanisms.inspections.enums import FindingState, FindingVerb, Result, VisitState
from zhuqi.mechanisms.inspections.models import Finding, InspectionVisit
from zhuqi.mechanisms.inspections.notifications import NOTICES, remind_of_findings
from zhuqi.mechanisms.inspections.searching import FINDING_TEXTS
from zhuqi.mechanisms.supervision.enums import SheetKind

S, V = FindingState, FindingVerb
TODAY = MONDAY.date()


def act(finding: Finding, by: Person, verb: FindingVerb, **typed: object) -> None:
    """As a page does it."""
    doing = {
        V.DRAFT: findings.draft, V.ISSUE: findings.issue, V.SIGN: findings.sign,
        V.REPLY: findings.reply, V.PASS: findings.pass_, V.FAIL: findings.fail,
        V.RETURN: findings.send_back, V.DROP: findings.drop,
    }  # fmt: skip
    with findings.FINDINGS.open(finding.pk, by=by, now=MONDAY) as change:
        doing[verb](change, **typed)  # type: ignore[operator]
    finding.refresh_from_db()


def seen(finding: Finding, *users: User) -> list[bool]:
    return [queries.findings(person(one).scope).filter(pk=finding.pk).exists() for one in users]


def test_a_notice_is_numbered_when_it_is_signed_and_is_the_units_from_then_on(cast: Cast) -> None:
    found = scenes.finding_in(cast, S.DRAFTED)
    everybody = (cast.lu_yuan, cast.inspector, cast.zhou, cast.head_zheng, cast.qin_lan, cast.mayor)
    assert seen(found, *everybody) == [True, True, False, False, False, True]
    with pytest.raises(NotYours):
        act(found, person(cast.he_fan), V.ISSUE, demand="改。", limit=5)
    with pytest.raises(NotValid, match="工作日"):
        act(found, person(cast.lu_yuan), V.ISSUE, demand="改。", limit=0)
    act(found, person(cast.lu_yuan), V.RETURN, reason="写具体些")
    act(found, person(cast.he_fan), V.DRAFT, demand="三日内补写。", limit=3)
    act(found, person(cast.lu_yuan), V.ISSUE, demand="三日内补写结果。", limit=3)
    assert (str(found), Series.objects.get().last) == ("整改通知〔2026〕1号", 1)
    assert found.due_at is not None
    assert f"{in_shanghai(found.due_at):%a %d %H:%M}" == "Thu 19 18:00"
    # 周工 of that very unit reads it as the unit's, not as the team's.
    assert seen(found, *everybody) == [True, True, True, True, False, True]
    with pytest.raises(NotNow):
        act(found, person(cast.lu_yuan), V.ISSUE, demand="再来", limit=3)


def test_a_notice_waits_for_the_inspection_and_a_refused_one_takes_no_number(cast: Cast) -> None:
    row = scenes.begun(cast)
    visit = scenes.visit_to(row, cast.industry)
    first = Finding(visit=visit, office=cast.city_office, unit=cast.industry)
    findings.come_to_be(first, text="还在查", photos=(), by=person(cast.inspector), now=MONDAY)
    with pytest.raises(NotNow, match="检查还没有完成"):
        act(first, person(cast.he_fan), V.DRAFT, demand="改。", limit=3)
    other = scenes.finding_in(cast, S.DRAFTED, row=row)
    with pytest.raises(SecretMark):
        act(other, person(cast.lu_yuan), V.ISSUE, demand="机密★5年：工程图纸。", limit=3)
    act(other, person(cast.he_fan), V.DROP, reason="查错了")
    assert (other.state, other.number) == (S.DROPPED, "")
    assert not Series.objects.exists()


def test_signed_for_answered_rechecked_twice_and_struck_off(cast: Cast) -> None:
    found = scenes.finding_in(cast, S.ISSUED)
    with pytest.raises(NotNow, match="先签收"):
        act(found, person(cast.wu), V.REPLY, reply="改了。")
    act(found, person(cast.wu), V.SIGN)
    assert found.signed_by == "小吴"
    act(found, person(cast.head_zheng), V.REPLY, reply="改了。")
    # 周工 was in the team, and is of the unit: others judge.
    with pytest.raises(NotNow, match="应当回避"):
        act(found, person(cast.zhou), V.PASS, day=TODAY, remark="好")
    with pytest.raises(NotValid, match="还没有到这一天"):
        act(found, person(cast.inspector), V.FAIL, day=TODAY + timedelta(1), remark="没", limit=5)
    act(found, person(cast.inspector), V.FAIL, day=TODAY, remark="还有两件没写", limit=5)
    assert (found.state, found.reply, found.replied_at) == (S.SIGNED, "", None)
    act(found, person(cast.wu), V.REPLY, reply="全部改了。")
    act(found, person(cast.he_fan), V.PASS, day=TODAY, remark="都写了")
    assert found.state == S.CLOSED
    kept = [(one.passed, one.reply, one.by) for one in found.rechecks.all()]
    assert kept == [(False, "改了。", "督查员"), (True, "全部改了。", "何帆")]
    assert Finding.objects.filter(queries.on_time()).count() == 1
    log = [e.kind for e in Event.objects.filter(object_type=findings.OBJECT).order_by("seq")]
    assert log[-1] == "inspection_finding.pass"
    with pytest.raises(NotNow):
        act(found, person(cast.he_fan), V.PASS, day=TODAY, remark="再来")


def test_what_was_answered_after_its_time_is_not_on_time(cast: Cast) -> None:
    found = scenes.finding_in(cast, S.SIGNED)
    later = MONDAY + timedelta(days=40)
    assert Finding.objects.filter(queries.late(later)).exists()
    assert found.due_at is not None
    assert remind_of_findings(found.due_at) == 3
    with findings.FINDINGS.open(found.pk, by=person(cast.wu), now=later) as change:
        findings.reply(change, reply="改了。")
    with findings.FINDINGS.open(found.pk, by=person(cast.he_fan), now=later) as change:
        findings.pass_(change, day=later.date(), remark="好")
    assert not Finding.objects.filter(queries.late(later)).exists()
    assert not Finding.objects.filter(queries.on_time()).exists()


def found_of(cast: Cast, unit: Unit) -> Finding:
    """Found at the industry bureau's inspection, about somebody else; its notice is issued."""
    row = scenes.begun(cast)
    visit, by = scenes.visit_to(row, cast.industry), person(cast.inspector)
    with visits.VISITS.open(visit.pk, by=by, now=MONDAY) as change:
        visits.answer(change, item=row.items.all()[0], result=Result.MET, remark="")
    with visits.VISITS.open(visit.pk, by=by, now=MONDAY) as change:
        found = visits.find(change, item=None, unit=unit, text="税源流失，没有人跟。")
    InspectionVisit.objects.filter(pk=visit.pk).update(state=VisitState.VISITED)
    found.refresh_from_db()
    act(found, person(cast.he_fan), V.DRAFT, demand="请核对。", limit=5)
    act(found, person(cast.lu_yuan), V.ISSUE, demand="请核对。", limit=5)
    return found


def test_what_is_found_about_a_body_below_its_inspected_unit_reads_and_answers(cast: Cast) -> None:
    below = Unit.objects.create(
        name="市节能监察中心", kind=UnitKind.SUBORDINATE, level=Level.CITY, region=cast.city,
        parent=cast.industry,
    )  # fmt: skip
    found = found_of(cast, below)
    assert str(found) == "整改通知〔2026〕1号"
    assert seen(found, cast.wu, cast.head_zheng, cast.qin_lan) == [True, True, False]
    assert (
        queries.findings(person(cast.wu).scope)
        .filter(queries.to_rectify(person(cast.wu).scope))
        .exists()
    )
    [issued] = Event.objects.filter(object_type=findings.OBJECT, kind__endswith=".issue")
    assert NOTICES.notify_of(issued.pk) == 3
    act(found, person(cast.wu), V.SIGN)
    act(found, person(cast.wu), V.REPLY, reply="改了。")
    with pytest.raises(NotNow, match="应当回避"):
        act(found, person(cast.zhou), V.PASS, day=TODAY, remark="好")


def test_a_body_that_cant_be_commanded_is_asked_in_the_series_of_requests(cast: Cast) -> None:
    first = take(cast.city_office.pk, SheetKind.REQUEST, MONDAY)
    found = found_of(cast, cast.power)
    assert (first, str(found)) == ([1], "商请函〔2026〕2号")
    assert not Series.objects.exclude(code=SheetKind.REQUEST).exists()
    # At whose inspection it was found has nothing to do with what another is asked.
    assert seen(found, cast.sun, cast.wu) == [True, False]
    act(found, person(cast.sun), V.SIGN)
    act(found, person(cast.sun), V.REPLY, reply="已核对。")
    with pytest.raises(NotValid, match="有关的单位"):
        found_of(cast, cast.housing)


def test_numbers_are_of_each_office_and_leave_no_gap(cast: Cast) -> None:
    first = scenes.finding_in(cast, S.ISSUED)
    row = scenes.begun(cast)
    second = scenes.finding_in(cast, S.ISSUED, row=row)
    assert [first.number, second.number] == ["〔2026〕1号", "〔2026〕2号"]


def test_people_are_told_of_it_as_it_stands(cast: Cast) -> None:
    found = scenes.finding_in(cast, S.ISSUED)
    [issued] = Event.objects.filter(object_type=findings.OBJECT, kind__endswith=".issue")
    NOTICES.notify_of(issued.pk)
    told = set(Message.objects.values_list("user__name", flat=True))
    assert told == {"周工", "小吴", "郑局长"}
    assert NOTICES.notify_of(issued.pk) == 0
    act(found, person(cast.wu), V.SIGN)
    assert NOTICES.notify_of(issued.pk) == 0


def test_it_is_found_by_whoever_sees_it(cast: Cast) -> None:
    scenes.finding_in(cast, S.ISSUED)
    hits = [
        matching(
            queries.findings(person(one).scope), "没有写明结果", FINDING_TEXTS.readings
        ).count()
        for one in (cast.zhou, cast.he_fan, cast.qin_lan, cast.sun)
    ]
    assert hits == [1, 1, 0, 0]


def test_a_deputy_signs_in_the_signers_place(cast: Cast) -> None:
    found = scenes.finding_in(cast, S.DRAFTED)
    name_deputy(
        absent=cast.lu_yuan, deputy=cast.shen_jing, unit=cast.city_office, since=TODAY,
        until=TODAY + timedelta(days=5), why="出差", by=person(cast.lu_yuan), now=MONDAY,
    )  # fmt: skip
    act(found, person_of(cast.shen_jing, MONDAY), V.ISSUE, demand="改。", limit=3)
    issued = Event.objects.filter(object_type=findings.OBJECT).latest("seq")
    assert (issued.who, found.number) == ("沈静（代陆远）", "〔2026〕1号")
