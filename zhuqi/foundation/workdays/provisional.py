"""Years whose notice is not out yet: what the law itself already fixes.

Source: 全国年节及纪念日放假办法 (2024 revision, in force 2025): New Year 1 day, Spring Festival 4
(the eve to the third), Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1, National Day 3. These
days are off; weekends are off. Not guessed: the bridge days a notice adds, its make-up working
days, and the substitute for a statutory day that falls on a weekend. A date counted over such a
year is therefore close but provisional: 以国务院公布为准.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from zhuqi.foundation.workdays.rules import DayRule, day_off

_FIXED: Final = (
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
)

# year: first day of the lunar year, Qingming, Dragon Boat, Mid-Autumn, as MMDD.
# Computed with lunar_python 1.4.8 and lunardate 0.3.0, which agree; both also reproduce the
# festivals in the notices of 2010-2026.
_LUNAR: Final = {
    2027: ("0206", "0405", "0609", "0915"),
    2028: ("0126", "0404", "0528", "1003"),
    2029: ("0213", "0404", "0616", "0922"),
    2030: ("0203", "0405", "0605", "0912"),
    2031: ("0123", "0405", "0624", "1001"),
    2032: ("0211", "0404", "0612", "0919"),
    2033: ("0131", "0404", "0601", "0908"),
    2034: ("0219", "0405", "0620", "0927"),
    2035: ("0208", "0405", "0610", "0916"),
    2036: ("0128", "0404", "0530", "1004"),
    2037: ("0215", "0404", "0618", "0924"),
    2038: ("0204", "0405", "0607", "0913"),
    2039: ("0124", "0405", "0527", "1002"),
    2040: ("0212", "0404", "0614", "0920"),
    2041: ("0201", "0404", "0603", "0910"),
    2042: ("0122", "0404", "0622", "0928"),
    2043: ("0210", "0405", "0611", "0917"),
    2044: ("0130", "0404", "0531", "1005"),
    2045: ("0217", "0404", "0619", "0925"),
    2046: ("0206", "0404", "0608", "0915"),
    2047: ("0126", "0405", "0529", "1004"),
    2048: ("0214", "0404", "0615", "0922"),
    2049: ("0202", "0404", "0604", "0911"),
    2050: ("0123", "0404", "0623", "0930"),
}


def statutory_rules(year: int) -> Iterator[DayRule]:
    """The days off the law fixes for a year. Lunar festivals are known from 2027 to 2050 only."""
    for month, day, name in _FIXED:
        yield day_off(date(year, month, day), name)
    if year not in _LUNAR:
        return
    spring, *others = (_day(year, text) for text in _LUNAR[year])
    for offset in (-1, 0, 1, 2):  # the eve to the third
        yield day_off(spring + timedelta(days=offset), "春节")
    for festival, name in zip(others, ("清明节", "端午节", "中秋节"), strict=True):
        yield day_off(festival, name)


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))
