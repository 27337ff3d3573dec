"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class VisitsDeskConfig(PagesConfig):
    """Officials' pages of visits."""

    name = "zhuqi.interfaces.desk.visits"
    label = "desk_visits"
