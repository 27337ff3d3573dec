"""Registers the room with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room `audit`."""

    name = "zhuqi.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        """Contribute the check of the log; models are loaded only now."""
        from zhuqi.foundation.audit.log_check import LOG_CHECK
        from zhuqi.foundation.audit.server_clock import TIME_CHECK
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD

        CHECKS.register("audit", LOG_CHECK, order=20)
        CHECKS.register("time", TIME_CHECK, order=25)
        NOT_TOLD.register("audit", "events are told by accounts, which knows whose they are")
