"""The one time zone deadlines are counted in, and the span of years that can be counted."""

from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Final

# A fixed offset, not a zone file: China has kept no summer time since 1991, the calendar begins in
# 2004, and a machine without (or with a stale) tz database must count the same.
SHANGHAI: Final[tzinfo] = timezone(timedelta(hours=8), "Asia/Shanghai")

# 2004 is the first year of the official table; 2050 the last of ours (see `provisional`).
FIRST_DAY: Final = date(2004, 1, 1)
LAST_DAY: Final = date(2050, 12, 31)

OUT_OF_SPAN: Final = f"只能计算 {FIRST_DAY.year} 年至 {LAST_DAY.year} 年之间的时间"


def in_shanghai(moment: datetime) -> datetime:
    """The same instant on the clock of Asia/Shanghai. ValueError for a naive datetime."""
    if moment.tzinfo is SHANGHAI:
        return moment
    if moment.utcoffset() is None:
        raise ValueError(f"时间 {moment.isoformat()} 没有时区，无法计算期限")
    return moment.astimezone(SHANGHAI)


def checked_day(day: date) -> date:
    """The day itself; TypeError for a datetime (whose date depends on the zone: convert first),
    ValueError outside the years the calendar holds."""
    if isinstance(day, datetime):
        raise TypeError("需要日期而不是时间：请先用 in_shanghai(...).date() 换算")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{OUT_OF_SPAN}：{day.isoformat()}")
    return day
