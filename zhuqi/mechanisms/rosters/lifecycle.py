"""名单: rosters, their entries, and the batches by which many firms enter or leave. Pure."""

from dataclasses import dataclass
from datetime import date

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.rosters.enums import (
    OPEN_BATCH,
    QUESTIONS,
    BatchState,
    BatchVerb,
    EntryState,
    EntryVerb,
    LineState,
    LineVerb,
    RosterRole,
    RosterState,
    RosterVerb,
)

R = RosterRole


@dataclass(frozen=True, slots=True)
class RosterFacts:
    """What a decision about a roster needs to know."""

    state: RosterState
    roles: frozenset[RosterRole]


RS, RV = RosterState, RosterVerb
ROSTER: Lifecycle[RosterState, RosterVerb, RosterRole, RosterFacts] = Lifecycle(
    "名单",
    (
        step(RV.ENTER, RS.OPEN, R.KEEPER),
        step(RV.REVISE, RS.OPEN, R.KEEPER),
        step(RV.CLOSE, RS.OPEN, R.KEEPER, to=RS.CLOSED),
        step(RV.REOPEN, RS.CLOSED, R.KEEPER, to=RS.OPEN),
    ),
    begins=(RS.OPEN,),
)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What a decision about an entry needs to know.

    `expires`: the last day it is valid; `today`; `again`: the firm has entered anew since.
    """

    state: EntryState
    roles: frozenset[RosterRole]
    expires: date | None = None
    today: date | None = None
    again: bool = False


def has_expiry(facts: EntryFacts) -> str:
    """There is a last day, and it has not gone by: what is over is entered anew."""
    if facts.expires is None:
        return "没有设有效期，不用延长"
    over = facts.today is not None and facts.expires < facts.today
    return "有效期已过，请重新登记" if over else ""


def not_entered_again(facts: EntryFacts) -> str:
    """A firm stands on a roster once."""
    return "这家企业已经重新进入名单" if facts.again else ""


ES, EV = EntryState, EntryVerb
ENTRY: Lifecycle[EntryState, EntryVerb, RosterRole, EntryFacts] = Lifecycle(
    "在册记录",
    (
        step(EV.LEAVE, ES.IN, (R.KEEPER, R.SYSTEM), to=ES.OUT),
        step(EV.PROLONG, ES.IN, R.KEEPER, needs=[has_expiry]),
        step(EV.RESTORE, ES.OUT, R.KEEPER, to=ES.IN, needs=[not_entered_again]),
        step(EV.VOID, ES.IN, R.KEEPER, to=ES.VOID),
    ),
    begins=(ES.IN,),
)


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What a decision about a batch needs to know. `matched`: rows that would be carried out;
    `closed`: its roster is no longer kept."""

    state: BatchState
    roles: frozenset[RosterRole]
    matched: int = 0
    closed: bool = False


def something_matched(facts: BatchFacts) -> str:
    """There is something to carry out."""
    return "" if facts.matched else "没有待登记的企业，请先核对没有认出的行"


def roster_open(facts: BatchFacts) -> str:
    """Its roster is kept."""
    return "名单已停用，请先恢复使用" if facts.closed else ""


BS, BV = BatchState, BatchVerb
BATCH: Lifecycle[BatchState, BatchVerb, RosterRole, BatchFacts] = Lifecycle(
    "成批登记",
    (
        step(
            BV.CARRY_OUT, OPEN_BATCH, R.KEEPER, to=BS.DONE, needs=[something_matched, roster_open]
        ),
        step(BV.DROP, BS.DRAFT, R.KEEPER, to=BS.DROPPED),
        step(BV.UNDO, BS.DONE, R.KEEPER, to=BS.UNDONE),
    ),
    begins=(BS.DRAFT,),
)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a decision about a row needs to know. `closed`: its batch is over."""

    state: LineState
    roles: frozenset[RosterRole]
    closed: bool = False


def batch_open(facts: LineFacts) -> str:
    """Its batch can still be worked on."""
    return "这一批已经撤销或放弃" if facts.closed else ""


LS, LV = LineState, LineVerb
LINE: Lifecycle[LineState, LineVerb, RosterRole, LineFacts] = Lifecycle(
    "表格行",
    (
        step(
            LV.POINT, (*QUESTIONS, LS.MATCHED, LS.LEFT_OUT), R.KEEPER, to=LS.MATCHED,
            needs=[batch_open],
        ),
        step(LV.LEAVE_OUT, (*QUESTIONS, LS.MATCHED), R.KEEPER, to=LS.LEFT_OUT, needs=[batch_open]),
        step(LV.CARRY_OUT, LS.MATCHED, R.SYSTEM, to=LS.DONE),
        step(LV.UNDO, LS.DONE, R.SYSTEM, to=LS.UNDONE),
    ),
    begins=(LS.MATCHED, LS.UNKNOWN, LS.SEVERAL, LS.NEEDLESS, LS.LEFT_OUT),
)  # fmt: skip
TABLES = (ROSTER, ENTRY, BATCH, LINE)
_KEPT = (Owed("维护名单的活动办", why="长期维护；有效期临近的列在首页"),)
_READ = (Owed("维护名单的活动办", why="表格由自己上传，没有时限，列在首页"),)
OWED: OwedTable = {
    ROSTER: {RS.OPEN: _KEPT, RS.CLOSED: NOTHING},
    ENTRY: {ES.IN: _KEPT, ES.OUT: NOTHING, ES.VOID: NOTHING},
    BATCH: {BS.DRAFT: _READ, BS.DONE: NOTHING, BS.UNDONE: NOTHING, BS.DROPPED: NOTHING},
    LINE: {
        LS.MATCHED: _READ,
        LS.UNKNOWN: _READ,
        LS.SEVERAL: _READ,
        LS.NEEDLESS: NOTHING,
        LS.LEFT_OUT: NOTHING,
        LS.DONE: NOTHING,
        LS.UNDONE: NOTHING,
    },
}
