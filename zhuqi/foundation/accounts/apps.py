"""Registers the room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room `accounts`."""

    name = "zhuqi.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins."""
        from zhuqi.foundation.accounts import receivers  # models are loaded only now

        receivers.connect()
