"""The only door to the package chinesecalendar: the State Council's days, 2004 to 2026."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from zhuqi.foundation.workdays.rules import DayRule, day_off, make_up

# The last year whose notice the package holds. A constant, so that a calendar's value does not
# change with the machine; a test fails when an upgraded package knows more.
PUBLISHED_THROUGH: Final = 2026

_FESTIVALS: Final = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


# What a notice says and the package does not; each with its paper.
_MENDED: Final = (
    # 国办发明电〔2005〕35号: “12月31日（星期六）上班”, for New Year 2006.
    make_up(date(2005, 12, 31), "元旦"),
)


@cache
def official_rules() -> Mapping[date, DayRule]:
    """Every day the notices of 2004 to 2026 name, by date: days off and make-up days."""
    # Inline: 20 ms and 1,400 dates that a process which counts nothing need not hold.
    from chinese_calendar.constants import holidays, workdays

    rules = {day: day_off(day, _FESTIVALS[name]) for day, name in holidays.items()}
    for day, name in workdays.items():
        rules[day] = make_up(day, _FESTIVALS[name])
    rules.update((rule.day, rule) for rule in _MENDED)
    return MappingProxyType(rules)
