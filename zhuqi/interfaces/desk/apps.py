"""Registers the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Officials' pages."""

    name = "zhuqi.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Lay out the groups of the navigation, for the rooms to fill."""
        from zhuqi.interfaces.desk import navigation

        navigation.register()
