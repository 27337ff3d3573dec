"""Registers the room with Django."""

from django.apps import AppConfig


class TablesDeskConfig(AppConfig):
    """Reference tables, calendar and schemes."""

    name = "zhuqi.interfaces.desk.tables"
    label = "desk_tables"
