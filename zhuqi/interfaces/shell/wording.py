"""Moments and days as officials write them: 11月21日 周六 17:30, this year without the year."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from django.db.models import Choices
from django.utils import timezone

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def day(value: date | datetime | None, *, weekday: bool = True) -> str:
    """11月21日 周六; the year is named when it is not the present one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value)
    year = "" if value.year == _local(timezone.now()).year else f"{value.year}年"
    text = f"{year}{value.month}月{value.day}日"
    return f"{text} {WEEKDAYS[value.weekday()]}" if weekday else text


def moment(value: datetime | date | None, *, weekday: bool = True) -> str:
    """11月21日 周六 17:30 in the office's time zone; a bare date stays a day."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return day(value, weekday=weekday)
    value = _local(value)
    return f"{day(value, weekday=weekday)} {value.hour:02}:{value.minute:02}"


def capped(number: int) -> str:
    """3, 99+: more is counted by nobody who has a look."""
    return f"{_MOST}+" if number > _MOST else str(number)


_MOST: Final = 99


def amount(value: Decimal) -> str:
    """1,234.5 without needless noughts."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def label(kind: type[Choices], value: str) -> str:
    """What a choice is called; a value that is none stands for itself, as in `get_x_display`."""
    return labels(kind).get(value, value)


@lru_cache(maxsize=256)
def labels(kind: type[Choices]) -> Mapping[str, str]:
    """What all of its choices are called. Rows by the hundred ask for these words: each is looked
    up in the catalogue once."""
    return MappingProxyType({str(one): str(words) for one, words in kind.choices})


def _local(value: datetime) -> datetime:
    """In the office's time zone; ours is one, whoever looks."""
    if timezone.is_naive(value):
        return value
    office = timezone.get_default_timezone()
    return value if value.tzinfo is office else value.astimezone(office)
