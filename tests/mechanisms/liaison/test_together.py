"""无事不扰: visits to one firm are merged and capped; what they bring is kept, and goes with it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast, person
from tests.scenes import cases
from tests.scenes.life import MONDAY
from tests.scenes.visits import NEED, TODAY, carer, log_of, made, plan
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import ErasableValue
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.mechanisms.liaison import actions, queries
from zhuqi.mechanisms.liaison.actions import Need, Promise
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import FollowUp, Visit, VisitNeed


def do(visit: Visit, by: User, verb: object, **given: object) -> None:
    with actions.VISITS.open(visit.pk, by=person(by), now=MONDAY) as change:
        verb(change, **given)  # type: ignore[operator]
    visit.refresh_from_db()


def test_two_go_together_and_the_others_plan_is_closed_as_merged(cast: Cast) -> None:
    wang = carer(cast)
    mine, theirs = plan(cast), plan(cast, person(wang), TODAY + timedelta(days=3))
    near = queries.near(person(wang), cast.diamond, TODAY + timedelta(days=3))
    assert near.visits == [mine, theirs]
    do(mine, wang, actions.join)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.merged_into) == (VisitState.MERGED, mine)
    assert queries.visits(person(wang).scope).get(pk=mine.pk).who == "林助、周工、王助"
    assert list(queries.waiting(person(wang).scope, queries.come(TODAY))) == [mine]
    with pytest.raises(NotNow, match="已经在这次走访里"):
        do(mine, wang, actions.join)
    with pytest.raises(NotYours):
        do(mine, cast.he_fan, actions.join)


def test_ones_own_plan_is_merged_into_anothers_and_into_no_other_row(cast: Cast) -> None:
    wang = carer(cast)
    mine, theirs = plan(cast), plan(cast, person(wang))
    with pytest.raises(NotYours):
        do(mine, wang, actions.merge, into=theirs)
    with pytest.raises(NotValid, match="别人计划的"):
        do(mine, cast.lin, actions.merge, into=mine)
    do(mine, cast.lin, actions.merge, into=theirs)
    assert (mine.state, mine.merged_into) == (VisitState.MERGED, theirs)
    assert [one.user for one in theirs.joined.all()] == [cast.lin]
    assert log_of(mine)[-1][0] == "visit.merge"
    with pytest.raises(NotNow):
        do(mine, cast.lin, actions.make, day=TODAY, present="", said="去过了")


def test_one_too_many_in_a_month_wants_a_ground_and_a_reason(cast: Cast) -> None:
    actions.CAPS.add(by=SYSTEM, office=cast.city_office, since=TODAY, most=1, near=7)
    first = plan(cast)
    again: dict[str, Any] = {
        "enterprise": cast.diamond, "day": TODAY, "purpose": "再看看", "goers": "",
        "by": person(cast.lin), "now": MONDAY,
    }  # fmt: skip
    with pytest.raises(NotValid, match=r"林助.*每月最多 1 次"):
        actions.plan(**again)
    with pytest.raises(NotValid, match="在办诉求"):
        actions.plan(**again, basis="case", why="核实")
    with pytest.raises(NotValid, match="理由"):
        actions.plan(**again, basis="asked")
    assert actions.plan(**again, basis="asked", why="企业请去看新线").basis == "asked"
    do(first, cast.lin, actions.cancel, reason="停产")
    next_month = (TODAY.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert plan(cast, day=next_month).state == VisitState.PLANNED


def test_recorded_in_one_step_with_needs_and_promises_all_or_nothing(cast: Cast) -> None:
    visit = plan(cast)
    agreed = Need(**NEED, consent=True)
    silent = Need("缺熟练工", "旺季缺二十人。")
    wrong = Need("", "没有标题", consent=True)
    record = {"day": TODAY, "present": "赵总", "said": "谈了两件事。"}
    with pytest.raises(NotValid) as refused:
        do(visit, cast.lin, actions.make, **record, needs=[agreed, wrong])
    assert "need2_title" in refused.value.errors
    assert not Case.objects.exists()
    promise = Promise("送政策清单", TODAY + timedelta(days=3))
    do(visit, cast.lin, actions.make, **record, needs=[agreed, silent], promises=[promise])
    kinds = [kind for kind, _facts, _words in log_of(visit)]
    assert kinds == ["visit.plan", "visit.make", "visit.raise", "visit.keep", "visit.follow"]
    assert [case.title for case in visit.cases.all()] == ["用电容量不够"]
    assert [one.title for one in visit.unreported] == ["缺熟练工"]
    assert FollowUp.objects.get().what == "送政策清单"


def test_what_was_kept_becomes_a_case_once_when_the_firm_agrees(cast: Cast) -> None:
    visit = made(cast)
    said = {name: text for name, text in NEED.items() if name != "consent"}
    do(visit, cast.lin, actions.keep_need, **said)
    assert not Case.objects.exists()
    kept = VisitNeed.objects.get()
    who = {"need": kept, "reporter_name": "赵总", "reporter_phone": "13800000000"}
    with pytest.raises(NotValid, match="企业同意后"):
        do(visit, cast.lin, actions.agree, **who, consent=False)
    do(visit, cast.lin, actions.agree, **who, consent=True)
    kept.refresh_from_db()
    assert kept.case == Case.objects.get()
    with pytest.raises(NotNow, match="没有暂不上报"):
        do(visit, cast.lin, actions.agree, **who, consent=True)


def test_what_another_wrote_down_stands_beside_and_replaces_nothing(cast: Cast) -> None:
    visit, wang = made(cast), carer(cast)
    do(visit, wang, actions.add, day=TODAY, present="", said="我记的是七月投产。")
    assert visit.said == "二期六月投产，缺电。"
    assert [(one.user, one.said) for one in visit.accounts.all()] == [(wang, "我记的是七月投产。")]


def test_with_a_case_of_which_no_copy_stays_goes_all_that_was_said(cast: Cast) -> None:
    visit, other = made(cast), made(cast)
    case = cases.case_in(cast, State.SUBMITTED)
    do(visit, cast.lin, actions.hear, case=case)
    do(visit, cast.lin, actions.follow_up, what="带举报材料来", due=TODAY)
    erase_content(case.pk, by=SYSTEM, reason="移送纪检监察")
    visit.refresh_from_db()
    assert (visit.said, visit.present, visit.state) == ("", "", VisitState.MADE)
    assert not visit.cases.exists()
    assert "举报" not in FollowUp.objects.get().what
    left = ErasableValue.objects.filter(
        event__object_type="visit", event__object_id=visit.pk, value__isnull=False
    )
    assert not left.exists()
    other.refresh_from_db()
    assert other.said
