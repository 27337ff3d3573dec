"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class SisterOfficesDeskConfig(PagesConfig):
    """Officials' pages of alliances, shared cases, and matters told apart."""

    name = "zhuqi.interfaces.desk.sister_offices"
    label = "desk_sister_offices"
