"""Registers the room with Django."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The room `shell`."""

    name = "zhuqi.interfaces.shell"
    label = "shell"

    def ready(self) -> None:
        """Say what an id in an address looks like."""
        from zhuqi.interfaces.shell import converters

        converters.register()
