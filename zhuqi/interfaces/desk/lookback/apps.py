"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class LookBackDeskConfig(PagesConfig):
    """Officials' pages of look-backs."""

    name = "zhuqi.interfaces.desk.lookback"
    label = "desk_lookback"
