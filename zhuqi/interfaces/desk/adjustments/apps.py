"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class AdjustmentsDeskConfig(PagesConfig):
    """Offices' pages of who looks after which firm, and how that changes."""

    name = "zhuqi.interfaces.desk.adjustments"
    label = "desk_adjustments"
