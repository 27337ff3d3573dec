"""How a limit is counted where offices differ: what a deadline scheme says beside its amounts.

The law's own way is the default. 《民法典》第二百零一条: the day of the start is not counted, the
next one is. 第二百零三条: a last day that is a day off moves to the next working day; the day ends
with the close of office. How a partly paused day counts is ours.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class StartRule(StrEnum):
    """What the day of the start does to a limit in days.

    NEXT_DAY: it is not counted, whatever day or hour it is: Saturday + 1 working day is Monday.
    NEXT_OPENING: a start outside office hours counts as made at the next opening, whose day is
    then not counted: Saturday + 1 working day is Tuesday.
    """

    NEXT_DAY = "next_day"
    NEXT_OPENING = "next_opening"

    @property
    def label(self) -> str:
        """In a scheme's page."""
        return _STARTS[self]


class PausedDay(StrEnum):
    """When a day that was paused for a part of it does not count.

    HALF: paused for more than half of its office hours. CLOSE: its close of office was paused.
    """

    HALF = "half"
    CLOSE = "close"

    @property
    def label(self) -> str:
        """In a scheme's page."""
        return _PAUSED[self]


_STARTS = {
    StartRule.NEXT_DAY: "起算当日不计入，从次日算起（民法典第二百零一条）",
    StartRule.NEXT_OPENING: "不在办公时间的，视为下次上班时提出，当日不计入（本平台原来的做法）",
}
_PAUSED = {
    PausedDay.HALF: "暂停超过当日办公时间一半的，当日不计（本平台规定）",
    PausedDay.CLOSE: "下班时仍在暂停的，当日不计（本平台规定）",
}


@dataclass(frozen=True, slots=True)
class Counting:
    """`roll`: a natural-day or month limit that ends on a day off ends on the next working day."""

    start: StartRule = StartRule.NEXT_DAY
    roll: bool = True
    paused: PausedDay = PausedDay.HALF


CIVIL_CODE: Final = Counting()
# How every limit was counted before schemes could say it; editions of then keep it.
FORMER: Final = Counting(StartRule.NEXT_OPENING, roll=False, paused=PausedDay.CLOSE)
