"""Registers the room with Django."""

from django.apps import AppConfig


class SearchDeskConfig(AppConfig):
    """The search box of the desk."""

    name = "zhuqi.interfaces.desk.search"
    label = "desk_search"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.search import contributions

        contributions.register()
