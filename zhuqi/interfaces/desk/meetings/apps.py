"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class MeetingsDeskConfig(PagesConfig):
    """Officials' pages of bodies, items, meetings and decisions."""

    name = "zhuqi.interfaces.desk.meetings"
    label = "desk_meetings"
