"""批示 as one may read them: the words for those they are for, the task for whoever acts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import Clock, Instruction
from zhuqi.ledgers.cases.reading.fields import Field


@dataclass(frozen=True, slots=True)
class InstructionView:
    """One instruction, cut to its reader; what is not for them is empty.

    `named`: the words are for this person. Others know of a leader's paper, not whose it is.
    """

    ordinal: int
    state: Instruction.State
    named: bool
    leader: str
    text: str
    requirement: str
    instructed_at: datetime
    report: str
    reported_by: str
    reported_at: datetime | None
    remark: str
    read_by: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """An instruction with its clock and its papers: the leader's, and the report's."""

    view: InstructionView
    clock: Clock | None
    scans: list[Attachment]
    papers: list[Attachment]


def instruction_view(row: Instruction, fields: Collection[Field], user_id: int) -> InstructionView:
    """What one may read of it. Whoever looks inside the case reads task and report; the words and
    the leader's name are for those named."""
    named = row.may_be_read_by(user_id)
    knows = named or Field.ANSWERS_IN_REVIEW in fields
    return InstructionView(
        ordinal=row.ordinal,
        state=Instruction.State(row.state),
        named=named,
        leader=row.leader_name if named else "",
        text=row.text if named else "",
        requirement=row.requirement if knows else "",
        instructed_at=row.instructed_at,
        report=row.report if knows else "",
        reported_by=row.reported_by if knows else "",
        reported_at=row.reported_at,
        remark=row.read_remark if knows else "",
        read_by=row.read_by if named else "",
        read_at=row.read_at,
    )


def rows_of(
    rows: Iterable[Instruction],
    clocks: Mapping[tuple[str, int, int], Clock],
    files: Collection[Attachment],
    fields: Collection[Field],
    user_id: int,
) -> list[InstructionRow]:
    """Every instruction on a case, oldest first; `files` are cut to the reader already.

    Nothing for those who follow the case without looking inside.
    """
    if not {Field.ANSWERS_IN_REVIEW, Field.OPINIONS} & set(fields):
        return []
    runs = {c.sheet: c for c in clocks.values() if c.clock == ClockKind.INSTRUCTION}
    return [
        InstructionRow(
            instruction_view(row, fields, user_id),
            runs.get(row.ordinal),
            [f for f in files if f.purpose == f"instruction:{row.ordinal}"],
            [f for f in files if f.purpose == f"report:{row.ordinal}"],
        )
        for row in rows
    ]
