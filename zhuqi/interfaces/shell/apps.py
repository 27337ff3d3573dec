"""Registers the room with Django."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The room `shell`."""

    name = "zhuqi.interfaces.shell"
    label = "shell"

    def ready(self) -> None:
        """Say what an id in an address looks like; time what the database is asked."""
        from zhuqi.interfaces.shell import converters
        from zhuqi.interfaces.shell.watching import queries

        converters.register()
        queries.connect()
