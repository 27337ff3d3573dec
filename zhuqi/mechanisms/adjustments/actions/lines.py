"""The verbs of a line of a batch."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from zhuqi.foundation.access import SYSTEM_PERSON, Person
from zhuqi.foundation.changes import RowChange, RowNoun, alone, save
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.enums import (
    AdjustmentRole,
    AdjustmentState,
    MoveState,
    MoveVerb,
)
from zhuqi.mechanisms.adjustments.lifecycle import MOVE, MoveFacts
from zhuqi.mechanisms.adjustments.models import Move

MoveChange: TypeAlias = RowChange[Move, MoveVerb]
OBJECT, LIST = "adjustment_move", "list"


def roles_in(office: int, by: Person) -> frozenset[AdjustmentRole]:
    """As what somebody stands to the batches of an office."""
    return standing_as(
        (AdjustmentRole.DRAFTER, office in by.scope.units(*queries.WRITERS)),
        (AdjustmentRole.APPROVER, office in by.scope.units(*queries.APPROVERS)),
        (AdjustmentRole.SYSTEM, by is SYSTEM_PERSON),
    )


def facts_of(row: Move, by: Person) -> MoveFacts:
    """What the table decides on."""
    closed = row.adjustment.state != AdjustmentState.DRAFT
    return MoveFacts(MoveState(row.state), roles_in(row.adjustment.office_id, by), closed)


MOVES = RowNoun[Move, MoveVerb](
    model=Move,
    object_type=OBJECT,
    load=alone(
        "adjustment_id", "enterprise_id", "kind", "ends_id", "official_id", "unit_id", "ground",
        "state", "load", "held", "near", "skilled",
    ),
    stale="这一项刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=MOVE,
    facts=facts_of,
)  # fmt: skip


def leave_out(change: MoveChange) -> None:
    """不采纳: it takes no effect, and is not proposed again in this batch."""
    change.step(MoveVerb.LEAVE_OUT)


def take_up(change: MoveChange) -> None:
    """重新列入: as it was."""
    change.step(MoveVerb.TAKE_UP)


def list_moves(moves: Sequence[Move], by: Person, now: datetime) -> None:
    """Put lines into their batch, each with its event; must run inside a transaction."""
    aggregates = MOVES.load(moves)
    for one in aggregates:
        MoveChange(one, by, now, noun=MOVES).record(LIST)
    save(MOVES, aggregates)
