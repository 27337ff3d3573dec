"""Office hours: seasons of at least two segments a day, one value for each region.

The tables at the end are ours (a reasonable default, not a published rule); an office sets its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, order=True)
class Segment:
    """An unbroken stretch of office time within one day: from `opens` (included) to `closes`."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        for moment in (self.opens, self.closes):
            if moment.tzinfo is not None or moment.second or moment.microsecond:
                raise ValueError(f"办公时间须为整分钟的北京时间：{moment.isoformat()}")
        if self.opens >= self.closes:
            raise ValueError(f"上班时间须早于下班时间：{self}")

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    @classmethod
    def parse(cls, text: str) -> "Segment":
        """From "8:30-12:00". ValueError when it does not read so."""
        try:
            opens, closes = text.split("-")
            return cls(_parse_time(opens), _parse_time(closes))
        except ValueError as error:
            raise ValueError(f"办公时段应写作 08:30-12:00，且上班早于下班：{text!r}") from error


def _parse_time(text: str) -> time:
    hour, minute = text.strip().split(":")
    return time(int(hour), int(minute))


@dataclass(frozen=True, order=True)
class Season:
    """The hours kept from (month, day) of `begins` until the next season begins."""

    begins: tuple[int, int]
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        month, day = self.begins
        try:
            date(2001, month, day)  # no leap year: a season may not begin on 29 February
        except ValueError as error:
            raise ValueError(f"季节起始日无效：{month}月{day}日") from error
        if len(self.segments) < 2:  # noqa: PLR2004 - the rule of the issue: at least two a day
            raise ValueError(f"{month}月{day}日起的办公时间至少要有上午、下午两段")
        if any(earlier.closes >= later.opens for earlier, later in pairwise(self.segments)):
            raise ValueError(f"{month}月{day}日起的办公时段须按先后排列，互不重叠，中间有间隔")

    @classmethod
    def of(cls, begins: str, *segments: str) -> "Season":
        """From "06-01" and texts like "8:30-12:00"."""
        try:
            month, day = (int(part) for part in begins.split("-"))
        except ValueError as error:
            raise ValueError(f"季节起始日应写作 06-01：{begins!r}") from error
        return cls((month, day), tuple(Segment.parse(text) for text in segments))


@dataclass(frozen=True)
class OfficeHours:
    """The seasons of a year in order; the last one runs on into January until the first begins."""

    seasons: tuple[Season, ...]

    def __post_init__(self) -> None:
        if not self.seasons:
            raise ValueError("办公时间至少要有一个季节")
        object.__setattr__(self, "seasons", tuple(sorted(self.seasons)))
        begins = [season.begins for season in self.seasons]
        if len(set(begins)) != len(begins):
            raise ValueError("两个季节的起始日不能相同")

    @classmethod
    def read(cls, rows: object) -> "OfficeHours":
        """From `written`'s layout, as it is stored. ValueError for anything else."""
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("办公时间应为各季节的列表")
        return cls(tuple(Season.of(str(row["begins"]), *row["segments"]) for row in rows))

    def written(self) -> list[dict[str, Any]]:
        """[{"begins": "10-01", "segments": ["08:30-12:00", "14:30-18:00"]}, …]."""
        return [
            {
                "begins": "{:02}-{:02}".format(*season.begins),
                "segments": [str(segment) for segment in season.segments],
            }
            for season in self.seasons
        ]

    def words(self) -> str:
        """6月1日起 08:30-12:00、15:00-18:30；10月1日起 08:30-12:00、14:30-18:00."""
        return "；".join(
            "{}月{}日起 ".format(*season.begins) + "、".join(map(str, season.segments))
            for season in self.seasons
        )

    def season_on(self, day: date) -> Season:
        """The season kept on a day, whether or not anybody works then."""
        key = (day.month, day.day)
        begun = [season for season in self.seasons if season.begins <= key]
        return begun[-1] if begun else self.seasons[-1]

    def segments_on(self, day: date) -> tuple[Segment, ...]:
        return self.season_on(day).segments

    def closing_on(self, day: date) -> time:
        """The close of office of that day's season."""
        return self.segments_on(day)[-1].closes


DEFAULT_HOURS: Final = OfficeHours(
    (
        Season.of("10-01", "8:30-12:00", "14:30-18:00"),
        Season.of("06-01", "8:30-12:00", "15:00-18:30"),
    )
)

# Xinjiang and western Tibet live about two hours behind Beijing's clock.
_WESTERN_HOURS: Final = OfficeHours(
    (
        Season.of("10-01", "10:00-14:00", "15:30-19:30"),
        Season.of("05-01", "10:00-14:00", "16:00-20:00"),
    )
)
_TIBETAN_HOURS: Final = OfficeHours((Season.of("01-01", "9:30-13:00", "15:30-18:30"),))

REGIONAL_HOURS: Final[Mapping[str, OfficeHours]] = MappingProxyType(
    {"54": _TIBETAN_HOURS, "65": _WESTERN_HOURS}
)


def hours_of_region(code: str, table: Mapping[str, OfficeHours] = REGIONAL_HOURS) -> OfficeHours:
    """The hours of an administrative division: the longest prefix of its code found in `table`
    (so a county may differ from its province), else DEFAULT_HOURS."""
    for length in range(len(code), 0, -1):
        found = table.get(code[:length])
        if found is not None:
            return found
    return DEFAULT_HOURS
