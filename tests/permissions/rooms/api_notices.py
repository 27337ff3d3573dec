"""One's messages by the API."""

from tests.permissions.registry import Room, page

ROOM = Room("api_notices", {"api:messages": page()})
