"""What becomes of merged cases when the main one ends, and when it is taken up again.

Whatever ends the main case says so in its `VerbSpec`: they end with it, or come back to be handled
by themselves. Nobody is left 合并办理 in a case that is over.
"""

from typing import TYPE_CHECKING

from zhuqi.ledgers.cases.enums import AssignmentState, State, Verb
from zhuqi.ledgers.cases.lifecycle import COMES_BACK
from zhuqi.ledgers.cases.verbs import SPECS, Fate

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.actions.work import CaseChange


def follow(change: "CaseChange", verb: Verb) -> None:
    """Do to the merged cases what the verb means for them; they are locked beside the main one."""
    fate = SPECS[verb].merged
    if fate == Fate.STAYS:
        return
    main = change.case
    merged = [o for o in change.beside.values() if o.case.merged_into_id == main.pk and main.pk]
    unheard = set(change.aggregate.merged_in) - {other.case.number for other in merged}
    if unheard:
        raise ValueError(f"{main.number}: {sorted(unheard)} are merged into it and not at hand")
    for other in merged:
        each = change.on(other)
        if fate == Fate.COMES_BACK:
            ended = f"主件编号 {main.number} {verb.label}，本件恢复单独办理"
            come_back(each, ended, main.number)
        elif fate == Fate.ENDS and other.case.closed_at is None:
            other.case.closed_at = change.now
            each.happen(None, Verb.END_WITH_MAIN, data={"into": main.number})
        elif fate == Fate.GOES_ON and other.case.closed_at is not None:
            other.case.closed_at = None
            each.happen(None, Verb.GO_ON_WITH_MAIN, data={"into": main.number})
    if fate == Fate.COMES_BACK:
        change.aggregate.merged_in.clear()


def come_back(change: "CaseChange", reason: str, number: str) -> None:
    """A merged case as `COMES_BACK` says, to be accepted or assigned anew."""
    case = change.case
    for sheet in change.aggregate.assignments:
        if sheet.state == AssignmentState.CLOSED:
            change.advance(sheet, Verb.UNMERGE)
            change.uninvolve(sheet.unit_id, sheet.role)
    case.state = COMES_BACK[State(case.merged_from)]
    case.merged_into, case.merged_from = None, ""
    case.lead_unit = case.assigned_at = case.answered_at = case.closed_at = None
    case.handler_name = case.handler_phone = case.disposition = ""
    change.happen(None, Verb.UNMERGE, data={"reason": reason, "into": number})
