"""As what a person stands before a case, how the log names them, and who has to keep away."""

from dataclasses import replace

from zhuqi.foundation.access import Actor, ActorKind, NotValid, Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import chain_of
from zhuqi.ledgers.cases.actions.work.aggregate import CaseAggregate
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    AssignmentState,
    CaseRole,
)
from zhuqi.ledgers.cases.models import (
    Assignment,
    Case,
)
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, working_units
from zhuqi.ledgers.cases.secrecy.redaction import HIDDEN_FIRM


def case_roles_on(
    case: Case, assignments: list[Assignment], scope: Scope, actor: Actor
) -> frozenset[CaseRole]:
    """As what a person stands before a case they are not recused from (`CaseChange` sees to that).

    Nobody looks after the firm of a confidential case: the role would tell whose it is.
    """
    case_roles = set[CaseRole]()
    if actor.kind == ActorKind.SYSTEM:
        case_roles.add(CaseRole.SYSTEM)
    if case.enterprise_id in scope.enterprises:
        case_roles.add(CaseRole.FIRM)
    if case.enterprise_id in scope.liaised and not case.confidential:
        case_roles.add(CaseRole.LIAISON)
    if (Role.CHAMBER, case.chamber_id) in scope.posts:
        case_roles.add(CaseRole.CHAMBER)
    for role, case_role in _OFFICE_CASE_ROLES.items():
        if (role, case.office_id) in scope.posts:
            case_roles.add(case_role)
    if scope.units(*OFFICE_READERS) & {case.origin_office_id}:
        case_roles.add(CaseRole.ORIGIN)
    if (Role.REGISTRAR, case.superior_id) in scope.posts or (
        Role.REVIEWER, case.superior_id
    ) in scope.posts:  # fmt: skip
        case_roles.add(CaseRole.SUPERIOR)
    if scope.units(Role.UNIT_HEAD, Role.UNIT_DEPUTY) & {case.lead_unit_id}:
        case_roles.add(CaseRole.HEAD)
    return frozenset(case_roles | _sheet_roles(assignments, working_units(scope)))


def could_stand_as(scope: Scope) -> frozenset[CaseRole]:
    """As what a person may ever stand before some case, by the posts they hold."""
    case_roles = {found for role, found in _OFFICE_CASE_ROLES.items() if scope.holds(role)}
    if scope.enterprises:
        case_roles.add(CaseRole.FIRM)
    if scope.liaised:
        case_roles.add(CaseRole.LIAISON)
    if scope.holds(Role.CHAMBER):
        case_roles.add(CaseRole.CHAMBER)
    if scope.holds(*OFFICE_READERS):
        case_roles.add(CaseRole.ORIGIN)
    if scope.holds(Role.REGISTRAR, Role.REVIEWER):
        case_roles.add(CaseRole.SUPERIOR)
    if scope.holds(Role.UNIT_HEAD, Role.UNIT_DEPUTY):
        case_roles.add(CaseRole.HEAD)
    if working_units(scope):
        case_roles |= {*SHEET_ROLES.values(), CaseRole.PARTY}
    return frozenset(case_roles)


def _sheet_roles(assignments: list[Assignment], units: frozenset[int]) -> set[CaseRole]:
    own = [assignment for assignment in assignments if assignment.unit_id in units]
    held = {
        SHEET_ROLES[AssignmentRole(assignment.role)]
        for assignment in own
        if assignment.state != AssignmentState.RECALLED
    }
    return held | ({CaseRole.PARTY} if any(assignment.contested for assignment in own) else set())


SHEET_ROLES = {
    AssignmentRole.LEAD: CaseRole.LEAD,
    AssignmentRole.CO: CaseRole.CO,
    AssignmentRole.PART: CaseRole.PART,
    AssignmentRole.SUB: CaseRole.SUB,
}


_OFFICE_CASE_ROLES = {
    Role.REGISTRAR: CaseRole.REGISTRAR,
    Role.REVIEWER: CaseRole.REVIEWER,
    Role.SIGNER: CaseRole.SIGNER,
    Role.LEADER: CaseRole.LEADER,
    Role.INSPECTOR: CaseRole.INSPECTOR,
}


def signature_of(case: Case, actor: Actor) -> Actor:
    """Who did it, as the log names them: nobody of the firm where the case is confidential.

    The log can't be erased; the name lies beside it, as an erasable value.
    """
    if case.confidential and actor.kind == ActorKind.FIRM:
        return replace(actor, name=SOME_FIRM_PERSON, unit=HIDDEN_FIRM)
    return actor


SOME_FIRM_PERSON = "企业人员"


def refuse_recused(aggregate: CaseAggregate, unit: Unit) -> None:
    """NotValid with the reason if the unit, or one above it, has to keep away from the case."""
    bound = {r.unit_id: r for r in aggregate.recusals if r.in_force and r.unit_id}
    for step in chain_of(unit) if bound else ():
        if recusal := bound.get(step.pk):
            whose = "" if step.pk == unit.pk else f"（上级单位“{step}”）"
            raise NotValid(
                f"“{unit}”{whose}应当回避：{recusal.get_kind_display()}，不能办理这件诉求"
            )
