"""Registers the room with Django."""

from django.apps import AppConfig


class FirmsDeskConfig(AppConfig):
    """Officials' pages of firms."""

    name = "zhuqi.interfaces.desk.firms"
    label = "desk_firms"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.firms import contributions

        contributions.register()
