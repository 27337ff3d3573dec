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
_OFFICES = (Owed("导入的活动办", why="自己上传的文件，没有时限；三十天没有导入的自动删除"),)
_WORKERS = (Owed("后台任务", why="几分钟内办完，页面显示进度"),)
OWED: OwedTable = {
    RUN: {
        S.UPLOADED: _OFFICES,
        S.CHECKING: _WORKERS,
        S.CHECKED: _OFFICES,
        S.IMPORTING: _WORKERS,
        S.DONE: NOTHING,
        S.CANCELLED: NOTHING,
    }
}
