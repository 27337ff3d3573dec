"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class PapersDeskConfig(PagesConfig):
    """Officials' pages of papers."""

    name = "zhuqi.interfaces.desk.papers"
    label = "desk_papers"
