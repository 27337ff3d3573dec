"""Registers the room with Django."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The room `shell`."""

    name = "zhuqi.interfaces.shell"
    label = "shell"
