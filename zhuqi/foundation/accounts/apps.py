"""Registers the room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room `accounts`."""

    name = "zhuqi.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins; say what keeps a unit in use."""
        # models are loaded only now
        from zhuqi.foundation.accounts import handlers, receivers, usage  # noqa: F401
        from zhuqi.foundation.directory.actions import UNITS

        receivers.connect()
        UNITS.register_tie(usage.roles_held)
