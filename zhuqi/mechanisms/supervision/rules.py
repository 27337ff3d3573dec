"""Whether a sheet may be written about a case to a unit, and by when it is to be answered. Pure."""

from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.workdays import Calendar, Unit
from zhuqi.ledgers.cases.enums import WITH_UNIT_STATES, State
from zhuqi.mechanisms.supervision.enums import SheetKind

# Working days for a reply, where nobody says otherwise, and at most.
USUAL_LIMIT, LONGEST_LIMIT = 3, 60
NOT_OURS = "只有受理、审核这件诉求的活动办可以催办督办"
NO_LEAD = "诉求还没有主办单位"


@dataclass(frozen=True, slots=True)
class Standing:
    """What has to be known of a case and the unit a sheet would go to.

    `never`: why the case may not be urged at all. `concerned`: the unit has the case in hand, or
    may get this kind otherwise. `recused`: it has to keep away. `earlier`: what of this kind it
    still has to answer, in words.
    """

    state: State
    never: str
    unit: str
    commandable: bool
    concerned: bool
    recused: bool
    earlier: str


def why_not(kind: SheetKind, about: Standing) -> str:
    """The reason against, in a sentence; "" where it may be written."""
    if about.never:
        return about.never
    if about.state not in WITH_UNIT_STATES:
        return f"诉求现在是“{about.state.label}”，没有单位在办，不能发{kind.label}"
    if about.commandable == (kind is SheetKind.REQUEST):
        return _of_the_other_kind(about)
    if about.recused:
        return f"“{about.unit}”应当回避，不能发给它"
    if not about.concerned:
        return f"“{about.unit}”没有在办这件诉求，或已经反馈"
    return f"已有{about.earlier}" if about.earlier else ""


def _of_the_other_kind(about: Standing) -> str:
    if about.commandable:
        return f"“{about.unit}”是可交办的单位，不用商请函"
    return f"“{about.unit}”不能直接交办，只发商请函"


def due_of(calendar: Calendar, limit: int, issued_at: datetime) -> datetime:
    """By when a sheet issued then is to be answered, in the addressee's working days."""
    return calendar.due(issued_at, limit, Unit.WORKING_DAY)
