"""常用答复: kept, changed in editions, retired and taken into use again. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, OwedTable, step
from zhuqi.mechanisms.ready_answers.enums import ReadyRole, ReadyState, ReadyVerb


@dataclass(frozen=True, slots=True)
class ReadyFacts:
    """What a decision about a ready answer needs to know."""

    state: ReadyState
    roles: frozenset[ReadyRole]


READY: Lifecycle[ReadyState, ReadyVerb, ReadyRole, ReadyFacts] = Lifecycle(
    "常用答复",
    (
        step(ReadyVerb.CHANGE, ReadyState.IN_USE, ReadyRole.KEEPER),
        step(ReadyVerb.RETIRE, ReadyState.IN_USE, ReadyRole.KEEPER, to=ReadyState.RETIRED),
        step(ReadyVerb.RESTORE, ReadyState.RETIRED, ReadyRole.KEEPER, to=ReadyState.IN_USE),
    ),
    begins=(ReadyState.IN_USE,),
)
TABLES = (READY,)
OWED: OwedTable = {READY: {ReadyState.IN_USE: NOTHING, ReadyState.RETIRED: NOTHING}}
