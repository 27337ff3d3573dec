"""催办阶梯: two offices go by one; the city has delegated its sheets, the county signs each."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import SHANGHAI, in_shanghai
from zhuqi.mechanisms.supervision.enums import SheetKind
from zhuqi.mechanisms.supervision.ladder import delegations
from zhuqi.mechanisms.supervision.ladder.actions import sweep
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS, load_ladders
from zhuqi.sample.city import City
from zhuqi.sample.plan import CITY

_FOR = timedelta(days=180)
# The mornings on which the worker of the sample city has looked.
_MORNINGS = 2


def climb_ladders(city: City) -> None:
    """All at the beginning, in the ledgers whose people are printed."""
    if not city.begins:
        return
    load_ladders(by=SYSTEM)
    mornings = sorted(_mornings(city))
    for code, office in zip(city.ledgers, city.offices, strict=True):
        LADDERS.adopt(office=office, code="usual", by=SYSTEM)
        if code == CITY:
            signer = city.society.someone(city.dice("ladders"), office.pk, Role.SIGNER)
            since = in_shanghai(mornings[0]).date()
            delegations.give(
                office=office, kinds=(SheetKind.URGING, SheetKind.REQUEST), since=since,
                until=since + _FOR, grounds="活动办办公会议定", by=signer,
                now=mornings[0] - timedelta(minutes=30),
            )  # fmt: skip
    for morning in mornings:
        sweep(now=morning)


def _mornings(city: City) -> Iterator[datetime]:
    """Half past nine of the last working days that have come so far."""
    days, day = calendar(), in_shanghai(city.now).date()
    found = 0
    while found < _MORNINGS:
        morning = _half_past_nine(day)
        if days.is_working(day) and morning <= city.now:
            found += 1
            yield morning
        day -= timedelta(days=1)


def _half_past_nine(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), SHANGHAI)
