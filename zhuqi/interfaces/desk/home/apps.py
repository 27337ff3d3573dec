"""Registers the room with Django."""

from django.apps import AppConfig


class HomeDeskConfig(AppConfig):
    """What waits for an official, and the leader's page."""

    name = "zhuqi.interfaces.desk.home"
    label = "desk_home"
