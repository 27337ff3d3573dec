"""Registers the room with Django."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Offices urge units, inquire and request, by numbered sheets."""

    name = "zhuqi.mechanisms.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Register what follows from events, what cases show of it and what is searched, and say
        why nothing is told of a person by this room."""
        from zhuqi.foundation.access import SYSTEM
        from zhuqi.foundation.changes import EVENT_LISTENERS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.shipped import SHIPPED, Shipped
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.contributions import (
            REMINDER_DAYS,
            TOLD_OTHERWISE,
            register_moments,
            register_offers,
        )
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.supervision import actions, handlers, moments, papers
        from zhuqi.mechanisms.supervision.ladder.actions import told_by_sheets
        from zhuqi.mechanisms.supervision.ladder.queries import reminder_days
        from zhuqi.mechanisms.supervision.ladder.schemes import load_ladders
        from zhuqi.mechanisms.supervision.models import SupervisionSheet
        from zhuqi.mechanisms.supervision.searching import SHEET_TEXTS

        SHIPPED.register("ladders", Shipped("催办方案", lambda: load_ladders(by=SYSTEM)))
        SHEET_TEXTS.register()
        papers.register()
        EVENT_LISTENERS.register("supervision", handlers.heard)
        ERASED_WITH.register("supervision", actions.erase_about)
        register_moments("supervision", moments.KINDS, moments.moments, SupervisionSheet)
        register_offers("supervision", [moments.WRITE], moments.offers)
        NOT_TOLD.register("supervision", "sheets are told by accounts among what the official did")
        REMINDER_DAYS.register("supervision", reminder_days)
        TOLD_OTHERWISE.register("supervision", told_by_sheets)
        name_tables(
            "supervision", SupervisionSheet="催办督办单",
            LadderScheme="催办阶梯", LadderVersion="催办阶梯的版本", LadderRule="催办阶梯的条目",
            OfficeLadder="活动办选用的催办阶梯", Delegation="常设授权",
            LadderStep="催办阶梯已办的步骤",
        )  # fmt: skip
