"""The unit is heard, then the office finds; what was found false is taken up again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import lookback as scene
from tests.scenes.lookback import FINDING, SAID, STATEMENT, act, case_of, log_of, seen
from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.enums import LookBackState, LookBackVerb, Risk
from zhuqi.mechanisms.lookback.models import LookBack

S, V = LookBackState, LookBackVerb


def test_nothing_is_found_before_the_unit_was_heard(cast: Cast) -> None:
    row = scene.brought_to(cast, S.DOUBTFUL)
    assert row.due_at is not None
    with pytest.raises(NotNow, match="先听原主办单位说明"):
        act(row, cast.shen_jing, V.FIND_FAULT, finding=FINDING)
    assert case_of(row).state == State.STRUCK_OFF
    assert not queries.false_closings().exists()
    assert seen(row, cast.zhou, cast.head_zheng, cast.sun) == [True, True, False]
    for user in (cast.sun, cast.he_fan, scene.caller_of(row)):
        with pytest.raises(NotYours):
            act(row, user, V.STATE, statement=STATEMENT)
    act(row, cast.zhou, V.STATE, statement=STATEMENT)
    with pytest.raises(NotNow):
        act(row, cast.head_zheng, V.STATE, statement="再说一句")
    for user in (cast.he_fan, cast.zhou, cast.qin_lan):
        with pytest.raises(NotYours):
            act(row, user, V.FIND_FAULT, finding=FINDING)
    act(row, cast.shen_jing, V.FIND_FAULT, finding=FINDING)
    case = case_of(row)
    assert (row.state, case.state, case.round) == (S.FAULT, State.IN_PROGRESS, 2)
    assert queries.false_closings().get() == row
    last = Event.objects.filter(object_type="case", object_id=case.pk).latest("seq")
    assert (last.kind, last.who) == ("reopen", "沈静")
    with pytest.raises(NotNow):
        act(row, cast.shen_jing, V.FIND_FAULT, finding=FINDING)
    assert case_of(row).round == 2


def test_a_unit_that_lets_its_time_pass_is_found_about_without_its_word(cast: Cast) -> None:
    row = scene.brought_to(cast, S.DOUBTFUL)
    scope = person(cast.shen_jing).scope
    waiting = queries.look_backs(scope).filter(queries.to_find(scope, timezone.now()))
    assert not waiting.exists()
    LookBack.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert waiting.exists()
    act(row, cast.shen_jing, V.FIND_NO_FAULT, finding="逾期未说明，但已属另一问题", again=False)
    assert (row.state, case_of(row).state) == (S.NO_FAULT, State.STRUCK_OFF)


def test_without_fault_nothing_is_marked_and_the_case_may_be_taken_up_all_the_same(
    cast: Cast,
) -> None:
    row = scene.brought_to(cast, S.HEARD)
    act(row, cast.shen_jing, V.FIND_NO_FAULT, finding="办结后设备又坏", again=True)
    assert case_of(row).state == State.IN_PROGRESS
    assert not queries.false_closings().exists()


def test_what_is_only_completed_is_redone_with_the_finding(cast: Cast) -> None:
    case = scene.completed(cast)
    row = LookBack.objects.get(draw=scene.drawn(cast))
    act(row, scene.caller_of(row), V.DOUBT, spoken_to="赵总", said=SAID)
    act(row, cast.zhou, V.STATE, statement=STATEMENT)
    act(row, cast.shen_jing, V.FIND_FAULT, finding=FINDING)
    assert case_of(row).state == State.IN_PROGRESS
    last = Event.objects.filter(object_type="case", object_id=case.pk).latest("seq")
    assert (last.kind, last.facts["liable"], last.who) == ("redo", True, "系统")
    # What the office found of the unit is not told to the firm.
    assert FINDING not in str(last.facts)


def test_what_a_county_closed_by_itself_the_city_looks_back_at(cast: Cast) -> None:
    case = scene.struck_off(cast)
    Case.objects.filter(pk=case.pk).update(office=cast.county_office, lead_unit=cast.housing)
    row = LookBack.objects.get(draw=scene.drawn(cast))
    assert Risk.OWN_CLOSING in row.risk_kinds
    # 秦岚 closed it: neither she nor her colleagues ring up, nor does she read of it yet.
    assert row.caller_unit != cast.county_office
    assert seen(row, cast.qin_lan, cast.ma) == [False, False]
    act(row, scene.caller_of(row), V.DOUBT, spoken_to="赵总", said=SAID)
    assert seen(row, cast.qin_lan, cast.ma) == [True, True]
    act(row, cast.ma, V.STATE, statement=STATEMENT)
    with pytest.raises(NotYours):
        act(row, cast.qin_lan, V.FIND_NO_FAULT, finding="没有问题", again=False)
    act(row, cast.shen_jing, V.FIND_FAULT, finding=FINDING)
    assert case_of(row).state == State.IN_PROGRESS
    last = Event.objects.filter(object_type="case", object_id=case.pk).latest("seq")
    assert (last.kind, last.who) == ("reopen", "系统")


def test_a_case_taken_up_again_before_the_call_is_not_looked_back_at(cast: Cast) -> None:
    scene.completed(cast)
    row = LookBack.objects.get(draw=scene.drawn(cast))
    from tests.scenes import steps

    steps.rate(case_of(row), cast.zhao, Verdict.NOT_SOLVED, "还是停电")
    row.refresh_from_db()
    assert (row.state, log_of(row)[-1].who) == (S.DROPPED, "系统")
    assert queries.rate_of(LookBack.objects.all()).sampled == 0
