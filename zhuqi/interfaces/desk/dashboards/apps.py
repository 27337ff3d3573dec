"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class DashboardsDeskConfig(PagesConfig):
    """Officials' overviews of figures, and what the weekly meeting is given."""

    name = "zhuqi.interfaces.desk.dashboards"
    label = "desk_dashboards"
