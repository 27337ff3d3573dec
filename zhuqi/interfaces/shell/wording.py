"""Moments and days as officials write them: 11月21日 周六 17:30, this year without the year."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def day(value: date | datetime | None, *, weekday: bool = True) -> str:
    """11月21日 周六; the year is named when it is not the present one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value).date()
    year = "" if value.year == timezone.localdate().year else f"{value.year}年"
    text = f"{year}{value.month}月{value.day}日"
    return f"{text} {WEEKDAYS[value.weekday()]}" if weekday else text


def moment(value: datetime | date | None, *, weekday: bool = True) -> str:
    """11月21日 周六 17:30 in the office's time zone; a bare date stays a day."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return day(value, weekday=weekday)
    return f"{day(value, weekday=weekday)} {_local(value):%H:%M}"


def amount(value: Decimal) -> str:
    """1,234.5 without needless noughts."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
