"""批示: closed when the leader, or the inspection office, has read the report."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.enums import InstructionState
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.groups import EVERYWHERE, FOLLOWED, OFFICE, CaseSteps, H, V


def may_be_instructed(facts: Facts) -> str:
    """The case's boundary forbids no instruction."""
    return facts.no_instruction


def instruction_open(facts: Facts) -> str:
    """An instruction waits for its report."""
    return "" if InstructionState.OPEN in facts.instructed else "没有待报告的批示"


def instruction_reported(facts: Facts) -> str:
    """A report waits to be read."""
    return "" if InstructionState.REPORTED in facts.instructed else "没有待圈阅的报告"


def instructions_read(facts: Facts) -> str:
    """Every instruction has been reported on, and the report read."""
    if facts.instructed - {InstructionState.READ}:
        return "有领导批示件，待批示领导或督查人员圈阅报告后办理"
    return ""


STEPS: CaseSteps = (
    step(V.INSTRUCT, FOLLOWED, (H.LEADER, *OFFICE), needs=[may_be_instructed]),
    step(V.REPORT_ON, EVERYWHERE, (H.LEAD, *OFFICE), needs=[instruction_open]),
    step(V.MARK_READ, EVERYWHERE, (H.LEADER, H.INSPECTOR), needs=[instruction_reported]),
)

INSTRUCTION: Transitions[InstructionState, V] = Transitions(
    "批示",
    (
        move(V.REPORT_ON, InstructionState.OPEN, to=InstructionState.REPORTED),
        move(V.MARK_READ, InstructionState.REPORTED, to=InstructionState.READ),
    ),
    begins=(InstructionState.OPEN,),
)
