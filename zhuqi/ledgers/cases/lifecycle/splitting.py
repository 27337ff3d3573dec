"""拆分: two troubles in one text, before any unit has it; and back, before any has the second."""

from zhuqi.foundation.lifecycle import step
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.escalation import not_handed_up
from zhuqi.ledgers.cases.lifecycle.groups import BEFORE_ASSIGNMENT, CaseSteps, H, S, V
from zhuqi.ledgers.cases.lifecycle.merging import nothing_merged_in


def split_off(facts: Facts) -> str:
    """It came out of another case."""
    return "" if facts.disputes.split_off else "这件诉求不是拆分出来的"


def first_goes_on(facts: Facts) -> str:
    """The case it came out of can take it back."""
    return facts.disputes.against_taking_back()


STEPS: CaseSteps = (
    step(V.SPLIT, BEFORE_ASSIGNMENT, H.REGISTRAR, needs=[not_handed_up]),
    step(
        V.UNSPLIT, BEFORE_ASSIGNMENT, H.REGISTRAR, to=S.MERGED,
        needs=[split_off, not_handed_up, nothing_merged_in, first_goes_on],
    ),
)  # fmt: skip
