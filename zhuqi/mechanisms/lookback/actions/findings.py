"""The unit is heard, then the office finds; what is found false is taken up again at once."""

from collections.abc import Collection
from datetime import datetime

from zhuqi.foundation.access import SYSTEM_PERSON, Actor, Role
from zhuqi.ledgers.cases.actions import closing
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.mechanisms.lookback.actions.calls import drop
from zhuqi.mechanisms.lookback.actions.noun import LOOK_BACKS, OBJECT, LookBackChange
from zhuqi.mechanisms.lookback.enums import TO_CALL, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack

# The firm reads it on its case: what the office found of the unit is not its matter.
AGAIN = "回头看时企业反映没有解决，重新办理"
NO_MORE = "诉求已重新办理或移送，不再回访"
_OVER = (State.STRUCK_OFF, State.CARRIED, State.TERMINATED)


def state(change: LookBackChange, *, statement: str) -> None:
    """单位说明: what the unit that answered says to it."""
    change.write(statement=statement)
    change.row.stated_at = change.now
    _step(change, LookBackVerb.STATE)


def find_fault(change: LookBackChange, *, finding: str) -> None:
    """认定有责: a false closing; the case is taken up again in the same transaction.

    NotNow before the unit was heard or let its time pass.
    """
    _find(change, LookBackVerb.FIND_FAULT, finding)
    _take_up(change, liable=True)


def find_no_fault(change: LookBackChange, *, finding: str, again: bool) -> None:
    """认定无责: nothing is held against the unit; the case is taken up again where it should be."""
    _find(change, LookBackVerb.FIND_NO_FAULT, finding)
    if again:
        _take_up(change, liable=False)


def _find(change: LookBackChange, verb: LookBackVerb, finding: str) -> None:
    change.write(finding=finding)
    change.row.found_at = change.now
    _step(change, verb)


def _step(change: LookBackChange, verb: LookBackVerb) -> None:
    change.begin(verb)
    change.record(verb.value, {"case": change.row.case_id, "outcome": change.row.state})


def _take_up(change: LookBackChange, *, liable: bool) -> None:
    """Reopen what is over, redo what is completed; what is under way already goes on.

    By whoever found it where the case is theirs to review, else by the system in their wake: the
    ledger may be that of an office below.
    """
    with open_case(change.row.case_id, by=change.by, now=change.now) as work:
        by_hand = (Role.REVIEWER, work.case.office_id) in change.by.scope.posts
        by_system = CaseChange(work.aggregate, SYSTEM_PERSON, change.now)
        if work.case.state == State.COMPLETED:
            closing.redo(by_system, reason=AGAIN, liable=liable)
        elif work.case.state in _OVER:
            closing.reopen(work if by_hand else by_system, reason=AGAIN)


def drop_for(cases: Collection[int], now: datetime | None = None) -> None:
    """What is taken up again or handed over before anybody rang up is not looked back at; by the
    system, inside the transaction of what ended it."""
    waiting = LookBack.objects.filter(case__in=cases, state__in=sorted(TO_CALL))
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        with LOOK_BACKS.open(pk, by=SYSTEM_PERSON, now=now) as change:
            if change.row.state in TO_CALL:
                drop(change, reason=NO_MORE)


def erase_about(case_id: int, by: Actor, reason: str, now: datetime | None = None) -> None:
    """What was said about a case of which no copy may be kept; times and outcomes stay."""
    rows = LookBack.objects.filter(case=case_id)
    blank = dict.fromkeys((*LookBack.TEXTS, *LookBack.NAMES), "")
    erase_rows(OBJECT, rows, blank, by=by, reason=reason, now=now)
