"""Registers the room with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room `audit`."""

    name = "zhuqi.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        """Contribute the checks of log and rows; models are loaded only now."""
        from zhuqi.foundation.audit.log_check import LOG_CHECK, ROW_CHECK
        from zhuqi.foundation.audit.server_clock import TIME_CHECK
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED

        CHECKS.register("audit", LOG_CHECK, order=20)
        CHECKS.register("rows", ROW_CHECK, order=25)
        CHECKS.register("time", TIME_CHECK, order=27)
        NOT_TOLD.register("audit", "events are told by accounts, which knows whose they are")
        for name in ("Event", "ErasableValue", "Head", "Seal", "SealedHead"):
            UNLOGGED.register(f"audit.{name}", "日志本身，由 check audit 逐条核对")
        UNLOGGED.register("audit.LogCheck", "核对的结果，再核对一次就有新的")
