"""督导检查: planned, staffed, gone through on the spot; and who sees what of it."""

from datetime import timedelta

import pytest

from tests.cast import Cast, official_user, person
from tests.scenes import inspections as scenes
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions import rounds, visits
from zhuqi.mechanisms.inspections.enums import FindingState, Result, RoundState, VisitState
from zhuqi.mechanisms.inspections.models import Finding, InspectionRound, InspectionVisit

TODAY = MONDAY.date()


def sees_round(row: InspectionRound, *users: User) -> list[bool]:
    return [queries.rounds(person(one).scope).filter(pk=row.pk).exists() for one in users]


def sees_visit(visit: InspectionVisit, *users: User) -> list[bool]:
    return [queries.visits(person(one).scope).filter(pk=visit.pk).exists() for one in users]


def test_a_round_begins_once_it_has_a_team_and_units(cast: Cast) -> None:
    row = scenes.planned(cast)
    assert [one.text for one in row.items.all()][1] == "问题台账与实际相符"
    with (
        pytest.raises(NotNow, match="还没有定检查组，还没有安排被查单位"),
        rounds.ROUNDS.open(row.pk, by=person(cast.shen_jing)) as change,
    ):
        rounds.start(change)
    scenes.team(cast, row, [cast.zhou], now=MONDAY)
    scenes.arrange(cast, row, [cast.industry], TODAY, now=MONDAY)
    # The only one in the team works there.
    with (
        pytest.raises(NotNow, match="都在“市工信局”任职"),
        rounds.ROUNDS.open(row.pk, by=person(cast.shen_jing)) as change,
    ):
        rounds.start(change)
    scenes.team(cast, row, [cast.zhou, cast.inspector], now=MONDAY)
    with (
        pytest.raises(NotYours),
        rounds.ROUNDS.open(row.pk, by=person(cast.he_fan)) as change,
    ):
        rounds.start(change)
    with rounds.ROUNDS.open(row.pk, by=person(cast.shen_jing)) as change:
        rounds.start(change)
    row.refresh_from_db()
    assert row.state == RoundState.UNDERWAY
    first = Event.objects.filter(object_type="inspection", object_id=row.pk).earliest("seq")
    assert (first.kind, first.facts["office"]) == ("inspection.plan", cast.city_office.pk)
    assert dict(first.private)["checklist"] == scenes.ITEMS


def test_a_checklist_is_taken_over_from_an_earlier_round(cast: Cast) -> None:
    before = scenes.planned(cast)
    row = scenes.planned(cast, items="", copy_from=before)
    assert [str(one) for one in row.items.all()] == [str(one) for one in before.items.all()]
    with pytest.raises(NotValid, match="一行一项"):
        scenes.planned(cast, items=" \n ")
    with pytest.raises(NotValid, match="写了两遍"):
        scenes.planned(cast, items="看台账\n看台账")


def test_only_ones_own_office_plans_and_only_units_below_are_inspected(cast: Cast) -> None:
    with pytest.raises(NotYours):
        rounds.plan(
            office=cast.city_office, title="别家的", basis="无", since=TODAY, until=TODAY,
            copy_from=None, items="看台账", by=person(cast.qin_lan),
        )  # fmt: skip
    row = scenes.planned(cast)
    for unit, words in ((cast.power, "不能由本活动办检查"), (cast.housing, "不能由")):
        with pytest.raises(NotValid, match=words):
            scenes.arrange(cast, row, [unit], TODAY, now=MONDAY)
    with pytest.raises(NotValid, match="应在本轮"):
        scenes.arrange(cast, row, [cast.industry], TODAY - timedelta(days=1), now=MONDAY)
    scenes.arrange(cast, row, [cast.industry], TODAY, now=MONDAY)
    with pytest.raises(NotValid, match="已在本轮"):
        scenes.arrange(cast, row, [cast.industry], TODAY, now=MONDAY)
    with pytest.raises(NotValid, match="只能选"):
        scenes.team(cast, row, [cast.ma], now=MONDAY)


def test_nobody_inspects_the_unit_they_work_for(cast: Cast) -> None:
    row = scenes.begun(cast)
    own, other = (scenes.visit_to(row, unit) for unit in (cast.industry, cast.county_office))
    item = row.items.all()[0]
    with (
        pytest.raises(NotNow, match="应当回避"),
        visits.VISITS.open(own.pk, by=person(cast.zhou)) as change,
    ):
        visits.answer(change, item=item, result=Result.MET, remark="")
    with visits.VISITS.open(other.pk, by=person(cast.zhou)) as change:
        visits.answer(change, item=item, result=Result.MET, remark="")
    # What is to come to their own unit, they do not even see; the county sees nothing either.
    assert sees_visit(own, cast.zhou, cast.inspector, cast.he_fan, cast.head_zheng) == [
        False, True, True, False,
    ]  # fmt: skip
    assert sees_visit(other, cast.zhou, cast.qin_lan, cast.ma) == [True, False, False]
    assert sees_round(row, cast.zhou, cast.wu, cast.qin_lan, cast.mayor, cast.ma) == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_each_thing_is_answered_and_what_is_not_met_is_described(cast: Cast) -> None:
    row = scenes.begun(cast)
    visit, by = scenes.visit_to(row, cast.industry), person(cast.inspector)
    first, second, _third = row.items.all()
    with (
        pytest.raises(NotValid, match="写明情况"),
        visits.VISITS.open(visit.pk, by=by) as change,
    ):
        visits.answer(change, item=first, result=Result.NOT_MET, remark=" ")
    for item, result in ((first, Result.MET), (first, Result.NOT_APPLICABLE), (second, Result.MET)):
        with visits.VISITS.open(visit.pk, by=by) as change:
            visits.answer(change, item=item, result=result, remark="<script>看过</script>")
    assert [one.result for one in visit.answers.all()] == [Result.NOT_APPLICABLE, Result.MET]
    with (
        pytest.raises(NotNow, match="还有 1 项没有填"),
        visits.VISITS.open(visit.pk, by=by) as change,
    ):
        visits.finish(change, summary="")
    # Somebody has been there: it is neither called off, nor the round cancelled.
    with (
        pytest.raises(NotNow, match="已经查了 2 项"),
        visits.VISITS.open(visit.pk, by=person(cast.he_fan)) as change,
    ):
        visits.skip(change, reason="不去了")
    with (
        pytest.raises(NotNow, match="只能结束，不能取消"),
        rounds.ROUNDS.open(row.pk, by=person(cast.shen_jing)) as change,
    ):
        rounds.cancel(change, reason="不查了")


def test_a_stale_page_and_a_strangers_item_are_refused(cast: Cast) -> None:
    row, other = scenes.begun(cast), scenes.planned(cast)
    visit, by = scenes.visit_to(row, cast.industry), person(cast.inspector)
    seen = visit.version
    with (
        pytest.raises(NotValid, match="本轮的检查内容"),
        visits.VISITS.open(visit.pk, by=by) as change,
    ):
        visits.answer(change, item=other.items.all()[0], result=Result.MET, remark="")
    with visits.VISITS.open(visit.pk, by=by, seen=seen) as change:
        visits.answer(change, item=row.items.all()[0], result=Result.MET, remark="")
    with (
        pytest.raises(NotNow, match="刚刚被其他人更新过"),
        visits.VISITS.open(visit.pk, by=by, seen=seen) as change,
    ):
        visits.answer(change, item=row.items.all()[1], result=Result.MET, remark="")


def test_a_finished_inspection_is_read_by_its_unit_and_the_round_ends(cast: Cast) -> None:
    row = scenes.begun(cast)
    found = scenes.inspected(cast, row, cast.industry)
    visit = scenes.visit_to(row, cast.industry)
    assert sees_visit(visit, cast.head_zheng, cast.qin_lan, cast.zhao) == [True, False, False]
    assert (found.state, found.unit, found.office) == (
        FindingState.FOUND, cast.industry, cast.city_office,
    )  # fmt: skip
    with (
        pytest.raises(NotNow, match="还有 1 家没有检查完"),
        rounds.ROUNDS.open(row.pk, by=person(cast.lu_yuan)) as change,
    ):
        rounds.end(change)
    county = scenes.visit_to(row, cast.county_office)
    with visits.VISITS.open(county.pk, by=person(cast.he_fan)) as change:
        visits.skip(change, reason="改为书面检查")
    covered = queries.coverage(row, person(cast.mayor).scope, MONDAY)
    assert (covered.planned, covered.visited, covered.all.found, covered.all.open) == (1, 1, 1, 1)
    assert covered.answers[row.items.all()[1].pk, Result.NOT_MET] == 1
    with rounds.ROUNDS.open(row.pk, by=person(cast.lu_yuan)) as change:
        rounds.end(change)
    with (
        pytest.raises(NotNow, match="本轮已结束"),
        visits.VISITS.open(county.pk, by=person(cast.he_fan)) as change,
    ):
        visits.move(change, day=TODAY)


def test_a_county_office_inspects_its_own_and_a_deputy_says_in_whose_place(cast: Cast) -> None:
    row = rounds.plan(
        office=cast.county_office, title="县里的", basis="县长办公会", since=TODAY, until=TODAY,
        copy_from=None, items="看台账", by=person(cast.qin_lan), now=MONDAY,
    )  # fmt: skip
    called = official_user("抽调员", "choudiao", cast.labour, Role.HANDLER)
    with rounds.ROUNDS.open(row.pk, by=person(cast.qin_lan), now=MONDAY) as change:
        rounds.name_team(change, members=[called])
    with rounds.ROUNDS.open(row.pk, by=person(cast.qin_lan), now=MONDAY) as change:
        rounds.add_units(change, units=[cast.housing], day=TODAY)
    assert sees_round(row, called, cast.he_fan, cast.mayor) == [True, False, False]
    assert not Finding.objects.exists()
    assert InspectionVisit.objects.get().state == VisitState.PLANNED
