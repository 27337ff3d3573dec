"""The search box."""

from tests.permissions.registry import Room, page

ROOM = Room("search", {"desk:search": page(), "desk:search_suggest": page()})
