"""A year's holiday notice, in the JSON layout of the public data set holiday-cn.

`{"year": 2027, "papers": [url],
  "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}`
"""

from dataclasses import dataclass
from datetime import date

from zhuqi.foundation.workdays.rules import DayRule, day_off, make_up
from zhuqi.foundation.workdays.zone import FIRST_DAY, LAST_DAY

_DECEMBER = 12


class NoticeError(ValueError):
    """The file is not a notice that can be imported; the message (Chinese) says what to mend."""


@dataclass(frozen=True)
class Notice:
    """The days one year's notice names, by date. A notice may reach back into the December before
    it (2019's makes 2018-12-29 a working day)."""

    year: int
    days: tuple[DayRule, ...]
    papers: tuple[str, ...] = ()


def parse_notice(data: object, *, year: int | None = None) -> Notice:
    """Read what `json.load` gave. With `year`, the notice must be of that year.

    NoticeError with a Chinese sentence when the layout is wrong, a date is bad, doubled or of
    another year, or no day is named yet (the file of an unpublished year).
    """
    if not isinstance(data, dict):
        raise NoticeError("放假安排文件应为一个 JSON 对象")
    own_year = _parse_year(data.get("year"), year)
    rows = data.get("days")
    if not isinstance(rows, list):
        raise NoticeError("放假安排文件缺少 days 列表")
    if not rows:
        raise NoticeError(f"{own_year} 年放假安排尚未公布，文件中没有日期")
    days = tuple(sorted(_parse_day(row, own_year, n) for n, row in enumerate(rows, start=1)))
    _refuse_doubles(days)
    return Notice(own_year, days, _parse_papers(data.get("papers", [])))


def _parse_year(value: object, wanted: int | None) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NoticeError(f"年份应为数字：{value!r}")
    if not FIRST_DAY.year <= value <= LAST_DAY.year:
        raise NoticeError(f"年份须在 {FIRST_DAY.year} 至 {LAST_DAY.year} 之间：{value}")
    if wanted is not None and value != wanted:
        raise NoticeError(f"需要 {wanted} 年的放假安排，文件是 {value} 年的")
    return value


def _parse_day(row: object, year: int, position: int) -> DayRule:
    where = f"第 {position} 项"
    if not isinstance(row, dict):
        raise NoticeError(f"{where}应为一个 JSON 对象")
    name, text, is_off = row.get("name"), row.get("date"), row.get("isOffDay")
    if not isinstance(name, str) or not name.strip():
        raise NoticeError(f"{where}缺少节日名称 name")
    if not isinstance(is_off, bool):
        raise NoticeError(f"{where}的 isOffDay 应为 true 或 false：{is_off!r}")
    day = _parse_date(text, where)
    if day.year != year and (day.year, day.month) != (year - 1, _DECEMBER):
        raise NoticeError(f"{where}的日期 {day} 不属于 {year} 年的放假安排")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NoticeError(f"{where}的日期 {day} 超出可计算的年份")
    return day_off(day, name.strip()) if is_off else make_up(day, name.strip())


def _parse_date(text: object, where: str) -> date:
    if not isinstance(text, str):
        raise NoticeError(f"{where}的日期应写作 2027-01-01：{text!r}")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NoticeError(f"{where}的日期无效：{text!r}") from error
    if day.isoformat() != text:  # Python also reads 20270101 and 2027-W01-1
        raise NoticeError(f"{where}的日期应写作 2027-01-01：{text!r}")
    return day


def _refuse_doubles(days: tuple[DayRule, ...]) -> None:
    seen: set[date] = set()
    for rule in days:
        if rule.day in seen:
            raise NoticeError(f"日期 {rule.day} 出现了两次")
        seen.add(rule.day)


def _parse_papers(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(paper, str) for paper in value):
        raise NoticeError("papers 应为公布文件网址的列表")
    return tuple(value)
