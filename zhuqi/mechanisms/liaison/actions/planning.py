"""Plan a visit, so that a firm is left in peace; call one off."""

from datetime import date

from django.db import transaction

from zhuqi.foundation.access import NotValid, NotYours, Person
from zhuqi.foundation.changes import Now
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.queries import live_of_firms
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.actions.visits import VISITS, VisitChange
from zhuqi.mechanisms.liaison.enums import Basis, VisitVerb
from zhuqi.mechanisms.liaison.models import Visit

NOT_YOURS = "只有联系这家企业的干部和领导可以计划走访"


@transaction.atomic
def plan(
    *,
    enterprise: Enterprise,
    day: date,
    purpose: str,
    goers: str,
    by: Person,
    basis: str = "",
    why: str = "",
    now: Now = None,
) -> Visit:
    """计划走访: of a firm one looks after, today or later; NotYours for any other firm.

    NotValid where the firm has as many visits in that month as its office thinks good, unless the
    firm asked for it or has a case under way (`basis`), with the reason (`why`).
    """
    _refuse_strangers(enterprise, by)
    # Two who plan at once count each other.
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    visit = Visit(enterprise=enterprise, visitor_id=by.actor.user_id, day=day, basis=basis)
    with VISITS.new(visit, by=by, now=now) as change:
        early = "不能早于今天；已经去过的，先按今天计划，再记录走访"
        change.require(day >= change.today, "day", early)
        change.write(purpose=purpose, goers=goers, why=why)
        if not change.errors:
            _refuse_too_many(enterprise, day, basis, change.row.why, by)
        change.record("plan", {"enterprise": enterprise.pk})
    return visit


def unplanned(*, enterprise: Enterprise, purpose: str, by: Person, now: Now = None) -> Visit:
    """A visit that took place without a plan, to be recorded in the same transaction: a fact is
    not refused for being one too many. NotYours for a firm one does not look after."""
    _refuse_strangers(enterprise, by)
    visit = Visit(enterprise=enterprise, visitor_id=by.actor.user_id)
    with VISITS.new(visit, by=by, now=now) as change:
        visit.day = change.today
        change.write(purpose=purpose)
        change.record("plan", {"enterprise": enterprise.pk})
    return visit


def cancel(change: VisitChange, *, reason: str) -> None:
    """取消走访: with the reason, as long as it is only planned."""
    change.write(reason=reason)
    change.step(VisitVerb.CANCEL)


def _refuse_strangers(firm: Enterprise, by: Person) -> None:
    if firm.pk not in by.scope.liaised:
        raise NotYours(NOT_YOURS)


def _refuse_too_many(firm: Enterprise, day: date, basis: str, why: str, by: Person) -> None:
    there, most = list(queries.of_month(firm, day)), queries.cap_of(firm, day).most
    if len(there) < most:
        return
    if not basis:
        going = "、".join(f"{one.day.month}月{one.day.day}日 {one.visitor.name}" for one in there)
        raise NotValid(
            {
                "basis": f"这家企业 {day.month} 月已有 {len(there)} 次走访（{going}），"
                f"每月最多 {most} 次；可以一起去，企业邀请或有在办诉求的写明理由"
            }
        )
    if basis == Basis.CASE and not live_of_firms(by, [firm.pk]).exists():
        raise NotValid({"basis": "这家企业没有您看得到的在办诉求"})
    if not why:
        raise NotValid({"why": "请写明再去的理由"})
