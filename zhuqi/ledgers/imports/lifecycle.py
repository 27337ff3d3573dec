"""历史台账导入: uploaded, matched and checked, imported. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.ledgers.imports.enums import RunRole, RunState, RunVerb


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a decision about an import needs to know. `usable`: rows that would go in or differ."""

    state: RunState
    roles: frozenset[RunRole]
    usable: int = 0


def something_to_import(facts: RunFacts) -> str:
    """The check found a row that would be new or corrected."""
    return "" if facts.usable else "核对过的行里没有可以导入的"


S, V, R = RunState, RunVerb, RunRole
RUN: Lifecycle[RunState, RunVerb, RunRole, RunFacts] = Lifecycle(
    "历史台账导入",
    (
        step(V.MATCH, (S.UPLOADED, S.CHECKED), R.OFFICE, to=S.CHECKING),
        step(V.START, S.CHECKED, R.OFFICE, to=S.IMPORTING, needs=[something_to_import]),
        step(V.CANCEL, (S.UPLOADED, S.CHECKED), (R.OFFICE, R.SYSTEM), to=S.CANCELLED),
        step(V.SEIZE, S.CHECKING, R.SYSTEM, to=S.CANCELLED),
        step(V.FINISH, S.CHECKING, R.SYSTEM, to=S.CHECKED),
        step(V.FINISH, S.IMPORTING, R.SYSTEM, to=S.DONE),
        step(V.FAIL, S.CHECKING, R.SYSTEM, to=S.UPLOADED),
        step(V.FAIL, S.IMPORTING, R.SYSTEM, to=S.CHECKED),
    ),
    begins=(S.UPLOADED,),
)
TABLES = (RUN,)
_OFFICE = (Owed("活动办", why="自己导入的旧台账，什么时候办由活动办定"),)
_WORKER = (Owed("系统", why="后台任务，执行情况见系统运行页"),)
OWED: OwedTable = {
    RUN: {
        S.UPLOADED: _OFFICE,
        S.CHECKING: _WORKER,
        S.CHECKED: _OFFICE,
        S.IMPORTING: _WORKER,
        S.DONE: NOTHING,
        S.CANCELLED: NOTHING,
    }
}
