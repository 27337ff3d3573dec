"""Firms, their people, and who looks after them."""

from collections.abc import Mapping

from tests.permissions.registry import Room, kept, of, page
from tests.permissions.town import Town


def firms(town: Town) -> Mapping[str, object]:
    """A firm of each kind."""
    return {whose: firm.pk for whose, firm in town.firms.items()}


ROOM = Room(
    "firms",
    {
        name: page()
        for name in (
            "desk:enterprises", "desk:my_enterprises", "desk:liaison", "desk:register_firms",
            "desk:register_units",
            "desk:registrations", "desk:firm_invitations",
        )
    }
    | {
        name: of(firms)
        for name in (
            "desk:enterprise", "desk:enterprise_card", "desk:enterprise_edit", "desk:firm_people",
            "desk:firm_liaison",
        )
    }
    | {
        "desk:enterprise_reveal": of(firms, posted=True),
        "desk:registration": of(lambda town: {w: row.pk for w, row in town.members.items()}),
        "desk:liaison_of": kept(lambda town: town.cast.lin.official_id),
    },
)  # fmt: skip
