"""Registers the room with Django."""

from django.apps import AppConfig


class SystemDeskConfig(AppConfig):
    """How the program itself runs."""

    name = "zhuqi.interfaces.desk.system"
    label = "desk_system"
