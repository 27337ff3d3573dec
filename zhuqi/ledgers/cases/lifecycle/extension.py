"""延期: once a sheet and round, asked in time, not decided by whoever asked."""

from zhuqi.foundation.lifecycle import Transitions, move, step
from zhuqi.ledgers.cases.enums import ExtensionOutcome
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.asking import WITH_THE_SHEET, asked_by_others, when
from zhuqi.ledgers.cases.lifecycle.groups import DECIDERS, TO_BE_ANSWERED, A, CaseSteps, H, V
from zhuqi.ledgers.cases.lifecycle.pause import not_paused


def may_ask_extension(facts: Facts) -> str:
    """One's own sheet is being worked on, and it is not too late to ask."""
    asked = facts.disputes
    if asked.sheet == A.ISSUED:
        return "请先签收，再申请延期"
    if asked.sheet != A.SIGNED:
        return "本单位已反馈，不需延期" if asked.sheet else "本单位没有可延期的交办单"
    if asked.extended:
        return "本轮办理已申请过延期，每轮只能申请一次"
    until = asked.ask_until()
    if until is None:
        return "没有正在计时的办理时限，不需延期"
    return f"延期应在到期前申请，最晚 {when(until)}，已过期限" if facts.now > until else ""


def extension_asked(facts: Facts) -> str:
    """A request waits that is not one's own."""
    return asked_by_others(
        facts.disputes.extensions,
        none="没有待审批的延期申请",
        own="延期由您所在单位申请，须由他人审批",
    )


STEPS: CaseSteps = (
    step(V.ASK_EXTENSION, TO_BE_ANSWERED, (H.LEAD, H.PART), needs=[not_paused, may_ask_extension]),
    step(V.GRANT_EXTENSION, TO_BE_ANSWERED, DECIDERS, needs=[extension_asked]),
    step(V.REFUSE_EXTENSION, TO_BE_ANSWERED, DECIDERS, needs=[extension_asked]),
)

EXTENSION: Transitions[ExtensionOutcome, V] = Transitions(
    "延期",
    (
        move(V.GRANT_EXTENSION, ExtensionOutcome.WAITING, to=ExtensionOutcome.GRANTED),
        move(V.REFUSE_EXTENSION, ExtensionOutcome.WAITING, to=ExtensionOutcome.REFUSED),
        *(
            move(verb, ExtensionOutcome.WAITING, to=ExtensionOutcome.LAPSED)
            for verb in WITH_THE_SHEET
        ),
    ),
    begins=(ExtensionOutcome.WAITING,),
)
