"""What objections, extensions and pauses share: something a unit asked waits for the office."""

from datetime import date, datetime

from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.facts import Asked
from zhuqi.ledgers.cases.verbs import ANSWERS, CAME_IN, END_ALL, END_SHEETS

# What was asked is moot when the case leaves the units' hands, and when the sheet it is about
# does: taken back, or answered, by which the unit has taken it as its own.
_CASE_OVER = (END_ALL | END_SHEETS) - CAME_IN
_SHEET_OVER = _CASE_OVER | ANSWERS | {Verb.RELEASE, Verb.REASSIGN, Verb.CONSULT}
WITH_THE_CASE = tuple(verb for verb in Verb if verb in _CASE_OVER)
WITH_THE_SHEET = tuple(verb for verb in Verb if verb in _SHEET_OVER)


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
