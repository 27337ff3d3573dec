"""What objections, extensions and pauses share: something a unit asked waits for the office."""

from datetime import date, datetime

from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.facts import Asked


def asked_by_others(asked: tuple[Asked, ...], *, none: str, own: str) -> str:
    """Four eyes: nobody decides on what they or their own unit asked."""
    if not asked:
        return none
    return own if all(one.own for one in asked) else ""


def when(moment: datetime) -> str:
    """12月7日 17:30."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def day(value: date) -> str:
    """12月7日."""
    return f"{value.month}月{value.day}日"
