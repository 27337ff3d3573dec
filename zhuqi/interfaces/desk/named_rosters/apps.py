"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class NamedRostersDeskConfig(PagesConfig):
    """Officials' pages of named rosters."""

    name = "zhuqi.interfaces.desk.named_rosters"
    label = "desk_named_rosters"
