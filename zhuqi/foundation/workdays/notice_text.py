"""The State Council's notice as it is published, read into the layout that is imported.

`一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。` The forms used since
2006 are understood: weekly rest days exchanged in words (两个公休日调至…), a day made good (补休),
and the second notices of a year (a holiday lengthened, a memorial day), named in their titles.
Every weekday and every “共N天” the text names is checked against the calendar, so that a wrong year
or a torn copy is found before any deadline moves.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Protocol

from zhuqi.foundation.workdays.notice import NoticeError
from zhuqi.foundation.workdays.zone import FIRST_DAY, LAST_DAY


class NamedDays(Protocol):
    """What is known of the days a holiday is lengthened by: a calendar's names."""

    def name_of(self, day: date) -> str: ...


_LONGEST: Final = 20_000
_WEEKDAYS: Final = "一二三四五六日"
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:<(.)>)?"
_RANGE = re.compile(rf"{_DATE}(?:[至到—–~-]{_DATE})?")
_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?=\d{1,2}日)")
_ITEM = re.compile(r"(?:^|(?<=[\s。;；]))[一二三四五六七八九十]{1,3}、")
_NAME = re.compile(r"\s*([^:,，。;\d]{2,20}?)\s*(?::|(?=\d))")
_FESTIVAL = re.compile(r"节|元旦|五一|十一|纪念日")
_TITLE = re.compile(
    r"关于(?:调整|延长)?(?:(\d{4})年)?([^\n,，。;]{2,50}?)(?:假期|放假|调休|安排)[^\n,，。;]*的通知"
)
_PAPER = re.compile(r"国[办发][^\s〔\[,，。;]{0,6}[〔\[]\d{4}[〕\]]\d{1,3}号")
_TOTAL = re.compile(r"共(\d{1,2})天|放假(\d{1,2})天")
_WEEKDAY = re.compile(r"[(][^()]*?(?:周|星期)([一二三四五六日天])[^()]*[)]")
_EXCHANGE = re.compile(r"(.*?)公休日?.{0,8}?调至(.*)")
_LENGTHENED = re.compile(r"延长(?:\d{4}年)?([^,，。\d]{2,10}?)假期至(.*)")
_CALLED: Final = {"“五一”国际劳动节": "劳动节", "国际劳动节": "劳动节", "“五一”": "劳动节"} | {
    "“十一”": "国庆节"
}
_OF_NO_FESTIVAL: Final = "放假安排"
_MOST_DAYS: Final = 31
_DECEMBER: Final = 12


def read_notice_text(text: str, year: int, known: NamedDays | None = None) -> dict[str, Any]:
    """The days the text names, in the layout `parse_notice` reads; `papers` is its number.

    `known` is asked where a lengthened holiday begins. NoticeError with a Chinese sentence for a
    text that names no day, is of another year, or contradicts itself.
    """
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise NoticeError(f"年份须在 {FIRST_DAY.year} 至 {LAST_DAY.year} 之间：{year}")
    plain = _plain(text[:_LONGEST])
    title = _TITLE.search(plain)
    if title and title[1] and int(title[1]) != year:
        raise NoticeError(f"这是 {title[1]} 年的放假安排：请核对年份")
    days: dict[str, dict[str, Any]] = {}
    for festival, words in _items(plain, title[2] if title else ""):
        for row in _Item(festival, year, known).read(words):
            day = row["date"]
            if days.setdefault(day, row)["isOffDay"] != row["isOffDay"]:
                raise NoticeError(f"{day} 既写了放假，又写了上班")
    if not days:
        raise NoticeError("没有读到放假日期：请粘贴通知中“一、元旦：……放假”的各条")
    return {"year": year, "papers": _PAPER.findall(plain)[:1], "days": list(days.values())}


def year_named(text: str) -> int | None:
    """The year a notice is of, by its title; None where that names none."""
    title = _TITLE.search(_plain(text[:_LONGEST]))
    return int(title[1]) if title and title[1] else None


def _plain(text: str) -> str:
    """Half-width, without blanks inside lines; of a bracket only its weekday is kept."""
    text = unicodedata.normalize("NFKC", text).replace("：", ":").replace("\u3000", " ")
    text = _WEEKDAY.sub(lambda found: f"<{found[1].replace('天', '日')}>", text)
    text = re.sub(r"[(][^()]*[)]", "", text)
    return "\n".join(re.sub(r"[ \t]+", "", line) for line in text.splitlines())


def _items(text: str, titled: str) -> Iterator[tuple[str, str]]:
    """(festival, what is said of it); a notice without numbered items is one of its title's."""
    parts = _ITEM.split(text)
    if len(parts) == 1 and titled:
        yield _called(titled), text
        return
    for part in parts[1:]:
        name = _NAME.match(part)
        if name and _FESTIVAL.search(name[1]):
            yield _called(name[1]), part[name.end() :]
        else:
            yield _called(titled), part


def _called(name: str) -> str:
    """The festival by its usual name: “五一” is 劳动节."""
    if "部分节假日" in name or not name:
        return _OF_NO_FESTIVAL
    return _CALLED.get(name, name)


@dataclass
class _Item:
    """One item, read clause by clause; a date without a month or year has the last one's."""

    festival: str
    year: int
    known: NamedDays | None
    off: dict[date, None] = field(default_factory=dict)
    work: dict[date, None] = field(default_factory=dict)
    exchanged: dict[date, None] = field(default_factory=dict)
    month: int | None = None
    own_year: int | None = None

    def read(self, words: str) -> Iterator[dict[str, Any]]:
        """The rows, days off first."""
        for sentence in re.split(r"[。;\n]", words):
            if "鼓励" not in sentence:
                self._sentence(sentence)
        # A weekly rest day that is given away is worked, unless the holiday lies on it anyway.
        worked = self.work | {day: None for day in self.exchanged if day not in self.off}
        for day in self.off:
            yield _row(self.festival, day, off=True)
        for day in worked:
            yield _row(self.festival, day, off=False)

    def _sentence(self, sentence: str) -> None:
        before = len(self.off)
        for clause in sentence.split(","):
            self._clause(clause)
        total = _TOTAL.search(sentence)
        said = int(total[1] or total[2]) if total else 0
        if total and not before and (found := len(self.off)) != said:
            raise NoticeError(f"“{self.festival}”写明共 {said} 天，读到的是 {found} 天")

    def _clause(self, clause: str) -> None:
        if lengthened := _LENGTHENED.search(clause):
            for last in self._dates(lengthened[2]):
                self._add(self.off, self._from_its_first_day(last, lengthened[1]))
        elif exchange := _EXCHANGE.match(clause):
            self._add(self.exchanged, self._dates(exchange[1]))
            self._add(self.off, self._dates(exchange[2]))
        elif "放假" in clause:
            self._add(self.off, self._dates(clause.split("放假", maxsplit=1)[0]))
        elif "补休" in clause or ("调休" in clause and "不调休" not in clause):
            self._add(self.off, self._dates(re.split("补休|调休", clause)[0]))
        elif "上班" in clause:
            self._add(self.work, self._dates(clause.split("上班", maxsplit=1)[0]))
        else:
            self._skim(clause)

    def _skim(self, clause: str) -> None:
        """Nothing is read; but what follows may lean on its month."""
        for found in _MONTH.finditer(clause):
            self.month = int(found[2])
            self.own_year = int(found[1]) if found[1] else None

    @staticmethod
    def _add(days: dict[date, None], more: Iterator[date]) -> None:
        days.update(dict.fromkeys(more))

    def _from_its_first_day(self, last: date, festival: str) -> Iterator[date]:
        """The whole holiday up to its new last day, as far back as it is known."""
        names = self.known
        named = [
            day
            for n in range(_MOST_DAYS)
            if (day := last - timedelta(days=n)) >= FIRST_DAY
            and names is not None
            and names.name_of(day) == festival
        ]
        if not named:
            raise NoticeError(f"没有读到“{festival}”原来的假期：请先导入这一年的放假安排")
        first = named[0]
        while first - timedelta(days=1) in named:
            first -= timedelta(days=1)
        for n in range((last - first).days + 1):
            yield first + timedelta(days=n)

    def _dates(self, words: str) -> Iterator[date]:
        for found in _RANGE.finditer(words):
            first = self._date(found.group(1, 2, 3, 4))
            last = first
            if found[7]:
                last = self._date(found.group(5, 6, 7, 8))
            # No holiday is longer than a month: anything else is a slip of the pen.
            if not timedelta(0) <= last - first <= timedelta(days=_MOST_DAYS):
                raise NoticeError(f"{first} 至 {last} 不像一段假期")
            yield from (first + timedelta(days=n) for n in range((last - first).days + 1))

    def _date(self, parts: tuple[Any, ...]) -> date:
        year, month, day, weekday = parts
        if year:
            self.own_year = int(year)
        elif month:
            self.own_year = None
        if month:
            self.month = int(month)
        if self.month is None:
            raise NoticeError(f"“{day}日”没有写明月份")
        found = _checked(self._year_of(self.month), self.month, int(day))
        if weekday and _WEEKDAYS[found.weekday()] != weekday:
            raise NoticeError(
                f"{found.year}年{found.month}月{found.day}日是周{_WEEKDAYS[found.weekday()]}，"
                f"文中写的是周{weekday}：请核对年份"
            )
        return found

    def _year_of(self, month: int) -> int:
        """New Year's December is the year before's, where nothing else is written."""
        if self.own_year is not None:
            return self.own_year
        return self.year - 1 if month == _DECEMBER and "元旦" in self.festival else self.year


def _checked(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoticeError(f"没有 {month}月{day}日 这一天") from error


def _row(festival: str, day: date, *, off: bool) -> dict[str, Any]:
    return {"name": festival, "date": day.isoformat(), "isOffDay": off}
