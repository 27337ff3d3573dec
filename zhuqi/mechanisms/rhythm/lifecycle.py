"""日程安排: what an office lets come round by itself. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, OwedTable, step
from zhuqi.mechanisms.rhythm.enums import RhythmRole, RhythmState, RhythmVerb


@dataclass(frozen=True, slots=True)
class RhythmFacts:
    """What a decision about one needs to know."""

    state: RhythmState
    roles: frozenset[RhythmRole]


R, S, V = RhythmRole, RhythmState, RhythmVerb
RHYTHM: Lifecycle[RhythmState, RhythmVerb, RhythmRole, RhythmFacts] = Lifecycle(
    "日程安排",
    (
        step(V.REVISE, (S.RUNNING, S.PAUSED), R.OFFICE),
        step(V.PAUSE, S.RUNNING, R.OFFICE, to=S.PAUSED),
        step(V.RESUME, S.PAUSED, R.OFFICE, to=S.RUNNING),
    ),
    begins=(S.RUNNING,),
)
TABLES = (RHYTHM,)
OWED: OwedTable = {RHYTHM: {S.RUNNING: NOTHING, S.PAUSED: NOTHING}}
