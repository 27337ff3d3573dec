"""Registers the room with Django."""

from django.apps import AppConfig


class HomeDeskConfig(AppConfig):
    """What waits for an official, and the leader's page."""

    name = "zhuqi.interfaces.desk.home"
    label = "desk_home"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.home import contributions

        contributions.register()
