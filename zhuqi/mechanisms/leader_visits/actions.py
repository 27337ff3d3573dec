"""The verbs of a leader's visit; the only place that writes one."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.leader_visits import queries
from zhuqi.mechanisms.leader_visits.enums import (
    LeaderVisitRole,
    LeaderVisitState,
    LeaderVisitVerb,
)
from zhuqi.mechanisms.leader_visits.lifecycle import LEADER_VISIT, LeaderVisitFacts
from zhuqi.mechanisms.leader_visits.models import Demand, LeaderVisit

LeaderVisitChange: TypeAlias = RowChange[LeaderVisit, LeaderVisitVerb]
OBJECT, PLAN, NOTIFY = "leader_visit", "plan", "leader_visit.notify"
R, V = LeaderVisitRole, LeaderVisitVerb
MOST_FIRMS = 20


def facts_of(visit: LeaderVisit, by: Person) -> LeaderVisitFacts:
    """What the table decides on. Whoever is not named has no part in it, whatever their post."""
    scope = by.scope
    named = visit.readers.filter(pk=scope.user_id).exists()
    own = scope.user_id in {visit.leader_id, visit.writer_id}
    roles = standing_as(
        (R.KEEPER, named and (own or visit.office_id in scope.offices)),
        (R.APPROVER, named and visit.office_id in scope.units(*queries.APPROVERS)),
    )
    return LeaderVisitFacts(
        LeaderVisitState(visit.state),
        roles,
        unsettled=bool(visit.unsettled),
        approver=queries.approvers(visit).exists(),
    )


# The log tells who did what to which plan, and of neither leader, day nor firm: whoever reads the
# log is not named.
LEADER_VISITS = RowNoun[LeaderVisit, LeaderVisitVerb](
    model=LeaderVisit,
    object_type=OBJECT,
    load=alone("state"),
    stale="这份调研预案刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=LEADER_VISIT,
    facts=facts_of,
    notify=NOTIFY,
    notified=frozenset(f"{OBJECT}.{word}" for word in (V.SUBMIT, V.APPROVE, V.RETURN)),
)


@transaction.atomic
def plan(
    *,
    office: Unit,
    leader: User,
    day: date,
    purpose: str,
    firms: Sequence[Enterprise],
    route: str,
    attends: str,
    may_ask: str,
    readers: Collection[User],
    by: Person,
    now: Now = None,
) -> LeaderVisit:
    """报调研计划: for oneself as a leader, for whom one stands in for, or as the leader's office.

    NotYours for anybody else; NotValid for a leader of another office, a day gone by, no firm or
    too many, or somebody who can't be named. Leader and writer read it, whoever else is named.
    """
    mine = {by.scope.user_id, *(one.absent.user_id for one in by.scope.acting_for)}
    if office.pk not in by.scope.offices and leader.pk not in mine:
        raise NotYours("只有领导本人、代理人和活动办可以报调研计划")
    visit = LeaderVisit(office=office, leader=leader, writer_id=by.actor.user_id, day=day)
    with LEADER_VISITS.new(visit, by=by, now=now) as change:
        known = queries.leaders_of([office.pk], now or timezone.now()).filter(pk=leader.pk)
        change.require(known.exists(), "leader", f"“{leader.name}”不是这一级的领导")
        texts = {"purpose": purpose, "route": route, "attends": attends, "may_ask": may_ask}
        _write(change, day, firms, **texts)
        _judge_readers(change, readers)
        change.record(PLAN)
    visit.firms.set(firms)
    visit.readers.set({*readers, leader, User.objects.get(pk=by.actor.user_id)})
    return visit


def revise(
    change: LeaderVisitChange,
    *,
    day: date,
    purpose: str,
    firms: Sequence[Enterprise],
    route: str,
    attends: str,
    may_ask: str,
) -> None:
    """修改预案: as long as it is being drafted."""
    texts = {"purpose": purpose, "route": route, "attends": attends, "may_ask": may_ask}
    _write(change, day, firms, **texts)
    change.row.day = day
    change.step(V.REVISE)
    change.row.firms.set(firms)


def name(change: LeaderVisitChange, *, readers: Collection[User]) -> None:
    """改可看的人: leader and writer stay, whoever else is named."""
    _judge_readers(change, readers)
    change.step(V.NAME)
    change.row.readers.set({*readers, change.row.leader, change.row.writer})


def submit(change: LeaderVisitChange) -> None:
    """报审. NotNow where nobody named may approve it."""
    change.step(V.SUBMIT)


def approve(change: LeaderVisitChange) -> None:
    """审定."""
    change.step(V.APPROVE)


def send_back(change: LeaderVisitChange, *, reason: str) -> None:
    """退回修改: what is missing."""
    change.write(reason=reason)
    change.step(V.RETURN)


def make(change: LeaderVisitChange, *, day: date, said: str) -> None:
    """记录调研: when it took place, what was seen and said."""
    change.require(day <= change.today, "day", "调研还没有到这一天")
    change.row.day = day
    change.write(said=said)
    change.step(V.MAKE)


def demand(change: LeaderVisitChange, *, what: str, unit: str, due: date) -> None:
    """记领导要求: of which unit, by a day that is still to come."""
    change.require(due >= change.today, "due", "完成期限不能早于今天")
    one = Demand(visit=change.row, due=due, **change.texts(Demand, what=what, unit=unit))
    change.step(V.DEMAND)
    change.aggregate.new_rows.append(one)


def settle(change: LeaderVisitChange, *, demand: Demand, outcome: str) -> None:
    """办结要求: what came of it. NotValid for one of another visit, or settled before."""
    mine = {one.pk: one for one in change.row.unsettled}
    change.require(demand.pk in mine, "demand", "请选择一项未办结的要求")
    outcome = change.texts(Demand, outcome=outcome)["outcome"]
    change.step(V.SETTLE)
    one = mine[demand.pk]
    one.done_on, one.outcome = change.today, outcome
    change.touch(one)


def cancel(change: LeaderVisitChange, *, reason: str) -> None:
    """取消调研: with the reason, as long as it is to come."""
    change.write(reason=reason)
    change.step(V.CANCEL)


def _write(change: LeaderVisitChange, day: date, firms: Sequence[Enterprise], **texts: str) -> None:
    kept = day == change.row.day and bool(change.row.pk)
    change.require(kept or day >= change.today, "day", "不能早于今天")
    change.require(0 < len(firms) <= MOST_FIRMS, "firms", f"请写 1 到 {MOST_FIRMS} 家企业")
    change.write(**texts)


def _judge_readers(change: LeaderVisitChange, readers: Collection[User]) -> None:
    allowed = queries.to_name([change.row.office_id])
    ids = {one.pk for one in readers} - {change.row.leader_id, change.row.writer_id}
    known = allowed.filter(pk__in=ids).count()
    change.require(known == len(ids), "readers", "有人不是这一级单位的人，不能指定")
