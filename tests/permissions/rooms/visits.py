"""Visits to firms, planned by whoever looks after them."""

from collections.abc import Mapping

from tests.permissions.registry import Asked, Found, Room, Row, of, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.mechanisms.liaison.enums import VisitVerb
from zhuqi.mechanisms.liaison.models import Visit


@once
def visits(town: Town) -> Mapping[str, object]:
    """One to a firm of each kind, made when the first is asked for."""
    there = dict(Visit.objects.filter(visitor=town.cast.lin).values_list("enterprise_id", "pk"))
    for firm in town.firms.values():
        if firm.pk not in there:
            there[firm.pk] = Visit.objects.create(
                enterprise=firm, visitor=town.cast.lin, day=MONDAY.date(), purpose="看望"
            ).pk
    return {whose: there[firm.pk] for whose, firm in town.firms.items()}


def verb_of(verb: VisitVerb) -> Row:
    """The page of a verb on one of them."""

    def find(asked: Asked) -> Found:
        there = visits(asked.town)
        return [there[asked.whose], verb.value] if asked.whose in there else None

    return Row(find)


ROOM = Room(
    "visits",
    {
        "desk:visits": page(),
        "desk:visit_new": page(),
        "desk:visits_near": page(),
        "desk:visits_pocket": page(),
        "desk:visits_pocket_data": page(),
        "desk:visits_worker": page(),
        "desk:visits_sync": page(posted=True),
        "desk:visit": of(visits),
        "desk:visit_verb": verb_of(VisitVerb.CANCEL),
    },
)
