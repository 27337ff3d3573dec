"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class BulkDeskConfig(PagesConfig):
    """批量办理: the preview, the press, and what came of it."""

    name = "zhuqi.interfaces.desk.bulk"
    label = "desk_bulk"
