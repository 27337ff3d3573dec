"""Registers the room with Django."""

from django.apps import AppConfig


class PeopleDeskConfig(AppConfig):
    """Accounts, absences and hand-overs."""

    name = "zhuqi.interfaces.desk.people"
    label = "desk_people"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.people import contributions

        contributions.register()
