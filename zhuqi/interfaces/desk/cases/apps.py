"""Registers the room with Django."""

from django.apps import AppConfig


class CasesDeskConfig(AppConfig):
    """Officials' pages of cases."""

    name = "zhuqi.interfaces.desk.cases"
    label = "desk_cases"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.cases import contributions

        contributions.register()
