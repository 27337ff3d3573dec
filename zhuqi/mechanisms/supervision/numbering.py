"""〔2026〕3号: an office's numbers of a kind of sheet in a year, without gaps, none given twice."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from zhuqi.foundation.audit.server_clock import refuse_strange_year
from zhuqi.foundation.directory.queries import calendars
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.mechanisms.supervision.models import SheetSeries, SupervisionSheet
from zhuqi.mechanisms.supervision.rules import due_of


def next_number(office: int, kind: str, now: datetime) -> str:
    """The next number of an office's papers of a kind, taken inside the transaction that stores
    one: another room's papers of that kind are of the same series."""
    year = now.astimezone(SHANGHAI).year
    series = _locked(office, kind, year)
    series.last += 1
    series.save(update_fields=["last"])
    return _written(year, series.last)


def give_numbers(sheets: Sequence[SupervisionSheet], now: datetime) -> None:
    """A number, and by when it is to be answered, to each in this order; inside the transaction
    that stores them. The series are locked, in one order for everybody.

    NotNow where the server's clock shows a strange year. As many queries for one as for many of
    the same office and kind; `unit__region` is read.
    """
    year = now.astimezone(SHANGHAI).year
    issued = SupervisionSheet.objects.filter(issued_at__isnull=False).order_by("-pk")
    refuse_strange_year(now, issued.values_list("issued_at", flat=True).first())
    kept = calendars()
    by_series: dict[tuple[int, str], list[SupervisionSheet]] = defaultdict(list)
    for sheet in sheets:
        by_series[sheet.office_id, sheet.kind].append(sheet)
    for (office, kind), several in sorted(by_series.items()):
        series = _locked(office, kind, year)
        for sheet in several:
            series.last += 1
            sheet.number, sheet.issued_at = _written(year, series.last), now
            sheet.due_at = due_of(kept.of(sheet.unit.region.code), sheet.limit, now)
        series.save(update_fields=["last"])


def _locked(office: int, kind: str, year: int) -> SheetSeries:
    SheetSeries.objects.get_or_create(office_id=office, kind=kind, year=year)
    of_year = SheetSeries.objects.filter(office=office, kind=kind, year=year)
    return of_year.select_for_update().get()


def _written(year: int, number: int) -> str:
    return f"〔{year}〕{number}号"
