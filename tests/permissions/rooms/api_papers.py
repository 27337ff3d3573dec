"""Issued papers by the API."""

from tests.permissions.registry import Room, of, page
from tests.permissions.rooms.papers import papers

ROOM = Room(
    "api_papers",
    {"api:papers": page(), "api:paper": of(papers), "api:paper_file": of(papers)},
)
