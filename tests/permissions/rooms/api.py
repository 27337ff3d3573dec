"""The API's description."""

from tests.permissions.registry import Room, page

ROOM = Room("api", {"api:openapi": page(), "api:docs": page()})
