"""Registers the room with Django."""

from django.apps import AppConfig


class ServiceDaysConfig(AppConfig):
    """Once a month firms speak on a few topics; what stays unsolved goes into the ledger."""

    name = "zhuqi.mechanisms.service_days"
    label = "service_days"

    def ready(self) -> None:
        """Register what follows from events and what is searched, and say why nothing is told of
        a person by this room."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.service_days import handlers  # noqa: F401 (it registers)
        from zhuqi.mechanisms.service_days.actions.words import erase_about
        from zhuqi.mechanisms.service_days.searching import DAY_TEXTS, WORD_TEXTS

        ERASED_WITH.register("service words", erase_about)
        DAY_TEXTS.register()
        WORD_TEXTS.register()
        NOT_TOLD.register(
            "service_days", "what a firm says at a meeting and who comes for it is the firm's own"
        )
        name_tables(
            "service_days", ServiceDay="企业服务日", Guest="受邀企业", ServiceWord="服务日发言"
        )
