"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class ImportsDeskConfig(PagesConfig):
    """Officials' pages on which old registers come in."""

    name = "zhuqi.interfaces.desk.imports"
    label = "desk_imports"
