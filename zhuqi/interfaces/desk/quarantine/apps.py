"""Registers the room with Django."""

from django.apps import AppConfig


class QuarantineDeskConfig(AppConfig):
    """What was kept back for a keeper."""

    name = "zhuqi.interfaces.desk.quarantine"
    label = "desk_quarantine"
