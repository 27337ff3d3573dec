"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class RectificationDeskConfig(PagesConfig):
    """Officials' pages of the ledger of rectification."""

    name = "zhuqi.interfaces.desk.rectification"
    label = "desk_rectification"
