"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class StatisticsDeskConfig(PagesConfig):
    """Officials' pages of figures."""

    name = "zhuqi.interfaces.desk.statistics"
    label = "desk_statistics"
