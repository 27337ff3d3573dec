"""How near its last day something is, for reminders: two working days ahead, and when late."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.foundation.workdays import Calendar

AHEAD = 2
# As for clocks: a worker that stood still over a holiday catches up, an old list floods nobody.
CATCH_UP = timedelta(days=10)
# No working day lies further ahead than this: what is due later is not due soon.
LONGEST_AHEAD = timedelta(days=20)


class Level(StrEnum):
    """How near its last day something is."""

    SOON = "soon"
    OVER = "over"


def level_of(day: date, today: date, days: Calendar) -> Level | None:
    """None where it is neither due soon nor lately over."""
    if day < today:
        return Level.OVER if day >= today - CATCH_UP else None
    near = day <= today + LONGEST_AHEAD and days.working_days(today, day) <= AHEAD
    return Level.SOON if near else None


def declare_reminders(
    code: str, *, label: str, what: str, until: str, placeholders: Mapping[str, str]
) -> None:
    """The texts `CODE.soon` and `CODE.over` to a unit; `what` names the thing and `until` its last
    day, both of placeholders."""
    for level, said in ((Level.SOON, "即将到期"), (Level.OVER, "已经逾期")):
        declare(
            Text(
                code=f"{code}.{level}", label=f"{label}{said} · 提醒责任单位",
                topic=Topic.REMINDER, title=f"{what}{said}", placeholders=placeholders,
                body=f"{what}请{{单位}}在 {until} 前办理，{said}。",
                short=f"{what}{said}，请登录助企平台办理。",
            )
        )  # fmt: skip
