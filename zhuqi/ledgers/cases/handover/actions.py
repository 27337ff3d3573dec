"""移交经办: a case passes from one handler to another; one by one, or all of a leaver's."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import (
    SYSTEM,
    ActorKind,
    NotNow,
    NotValid,
    NotYours,
    Person,
    Refusal,
    Role,
    Scope,
)
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.fact_reading import offices_above
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of, scope_of
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.handover.workload import could_handle, open_work
from zhuqi.ledgers.cases.models import HandOver, HandOverLine

REASON_LIMIT = 200
HAND_OVER = "cases.hand_over"
Status = HandOverLine.Status


def hand_over(change: CaseChange, *, to: User | None, reason: str) -> None:
    """Another handler of the lead unit answers for the case from now on."""
    case = change.case
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, _("移交原因"), REASON_LIMIT)
    if to is None:
        errors["to"] = _("请选择接办人")
    elif to.pk == case.handler:
        errors["to"] = _("%(name)s已是这件诉求的经办人") % {"name": to.name}
    elif case.lead_unit_id and not could_handle(case.lead_unit_id).filter(pk=to.pk).exists():
        errors["to"] = _("接办人须是主办单位在岗的经办人或负责人")
    elif _keeps_away(change, to):
        # Why is for the office to know.
        errors["to"] = _("%(name)s不能接办这件诉求，请另选") % {"name": to.name}
    step = change.begin(Verb.HAND_OVER, errors)
    if to is None:
        return
    before = case.handler_name
    case.handler, case.handler_name = to.pk, to.name
    case.handler_phone = to.phone or (to.official.phone if to.official else "")
    change.happen(step, Verb.HAND_OVER, data={"from": before, "to": to.name, "reason": reason})


def _keeps_away(change: CaseChange, user: User) -> bool:
    """Whose rights they are is asked only where a recusal binds anybody."""
    recusals = [row for row in change.aggregate.recusals if row.in_force]
    if not recusals:
        return False
    scope = scope_of(user, change.now)
    return any(row.binds(scope) for row in recusals)


def order_hand_over(
    *,
    leaver: User,
    to: User | None,
    unit: Unit,
    reason: str,
    by: Person,
    now: datetime | None = None,
) -> HandOver:
    """移交全部在办: list what is open in the leaver's name in the unit; enqueue the hand-over.

    The worker does it case by case; asked again afterwards, it takes what is left.

    NotYours for all but the leaver, the unit's head and a security administrator; NotNow where
    nothing is open or a hand-over is under way; NotValid without a reason or for somebody who can't
    take it.
    """
    moment = now or timezone.now()
    _may_order(by, leaver, unit)
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, _("移交原因"), REASON_LIMIT)
    if wrong := _not_to(to, leaver, unit):
        errors["to"] = wrong
    if errors or to is None:
        raise NotValid(errors)
    cases = list(open_work(leaver.pk, unit.pk).values_list("pk", flat=True))
    if not cases:
        raise NotNow(_("名下没有在办的诉求，不用移交"))
    try:
        with transaction.atomic():
            order = HandOver.objects.create(
                leaver=leaver,
                to=to,
                unit=unit,
                reason=reason,
                ordered_by_id=by.actor.user_id,
                ordered_at=moment,
            )
            HandOverLine.objects.bulk_create(
                HandOverLine(order=order, case_id=pk) for pk in sorted(cases)
            )
            record(
                object_type="user",
                object_id=leaver.pk,
                kind=UserEvent.HANDED_OVER,
                by=by.actor,
                data={
                    "to": to.pk,
                    "to_name": to.name,
                    "unit": unit.pk,
                    "unit_name": str(unit),
                    "cases": len(cases),
                    "reason": reason,
                },
                now=moment,
            )
            enqueue(kind=HAND_OVER, key=f"{HAND_OVER}:{order.pk}", payload={"order": order.pk})
    except IntegrityError:
        raise NotNow(_("这个人的在办正在移交，请等它完成")) from None
    return order


def _not_to(to: User | None, leaver: User, unit: Unit) -> str:
    """Why it can't be handed to them; "" where it can."""
    if to is None:
        return _("请选择接办人")
    if to.pk == leaver.pk:
        return _("接办人不能是移交人自己")
    if not could_handle(unit.pk).filter(pk=to.pk).exists():
        return _("接办人须是主办单位在岗的经办人或负责人")
    return ""


def _may_order(by: Person, leaver: User, unit: Unit) -> None:
    """The leaver, the head of the unit, or the security administrator of the region."""
    if by.actor.kind is ActorKind.SYSTEM or by.actor.user_id == leaver.pk:
        return
    if (Role.UNIT_HEAD, unit.pk) in by.scope.posts:
        return
    if not by.scope.units(Role.SECURITY_ADMIN) & offices_above(unit):
        raise NotYours(_("移交由本人、单位负责人或安全管理员办理"))


def _waiting(order_id: int) -> QuerySet[HandOverLine]:
    """What of an order is still to be done, in the order of the cases."""
    return HandOverLine.objects.filter(order=order_id, status=Status.WAITING).order_by("case_id")


def hand_over_next(order_id: int) -> bool:
    """Hand over the first case that waits, in a transaction of its own; False where none does.

    Who ordered it is asked anew each time: a right lost meanwhile stops the rest.

    What is refused (NotYours, NotNow) is written on the row; nothing is raised.
    """
    line = _waiting(order_id).select_related("order__to__official", "order__leaver").first()
    if line is None:
        HandOver.objects.filter(pk=order_id, done_at__isnull=True).update(done_at=timezone.now())
        return False
    order = line.order
    try:
        with open_case(line.case_id, by=_acting(order)) as change:
            if change.case.handler != order.leaver_id:
                raise NotNow(_("经办人已不是%(name)s") % {"name": order.leaver.name})
            hand_over(change, to=order.to, reason=order.reason)
            _waiting(order_id).filter(pk=line.pk).update(status=Status.DONE)
    except Refusal as refusal:
        _waiting(order_id).filter(pk=line.pk).update(
            status=Status.REFUSED, reason=refusal.reason[:200]
        )
    return True


def _acting(order: HandOver) -> Person:
    """Whoever ordered it, in their own name where the case is theirs to hand over.

    An administrator works on no case: for them the system does it, and the order, an event on
    the leaver, holds their name.
    """
    person = person_of(order.ordered_by)
    _may_order(person, order.leaver, order.unit)
    if order.ordered_by_id == order.leaver_id or order.unit_id in person.scope.units():
        return person
    return Person(SYSTEM, Scope())
