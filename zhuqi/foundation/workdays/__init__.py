"""Working time by the official calendar: added, subtracted, explained. Pure Python.

Aware datetimes of any zone go in, datetimes of Asia/Shanghai come out; the machine's own zone is
never asked. What an administrator changes comes in as a frozen `Calendar`.
"""

from zhuqi.foundation.workdays.calendar import DEFAULT_CALENDAR, Calendar, due, elapsed, explain
from zhuqi.foundation.workdays.clock import months_after
from zhuqi.foundation.workdays.counting import (
    CIVIL_CODE,
    FORMER,
    Counting,
    PausedDay,
    StartRule,
)
from zhuqi.foundation.workdays.explanation import (
    Explanation,
    ExplanationLine,
    ExplanationPart,
    PauseCount,
    Skip,
)
from zhuqi.foundation.workdays.hours import (
    DEFAULT_HOURS,
    REGIONAL_HOURS,
    OfficeHours,
    Season,
    Segment,
    hours_of_region,
)
from zhuqi.foundation.workdays.notice import Notice, NoticeError, parse_notice
from zhuqi.foundation.workdays.notice_text import read_notice_text, year_named
from zhuqi.foundation.workdays.official import PUBLISHED_THROUGH
from zhuqi.foundation.workdays.pauses import Pause
from zhuqi.foundation.workdays.remaining import LATE, Remaining, remaining
from zhuqi.foundation.workdays.reminding import next_opening, soon_at
from zhuqi.foundation.workdays.rules import DayRule
from zhuqi.foundation.workdays.units import Amount, Unit
from zhuqi.foundation.workdays.zone import FIRST_DAY, LAST_DAY, SHANGHAI, in_shanghai

__all__ = [
    "CIVIL_CODE",
    "DEFAULT_CALENDAR",
    "DEFAULT_HOURS",
    "FIRST_DAY",
    "FORMER",
    "LAST_DAY",
    "LATE",
    "PUBLISHED_THROUGH",
    "REGIONAL_HOURS",
    "SHANGHAI",
    "Amount",
    "Calendar",
    "Counting",
    "DayRule",
    "Explanation",
    "ExplanationLine",
    "ExplanationPart",
    "Notice",
    "NoticeError",
    "OfficeHours",
    "Pause",
    "PauseCount",
    "PausedDay",
    "Remaining",
    "Season",
    "Segment",
    "Skip",
    "StartRule",
    "Unit",
    "due",
    "elapsed",
    "explain",
    "hours_of_region",
    "in_shanghai",
    "months_after",
    "next_opening",
    "parse_notice",
    "read_notice_text",
    "remaining",
    "soon_at",
    "year_named",
]
