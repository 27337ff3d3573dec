"""公文: issued with the row it is about; its sealed copy filed; withdrawn with that row. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, OwedTable, step
from zhuqi.foundation.papers.enums import PaperRole, PaperState, PaperVerb


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a decision needs to know."""

    state: PaperState
    roles: frozenset[PaperRole]


R, S, V = PaperRole, PaperState, PaperVerb
PAPER: Lifecycle[PaperState, PaperVerb, PaperRole, PaperFacts] = Lifecycle(
    "公文",
    (
        step(V.FILE, S.ISSUED, R.OFFICE),
        step(V.WITHDRAW, S.ISSUED, R.SYSTEM, to=S.WITHDRAWN),
    ),
    begins=(S.ISSUED,),
)
TABLES = (PAPER,)
OWED: OwedTable = {PAPER: {S.ISSUED: NOTHING, S.WITHDRAWN: NOTHING}}
