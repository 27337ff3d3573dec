"""The State Council's notice as it is published, read into the layout that is imported.

`一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。` Every weekday and every
“共N天” the text names is checked against the calendar, so that a wrong year or a torn copy is found
before any deadline moves.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from zhuqi.foundation.workdays.notice import NoticeError
from zhuqi.foundation.workdays.zone import FIRST_DAY, LAST_DAY

_LONGEST: Final = 20_000
_WEEKDAYS: Final = "一二三四五六日"
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:<(.)>)?"
_RANGE = re.compile(rf"{_DATE}(?:[至到—–~-]{_DATE})?")
_ITEM = re.compile(r"(?:^|(?<=[\s。;；]))[一二三四五六七八九十]{1,3}、")
_NAME = re.compile(r"\s*([^:，。\d]{2,20}?)\s*:")
_TOTAL = re.compile(r"共(\d{1,2})天")
_WEEKDAY = re.compile(r"[(][^()]*?(?:周|星期)([一二三四五六日天])[)]")
_DECEMBER: Final = 12


def read_notice_text(text: str, year: int) -> dict[str, Any]:
    """The days the text names, in the layout `parse_notice` reads.

    NoticeError with a Chinese sentence for a text that names none, or contradicts itself.
    """
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise NoticeError(f"年份须在 {FIRST_DAY.year} 至 {LAST_DAY.year} 之间：{year}")
    days: list[dict[str, Any]] = []
    for festival, words in _festivals(_plain(text[:_LONGEST])):
        days += _days_of(festival, words, year)
    if not days:
        raise NoticeError("没有读到放假日期：请粘贴通知中“一、元旦：……放假”的各条")
    return {"year": year, "papers": [], "days": days}


def _plain(text: str) -> str:
    """Half-width, without blanks inside lines; of a bracket only its weekday is kept."""
    text = unicodedata.normalize("NFKC", text).replace("：", ":").replace("\u3000", " ")
    text = _WEEKDAY.sub(lambda found: f"<{found[1].replace('天', '日')}>", text)
    text = re.sub(r"[(][^()]*[)]", "", text)
    return "\n".join(re.sub(r"[ \t]+", "", line) for line in text.splitlines())


def _festivals(text: str) -> Iterator[tuple[str, str]]:
    for part in _ITEM.split(text):
        name = _NAME.match(part)
        if name and "放假" in part:
            yield name[1], part[name.end() :]


def _days_of(festival: str, words: str, year: int) -> Iterator[dict[str, Any]]:
    for sentence in re.split(r"[。;；\n]", words):
        if "放假" in sentence:
            off = list(_dates(sentence.split("放假")[0], year))
            total = _TOTAL.search(sentence)
            if total and int(total[1]) != len(off):
                raise NoticeError(f"“{festival}”写明共 {total[1]} 天，读到的是 {len(off)} 天")
            yield from (_row(festival, day, off=True) for day in off)
        elif "上班" in sentence:
            at_work = _dates(sentence.split("上班")[0], year)
            yield from (_row(festival, day, off=False) for day in at_work)


def _row(festival: str, day: date, *, off: bool) -> dict[str, Any]:
    return {"name": festival, "date": day.isoformat(), "isOffDay": off}


def _dates(words: str, year: int) -> Iterator[date]:
    month: int | None = None
    for found in _RANGE.finditer(words):
        first = _date(found.group(1, 2, 3, 4), year, month)
        month = first.month
        last = first
        if found[7]:
            last = _date(found.group(5, 6, 7, 8), first.year, month)
            if last < first:
                last = _date((str(first.year + 1), *found.group(6, 7, 8)), year, month)
            month = last.month
        # No holiday is longer than a month: anything else is a slip of the pen.
        if not timedelta(0) <= last - first <= timedelta(days=31):
            raise NoticeError(f"{first} 至 {last} 不像一段假期")
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _date(parts: tuple[Any, ...], year: int, month: int | None) -> date:
    own_year, own_month, day, weekday = parts
    month_ = int(own_month) if own_month else month
    if month_ is None:
        raise NoticeError(f"“{day}日”没有写明月份")
    try:
        found = date(int(own_year) if own_year else year, month_, int(day))
    except ValueError as error:
        raise NoticeError(f"没有 {month_}月{day}日 这一天") from error
    if weekday and _WEEKDAYS[found.weekday()] != weekday:
        raise NoticeError(
            f"{found.year}年{found.month}月{found.day}日是周{_WEEKDAYS[found.weekday()]}，"
            f"文中写的是周{weekday}：请核对年份"
        )
    return found
