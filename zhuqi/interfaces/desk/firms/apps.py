"""Registers the room with Django."""

from django.apps import AppConfig


class FirmsDeskConfig(AppConfig):
    """Officials' pages of firms."""

    name = "zhuqi.interfaces.desk.firms"
    label = "desk_firms"
