"""Standing delegations by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.delegations import given

ROOM = Room(
    "api_delegations",
    {
        "api:delegations": page(),
        "api:delegation_new": page(),
        "api:delegation": of(given),
        "api:delegation_revoke": of(given),
    },
)
