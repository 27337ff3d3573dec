"""Registers the room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room `accounts`."""

    name = "zhuqi.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins; say what keeps a unit in use."""
        # models are loaded only now
        from zhuqi.foundation.accounts import (  # noqa: F401
            handlers,
            personal_data,
            receivers,
            usage,
        )
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.directory.actions import UNITS

        receivers.connect()
        UNITS.register_tie(usage.roles_held)
        PERSONAL_DATA.register("accounts", personal_data.account_sections, order=10)
        PERSONAL_DATA.register("events", personal_data.event_sections, order=1000)
