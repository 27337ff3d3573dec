"""催办督办: drafted where it needs a signature, issued, signed for, replied to. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.mechanisms.supervision.enums import OPEN, SheetRole, SheetState, SheetVerb
from zhuqi.mechanisms.supervision.ladder import lifecycle as ladder


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a decision about a sheet needs to know."""

    state: SheetState
    roles: frozenset[SheetRole]


R, S, V = SheetRole, SheetState, SheetVerb
SUPERVISION: Lifecycle[SheetState, SheetVerb, SheetRole, SheetFacts] = Lifecycle(
    "催办督办单",
    (
        step(V.ISSUE, S.DRAFTED, R.SIGNER, to=S.ISSUED),
        step(V.SIGN, S.ISSUED, R.ADDRESSEE, to=S.SIGNED),
        step(V.REPLY, S.SIGNED, R.ADDRESSEE, to=S.REPLIED),
        step(V.WITHDRAW, OPEN, (R.OFFICE, R.SIGNER), to=S.WITHDRAWN),
        # The case is over, or no longer with the unit: nobody has to answer for it any more.
        step(V.LAPSE, OPEN, R.SYSTEM, to=S.LAPSED),
    ),
    begins=(SheetState.DRAFTED, SheetState.ISSUED),
)
TABLES = (SUPERVISION, ladder.DELEGATION)
_REPLY = (Owed("受文单位", why="单上写明几个工作日内回复，快到期、已逾期的列在首页"),)
OWED: OwedTable = {
    **ladder.OWED,
    SUPERVISION: {
        SheetState.DRAFTED: (Owed("发文活动办签发", why="待签发的列在首页，签发了才编号计时"),),
        SheetState.ISSUED: _REPLY,
        SheetState.SIGNED: _REPLY,
        SheetState.REPLIED: NOTHING,
        SheetState.WITHDRAWN: NOTHING,
        SheetState.LAPSED: NOTHING,
    },
}
