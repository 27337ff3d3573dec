"""挂起: an interval, no state of the case; the office approves, or pauses by itself."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.enums import PauseOutcome
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.asking import WITH_THE_SHEET, asked_by_others, day
from zhuqi.ledgers.cases.lifecycle.groups import DECIDERS, CaseSteps, H, S, V


def not_paused(facts: Facts) -> str:
    """Time runs."""
    asked = facts.disputes
    if asked.paused_until is None:
        return ""
    return f"已挂起（{asked.pause_reason}），{day(asked.paused_until)}复核；恢复办理后再办"


def may_ask_pause(facts: Facts) -> str:
    """Nothing is paused, nor asked to be."""
    return "已申请挂起，等活动办审批" if facts.disputes.pauses else not_paused(facts)


def may_pause(facts: Facts) -> str:
    """The office may pause by itself too; nobody approves their own request."""
    return asked_by_others(facts.disputes.pauses, none="", own="挂起由您所在单位申请，须由他人批准")


def pause_asked(facts: Facts) -> str:
    """A request waits that is not one's own."""
    return asked_by_others(
        facts.disputes.pauses,
        none="没有待批的挂起申请",
        own="挂起由您所在单位申请，须由他人审批",
    )


def paused(facts: Facts) -> str:
    """Time stands still."""
    return "没有挂起" if facts.disputes.paused_until is None else ""


STEPS: CaseSteps = (
    step(V.ASK_PAUSE, S.IN_PROGRESS, H.LEAD, needs=[may_ask_pause]),
    step(V.PAUSE, S.IN_PROGRESS, DECIDERS, needs=[may_pause]),
    step(V.REFUSE_PAUSE, S.IN_PROGRESS, DECIDERS, needs=[pause_asked]),
    step(V.RESUME, S.IN_PROGRESS, (H.LEAD, *DECIDERS), needs=[paused]),
)

PAUSE: Transitions[PauseOutcome, V] = Transitions(
    "挂起",
    (
        # Looked at again and prolonged, it is the same pause.
        move(V.PAUSE, (PauseOutcome.WAITING, PauseOutcome.RUNNING), to=PauseOutcome.RUNNING),
        move(V.REFUSE_PAUSE, PauseOutcome.WAITING, to=PauseOutcome.REFUSED),
        move(V.RESUME, PauseOutcome.RUNNING, to=PauseOutcome.ENDED),
        # Out of the lead's hands: what was asked is moot, what stood still goes on.
        *(move(verb, PauseOutcome.WAITING, to=PauseOutcome.LAPSED) for verb in WITH_THE_SHEET),
        *(move(verb, PauseOutcome.RUNNING, to=PauseOutcome.ENDED) for verb in WITH_THE_SHEET),
    ),
    begins=(PauseOutcome.WAITING, PauseOutcome.RUNNING),
)
