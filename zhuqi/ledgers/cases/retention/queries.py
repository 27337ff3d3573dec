"""How long personal values are kept: the schedule as data, and what has come to its end."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from zhuqi.foundation.contributions.checks import Outlook
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Instruction, Rating
from zhuqi.ledgers.cases.models.case import CaseQuerySet

# What stands where everything said has been erased.
GONE = "（内容已销毁）"
DATA = Path(__file__).resolve().parent.parent / "data" / "retention.toml"
ERASE = "erase_by_schedule"
OVER = (
    State.STRUCK_OFF, State.TERMINATED, State.WITHDRAWN, State.DECLINED, State.TRANSFERRED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """`erases` of the rows `on` cases that are `of` that kind, so many years after their end."""

    code: str
    name: str
    of: str
    on: str
    years: int
    erases: tuple[str, ...]
    beside: tuple[str, ...]
    source: str

    @property
    def reason(self) -> str:
        """As the log says it."""
        return f"按期清除：{self.name}，满 {self.years} 年"


@dataclass(frozen=True, slots=True)
class Due:
    """What one rule would erase now."""

    rule: Rule
    cases: int
    oldest: datetime | None


@lru_cache(maxsize=1)
def schedule() -> tuple[Rule, ...]:
    """The rules of the data file. ValueError for one that can't be carried out."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["rule"]
    rules = tuple(
        Rule(
            row["code"], row["name"], row["of"], row["on"], int(row["years"]),
            tuple(row["erases"]), tuple(row.get("beside", ())), row["source"],
        )
        for row in rows
    )  # fmt: skip
    for rule in rules:
        known = _COLUMNS.get((rule.of, rule.on), frozenset())
        if rule.years < 1 or not rule.erases or not known.issuperset(rule.erases):
            raise ValueError(f"retention.toml: rule {rule.code} can't be carried out")
    return rules


EVERYTHING = "*"
_PERSON = frozenset({"reporter_name", "reporter_phone"})
_COLUMNS = {
    ("closed", "case"): _PERSON,
    ("imported", "case"): _PERSON,
    ("closed", "rating"): frozenset({"rated_by"}),
    ("confidential", "case"): frozenset({EVERYTHING}),
}


def last_kept_day(ended: date, years: int) -> date:
    """The day on which a span of years ends: the same day, or else the last of that February."""
    try:
        return ended.replace(year=ended.year + years)
    except ValueError:
        return date(ended.year + years, 2, 28)


def first_kept_end(today: date, years: int) -> date:
    """The earliest day of an end whose span has not run out before today."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 3, 1)


def due(rule: Rule, now: datetime) -> CaseQuerySet:
    """Cases of which the rule has something to erase; `ended` is when their span began.

    Held back: where an objection is open or a leader still awaits or has to read a report.
    """
    day = first_kept_end(now.astimezone(SHANGHAI).date(), rule.years)
    limit = datetime.combine(day, time(0, 0), SHANGHAI)
    secret = rule.of == "confidential"
    rows = CaseQuerySet(Case).filter(confidential=secret, disputed=False)
    unread = Instruction.objects.filter(case=OuterRef("pk")).exclude(state=Instruction.State.READ)
    rows = rows.filter(~Exists(unread))
    if rule.of == "imported":
        rows = rows.filter(historical=True).annotate(
            ended=Coalesce("closed_at", "completed_at", "submitted_at")
        )
    else:
        # What was handled as another case is over when that one is.
        merged = Q(state=State.MERGED, merged_into__state__in=OVER)
        rows = rows.filter(Q(state__in=OVER) | merged, historical=False).annotate(
            ended=Coalesce("merged_into__closed_at", "closed_at")
        )
    over = {"ended__lt": limit}
    rows = rows.filter(Q(**over))
    if rule.on == "rating":
        named = Rating.objects.filter(case=OuterRef("pk")).exclude(rated_by="")
        return rows.filter(Exists(named))
    if rule.erases == (EVERYTHING,):
        return rows.exclude(title=GONE)
    left = Q()
    for name in rule.erases:
        left |= ~Q(**{name: ""})
    return rows.filter(left)


def outlook(now: datetime) -> Iterator[Due]:
    """What each rule would erase now, and since when the oldest of it has been over."""
    for rule in schedule():
        found = due(rule, now).order_by().aggregate(cases=Count("pk"), oldest=Min("ended"))
        yield Due(rule, found["cases"], found["oldest"])


def outlooks(now: datetime) -> Iterator[Outlook]:
    """The same for `zhuqi check retention`."""
    for line in outlook(now):
        rule, kept = line.rule, f"{line.rule.years} 年"
        yield Outlook(rule.name, kept, rule.source, line.cases, "件", line.oldest)
