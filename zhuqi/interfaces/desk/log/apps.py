"""Registers the room with Django."""

from django.apps import AppConfig


class LogDeskConfig(AppConfig):
    """The event log, read by auditors."""

    name = "zhuqi.interfaces.desk.log"
    label = "desk_log"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.log import contributions

        contributions.register()
