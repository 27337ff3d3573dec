"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class RostersDeskConfig(PagesConfig):
    """Rosters that come in by table."""

    name = "zhuqi.interfaces.desk.rosters"
    label = "desk_rosters"
