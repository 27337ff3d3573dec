"""合并: of one firm in one ledger; the way back is `COMES_BACK`."""

from zhuqi.foundation.lifecycle import step
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.escalation import not_handed_up
from zhuqi.ledgers.cases.lifecycle.groups import DESK, UNDER_WAY, WITH_THE_UNIT, CaseSteps, S, V

# What a merged case comes back to: as it was, but its sheets were closed, so that what had been
# with a unit is assigned anew.
COMES_BACK: dict[S, S] = {
    S.SUBMITTED: S.SUBMITTED,
    **dict.fromkeys((S.ACCEPTED, *WITH_THE_UNIT), S.ACCEPTED),
}


def nothing_merged_in(facts: Facts) -> str:
    """No other case is handled as this one."""
    merged = facts.disputes.merged_in
    return f"已有 {merged} 件诉求并入本件，请先取消其合并" if merged else ""


def has_a_twin(facts: Facts) -> str:
    """The firm has another case under way in the same ledger."""
    if facts.disputes.twins():
        return ""
    return "这家企业在本级台账没有别的在办诉求；多家企业的同类问题，请归入共性问题"


def came_in_new(facts: Facts) -> str:
    """Nobody had accepted it before it was merged."""
    before = facts.disputes.merged_from
    new = COMES_BACK.get(S(before)) if before else None
    return "" if new == S.SUBMITTED else "合并前已经受理"


STEPS: CaseSteps = (
    step(
        V.MERGE, UNDER_WAY, DESK, to=S.MERGED,
        needs=[not_handed_up, nothing_merged_in, has_a_twin],
    ),
    step(V.UNMERGE, S.MERGED, DESK, to=S.SUBMITTED, needs=[came_in_new]),
    step(V.UNMERGE, S.MERGED, DESK, to=S.ACCEPTED),
)  # fmt: skip
