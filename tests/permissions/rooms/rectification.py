"""The ledger of rectification."""

from collections.abc import Mapping

from tests.permissions.registry import Asked, Found, Room, Row, of, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.mechanisms.rectification.enums import RectificationVerb
from zhuqi.mechanisms.rectification.models import Rectification


@once
def rows(town: Town) -> Mapping[str, object]:
    """One of the office of each case, about the unit that leads it."""
    units = {whose: case.lead_unit for whose, case in town.cases.items() if case.lead_unit}
    there = dict(Rectification.objects.values_list("unit_id", "pk"))
    for whose, unit in units.items():
        if unit.pk not in there:
            there[unit.pk] = Rectification.objects.create(
                office=town.cases[whose].office, unit=unit, problem="没写结果", measure="补写",
                post="分管副局长", due=MONDAY.date(), entered_at=MONDAY,
            ).pk  # fmt: skip
    return {whose: there[unit.pk] for whose, unit in units.items()}


def verb_of(verb: RectificationVerb) -> Row:
    """The page of a verb on one of them."""

    def find(asked: Asked) -> Found:
        there = rows(asked.town)
        return [there[asked.whose], verb.value] if asked.whose in there else None

    return Row(find)


ROOM = Room(
    "rectification",
    {
        "desk:rectifications": page(),
        "desk:rectification_new": page(),
        "desk:rectification": of(rows),
        "desk:rectification_verb": verb_of(RectificationVerb.PROGRESS),
    },
)
