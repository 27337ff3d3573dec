"""Registers the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Officials' pages."""

    name = "zhuqi.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Offer the pages in the navigation and words for the log; models are loaded only now."""
        from zhuqi.interfaces.desk import event_words, navigation

        navigation.register()
        event_words.register()
