"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class LeaderVisitsDeskConfig(PagesConfig):
    """Officials' pages of leaders' visits."""

    name = "zhuqi.interfaces.desk.leader_visits"
    label = "desk_leader_visits"
