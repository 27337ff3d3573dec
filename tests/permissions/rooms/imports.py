"""Imports of old registers, one into the city's ledger."""

from tests.permissions.registry import Asked, Found, Room, Row, kept, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.ledgers.imports.enums import RunVerb
from zhuqi.ledgers.imports.models import ImportRun


@once
def run(town: Town) -> int:
    """An import that waits to be matched."""
    return ImportRun.objects.get_or_create(
        office=town.cast.city_office,
        name="2019 年台账",
        defaults={
            "file_name": "台账.xlsx",
            "size": 1,
            "uploaded_by": town.cast.he_fan.pk,
            "uploaded_name": "何帆",
            "uploaded_at": MONDAY,
        },
    )[0].pk


def verb(asked: Asked) -> Found:
    """Giving it up: the page needs no file."""
    return [run(asked.town), RunVerb.CANCEL.value] if asked.own else None


ROOM = Room(
    "imports",
    {
        "desk:imports": page(),
        "desk:import_new": page(),
        "desk:import_firms": page(),
        "desk:import": kept(run),
        "desk:import_verb": Row(verb, fixed=True),
        "desk:import_report": kept(run, posted=True),
    },
)
