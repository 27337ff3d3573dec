"""Who rings up, and who reads of it: nobody bound to the unit that answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, official_user, person
from tests.scenes import lookback as scene
from tests.scenes.lookback import act, case_of, log_of, seen
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.actions.deputies import name_deputy
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import Case, Recusal, RecusalKind
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.enums import LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack
from zhuqi.mechanisms.lookback.queries.pool import may_ring_up

S, V = LookBackState, LookBackVerb


def test_a_caller_of_another_county_reads_what_the_call_needs_and_not_the_case(cast: Cast) -> None:
    row = scene.only(cast)
    caller = scene.caller_of(row)
    assert caller in {cast.qin_lan, cast.yu_registrar}
    other = cast.yu_registrar if caller == cast.qin_lan else cast.qin_lan
    assert seen(row, caller, other) == [True, False]
    assert not Case.objects.visible_to(person(caller).scope).filter(pk=row.case_id).exists()
    # The unit hears nothing before the firm was asked; neither do its people and the firm's.
    office = [cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.mayor, cast.inspector]
    assert seen(row, *office) == [True] * 5
    assert seen(row, cast.zhou, cast.head_zheng, cast.sun, cast.lin, cast.zhao, cast.jia) == (
        [False] * 6
    )
    mine = queries.look_backs(person(caller).scope).get(pk=row.pk)
    assert queries.may_read_phone(mine, person(caller).scope)
    assert not queries.may_read_phone(mine, person(cast.he_fan).scope)
    act(row, caller, V.VERIFY, spoken_to="赵总")
    mine = queries.look_backs(person(caller).scope).get(pk=row.pk)
    assert not queries.may_read_phone(mine, person(caller).scope)


def test_whoever_came_to_the_answering_unit_since_reads_and_calls_no_more(cast: Cast) -> None:
    row = scene.only(cast)
    caller = scene.caller_of(row)
    section = cast.industry.children.create(
        name="电力科", kind="section", level="city", region=cast.city
    )
    from zhuqi.foundation.accounts.models import RoleAssignment

    RoleAssignment.objects.create(
        user=caller, role=Role.HANDLER, unit=section, since=timezone.now() - timedelta(days=1)
    )
    assert seen(row, caller) == [False]
    with pytest.raises(NotNow, match="答复单位"):
        act(row, caller, V.VERIFY, spoken_to="赵总")


def test_recusal_hides_the_row_and_its_person_is_not_asked(cast: Cast) -> None:
    row = scene.only(cast)
    Recusal.objects.create(
        case=case_of(row), user=cast.he_fan, kind=RecusalKind.DECLARED, reason="亲属",
        at=timezone.now(), by="何帆",
    )  # fmt: skip
    assert seen(row, cast.he_fan) == [False]
    assert cast.he_fan not in [one.user for one in may_ring_up(row)]
    link = official_user("包联", "baolian", cast.other_office, Role.REGISTRAR)
    assert link.official is not None
    assert link in [one.user for one in may_ring_up(row)]
    LiaisonLink.objects.create(
        enterprise=cast.diamond, official=link.official, since=timezone.localdate()
    )
    assert link not in [one.user for one in may_ring_up(row)]


def test_a_caller_declares_recusal_and_the_office_names_another(cast: Cast) -> None:
    row = scene.only(cast)
    caller = scene.caller_of(row)
    with pytest.raises(NotYours):
        act(row, cast.he_fan, V.DECLARE, reason="有亲属")
    with pytest.raises(NotValid, match="原因"):
        act(row, caller, V.DECLARE, reason=" ")
    act(row, caller, V.DECLARE, reason="有亲属在这家企业")
    assert (row.state, row.caller) == (S.DRAWN, None)
    assert seen(row, caller) == [False]
    assert queries.look_backs(person(cast.he_fan).scope).filter(
        queries.to_hand_out(person(cast.he_fan).scope)
    ).exists()  # fmt: skip
    with pytest.raises(NotValid, match="不能回访"):
        act(row, cast.he_fan, V.ASSIGN, caller=caller, reason="")
    with pytest.raises(NotValid, match="不能回访"):
        act(row, cast.he_fan, V.ASSIGN, caller=cast.zhou, reason="")
    other = cast.yu_registrar if caller == cast.qin_lan else cast.qin_lan
    act(row, cast.he_fan, V.ASSIGN, caller=other, reason="")
    # Taken from somebody, it wants the reason.
    with pytest.raises(NotValid, match="原因"):
        act(row, cast.he_fan, V.ASSIGN, caller=cast.he_fan, reason="")
    act(row, cast.shen_jing, V.ASSIGN, caller=cast.he_fan, reason="对方出差")
    assert row.caller == cast.he_fan
    with pytest.raises(NotYours):
        act(row, other, V.VERIFY, spoken_to="赵总")


def test_a_confidential_case_is_rung_up_about_by_its_own_office_and_the_unit_reads_no_firm(
    cast: Cast,
) -> None:
    case = scene.struck_off(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业要求")
    row = LookBack.objects.get(draw=scene.drawn(cast))
    assert row.caller == cast.he_fan
    assert {one.unit for one in may_ring_up(row)} == {cast.city_office}
    act(row, cast.he_fan, V.DOUBT, spoken_to="赵总", said="许昌钻石公司的线路还没改。")
    theirs = queries.look_backs(person(cast.zhou).scope).get(pk=row.pk)
    assert theirs.case.enterprise is None
    assert "钻石" not in theirs.said
    assert theirs.spoken_to == ""
    with pytest.raises(ValueError, match="without its firm"):
        theirs.save()


def test_a_deputy_rings_up_and_says_in_whose_place(cast: Cast) -> None:
    row = scene.only(cast)
    caller = scene.caller_of(row)
    office = cast.county_office if caller == cast.qin_lan else cast.other_office
    deputy = official_user("代班", "daiban", office, Role.HANDLER)
    assert seen(row, deputy) == [False]
    today = timezone.localdate()
    name_deputy(
        by=person_of(caller), absent=caller, deputy=deputy, unit=office, since=today,
        until=today + timedelta(days=3), why="休假",
    )  # fmt: skip
    assert seen(row, deputy) == [True]
    act(row, deputy, V.VERIFY, spoken_to="赵总")
    last = log_of(row)[-1]
    assert (last.actor_id, caller.name in last.who) == (deputy.pk, True)
