"""Answers kept ready by units and offices."""

from collections.abc import Mapping

from tests.permissions.registry import Asked, Found, Room, Row, of, page
from tests.permissions.town import Town, once
from zhuqi.mechanisms.ready_answers.enums import ReadyVerb
from zhuqi.mechanisms.ready_answers.models import ReadyAnswer


@once
def kept(town: Town) -> Mapping[str, object]:
    """One of the power company, one that the city's office shares, one of 襄城县's office."""
    cast = town.cast
    units = {"own": cast.power, "other_unit": cast.city_office, "other_county": cast.county_office}
    return {
        whose: ReadyAnswer.objects.get_or_create(unit=unit, name="已办结", text="已办理")[0].pk
        for whose, unit in units.items()
    }


def _verb(asked: Asked) -> Found:
    there = kept(asked.town)
    return [there[asked.whose], ReadyVerb.CHANGE.value] if asked.whose in there else None


ROOM = Room(
    "ready_answers",
    {
        "desk:ready_answers": page(),
        "desk:ready_answer_new": page(),
        "desk:ready_answer": of(kept),
        "desk:ready_answer_used": of(kept, posted=True),
        "desk:ready_answer_verb": Row(_verb),
    },
)
