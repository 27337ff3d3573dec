"""常用答复 and 法律依据: shared by every office, one of them in its second edition; whoever answers
for an item keeps their own about it, with the articles to quote beside them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, Person, Role
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.mechanisms.ready_answers import actions
from zhuqi.sample.city import City
from zhuqi.sample.plan import ready_answers

Row = Mapping[str, Any]
# How often one was used at most.
USES = 6
TEN = time(10)


@transaction.atomic
def keep_answers_ready(city: City) -> None:
    """Long before the first case."""
    items = {item.code: item for item in Item.objects.all()}
    plan = ready_answers()
    if city.begins:
        for place, row in enumerate(plan["ground"]):
            about = {**row, "item": items.get(row.get("item", ""))}
            actions.GROUNDS.add(**about, order=place, by=SYSTEM)
    for code in city.ledgers:
        office = city.society.offices[code]
        dice = city.dice(f"ready answers {office.pk}")
        registrar = city.society.someone(dice, office.pk, Role.REGISTRAR)
        for row in plan["shared"]:
            _keep(city, dice, office, row, by=registrar)
        for own, unit, by in _own(city, dice, code, plan["own"]):
            _keep(city, dice, unit, own, by=by, item=items[own["item"]])


def _own(
    city: City, dice: Random, code: str, rows: Iterable[Row]
) -> Iterator[tuple[Row, Unit, Person]]:
    """Each with the unit of that place that answers for its item, and who keeps it there."""
    for row in rows:
        unit = city.society.answering.get((code, row["item"]))
        handlers = city.society.people.get(unit.pk, {}).get(Role.HANDLER) if unit else None
        if unit and handlers:
            yield row, unit, dice.choice(handlers)


def _keep(
    city: City, dice: Random, unit: Unit, row: Row, *, by: Person, item: Item | None = None
) -> None:
    name, text = row["name"], row["text"]
    day = timezone.localdate(city.now) - timedelta(days=300)
    at = datetime.combine(day - timedelta(days=max(0, day.weekday() - 4)), TEN, tzinfo=SHANGHAI)
    answer = actions.keep(unit=unit, name=name, text=text, item=item, by=by, now=at)
    if "added" in row:
        with actions.READY_ANSWERS.open(answer.pk, by=by, now=at + timedelta(days=90)) as change:
            actions.change(change, name=name, text=f"{text}{row['added']}", item=item)
    for week in reversed(range(dice.randrange(USES))):
        actions.count_use(answer=answer, now=city.now - timedelta(days=7 * week + 1))
