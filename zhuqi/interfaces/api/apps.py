"""Registers the room with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API; its rooms stand below it, each with its own `routes`."""

    name = "zhuqi.interfaces.api"
    label = "api"

    def ready(self) -> None:
        """Say what a number of a case looks like in an address, and what webhooks tell."""
        from zhuqi.interfaces.api import converters, hooks

        converters.register()
        hooks.register()
