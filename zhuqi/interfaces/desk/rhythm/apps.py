"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class RhythmDeskConfig(PagesConfig):
    """Offices' pages of what comes round, and each person's part of it."""

    name = "zhuqi.interfaces.desk.rhythm"
    label = "desk_rhythm"
