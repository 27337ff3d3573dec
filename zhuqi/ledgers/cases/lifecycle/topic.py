"""共性问题: a case goes on by itself, whatever becomes of its topic."""

from dataclasses import dataclass

from zhuqi.foundation.lifecycle import Lifecycle, step
from zhuqi.ledgers.cases.enums import CaseRole, TopicState, TopicVerb
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.groups import DESK, EVERYWHERE, FOLLOWED, CaseSteps, S, V

NOT_YOURS = "共性问题由本级活动办受理、审核人员管理"
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


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """What a decision about a topic itself needs to know; `roles`: in the topic's office."""

    state: TopicState
    roles: frozenset[CaseRole]


_ELSEWHERE = {
    TopicState.OPEN: "这个共性问题还在研究中",
    TopicState.CLOSED: "这个共性问题已经结束",
}
TOPIC: Lifecycle[TopicState, TopicVerb, CaseRole, TopicFacts] = Lifecycle(
    "共性问题",
    (
        step(TopicVerb.CHANGE, TopicState, DESK),
        step(TopicVerb.CLOSE, TopicState.OPEN, DESK, to=TopicState.CLOSED),
        step(TopicVerb.REOPEN, TopicState.CLOSED, DESK, to=TopicState.OPEN),
    ),
    begins=(TopicState.OPEN,),
    not_yours=lambda _verb: NOT_YOURS,
    elsewhere=lambda state, _verb: _ELSEWHERE[state],
)
