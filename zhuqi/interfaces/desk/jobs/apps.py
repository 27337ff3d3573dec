"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class JobsDeskConfig(PagesConfig):
    """Officials' pages of what the worker does for them."""

    name = "zhuqi.interfaces.desk.jobs"
    label = "desk_jobs"
