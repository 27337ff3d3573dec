"""回避: who keeps away from a case, from its first moment."""

from dataclasses import replace

import pytest
from django.utils import timezone

from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from tests.scenes.complaints import COMPLAINT, accept, assign, complain, handled
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.cases.moments import note_of
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import (
    CaseRole,
    Satisfaction,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.handover.actions import hand_over
from zhuqi.ledgers.cases.models import Case, Recusal, RecusalKind
from zhuqi.ledgers.cases.queries import Filters
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.secrecy import actions as secrecy


def test_the_unit_complained_of_keeps_away_from_the_first_moment(cast: Cast) -> None:
    case = complain(cast)
    recusal = Recusal.objects.get(case=case)
    assert (recusal.unit, recusal.kind) == (cast.industry, RecusalKind.COMPLAINED_OF)
    accept(cast, case)
    with pytest.raises(NotValid, match="回避"):
        assign(cast, case, cast.power, cast.industry)
    section = Unit.objects.create(
        name="运行科",
        kind=UnitKind.SECTION,
        level=Level.CITY,
        region=cast.city,
        parent=cast.industry,
    )
    with pytest.raises(NotValid, match="上级单位"):
        assign(cast, case, section)


def test_a_unit_written_otherwise_is_left_to_the_office(cast: Cast) -> None:
    case = complain(cast, replace(COMPLAINT, complained_of="工信局的王科长"))
    assert not Recusal.objects.filter(case=case).exists()
    assert case.complained_of == "工信局的王科长"
    assert case.complained_open


def test_nothing_is_assigned_before_the_office_has_said_which_unit_is_meant(cast: Cast) -> None:
    case = complain(cast, replace(COMPLAINT, complained_of="工信局的王科长"))
    accept(cast, case)
    with pytest.raises(NotNow, match="核定"):
        assign(cast, case, cast.power)
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.identify(work)
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.identify(work, outside=True)
    with pytest.raises(NotYours), open_case(case.pk, by=person(cast.sun)) as work:
        secrecy.identify(work, unit=cast.industry)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.identify(work, unit=cast.industry)
    recusal = Recusal.objects.get(case=case)
    assert (recusal.unit, recusal.kind) == (cast.industry, RecusalKind.COMPLAINED_OF)
    event = Event.objects.get(object_type="case", object_id=case.pk, kind="identify")
    assert (event.facts["unit"], event.facts["changes"]["complained_open"]) == (
        cast.industry.pk,
        [True, False],
    )
    with pytest.raises(NotValid, match="回避"):
        assign(cast, case, cast.industry)
    assign(cast, case, cast.power)
    with pytest.raises(NotNow), open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.identify(work, unit=cast.industry)


def test_where_the_firm_named_two_both_are_asked_about_before_anything_is_assigned(
    cast: Cast,
) -> None:
    case = complain(cast, replace(COMPLAINT, complained_of="市工信局和襄城县人社局"))
    assert case.complained_open
    accept(cast, case)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.identify(work, unit=cast.industry, others=True)
    with pytest.raises(NotNow, match="核定"):
        assign(cast, case, cast.labour)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.identify(work, unit=cast.labour)
    assert {row.unit for row in case.recusals.all()} == {cast.industry, cast.labour}
    with pytest.raises(NotValid, match="回避"):
        assign(cast, case, cast.labour)


def test_a_unit_that_is_none_of_ours_needs_a_reason(cast: Cast) -> None:
    case = complain(cast, replace(COMPLAINT, complained_of="某地检查组"))
    accept(cast, case)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.identify(work, outside=True, reason="电话核实，是外省的检查组")
    assert not Recusal.objects.filter(case=case).exists()
    assign(cast, case, cast.power)


def test_a_complaint_of_the_office_itself_found_out_later_has_to_go_up(cast: Cast) -> None:
    case = intake.submit(
        enterprise=cast.shoes,
        submission=replace(COMPLAINT, complained_of="县里的活动办那边"),
        by=person(cast.feng),
    )
    assert (case.office, case.complained_open) == (cast.county_office, True)
    with pytest.raises(NotValid, match="提级"), open_case(case.pk, by=person(cast.qin_lan)) as work:
        secrecy.identify(work, unit=cast.county_office)


def test_a_town_by_its_real_full_name_keeps_away(cast: Cast) -> None:
    town = Unit.objects.create(
        name="库庄镇人民政府", short_name="库庄镇", kind=UnitKind.TOWN, level=Level.TOWN,
        region=cast.xiangcheng,
    )  # fmt: skip
    case = intake.submit(
        enterprise=cast.shoes,
        submission=replace(COMPLAINT, complained_of="襄城县库庄镇人民政府"),
        by=person(cast.feng),
    )
    assert Recusal.objects.get(case=case).unit == town
    assert not case.complained_open


def test_a_complaint_of_the_office_itself_goes_to_the_one_above(cast: Cast) -> None:
    case = intake.submit(
        enterprise=cast.shoes,
        submission=replace(COMPLAINT, complained_of="襄城县活动办"),
        by=person(cast.feng),
    )
    assert case.office == cast.city_office
    assert Recusal.objects.get(case=case).unit == cast.county_office
    assert case_file(person(cast.qin_lan), case.pk) is None


def test_the_city_office_has_none_above_it_and_keeps_the_complaint(cast: Cast) -> None:
    case = complain(cast, replace(COMPLAINT, complained_of="许昌市活动办"))
    assert case.office == cast.city_office
    assert not Recusal.objects.filter(case=case).exists()


def test_whoever_belongs_to_a_recused_unit_has_no_row_and_no_role(cast: Cast) -> None:
    case = handled(cast)
    # 赵科 registers for the city office, but his post is in the bureau complained of.
    both = official_user("赵科", "zhaoke", cast.industry, Role.HANDLER)
    scope = person(both).scope
    as_registrar = replace(scope, posts=scope.posts | {(Role.REGISTRAR, cast.city_office.pk)})
    by = replace(person(both), scope=as_registrar)
    assert case_file(by, case.pk) is None
    listed = queries.ledger(by.scope, Filters(), timezone.now())
    assert case.pk not in {row.pk for row in listed}
    assert all(case not in task.rows for task in queries.tasks(by, timezone.now()))
    assert not Case.objects.in_own_ledger(as_registrar).filter(pk=case.pk).exists()
    with pytest.raises(NotYours), open_case(case.pk, by=by) as work:
        handling.note(work, text="我看看")


def test_a_recused_person_takes_no_part_in_call_back_or_review(cast: Cast) -> None:
    case = scenes.case_in(cast, State.COMPLETED)
    for user in (cast.he_fan, cast.shen_jing):
        with open_case(case.pk, by=person(cast.lu_yuan)) as work:
            secrecy.recuse(work, kind=RecusalKind.RELATION, person=user, reason="亲属")
        with pytest.raises(NotYours), open_case(case.pk, by=person(user)) as work:
            closing.rate_by_phone(
                work,
                verdict=Verdict.SOLVED,
                satisfaction=Satisfaction.SATISFIED,
                comment="",
                spoken_to="赵总",
            )
    assert case_file(person(cast.lu_yuan), case.pk) is not None


def test_declaring_recusal_ends_ones_own_sight_until_the_office_lifts_it(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        secrecy.declare_recusal(work, reason="与企业负责人是亲戚")
    assert case_file(person(cast.zhou), case.pk) is None
    assert case_file(person(cast.wu), case.pk) is not None
    case.refresh_from_db()
    assert (case.handler, case.handler_name, case.handler_phone) == (0, "", "")
    with (
        pytest.raises(NotValid, match="不能接办"),
        open_case(case.pk, by=person(cast.wu)) as work,
    ):
        hand_over(work, to=cast.zhou, reason="请他接着办")
    office = case_file(person(cast.shen_jing), case.pk)
    assert office is not None
    [row] = office.recusals
    assert (row.user, row.kind) == (cast.zhou, RecusalKind.DECLARED)
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        secrecy.lift_recusal(work, recusal=row.pk, reason="核实无亲属关系")
    assert case_file(person(cast.zhou), case.pk) is not None


def test_only_the_office_reads_who_keeps_away(cast: Cast) -> None:
    case = scenes.recused(cast)
    lead, office = case_file(person(cast.zhou), case.pk), case_file(person(cast.he_fan), case.pk)
    assert lead is not None
    assert office is not None
    assert lead.recusals == []
    assert Verb.RECUSE not in {m.verb for m in lead.moments}
    [told] = [m for m in office.moments if m.verb == Verb.RECUSE]
    assert note_of(told) == "襄城住建局（有利害关系）：亲属关系"


@pytest.mark.parametrize("wrong", ["nothing", "both", "holder", "office", "twice", "no_reason"])
def test_recusals_that_cannot_be_are_refused_with_the_reason(cast: Cast, wrong: str) -> None:
    case = scenes.recused(cast)
    choice: dict[str, dict[str, object]] = {
        "nothing": {},
        "both": {"unit": cast.labour, "person": cast.zhou},
        "holder": {"unit": cast.industry},
        "office": {"unit": cast.city_office},
        "twice": {"unit": cast.housing},
        "no_reason": {"unit": cast.labour, "reason": "  "},
    }
    given = {"kind": RecusalKind.RELATION, "reason": "关系", **choice[wrong]}
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.recuse(work, **given)  # type: ignore[arg-type]
    assert Recusal.objects.count() == 1


def test_a_firms_people_are_bound_by_no_recusal(cast: Cast) -> None:
    case = handled(cast)
    zhao = person(cast.zhao)
    odd = replace(zhao, scope=replace(zhao.scope, belongs=frozenset({cast.industry.pk})))
    file = case_file(odd, case.pk)
    assert file is not None
    assert file.case_roles == {CaseRole.FIRM}
