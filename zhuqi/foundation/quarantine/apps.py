"""Registers the room with Django."""

from django.apps import AppConfig


class QuarantineConfig(AppConfig):
    """The room `quarantine`."""

    name = "zhuqi.foundation.quarantine"
    label = "quarantine"

    def ready(self) -> None:
        """Declare what keepers are told, and what is done by the clock."""
        from zhuqi.foundation.quarantine import handlers, notifying  # noqa: F401
