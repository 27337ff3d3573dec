"""A step inside a limit must not be allowed longer than the limit it serves. Pure.

A co-unit that has 5 working days for its opinion is of no use to a lead that has 7 natural ones:
over a holiday its time ends later. Amounts in the same unit are compared as numbers; others by
what they come to from every day of the years the calendar knows.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from typing import Final

from zhuqi.foundation.workdays import DEFAULT_CALENDAR, SHANGHAI, Counting, Unit
from zhuqi.ledgers.cases.clocks import Rule, SchemeTerms
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Tier

# What begins with the sheet, or inside it, and has to be over by the time of the answer.
SERVES: Final = (
    ClockKind.SIGN,
    ClockKind.CONTACT,
    ClockKind.STAGE,
    ClockKind.CO_UNIT,
    ClockKind.PART,
    ClockKind.REDO,
    ClockKind.OBJECTION,
    ClockKind.MAY_OBJECT,
    ClockKind.ASK_AHEAD,
)
_FIRST, _LAST = date(2023, 1, 1), date(2026, 10, 31)
_STARTS = tuple(
    datetime.combine(_FIRST + timedelta(days=n), clock, SHANGHAI)
    for n in range((_LAST - _FIRST).days + 1)
    for clock in (time(10), time(20))
)


def too_long(rules: Sequence[Rule], counting: Counting) -> Iterator[tuple[Rule, Rule]]:
    """Each row that may take longer than the limit it serves, beside that limit, once."""
    terms = SchemeTerms(0, tuple(rules))
    seen: set[tuple[Rule, Rule]] = set()
    for tier, kind in product(("", *Tier.values), ("", *Kind.values)):
        limit = terms.rule_for(ClockKind.RESOLVE, tier=tier, kind=kind)
        if limit is None or limit.followed:
            continue
        for clock in SERVES:
            step = terms.rule_for(clock, tier=tier, kind=kind)
            if step is None or step.followed or (step, limit) in seen:
                continue
            seen.add((step, limit))
            if exceeds((step.amount, step.unit), (limit.amount, limit.unit), counting):
                yield step, limit


@lru_cache(maxsize=1024)
def exceeds(step: tuple[int, Unit], limit: tuple[int, Unit], counting: Counting) -> bool:
    """True where one amount may end later than another that begins at the same moment."""
    if step[1] is limit[1]:
        return step[0] > limit[0]
    pairs = zip(_ends(*step, counting), _ends(*limit, counting), strict=True)
    return any(mine > its for mine, its in pairs)


@lru_cache(maxsize=64)
def _ends(amount: int, unit: Unit, counting: Counting) -> tuple[datetime, ...]:
    """When it is over, from each start: many steps are held against the same limit."""
    due = DEFAULT_CALENDAR.due
    return tuple(due(start, amount, unit, counting=counting) for start in _STARTS)
