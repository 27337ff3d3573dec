"""Texts with a mark of secrecy."""

from tests.cast import person
from tests.permissions.registry import Room, kept, page
from tests.permissions.town import Town, once
from zhuqi.foundation.quarantine.actions import Marked, take_in


@once
def _held_back(town: Town) -> int:
    """A marked text of 赵总's, waiting for its keeper."""
    text = Marked("关于增容的函 机密★5年", "body")
    return take_in([text], place="/portal/new/", by=person(town.cast.zhao))[0].pk


ROOM = Room(
    "quarantine",
    {
        "desk:quarantine": page(),
        "desk:quarantined": kept(_held_back),
        "desk:quarantined_read": kept(_held_back, posted=True),
        "desk:quarantined_release": kept(_held_back, posted=True),
        "desk:quarantined_destroy": kept(_held_back, posted=True),
    },
)
