"""Registers the room with Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room `config`."""

    name = "zhuqi.config"
    label = "config"

    def ready(self) -> None:
        """Let `check` and the start of the server look at the settings."""
        from zhuqi.config import checks, lookups, moments, unlogged  # settings are complete now
        from zhuqi.foundation.audit import capture
        from zhuqi.foundation.audit.actions import tell_rows
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.interfaces.console.checks import DEPLOY_CHECK, RETENTION_CHECK

        checks.connect()
        lookups.register()
        moments.register()
        # After the rooms have said what is left out, and before anything is written.
        unlogged.register()
        capture.connect(tell_rows)
        CHECKS.register("deploy", DEPLOY_CHECK, order=10)
        CHECKS.register("retention", RETENTION_CHECK)
