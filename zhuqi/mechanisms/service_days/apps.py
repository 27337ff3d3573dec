"""Registers the room with Django."""

from django.apps import AppConfig


class ServiceDaysConfig(AppConfig):
    """Firms speak once a month; what is not solved there becomes a case."""

    name = "zhuqi.mechanisms.service_days"
    label = "service_days"

    def ready(self) -> None:
        """Register what is searched and what goes with a case of which no copy may be kept, and
        say why nothing is told of a person by this room."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.service_days.actions import erase_about
        from zhuqi.mechanisms.service_days.searching import SERVICE_DAY_TEXTS

        SERVICE_DAY_TEXTS.register()
        ERASED_WITH.register("service days", erase_about)
        NOT_TOLD.register("service_days", "firms speak, not persons; told by accounts as deeds")
        name_tables(
            "service_days", ServiceDay="企业服务日", ServiceDay_invited="邀请的企业",
            ServiceDay_attended="到会的企业", Speech="企业发言",
        )  # fmt: skip
