"""Registers the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Officials' pages."""

    name = "zhuqi.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Offer the pages in the desk's navigation; models are loaded only now."""
        from zhuqi.interfaces.desk import navigation, search_sources

        search_sources.register()
        navigation.register()
