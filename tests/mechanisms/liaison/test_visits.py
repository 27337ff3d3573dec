"""走访: planned, made, called off; what was said becomes cases and follow-ups."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.cast import LONG_AGO, Cast, official_user, person
from tests.scenes.life import MONDAY
from tests.scenes.visits import NEED, TODAY, log_of, made, plan
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.accounts.actions.deputies import name_deputy
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.foundation.search.queries import matching
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison import actions, queries
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import FollowUp, Visit
from zhuqi.mechanisms.liaison.searching import VISIT_TEXTS


@dataclass
class Try:
    """A verb tried by somebody on a visit."""

    visit: Visit
    by: Person

    def cancel(self, reason: str = "企业停产检修") -> None:
        with actions.VISITS.open(self.visit.pk, by=self.by, now=MONDAY) as change:
            actions.cancel(change, reason=reason)

    def make(self, day: date = TODAY, said: str = "一切正常。") -> None:
        with actions.VISITS.open(self.visit.pk, by=self.by, now=MONDAY) as change:
            actions.make(change, day=day, present="", said=said)


def test_planned_and_made_words_lie_beside_the_log(cast: Cast) -> None:
    visit = made(cast)
    visit.refresh_from_db()
    assert (visit.state, visit.present, visit.version) == (VisitState.MADE, "赵总", 2)
    [planned, logged] = log_of(visit)
    assert planned == (
        "visit.plan",
        {"state": "planned", "day": str(TODAY), "enterprise": cast.diamond.pk},
        {"purpose": "了解二期投产", "goers": "周工"},
    )
    assert logged == (
        "visit.make",
        {"changes": {"state": ["planned", "made"]}},
        {"present": "赵总", "said": "二期六月投产，缺电。"},
    )


def test_only_who_looks_after_the_firm_plans_and_never_for_a_day_gone_by(cast: Cast) -> None:
    with pytest.raises(NotYours):
        plan(cast, person(cast.he_fan))
    with pytest.raises(NotYours):
        plan(cast, person(cast.zhao))
    with pytest.raises(NotValid, match="早于今天"):
        plan(cast, day=TODAY - timedelta(days=1))
    assert not Visit.objects.exists()


def test_a_visit_is_made_once_and_not_before_its_day(cast: Cast) -> None:
    visit = plan(cast)
    attempt = Try(visit, person(cast.lin))
    with pytest.raises(NotValid, match="还没有到"):
        attempt.make(TODAY + timedelta(days=1))
    with pytest.raises(NotValid, match="谈了什么"):
        attempt.make(said=" ")
    attempt.make()
    with pytest.raises(NotNow) as again:
        attempt.make()
    assert again.value.state == "已走访"


def test_the_office_calls_a_visit_off_but_does_not_make_it(cast: Cast) -> None:
    visit = plan(cast)
    with pytest.raises(NotYours):
        Try(visit, person(cast.he_fan)).make()
    with pytest.raises(NotYours):
        Try(visit, person(cast.qin_lan)).cancel()
    with pytest.raises(NotValid, match="取消原因"):
        Try(visit, person(cast.he_fan)).cancel("")
    Try(visit, person(cast.he_fan)).cancel()
    visit.refresh_from_db()
    assert (visit.state, visit.reason) == (VisitState.CANCELLED, "企业停产检修")
    with pytest.raises(NotNow):
        Try(visit, person(cast.lin)).make()


def test_a_need_becomes_a_case_with_the_firms_consent_and_not_without(cast: Cast) -> None:
    visit = made(cast)
    with (
        pytest.raises(NotValid, match="企业同意后"),
        actions.VISITS.open(visit.pk, by=person(cast.lin), now=MONDAY) as change,
    ):
        actions.raise_need(change, **NEED, consent=False)
    assert not Case.objects.exists()
    with actions.VISITS.open(visit.pk, by=person(cast.lin), now=MONDAY) as change:
        case = actions.raise_need(change, **NEED, consent=True)
    assert (case.channel, case.enterprise, case.submitted_by) == (
        "visit", cast.diamond, cast.lin.pk,
    )  # fmt: skip
    assert list(visit.cases.all()) == [case]
    assert log_of(visit)[-1] == ("visit.raise", {"case": case.pk}, {})


def test_a_need_refused_by_the_ledger_leaves_nothing(cast: Cast) -> None:
    visit = made(cast)
    with (
        pytest.raises(NotValid, match="联系电话"),
        actions.VISITS.open(visit.pk, by=person(cast.lin), now=MONDAY) as change,
    ):
        actions.raise_need(change, **{**NEED, "reporter_phone": ""}, consent=True)
    assert not Case.objects.exists()
    assert len(log_of(visit)) == 2


def test_a_follow_up_is_settled_once_and_only_of_its_own_visit(cast: Cast) -> None:
    visit, other, lin = made(cast), made(cast), person(cast.lin)
    for one in (visit, other):
        with actions.VISITS.open(one.pk, by=lin, now=MONDAY) as change:
            actions.follow_up(change, what="送政策清单", due=TODAY + timedelta(days=7))
    mine = FollowUp.objects.get(visit=visit)
    with (
        pytest.raises(NotValid, match="未办结"),
        actions.VISITS.open(other.pk, by=lin, now=MONDAY) as change,
    ):
        actions.settle(change, follow_up=mine, outcome="已送")
    with actions.VISITS.open(visit.pk, by=lin, now=MONDAY) as change:
        actions.settle(change, follow_up=mine, outcome="已送")
    mine.refresh_from_db()
    assert (mine.done_on, mine.outcome) == (TODAY, "已送")
    with (
        pytest.raises(NotNow, match="没有未办结"),
        actions.VISITS.open(visit.pk, by=lin, now=MONDAY) as change,
    ):
        actions.settle(change, follow_up=mine, outcome="又送")


def seen_by(user: User) -> int:
    return queries.visits(person(user).scope).count()


def test_seen_by_those_linked_to_the_firm_and_its_office_and_by_nobody_else(cast: Cast) -> None:
    plan(cast)
    assert (seen_by(cast.lin), seen_by(cast.he_fan), seen_by(cast.lu_yuan)) == (1, 1, 1)
    others = [
        cast.zhao, cast.qian, cast.zhou, cast.head_zheng, cast.qin_lan, cast.mayor, cast.inspector,
        cast.system_admin, cast.keeper,
    ]  # fmt: skip
    assert [user.name for user in others if seen_by(user)] == []
    LiaisonLink.objects.create(
        enterprise=cast.diamond,
        official=cast.mayor.official,
        kind=LiaisonKind.LEADER,
        since=LONG_AGO.date(),
    )
    assert seen_by(cast.mayor) == 1


def test_a_deputy_makes_what_the_absent_planned_and_says_in_whose_place(cast: Cast) -> None:
    visit, deputy = plan(cast), official_user("代林", "dailin", cast.industry, Role.LIAISON)
    name_deputy(
        absent=cast.lin, deputy=deputy, unit=cast.industry, since=TODAY,
        until=TODAY + timedelta(days=2), why="年休假", by=person(cast.lin), now=MONDAY,
    )  # fmt: skip
    acting = person_of(deputy, MONDAY)
    assert list(queries.waiting(acting.scope, queries.come(TODAY))) == [visit]
    Try(visit, acting).make()
    assert Event.objects.get(kind="visit.make").who == "代林（代林助）"


def test_what_is_due_is_ones_own_and_has_come(cast: Cast) -> None:
    lin, visit = person(cast.lin), plan(cast, day=TODAY + timedelta(days=1))
    assert not queries.waiting(lin.scope, queries.come(TODAY))
    assert list(queries.waiting(lin.scope, queries.come(TODAY + timedelta(days=1)))) == [visit]
    assert not queries.waiting(person(cast.he_fan).scope, queries.come(TODAY + timedelta(days=1)))


def test_marked_words_reach_neither_row_nor_log(cast: Cast) -> None:
    visit = plan(cast)
    with pytest.raises(SecretMark):
        Try(visit, person(cast.lin)).make(said="机密★5年：配套工程图纸。")
    visit.refresh_from_db()
    assert (visit.state, visit.said) == (VisitState.PLANNED, "")
    assert len(log_of(visit)) == 1


def test_a_visit_is_found_by_the_name_its_firm_bears_now_also_a_shorter_one(cast: Cast) -> None:
    visit = plan(cast)
    with transaction.atomic():
        Enterprise.objects.filter(pk=cast.diamond.pk).update(name="许昌钻石")
        record(object_type="enterprise", object_id=cast.diamond.pk, kind="changed", by=SYSTEM)
    seen = queries.visits(person(cast.lin).scope)
    assert not matching(seen, "钻石公司", VISIT_TEXTS.readings).exists()
    assert list(matching(seen, "许昌钻石", VISIT_TEXTS.readings)) == [visit]
