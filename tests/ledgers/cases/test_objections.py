"""异议: once, decided by others than those who ask, final; somebody always has the case."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import Cast, official_user, person
from tests.scenes.life import MONDAY, now_of, sign
from tests.scenes.requests import TUESDAY, assigned, consult, objected, reassign
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions import closing, handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import AssignmentState, ClockKind, Disposition, State, Verb
from zhuqi.ledgers.cases.models import Assignment, Case, Clock, Objection
from zhuqi.ledgers.cases.notifications.groups import recipients
from zhuqi.ledgers.cases.queries import Filters, ledger, tasks
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.requests.actions import objections
from zhuqi.ledgers.cases.verbs import To


def uphold(cast: Cast, case: Case, now: datetime = TUESDAY) -> None:
    with open_case(case.pk, by=person(cast.he_fan), now=now) as work:
        objections.uphold(work, reason="产权分界点在变电站，仍由供电公司办理")


def sheet_of(case: Case, unit: object) -> Assignment:
    return Assignment.objects.filter(case=case, unit=unit).latest("sheet")  # type: ignore[misc]


def test_a_unit_objects_and_goes_on_until_the_office_has_decided(cast: Cast) -> None:
    case = objected(cast)
    row = Objection.objects.get(case=case)
    assert (row.outcome, row.suggested_unit) == ("waiting", cast.industry)
    case = now_of(case)
    assert (case.state, case.disputed) == (State.ASSIGNED, True)
    clock = Clock.objects.get(case=case, clock=ClockKind.OBJECTION)
    assert clock.owner == cast.city_office
    assert clock.due_at.date() == date(2026, 11, 18)
    assert Clock.objects.filter(case=case, clock="resolve", stopped_at__isnull=True).exists()
    sign(cast, case, TUESDAY + timedelta(hours=1))
    assert now_of(case).state == State.IN_PROGRESS


def test_upheld_the_unit_does_it_by_the_old_promise_and_may_not_object_again(cast: Cast) -> None:
    case = objected(cast)
    before = Clock.objects.get(case=case, clock="resolve").due_at
    uphold(cast, case)
    assert not now_of(case).disputed
    assert Objection.objects.get(case=case).outcome == "upheld"
    assert Clock.objects.get(case=case, clock="resolve").due_at == before
    assert not Clock.objects.filter(case=case, clock="objection", stopped_at=None).exists()
    with (
        pytest.raises(NotNow, match="最终决定"),
        open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work,
    ):
        objections.object_to(work, reason="还是不归我们")
    assert list(verify_clocks()) == []


def test_reassigned_the_new_unit_signs_anew_and_the_old_one_loses_sight(cast: Cast) -> None:
    case = objected(cast)
    sign(cast, case, TUESDAY)
    reassign(cast, case, cast.housing)
    case = now_of(case)
    assert (case.state, case.lead_unit, case.handler_name) == (State.ASSIGNED, cast.housing, "")
    assert sheet_of(case, cast.power).state == AssignmentState.RECALLED
    assert case not in Case.objects.visible_to(person(cast.sun).scope)
    assert case in Case.objects.visible_to(person(cast.ma).scope)
    running = Clock.objects.filter(case=case, stopped_at=None, clock="resolve")
    assert [(c.started_at, c.owner) for c in running] == [(TUESDAY, cast.housing)]
    with (
        pytest.raises(NotNow, match="最终决定"),
        open_case(case.pk, by=person(cast.ma), now=TUESDAY) as work,
    ):
        objections.object_to(work, reason="也不归我们")
    assert list(verify_clocks()) == []


def test_a_helper_may_become_the_lead_and_holds_one_sheet_only(cast: Cast) -> None:
    case = objected(cast)
    reassign(cast, case)
    held = Assignment.objects.filter(case=case, unit=cast.industry).exclude(state="recalled")
    assert [(a.role, a.state) for a in held] == [("lead", "issued")]
    with open_case(case.pk, by=person(cast.zhou), now=TUESDAY) as work:
        handling.sign(work)
    assert now_of(case).handler_name == "周工"


def test_a_helper_s_objection_moves_the_helper_only(cast: Cast) -> None:
    case = assigned(cast)
    sign(cast, case, MONDAY + timedelta(hours=3))
    with open_case(case.pk, by=person(cast.zhou), now=TUESDAY) as work:
        objections.object_to(work, reason="与工信局无关")
    reassign(cast, case, cast.labour)
    case = now_of(case)
    assert (case.state, case.lead_unit) == (State.IN_PROGRESS, cast.power)
    assert sheet_of(case, cast.labour).role == "co"
    assert not Clock.objects.filter(case=case, clock="resolve").exclude(stopped_at=None).exists()


def test_consulted_the_fallback_unit_handles_while_the_other_only_reads(cast: Cast) -> None:
    case = objected(cast)
    consult(cast, case)
    case = now_of(case)
    assert (case.disputed, case.lead_unit, case.state) == (True, cast.industry, State.ASSIGNED)
    sheet = sheet_of(case, cast.industry)
    assert (sheet.fallback, sheet.final) == (True, True)
    clock = Clock.objects.get(case=case, clock="objection", stopped_at=None)
    assert clock.due_at.date() == date(2026, 11, 20)
    file = case_file(person(cast.sun), case.pk, TUESDAY)
    assert file is not None
    assert [str(case_role.label) for case_role in file.case_roles] == ["会商单位"]
    with pytest.raises(NotYours), open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        handling.sign(work)


def test_after_the_consultation_the_fallback_may_keep_it_and_its_promise(cast: Cast) -> None:
    case = objected(cast)
    consult(cast, case)
    with open_case(case.pk, by=person(cast.zhou), now=TUESDAY) as work:
        handling.sign(work)
    before = Clock.objects.get(case=case, clock="resolve", stopped_at=None).due_at
    reassign(cast, case, cast.industry, TUESDAY + timedelta(days=2))
    case = now_of(case)
    assert (case.state, case.disputed) == (State.IN_PROGRESS, False)
    assert Clock.objects.get(case=case, clock="resolve", stopped_at=None).due_at == before
    assert not sheet_of(case, cast.industry).fallback
    assert case not in Case.objects.visible_to(person(cast.sun).scope)
    assert not Clock.objects.filter(case=case, clock="objection", stopped_at=None).exists()
    decided = Event.objects.filter(object_id=case.pk, kind=Verb.REASSIGN).get()
    told = {one.unit for one in recipients(case, To.NAMED, decided)}
    assert told == {cast.industry.pk}


def test_after_the_consultation_it_may_come_back_to_the_unit_that_objected(cast: Cast) -> None:
    case = objected(cast)
    consult(cast, case)
    with (
        pytest.raises(NotNow, match="改派"),
        open_case(case.pk, by=person(cast.he_fan), now=TUESDAY) as work,
    ):
        objections.uphold(work, reason="还是供电公司")
    reassign(cast, case, cast.power, TUESDAY + timedelta(days=2))
    case = now_of(case)
    assert (case.lead_unit, case.state) == (cast.power, State.ASSIGNED)
    assert case not in Case.objects.visible_to(person(cast.zhou).scope)
    assert list(verify_clocks()) == []


def test_the_unit_that_objects_may_be_the_fallback_itself(cast: Cast) -> None:
    case = objected(cast)
    consult(cast, case, cast.power)
    assert now_of(case).lead_unit == cast.power
    assert Assignment.objects.filter(case=case, role="lead").count() == 1
    uphold(cast, case, TUESDAY + timedelta(days=1))
    assert not now_of(case).disputed
    assert not sheet_of(case, cast.power).fallback


def test_past_the_span_it_is_too_late_and_the_refusal_says_since_when(cast: Cast) -> None:
    case = assigned(cast)
    with (
        pytest.raises(NotNow, match="11月18日 18:00 前提出"),
        open_case(case.pk, by=person(cast.sun), now=MONDAY + timedelta(days=3)) as work,
    ):
        objections.object_to(work, reason="不归我们")


def test_nobody_decides_on_what_their_own_unit_asked(cast: Cast) -> None:
    both = official_user("两头", "liangtou", cast.city_office, Role.REGISTRAR)
    RoleAssignment.objects.create(
        user=both, role=Role.HANDLER, unit=cast.power, since=MONDAY - timedelta(days=99)
    )
    case = objected(cast)
    with (
        pytest.raises(NotNow, match="其他人员裁定"),
        open_case(case.pk, by=person(both), now=TUESDAY) as work,
    ):
        objections.uphold(work, reason="维持")
    for stranger in (cast.sun, cast.zhou, cast.lu_yuan, cast.qin_lan, cast.zhao, cast.jia):
        with pytest.raises(NotYours), open_case(case.pk, by=person(stranger)) as work:
            objections.uphold(work, reason="维持")


def test_two_objections_are_decided_one_by_one(cast: Cast) -> None:
    case = objected(cast)
    with open_case(case.pk, by=person(cast.zhou), now=TUESDAY) as work:
        objections.object_to(work, reason="与工信局无关")
    by = person(cast.he_fan)
    with pytest.raises(NotValid), open_case(case.pk, by=by, now=TUESDAY) as work:
        objections.uphold(work, reason="维持")
    with open_case(case.pk, by=by, now=TUESDAY) as work:
        objections.uphold(work, reason="维持", sheet=2)
    assert now_of(case).disputed
    [left] = Objection.objects.filter(case=case, outcome="waiting")
    assert left.assignment.unit == cast.power
    assert Clock.objects.filter(case=case, clock="objection", stopped_at=None).count() == 1


def test_a_unit_that_answers_has_taken_it_as_its_own(cast: Cast) -> None:
    case = objected(cast)
    sign(cast, case, TUESDAY)
    with open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        handling.answer(work, text="已改造", disposition=Disposition.RESOLVED, signed_by="李经理")
    assert Objection.objects.get(case=case).outcome == "lapsed"
    assert not now_of(case).disputed
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        closing.complete(work)


def test_a_recalled_assignment_takes_its_objection_with_it(cast: Cast) -> None:
    case = objected(cast)
    with open_case(case.pk, by=person(cast.he_fan), now=TUESDAY) as work:
        handling.recall(work, reason="派错了")
    assert not now_of(case).disputed
    assert Objection.objects.get(case=case).outcome == "lapsed"
    running = Clock.objects.filter(case=case, stopped_at=None)
    assert [clock.clock for clock in running] == [ClockKind.ISSUE]


def test_what_is_missing_is_said(cast: Cast) -> None:
    case = assigned(cast)
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        objections.object_to(work, reason=" ", suggested=cast.power)
    case = objected(cast)
    by = person(cast.he_fan)
    with pytest.raises(NotValid), open_case(case.pk, by=by, now=TUESDAY) as work:
        objections.reassign(work, unit=None, reason="改派")
    with pytest.raises(NotValid), open_case(case.pk, by=by, now=TUESDAY) as work:
        objections.reassign(work, unit=cast.power, reason="改派")
    with pytest.raises(NotValid), open_case(case.pk, by=by, now=TUESDAY) as work:
        objections.reassign(work, unit=cast.city_office, reason="改派")
    with pytest.raises(NotValid), open_case(case.pk, by=by, now=TUESDAY) as work:
        objections.consult(work, fallback=None, until=date(2026, 11, 1), reason="")


def test_the_office_finds_it_among_its_tasks_and_in_the_ledger(cast: Cast) -> None:
    case, other = objected(cast), assigned(cast)
    [queue] = [t for t in tasks(person(cast.shen_jing), TUESDAY) if str(t.label) == "异议待裁定"]
    assert queue.rows == [case]
    scope = person(cast.he_fan).scope
    assert list(ledger(scope, Filters(condition="disputed"), TUESDAY)) == [case]
    assert other in ledger(scope, Filters(), TUESDAY)
    consult(cast, case)
    labels = [str(t.label) for t in tasks(person(cast.he_fan), TUESDAY)]
    assert "会商待定" in labels
    assert "异议待裁定" not in labels
