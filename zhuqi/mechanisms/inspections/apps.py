"""Registers the room with Django."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Offices inspect units in rounds; what is found is put right and struck off."""

    name = "zhuqi.mechanisms.inspections"
    label = "inspections"

    def ready(self) -> None:
        """Register what follows from events, who opens files, what is searched and what is held on
        a person."""
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.mechanisms.inspections import (  # they register
            files,  # noqa: F401
            handlers,  # noqa: F401
            papers,
        )
        from zhuqi.mechanisms.inspections.personal_data import team_sections
        from zhuqi.mechanisms.inspections.searching import FINDING_TEXTS, ROUND_TEXTS

        ROUND_TEXTS.register()
        FINDING_TEXTS.register()
        papers.register()
        PERSONAL_DATA.register("inspections", team_sections, order=120)
        name_tables(
            "inspections", InspectionRound="督导检查轮次", TeamMember="检查组成员",
            ChecklistItem="检查内容", InspectionVisit="检查记录", Answer="逐项检查结果",
            Finding="检查发现的问题", Recheck="复查",
        )  # fmt: skip
