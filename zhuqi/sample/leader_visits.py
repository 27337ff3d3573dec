"""领导调研: of every ledger's leader one in each state, named people reading it."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.mechanisms.leader_visits import actions
from zhuqi.mechanisms.leader_visits.enums import LeaderVisitState as S
from zhuqi.mechanisms.leader_visits.models import LeaderVisit
from zhuqi.sample.city import City

PLANS = (
    (S.DRAFTED, 6, "看二期项目投产准备"),
    (S.SUBMITTED, 4, "调研用工和融资困难"),
    (S.APPROVED, 1, "看技改项目进度"),
    (S.MADE, -5, "了解订单和用电情况"),
    (S.CANCELLED, -12, "看物流园建设"),
)
MAY_ASK = "订单、用工、用电各是什么情况；去年答应的事办到哪一步；还有什么要政府做的。"
SAID = "看了两条生产线。订单比去年多，旺季缺工，希望夜间也能办理货车通行证。"
DEMAND = "一周内拿出夜间通行方案，直接送企业"


def visit_as_leaders(city: City) -> None:
    """By whoever leads, approved by the office."""
    for office, (_ledger, firms) in zip(city.offices, city.firms, strict=False):
        people = city.society.people[office.pk]
        if people.get(Role.LEADER) and people.get(Role.REVIEWER):
            with transaction.atomic():
                rows = [firm.row for firm in firms[:8]]
                _tell(city, office, people[Role.LEADER][0], people[Role.REVIEWER][0], rows)


def _tell(
    city: City, office: Unit, leader: Person, reviewer: Person, firms: list[Enterprise]
) -> None:
    named = list(User.objects.filter(pk=reviewer.actor.user_id))
    for place, (state, ahead, purpose) in enumerate(PLANS):
        then = city.now + timedelta(days=min(ahead, 0) - 3)
        day = timezone.localdate(city.now + timedelta(days=ahead))
        visit = actions.plan(
            office=office, leader=User.objects.get(pk=leader.actor.user_id), day=day,
            purpose=purpose, firms=firms[place : place + 2] or firms[:1],
            route="9:00 从市政府出发，9:30 到第一家，11:00 到第二家，12:00 返回",
            attends="工信局、人社局、供电公司各一名负责人", may_ask=MAY_ASK, readers=named,
            by=leader, now=then,
        )  # fmt: skip
        for step in _steps(state, visit, leader, reviewer):
            by, act = step
            at = city.now - timedelta(days=1) if state == S.MADE else then + timedelta(hours=2)
            with actions.LEADER_VISITS.open(visit.pk, by=by, now=at) as change:
                act(change)


Step = tuple[Person, Callable[[actions.LeaderVisitChange], None]]


def _steps(state: S, visit: LeaderVisit, leader: Person, reviewer: Person) -> list[Step]:
    if state == S.CANCELLED:
        return [(leader, lambda change: actions.cancel(change, reason="与市委会议冲突"))]
    steps: list[Step] = [
        (leader, actions.submit),
        (reviewer, actions.approve),
        (leader, lambda change: actions.make(change, day=visit.day, said=SAID)),
        (leader, _demand),
    ]
    return steps[: (S.DRAFTED, S.SUBMITTED, S.APPROVED).index(state) if state != S.MADE else 4]


def _demand(change: actions.LeaderVisitChange) -> None:
    due = change.today + timedelta(days=4)
    actions.demand(change, what=DEMAND, unit="公安局交警支队", due=due)
