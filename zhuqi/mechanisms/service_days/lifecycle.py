"""企业服务日: a day with a few topics, and what each firm said there. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.service_days.enums import (
    DayRole,
    DayState,
    DayVerb,
    WordRole,
    WordState,
    WordVerb,
)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What a decision about a day needs to know. `guests`: firms asked; `open`: words of which
    nothing has become yet."""

    state: DayState
    roles: frozenset[DayRole]
    guests: int = 0
    open: int = 0


def somebody_asked(facts: DayFacts) -> str:
    """At least one firm is asked."""
    return "" if facts.guests else "还没有邀请企业"


def nothing_open(facts: DayFacts) -> str:
    """Of everything said something has become."""
    if not facts.open:
        return ""
    return f"还有 {facts.open} 条发言未解决，请转为诉求，或写明当场解决、仅作记录"


S, V, R = DayState, DayVerb, DayRole
DAY: Lifecycle[DayState, DayVerb, DayRole, DayFacts] = Lifecycle(
    "企业服务日",
    (
        step(V.REVISE, S.PLANNED, R.OFFICE),
        step(V.INVITE, (S.PLANNED, S.HELD), R.OFFICE),
        step(V.REPLY, S.PLANNED, R.FIRM),
        step(V.HOLD, S.PLANNED, R.OFFICE, to=S.HELD, needs=[somebody_asked]),
        step(V.HEAR, S.HELD, R.OFFICE),
        step(V.END, S.HELD, R.OFFICE, to=S.ENDED, needs=[nothing_open]),
        step(V.CANCEL, S.PLANNED, R.OFFICE, to=S.CANCELLED),
    ),
    begins=(S.PLANNED,),
)


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What a decision about a word needs to know."""

    state: WordState
    roles: frozenset[WordRole]


WS, WV = WordState, WordVerb
WORD: Lifecycle[WordState, WordVerb, WordRole, WordFacts] = Lifecycle(
    "服务日发言",
    (
        step(WV.SETTLE, WS.OPEN, WordRole.OFFICE, to=WS.SOLVED),
        # What was kept without the firm's consent may be raised once it agrees.
        step(WV.RAISE, (WS.OPEN, WS.KEPT), WordRole.OFFICE, to=WS.RAISED),
        step(WV.KEEP, WS.OPEN, WordRole.OFFICE, to=WS.KEPT),
    ),
    begins=(WS.OPEN, WS.SOLVED),
)
TABLES = (DAY, WORD)
_OFFICE = "举办的活动办"
OWED: OwedTable = {
    DAY: {
        S.PLANNED: (Owed(_OFFICE, why="举办日期写在安排里，到日子的列在首页"),),
        S.HELD: (Owed(_OFFICE, why="发言都有了着落才能结束，没有结束的列在首页"),),
        S.ENDED: NOTHING,
        S.CANCELLED: NOTHING,
    },
    WORD: {
        WS.OPEN: (Owed(_OFFICE, why="未解决的发言列在首页，没有着落服务日不能结束"),),
        WS.SOLVED: NOTHING,
        WS.RAISED: NOTHING,
        WS.KEPT: NOTHING,
    },
}
