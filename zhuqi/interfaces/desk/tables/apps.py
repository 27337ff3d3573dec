"""Registers the room with Django."""

from django.apps import AppConfig


class TablesDeskConfig(AppConfig):
    """Reference tables, calendar and schemes."""

    name = "zhuqi.interfaces.desk.tables"
    label = "desk_tables"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.tables import contributions

        contributions.register()
