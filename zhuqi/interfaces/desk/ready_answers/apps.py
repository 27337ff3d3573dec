"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class ReadyAnswersDeskConfig(PagesConfig):
    """Officials' pages of ready answers."""

    name = "zhuqi.interfaces.desk.ready_answers"
    label = "desk_ready_answers"
