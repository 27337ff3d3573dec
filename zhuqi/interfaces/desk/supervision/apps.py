"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class SupervisionDeskConfig(PagesConfig):
    """Officials' pages of supervision sheets."""

    name = "zhuqi.interfaces.desk.supervision"
    label = "desk_supervision"
