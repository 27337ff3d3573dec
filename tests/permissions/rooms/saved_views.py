"""Views of lists that people saved."""

from tests.permissions.registry import Room, page

ROOM = Room("saved_views", {"desk:saved_views": page(), "desk:save_view": page(posted=True)})
