"""Rosters that come in by table."""

from tests.permissions.registry import Asked, Found, Room, Row, page

_KEYS = {"own": "units", "colleague": "firms"}


def _roster(asked: Asked) -> Found:
    key = _KEYS.get(asked.whose)
    return [key] if key else None


ROOM = Room(
    "rosters",
    {
        "desk:rosters": page(),
        "desk:roster": Row(_roster, fixed=True),
        "desk:roster_template": Row(_roster, fixed=True),
    },
)
