"""Registers the room with Django."""

from django.apps import AppConfig


class LogDeskConfig(AppConfig):
    """The event log, read by auditors."""

    name = "zhuqi.interfaces.desk.log"
    label = "desk_log"
