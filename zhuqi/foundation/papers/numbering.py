"""〔2026〕3号: numbers of a unit's papers by series and year, without gaps, none given twice."""

from datetime import datetime
from typing import Any

from zhuqi.foundation.audit.server_clock import refuse_strange_year
from zhuqi.foundation.papers.models import Series
from zhuqi.foundation.workdays import SHANGHAI


def take(
    unit: int, code: str, now: datetime, *, count: int = 1, year: int | None = None
) -> list[int]:
    """The next numbers of a series, in order, of the year of `now` unless another is named.

    Inside the transaction that stores the papers: it locks the series until then, so that what is
    undone leaves no gap. Who takes of several series does so in one order of (unit, code).
    NotNow where the server's clock shows a strange year.
    """
    given = Series.objects.filter(given_at__isnull=False).order_by("-given_at")
    refuse_strange_year(now, given.values_list("given_at", flat=True).first())
    of_year: dict[str, Any] = {"unit_id": unit, "code": code, "year": year or year_of(now)}
    Series.objects.get_or_create(**of_year)
    series = Series.objects.select_for_update().get(**of_year)
    first = series.last + 1
    series.last, series.given_at = series.last + count, now
    series.save(update_fields=["last", "given_at"])
    return list(range(first, first + count))


def year_of(now: datetime) -> int:
    """The year papers are numbered under at a moment: that of the official's wall clock."""
    return now.astimezone(SHANGHAI).year


def written(year: int, number: int) -> str:
    """年份 and 序号 of a 发文字号 as GB/T 9704-2012 (7.2.5) writes them: 〔2026〕3号."""
    return f"〔{year}〕{number}号"
