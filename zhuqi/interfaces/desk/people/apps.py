"""Registers the room with Django."""

from django.apps import AppConfig


class PeopleDeskConfig(AppConfig):
    """Accounts, absences and hand-overs."""

    name = "zhuqi.interfaces.desk.people"
    label = "desk_people"
