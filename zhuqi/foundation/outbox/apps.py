"""Registers the room with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The room `outbox`."""

    name = "zhuqi.foundation.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Declare the schedules of the lowest rooms."""
        from zhuqi.foundation.outbox import handlers  # noqa: F401 (needs the models to be loaded)
