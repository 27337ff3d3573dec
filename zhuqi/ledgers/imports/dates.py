"""Dates as offices write them: every notation met in old registers, and no guess. Pure.

What can be read in two ways is refused with a sentence, like what no register can mean.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets import Cell
from zhuqi.foundation.typed import visible
from zhuqi.foundation.workdays import SHANGHAI

# No ledger this product can meet is older; a date before is a slip of the pen.
EARLIEST = date(1990, 1, 1)
_SHOWN = 30
_MOST_READ = 80
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
_OURS = timedelta(hours=8)
_SERIAL_EPOCH, _SERIAL_EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
# Serial numbers of 1990 to 2100; other small numbers are no dates.
_SERIALS = range(32_874, 73_051)
_MILLISECONDS = range(600_000_000_000, 4_200_000_000_000)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written; `clock` False where the hour is not known. `note`: what was assumed."""

    at: datetime
    clock: bool = False
    note: str = ""

    @property
    def day(self) -> date:
        """The day alone."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Era:
    """What a register leaves unsaid: the year of 5月6日, from when its numbers count days."""

    year: int | None = None
    epoch_1904: bool = False


def read_moment(cell: Cell, era: Era = Era()) -> Moment:
    """The moment a cell means. NotValid with the reason where it means none, or two."""
    if isinstance(cell, datetime):
        clock = (cell.hour, cell.minute, cell.second) != (0, 0, 0)
        return Moment(cell.replace(tzinfo=cell.tzinfo or SHANGHAI, microsecond=0), clock)
    if isinstance(cell, bool) or cell is None:
        raise NotValid("不是日期")
    if isinstance(cell, int | float):
        return _of_number(float(cell), era)
    return _of_text(cell, era)


def _unread(text: object) -> NotValid:
    return NotValid(f"读不懂：“{str(text)[:_SHOWN]}”")


def _moment(day: date, clock: time | None = None, note: str = "") -> Moment:
    at = datetime.combine(day, clock or time(0, 0), SHANGHAI)
    return Moment(at, clock is not None, note)


def _day(year: int, month: int, day: int, text: object) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotValid(f"没有这一天：{str(text)[:_SHOWN]}") from None


def _of_number(value: float, era: Era) -> Moment:
    """A number: 20230506, a day counted by Excel, or milliseconds of a database."""
    whole = int(value)
    if value == whole:
        if 19_000_101 <= whole <= 21_991_231:  # noqa: PLR2004 (eight digits that read as a date)
            return _of_text(str(whole), era)
        if whole in _MILLISECONDS:
            return _of_milliseconds(whole)
    epoch = _SERIAL_EPOCH_1904 if era.epoch_1904 else _SERIAL_EPOCH
    shift = (_SERIAL_EPOCH_1904 - _SERIAL_EPOCH).days if era.epoch_1904 else 0
    if whole + shift not in _SERIALS:
        hint = "；形如 5.10 的数字会丢掉末尾的 0，请改为 5月10日" if 1 <= value < 13 else ""  # noqa: PLR2004
        raise NotValid(f"读不懂：数字 {value:g}{hint}")
    # Excel keeps the hour as a part of the day, to the second.
    seconds = round((value - whole) * 86_400)
    at = datetime.combine(epoch, time(0, 0), SHANGHAI) + timedelta(days=whole, seconds=seconds)
    return Moment(at, bool(seconds))


def _of_milliseconds(value: int) -> Moment:
    at = datetime.fromtimestamp(value // 1000, SHANGHAI)
    return Moment(at, clock=True)


_WEEKDAY = re.compile(
    r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b,?"
)
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上|凌晨|中午|早上|am|pm)?\s*"
    r"(?P<hour>\d{1,2})\s*(?:[:时点])\s*(?:(?P<minute>\d{1,2})\s*(?:[:分]\s*(?:(?P<second>\d{1,2})"
    r"(?:\.\d+)?\s*秒?)?)?)?(?:整)?\s*(?P<after>am|pm)?\s*(?P<zone>z|[+-]\d{2}:?\d{2})?$"
)
_BETWEEN = r"\s*[-./,、·。:\s]\s*"
_FULL = re.compile(
    rf"(?P<y>\d{{4}}|\d{{2}}){_BETWEEN}(?P<m>\d{{1,2}}){_BETWEEN}(?P<d>\d{{1,2}})\.?$"
)
_WORDED = re.compile(
    r"(?:公元)?(?:(?P<y>\d{4}|\d{2})\s*年\s*)?(?P<m>\d{1,2})\s*月(?:份)?\s*(?:(?P<d>\d{1,2})\s*[日号]?)?$"
)
_MONTH_ONLY = re.compile(r"(?P<y>\d{4})\s*[-./]\s*(?P<m>\d{1,2})$")
_TWO = re.compile(r"(?P<m>\d{1,2})\s*[-./、]\s*(?P<d>\d{1,2})$")
_SHORT = re.compile(r"(?P<a>\d{1,2})\s*[-./]\s*(?P<b>\d{1,2})\s*[-./]\s*(?P<y>\d{4})$")
_RUN = re.compile(
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?)?$"
)
_ENGLISH = re.compile(
    r"(?:(?P<d1>\d{1,2})[\s-]+(?P<n1>[a-z]{3,9})[\s,.-]+(?P<y1>\d{4}|\d{2})"
    r"|(?P<n2>[a-z]{3,9})\.?\s+(?P<d2>\d{1,2}),?\s+(?P<y2>\d{4}))$"
)
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九十]+")


def _plain(text: str) -> str:
    """Half-width, one kind of dash and colon, lower case; Chinese numerals as digits."""
    plain = unicodedata.normalize("NFKC", visible(text[:_MOST_READ])).strip().lower()
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    plain = re.sub(r"[‐‑‒–—―−－~_]", "-", plain)
    plain = re.sub(r"[/\\／]", "/", plain)
    plain = re.sub(r"(?<=\d)t(?=\d)", " ", plain)
    plain = _WEEKDAY.sub(" ", plain)
    if "年" in plain or "月" in plain:
        plain = _NUMERAL.sub(_numeral, plain)
    return " ".join(plain.split())


def _numeral(found: re.Match[str]) -> str:
    """二〇二三 → 2023, 十二 → 12, 二十一 → 21."""
    text = found.group()
    if "十" not in text:
        return text.translate(_DIGITS)
    tens, _ten, ones = text.partition("十")
    if "十" in ones:
        return text
    return (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")


# A register names few days, and each of them many times.
@lru_cache(maxsize=4096)
def _of_text(text: str, era: Era) -> Moment:
    plain = _plain(text)
    if not plain or len(text) > _MOST_READ:
        raise _unread(text)
    if (run := _RUN.fullmatch(plain)) is not None:
        clock = _time(run["H"], run["M"], run["S"], text) if run["H"] else None
        return _moment(_day(int(run["y"]), int(run["m"]), int(run["d"]), text), clock)
    if (plain.isascii() and plain.isdigit()) or re.fullmatch(r"\d{5}\.\d+", plain):
        return _of_number(float(plain), era)
    words, clock, zone = _split(plain, text)
    moment = _dated(words, clock, text, era)
    return replace(moment, at=moment.at + (_OURS - zone)) if zone is not None else moment


def _split(plain: str, text: str) -> tuple[str, time | None, timedelta | None]:
    """The date's part, the hour behind it if there is one, and how far that is ahead of UTC."""
    found = _CLOCK.search(plain)
    if found is None or not (before := plain[: found.start()].strip()):
        return plain, None, None
    if not re.search(r"\d", before) or before.endswith(("-", ".", "/")):
        return plain, None, None
    hour = int(found["hour"])
    half = found["half"] or found["after"] or ""
    if half in {"下午", "晚上", "pm"} and hour < 12:  # noqa: PLR2004 (hours of half a day)
        hour += 12
    elif half in {"am", "凌晨"} and hour == 12:  # noqa: PLR2004
        hour = 0
    clock = _time(str(hour), found["minute"], found["second"], text)
    return before, clock, _ahead(found["zone"]) if found["zone"] else None


def _ahead(zone: str) -> timedelta:
    if zone == "z":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -ahead if zone[0] == "-" else ahead


def _time(hour: str, minute: str | None, second: str | None, text: object) -> time:
    try:
        return time(int(hour), int(minute or 0), int(second or 0))
    except ValueError:
        raise NotValid(f"没有这个时刻：{str(text)[:_SHOWN]}") from None


def _dated(words: str, clock: time | None, text: str, era: Era) -> Moment:
    if (found := _FULL.fullmatch(words)) is not None:
        return _moment(_day(_year(found["y"]), int(found["m"]), int(found["d"]), text), clock)
    if (found := _SHORT.fullmatch(words)) is not None:
        return _moment(_month_and_day(found, text), clock)
    if (found := _MONTH_ONLY.fullmatch(words)) is not None:
        day = _day(int(found["y"]), int(found["m"]), 1, text)
        return _moment(day, clock, _FIRST_ASSUMED)
    if (found := _WORDED.fullmatch(words)) is not None:
        year = _year(found["y"]) if found["y"] else _assumed_year(era, text)
        note = "" if found["d"] else _FIRST_ASSUMED
        return _moment(_day(year, int(found["m"]), int(found["d"] or 1), text), clock, note)
    if (found := _TWO.fullmatch(words)) is not None:
        year = _assumed_year(era, text)
        return _moment(_day(year, int(found["m"]), int(found["d"]), text), clock)
    if (found := _ENGLISH.fullmatch(words)) is not None:
        month = _MONTHS.get((found["n1"] or found["n2"])[:3])
        if month is not None:
            year, number = _year(found["y1"] or found["y2"]), int(found["d1"] or found["d2"])
            return _moment(_day(year, month, number, text), clock)
    raise _unread(text)


_FIRST_ASSUMED = "只写到月，按当月 1 日"


def _year(digits: str) -> int:
    """Two digits are of this century: registers on computers are no older."""
    return int(digits) + (2000 if len(digits) == 2 else 0)  # noqa: PLR2004


def _assumed_year(era: Era, text: object) -> int:
    if era.year is None:
        raise NotValid(f"没有写年份：{str(text)[:_SHOWN]}；请在对照里填写默认年份")
    return era.year


def _month_and_day(found: re.Match[str], text: object) -> date:
    """5/16/2023 and 16/5/2023; 5/6/2023 can be either, and is refused."""
    a, b, year = int(found["a"]), int(found["b"]), int(found["y"])
    if a != b and a <= 12 and b <= 12:  # noqa: PLR2004 (months)
        raise NotValid(f"分不清哪个是月、哪个是日：{str(text)[:_SHOWN]}")
    return _day(year, a, b, text) if b > 12 or a == b else _day(year, b, a, text)  # noqa: PLR2004


def refuse_absurd(moment: Moment, today: date, *, years_ahead: int = 0) -> None:
    """NotValid for what no register can mean: before there were any, or in days to come."""
    if moment.day < EARLIEST:
        raise NotValid(f"年份不对：{moment.day:%Y-%m-%d} 早于 {EARLIEST:%Y} 年")
    if moment.day > today + timedelta(days=1 + 366 * years_ahead):
        raise NotValid(f"年份不对：{moment.day:%Y-%m-%d} 还没有到")
