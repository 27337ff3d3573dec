"""保密 and 回避: hide a firm, tell a unit which it is, keep units and people away from a case."""

from collections.abc import Sequence

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import office_for
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, refuse_recused, required
from zhuqi.ledgers.cases.enums import AssignmentState, Verb
from zhuqi.ledgers.cases.models import Assignment, Disclosure, Recusal, RecusalKind

REASON_LIMIT = 500


def conceal(change: CaseChange, *, reason: str) -> None:
    """标为保密: from now on only the office and the firm know whose it is; who knew, knows."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "标为保密的原因", REASON_LIMIT)
    step = change.begin(Verb.CONCEAL, errors)
    change.case.confidential = True
    change.happen(step, Verb.CONCEAL, data={"reason": reason})


def unconceal(change: CaseChange, *, reason: str) -> None:
    """取消保密: everyone who sees the row sees the firm again. The firm has to have agreed."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "取消保密的原因", REASON_LIMIT)
    step = change.begin(Verb.UNCONCEAL, errors)
    change.case.confidential = False
    change.happen(step, Verb.UNCONCEAL, data={"reason": reason})


def disclose(change: CaseChange, *, units: Sequence[Unit], reason: str) -> None:
    """告知企业名称: tell units that hold a sheet which firm it is. It can't be untold.

    NotValid for a unit that must stay out of the case (回避), has no sheet or knows already.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "告知原因", REASON_LIMIT)
    if not units:
        errors["units"] = "请选择要告知的单位"
    step = change.begin(Verb.DISCLOSE, errors)
    recalled = AssignmentState.RECALLED
    holding = {s.unit_id for s in change.aggregate.assignments if s.state != recalled}
    told = set(Disclosure.objects.filter(case=change.case).values_list("unit_id", flat=True))
    for unit in units:
        refuse_recused(change.aggregate, unit)
        if unit.pk not in holding:
            raise NotValid({"units": f"“{unit}”没有这件诉求的交办单"})
        if unit.pk in told:
            raise NotValid({"units": f"已经告知过“{unit}”"})
    change.aggregate.new_rows += [
        Disclosure(
            case=change.case, unit=unit, reason=reason, at=change.now, by=change.by.actor.name
        )
        for unit in units
    ]
    change.happen(
        step,
        Verb.DISCLOSE,
        data={
            "units": [unit.pk for unit in units],
            "names": [str(unit) for unit in units],
            "reason": reason,
        },
    )


def recuse(
    change: CaseChange,
    *,
    kind: RecusalKind,
    reason: str,
    unit: Unit | None = None,
    person: User | None = None,
) -> None:
    """设定回避: a unit (with all below it) or a person has nothing more to do with the case.

    NotValid for the office that keeps the ledger, and for a unit that still holds a sheet.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "回避的原因", REASON_LIMIT)
    if (unit is None) == (person is None):
        errors["unit"] = "请选择回避的单位或人员，二者选一"
    step = change.begin(Verb.RECUSE, errors)
    if unit is not None:
        _refuse_unit(change, unit)
    if any(
        r.in_force and (r.unit_id, r.user_id) == (_pk(unit), _pk(person))
        for r in change.aggregate.recusals
    ):
        raise NotValid({"unit": "已经设定过这一回避"})
    _keep_away(change, kind, reason, unit, person)
    change.happen(step, Verb.RECUSE, data=_said(kind, reason, unit, person))


def declare_recusal(change: CaseChange, *, reason: str) -> None:
    """声明回避: the person keeps away from now on; the office may lift it."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "回避的原因", REASON_LIMIT)
    step = change.begin(Verb.DECLARE_RECUSAL, errors)
    person = User.objects.get(pk=change.by.scope.user_id)
    _keep_away(change, RecusalKind.DECLARED, reason, None, person)
    change.happen(
        step, Verb.DECLARE_RECUSAL, data=_said(RecusalKind.DECLARED, reason, None, person)
    )


def lift_recusal(change: CaseChange, *, recusal: int, reason: str) -> None:
    """解除回避: by id; whoever was kept away sees again what their work shows them."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "解除的原因", REASON_LIMIT)
    row = next((r for r in change.aggregate.recusals if r.pk == recusal and r.in_force), None)
    if row is None:
        errors["recusal"] = "请选择要解除的回避"
    step = change.begin(Verb.LIFT_RECUSAL, errors)
    if row is None:
        return
    row.lifted_at, row.lifted_by, row.lift_reason = change.now, change.by.actor.name, reason
    change.touch(row)
    kind = RecusalKind(row.kind)
    change.happen(step, Verb.LIFT_RECUSAL, data=_said(kind, reason, row.unit, row.user))


def complained_unit(name: str, office: Unit) -> Unit | None:
    """The unit a firm named, if it is exactly one in the office's city; a person reads the rest."""
    name = "".join(name.split())
    if not name:
        return None
    near = Unit.objects.filter(active=True, region__code__startswith=office.region.code[:4])
    found = list(near.filter(name=name)[:2]) or list(near.filter(short_name=name)[:2])
    return found[0] if len(found) == 1 else None


def ledger_for(office: Unit, complained_of: Unit | None) -> Unit:
    """The office that takes a complaint: never the one complained of, if there is one above it.

    NotValid where no office serves the region.
    """
    region = office.region
    if complained_of is None or complained_of not in chain_of(office) or region.parent is None:
        return office
    return office_for(region.parent)


def keep_complained_away(change: CaseChange, unit: Unit) -> None:
    """At submission: the unit complained of keeps away from the first moment on."""
    reason = "企业提交时写明的被反映单位"
    if unit in chain_of(change.case.office):
        return
    _keep_away(change, RecusalKind.COMPLAINED_OF, reason, unit, None)
    change.happen(None, Verb.RECUSE, data=_said(RecusalKind.COMPLAINED_OF, reason, unit, None))


def chain_of(unit: Unit) -> list[Unit]:
    """The unit and those above it."""
    chain, step = [unit], unit.parent
    while step is not None:
        chain.append(step)
        step = step.parent
    return chain


def _refuse_unit(change: CaseChange, unit: Unit) -> None:
    if unit in chain_of(change.case.office):
        raise NotValid({"unit": f"“{unit}”主管本台账，不能整体回避；请提级到上级活动办办理"})
    sheets = [a for a in change.aggregate.assignments if _open(a) and unit in chain_of(a.unit)]
    if sheets:
        names = "、".join(str(sheet.unit) for sheet in sheets)
        raise NotValid({"unit": f"{names}还持有交办单，请先撤回交办、收回或改派"})


def _open(sheet: Assignment) -> bool:
    return sheet.state not in {AssignmentState.RECALLED, AssignmentState.CLOSED}


def _keep_away(
    change: CaseChange, kind: RecusalKind, reason: str, unit: Unit | None, person: User | None
) -> None:
    row = Recusal(
        case=change.case,
        unit=unit,
        user=person,
        kind=kind,
        reason=reason,
        at=change.now,
        by=change.signature.name,
    )
    aggregate: CaseAggregate = change.aggregate
    aggregate.recusals.append(row)
    aggregate.new_rows.append(row)


def _said(
    kind: RecusalKind, reason: str, unit: Unit | None, person: User | None
) -> dict[str, object]:
    return {
        "unit": _pk(unit),
        "user": _pk(person),
        "who": str(unit or (person.name if person else "")),
        "kind": kind.value,
        "reason": reason,
    }


def _pk(row: Unit | User | None) -> int | None:
    return row.pk if row is not None else None
