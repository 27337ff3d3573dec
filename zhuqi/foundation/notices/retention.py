"""How long what was told is kept: the schedule as data, and what has come to its end."""

import calendar
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from zhuqi.foundation.contributions.checks import Outlook
from zhuqi.foundation.notices.models import Delivery, Message
from zhuqi.foundation.workdays import SHANGHAI

DATA = Path(__file__).resolve().parent / "data" / "retention.toml"
EVERYTHING = "*"
_KEPT = frozenset({"address", "to", "title", "body", "reason"})
_ERASABLE = {
    "delivered": _KEPT,
    "read": frozenset({EVERYTHING}),
    "unbound": frozenset({EVERYTHING}),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """`erases` of rows that are `of` that kind, so many months after their time."""

    code: str
    name: str
    of: str
    months: int
    erases: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Due:
    """What one rule would erase now."""

    rule: Rule
    rows: int
    oldest: datetime | None


@lru_cache(maxsize=1)
def schedule() -> tuple[Rule, ...]:
    """The rules of the data file. ValueError for one that can't be carried out."""
    rules = tuple(
        Rule(
            row["code"], row["name"], row["of"], int(row["months"]), tuple(row["erases"]),
            row["source"],
        )
        for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["rule"]
    )  # fmt: skip
    for rule in rules:
        known = _ERASABLE.get(rule.of, frozenset())
        if rule.months < 1 or not rule.erases or not known.issuperset(rule.erases):
            raise ValueError(f"retention.toml: rule {rule.code} can't be carried out")
    return rules


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, else the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due(rule: Rule, now: datetime) -> QuerySet[Any, Any]:
    """Rows of which the rule has something to erase; `ended` is when their span began."""
    day = months_before(now.astimezone(SHANGHAI).date(), rule.months)
    over = {"ended__lt": datetime.combine(day, time(0, 0), SHANGHAI)}
    if rule.of == "read":
        read = Message.objects.filter(read_at__isnull=False).annotate(ended=F("created_at"))
        return read.filter(**over)
    if rule.of == "unbound":
        codes = Delivery.objects.filter(message__isnull=True).annotate(ended=F("created_at"))
        return codes.filter(**over)
    left = Q()
    for name in rule.erases:
        left |= ~Q(**{name: ""})
    sent = Delivery.objects.annotate(ended=Coalesce("ended_at", "send_at"))
    return sent.filter(left, **over)


def outlook(now: datetime) -> Iterator[Due]:
    """What each rule would erase now, and how old the oldest of it is."""
    for rule in schedule():
        found = due(rule, now).order_by().aggregate(rows=Count("pk"), oldest=Min("ended"))
        yield Due(rule, found["rows"], found["oldest"])


def outlooks(now: datetime) -> Iterator[Outlook]:
    """The same for `zhuqi check retention`."""
    for line in outlook(now):
        rule, kept = line.rule, f"{line.rule.months} 个月"
        yield Outlook(rule.name, kept, rule.source, line.rows, "条", line.oldest)
