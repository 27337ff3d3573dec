"""Pauses as intervals on the clock of Asia/Shanghai."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.workdays.zone import in_shanghai

Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Pause:
    """A stretch during which a clock stands still; `end` None means that it still does.

    Times are kept in Asia/Shanghai. ValueError for naive times or an end before the start.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", in_shanghai(self.start))
        if self.end is None:
            return
        object.__setattr__(self, "end", in_shanghai(self.end))
        if self.end < self.start:
            raise ValueError(f"暂停的结束时间早于开始时间：{self.start} – {self.end}")

    def closed_at(self, now: datetime) -> "Pause":
        """The pause as far as it is known at `now`: an open one ends there (or where it began, if
        that lies ahead), a closed one stays as it is."""
        if self.end is not None:
            return self
        return Pause(self.start, max(self.start, in_shanghai(now)))


def merged(pauses: Iterable[Pause]) -> list[Interval]:
    """The time covered, in order, with nothing covered twice.

    ValueError for an open pause: nobody knows when a clock will be due that may never run again,
    so the caller decides (usually `pause.closed_at(now)`).
    """
    intervals = [_interval(pause) for pause in pauses]
    if len(intervals) < 2:  # noqa: PLR2004 - nothing to merge
        return intervals
    intervals.sort()
    result = [intervals[0]]
    for start, end in intervals[1:]:
        last_start, last_end = result[-1]
        if start > last_end:
            result.append((start, end))
        elif end > last_end:
            result[-1] = (last_start, end)
    return result


def _interval(pause: Pause) -> Interval:
    if pause.end is None:
        raise ValueError("暂停尚未结束，不能计算期限：请先用 closed_at(now) 截止到当前时间")
    return pause.start, pause.end
