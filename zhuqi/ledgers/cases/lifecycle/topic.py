"""共性问题: a case goes on by itself, whatever becomes of its topic."""

from zhuqi.foundation.lifecycle import step
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.groups import DESK, EVERYWHERE, FOLLOWED, CaseSteps, S, V

MAY_BE_COMMON = (*FOLLOWED, S.STRUCK_OFF, S.TERMINATED)


def not_in_topic(facts: Facts) -> str:
    """It belongs to no topic."""
    return "已归入一个共性问题，请先移出" if facts.disputes.in_topic else ""


def in_topic(facts: Facts) -> str:
    """It belongs to a topic."""
    return "" if facts.disputes.in_topic else "没有归入共性问题"


STEPS: CaseSteps = (
    step(V.BUNDLE, MAY_BE_COMMON, DESK, needs=[not_in_topic]),
    step(V.UNBUNDLE, EVERYWHERE, DESK, needs=[in_topic]),
)
