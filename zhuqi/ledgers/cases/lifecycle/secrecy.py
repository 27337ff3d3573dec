"""保密与回避: whose case it is stays hidden; who should keep away from it does."""

from zhuqi.foundation.lifecycle import step
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle.groups import DECIDERS, EVERYWHERE, OFFICE, CaseSteps, H, V


def confidential(facts: Facts) -> str:
    """The firm is hidden."""
    return "" if facts.confidential else "这件诉求没有标为保密"


def not_confidential(facts: Facts) -> str:
    """The firm is not hidden."""
    return "这件诉求已经标为保密" if facts.confidential else ""


def has_sheets(facts: Facts) -> str:
    """A unit works on it."""
    return "" if facts.has_sheets else "还没有交办，没有可以告知的单位"


def recusals_in_force(facts: Facts) -> str:
    """Somebody keeps away from it."""
    return "" if facts.recusals_in_force else "这件诉求没有设定回避"


def complained_unknown(facts: Facts) -> str:
    """A unit is complained of and nobody has identified it."""
    return "" if facts.complained_open else "没有待核定的被反映单位"


def complained_known(facts: Facts) -> str:
    """Nothing goes to a unit while it could be the one complained of."""
    if not facts.complained_open:
        return ""
    return "企业写明了被反映的单位，还没有核定是哪一个，请活动办先“核定被反映单位”"


def marks_judged(facts: Facts) -> str:
    """Nothing of a confidential text goes to a unit before somebody has looked at what may tell."""
    if not facts.marks_open:
        return ""
    return f"保密诉求的文字里还有 {facts.marks_open} 处可能暴露企业，请先“遮盖文字”"


# Whoever works on it for an office or a unit.
OFFICIALS = (*OFFICE, H.LEAD, H.CO, H.PART, H.SUB, H.LIAISON, H.ORIGIN, H.SUPERIOR)
STEPS: CaseSteps = (
    step(V.CONCEAL, EVERYWHERE, OFFICE, needs=[not_confidential]),
    step(V.UNCONCEAL, EVERYWHERE, DECIDERS, needs=[confidential]),
    step(V.DISCLOSE, EVERYWHERE, OFFICE, needs=[confidential, has_sheets]),
    step(V.IDENTIFY, EVERYWHERE, OFFICE, needs=[complained_unknown]),
    step(V.COVER, EVERYWHERE, OFFICE, needs=[confidential]),
    step(V.RECUSE, EVERYWHERE, OFFICE),
    step(V.LIFT_RECUSAL, EVERYWHERE, DECIDERS, needs=[recusals_in_force]),
    step(V.DECLARE_RECUSAL, EVERYWHERE, OFFICIALS),
)
