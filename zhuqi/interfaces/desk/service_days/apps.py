"""Registers the room with Django."""

from zhuqi.interfaces.shell.rooms import PagesConfig


class ServiceDaysDeskConfig(PagesConfig):
    """Officials' pages of service days."""

    name = "zhuqi.interfaces.desk.service_days"
    label = "desk_service_days"
