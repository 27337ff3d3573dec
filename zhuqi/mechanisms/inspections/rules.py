"""Who may inspect whom, and by when what was found is to be put right. Pure."""

from collections.abc import Iterable
from datetime import datetime

from zhuqi.foundation.workdays import Calendar, Unit

# Working days to put it right, where nobody says otherwise, and at most.
USUAL_LIMIT, LONGEST_LIMIT = 10, 120
LONGEST_ITEM, MOST_ITEMS = 200, 60


def due_of(calendar: Calendar, limit: int, since: datetime) -> datetime:
    """By when what was given so many working days is to be answered."""
    return calendar.due(since, limit, Unit.WORKING_DAY)


def checklist(typed: str) -> list[str]:
    """One thing a line, without numbering of the office's own and without empty lines."""
    lines = (line.strip() for line in typed.replace("\x00", "").splitlines())
    return [line for line in lines if line]


def fault_of(items: Iterable[str]) -> str:
    """What is wrong with a checklist, in a sentence; "" where nothing is."""
    listed = list(items)
    if not listed:
        return "请填写检查内容，一行一项"
    if len(listed) > MOST_ITEMS:
        return f"检查内容最多 {MOST_ITEMS} 项，现在 {len(listed)} 项"
    if len(set(listed)) < len(listed):
        twice = next(one for one in listed if listed.count(one) > 1)
        return f"“{twice[:20]}”写了两遍"
    longest = max(listed, key=len)
    if len(longest) > LONGEST_ITEM:
        return f"“{longest[:20]}…”超过 {LONGEST_ITEM} 字"
    return ""
