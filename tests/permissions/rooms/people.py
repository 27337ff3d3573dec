"""Officials' accounts, absence, handing over, recovery."""

from tests.permissions.registry import Asked, Found, Room, Row, kept, page


def _load(asked: Asked) -> Found:
    """Somebody and the unit whose work they would hand over."""
    load = asked.town.loads.get(asked.whose)
    return [row.pk for row in load] if load else None


ROOM = Room(
    "people",
    {
        "desk:recovery": page(),
        "desk:absence": page(),
        "desk:hand_over": page(),
        "desk:hand_over_of": Row(_load, fixed=True),
        "desk:hand_over_order": kept(lambda town: town.order.pk),
        "desk:admin_people": page(),
        "desk:admin_person": kept(lambda town: town.cast.zhou.pk),
        "desk:admin_open_account": kept(lambda town: town.newcomer.pk),
        "desk:admin_absence": kept(lambda town: town.cast.zhou.pk),
    },
)
