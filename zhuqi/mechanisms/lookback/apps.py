"""Registers the room with Django."""

from django.apps import AppConfig


class LookBackConfig(AppConfig):
    """Offices ring firms up again: is it as solved as it was said to be?"""

    name = "zhuqi.mechanisms.lookback"
    label = "lookback"

    def ready(self) -> None:
        """Register what follows from events, what cases show and figures count of it, and say
        why nothing is told of a person by this room."""
        from zhuqi.foundation.access import SYSTEM
        from zhuqi.foundation.changes import EVENT_LISTENERS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.shipped import SHIPPED, Shipped
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.contributions import register_moments
        from zhuqi.ledgers.cases.findings import FINDINGS
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.lookback import actions, findings, handlers, moments

        SHIPPED.register(
            "look-backs", Shipped("回头看方案", lambda: actions.load_look_back_schemes(by=SYSTEM))
        )
        EVENT_LISTENERS.register("lookback", handlers.heard)
        FINDINGS.register("lookback", findings.SOURCE)
        ERASED_WITH.register("lookback", actions.erase_about)
        register_moments("lookback", moments.KINDS, moments.moments)
        NOT_TOLD.register("lookback", "calls are told by accounts among what the official did")
        name_tables(
            "lookback",
            LookBackScheme="回头看方案", LookBackEdition="回头看方案版本",
            LookBackRule="回头看方案风险", OfficeLookBack="活动办回头看方案",
            LookBackDraw="回头看抽样", LookBack="回头看", DeclaredAway="回访回避",
        )  # fmt: skip
