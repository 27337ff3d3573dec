"""Registers the room with Django."""

from django.apps import AppConfig


class QuarantineDeskConfig(AppConfig):
    """What was kept back for a keeper."""

    name = "zhuqi.interfaces.desk.quarantine"
    label = "desk_quarantine"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.quarantine import contributions

        contributions.register()
