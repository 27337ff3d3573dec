"""The log."""

from tests.permissions.registry import Room, page

ROOM = Room("log", {"desk:admin_log": page()})
