"""Sheets are numbered when they are issued: each kind of an office's in a series of its own."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from zhuqi.foundation.directory.queries import calendars
from zhuqi.foundation.papers.numbering import take, written, year_of
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.rules import due_of


def give_numbers(sheets: Sequence[SupervisionSheet], now: datetime) -> None:
    """A number, and by when it is to be answered, to each in this order; inside the transaction
    that stores them.

    NotNow where the server's clock shows a strange year. As many queries for one as for many of
    the same office and kind; `unit__region` is read.
    """
    kept, year = calendars(), year_of(now)
    by_series: dict[tuple[int, str], list[SupervisionSheet]] = defaultdict(list)
    for sheet in sheets:
        by_series[sheet.office_id, sheet.kind].append(sheet)
    for (office, kind), several in sorted(by_series.items()):
        numbers = take(office, kind, now, count=len(several))
        for sheet, number in zip(several, numbers, strict=True):
            sheet.number, sheet.issued_at = written(year, number), now
            sheet.due_at = due_of(kept.of(sheet.unit.region.code), sheet.limit, now)
