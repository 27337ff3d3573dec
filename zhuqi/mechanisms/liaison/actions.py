"""The verbs of a visit; the only place that writes one."""

from datetime import date
from typing import TypeAlias

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison.enums import VisitRole, VisitState, VisitVerb
from zhuqi.mechanisms.liaison.lifecycle import VISIT, VisitFacts
from zhuqi.mechanisms.liaison.models import FollowUp, Visit

VisitChange: TypeAlias = RowChange[Visit, VisitVerb]


def facts_of(visit: Visit, by: Person) -> VisitFacts:
    """What the table decides on."""
    firm = visit.enterprise
    roles = standing_as(
        (VisitRole.CARER, firm.pk in by.scope.liaised),
        (VisitRole.OFFICE, firm.office_id in by.scope.offices),
    )
    return VisitFacts(VisitState(visit.state), roles, bool(visit.unsettled))


VISITS = RowNoun[Visit, VisitVerb](
    model=Visit,
    object_type="visit",
    load=alone("state", "day"),
    stale="这次走访刚刚被其他人更新过，请核对后再提交",
    table=VISIT,
    facts=facts_of,
    acting=lambda visit, by: by.caring_for(visit.enterprise_id),
)


def plan(
    *, enterprise: Enterprise, day: date, purpose: str, goers: str, by: Person, now: Now = None
) -> Visit:
    """计划走访: of a firm one looks after, today or later; NotYours for any other firm."""
    if enterprise.pk not in by.scope.liaised:
        raise NotYours("只有联系这家企业的干部和领导可以计划走访")
    visit = Visit(enterprise=enterprise, visitor_id=by.actor.user_id, day=day)
    with VISITS.new(visit, by=by, now=now) as change:
        early = "不能早于今天；已经去过的，先按今天计划，再记录走访"
        change.require(day >= change.today, "day", early)
        change.write(purpose=purpose, goers=goers)
        change.record("plan", {"enterprise": enterprise.pk})
    return visit


def make(change: VisitChange, *, day: date, present: str, said: str) -> None:
    """记录走访: when it took place, who was there for the firm, what was said."""
    change.require(day <= change.today, "day", "走访还没有到这一天")
    change.row.day = day
    change.write(present=present, said=said)
    change.step(VisitVerb.MAKE)


def raise_need(
    change: VisitChange,
    *,
    title: str,
    body: str,
    wish: str,
    reporter_name: str,
    reporter_phone: str,
    consent: bool,
) -> Case:
    """转为诉求: a need becomes a case in the ledger, with the firm's consent.

    All that `intake.register` refuses, and NotValid without the consent.
    """
    change.require(consent, "consent", "企业同意后才能登记为诉求")
    change.begin(VisitVerb.RAISE)
    firm, said = change.row.enterprise, Submission(title, body, wish, reporter_name, reporter_phone)
    case = intake.register(
        enterprise=firm, submission=said, channel="visit", by=change.by, now=change.now
    )
    _join(change, case)
    return case


def hear(change: VisitChange, *, case: Case) -> None:
    """A case that is in the ledger already was heard at the visit."""
    change.begin(VisitVerb.RAISE)
    _join(change, case)


def _join(change: VisitChange, case: Case) -> None:
    change.row.cases.add(case)
    change.record(VisitVerb.RAISE, {"case": case.pk})


def follow_up(change: VisitChange, *, what: str, due: date) -> None:
    """记后续事项: what is promised, by a day that is still to come."""
    change.require(due >= change.today, "due", "完成期限不能早于今天")
    promise = FollowUp(visit=change.row, due=due, **change.texts(FollowUp, what=what))
    change.step(VisitVerb.FOLLOW, {"due": due.isoformat()})
    change.aggregate.new_rows.append(promise)


def settle(change: VisitChange, *, follow_up: FollowUp, outcome: str) -> None:
    """办结后续事项: what came of it. NotValid for one of another visit, or settled before."""
    mine = {one.pk: one for one in change.row.unsettled}
    change.require(follow_up.pk in mine, "follow_up", "请选择一项未办结的后续事项")
    outcome = change.texts(FollowUp, outcome=outcome)["outcome"]
    change.step(VisitVerb.SETTLE, {"follow_up": follow_up.pk})
    promise = mine[follow_up.pk]
    promise.done_on, promise.outcome = change.today, outcome
    change.touch(promise)


def cancel(change: VisitChange, *, reason: str) -> None:
    """取消走访: with the reason, as long as it is only planned."""
    change.write(reason=reason)
    change.step(VisitVerb.CANCEL)
