"""Registers the room with Django."""

from django.apps import AppConfig


class SystemDeskConfig(AppConfig):
    """How the program itself runs."""

    name = "zhuqi.interfaces.desk.system"
    label = "desk_system"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.system import contributions

        contributions.register()
