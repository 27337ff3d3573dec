"""Overviews, and what the weekly meeting is given."""

from tests.permissions.registry import Room, page

ROOM = Room(
    "dashboards",
    {
        "desk:overview": page(),
        "desk:overview_of": page("office"),
        "desk:overview_file": page("office"),
        "desk:meeting_pack": page(),
        "desk:meeting_pack_file": page(posted=True),
    },
)
