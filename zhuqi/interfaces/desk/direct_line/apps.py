"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class DirectLineDeskConfig(PagesConfig):
    """Officials' pages of firms' letters."""

    name = "zhuqi.interfaces.desk.direct_line"
    label = "desk_direct_line"
