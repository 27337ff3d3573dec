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


# Whoever works on it for an office or a unit.
OFFICIALS = (*OFFICE, H.LEAD, H.CO, H.PART, H.SUB, H.LIAISON, H.ORIGIN, H.SUPERIOR)
STEPS: CaseSteps = (
    step(V.CONCEAL, EVERYWHERE, OFFICE, needs=[not_confidential]),
    step(V.UNCONCEAL, EVERYWHERE, DECIDERS, needs=[confidential]),
    step(V.DISCLOSE, EVERYWHERE, OFFICE, needs=[confidential, has_sheets]),
    step(V.RECUSE, EVERYWHERE, OFFICE),
    step(V.LIFT_RECUSAL, EVERYWHERE, DECIDERS, needs=[recusals_in_force]),
    step(V.DECLARE_RECUSAL, EVERYWHERE, OFFICIALS),
)
