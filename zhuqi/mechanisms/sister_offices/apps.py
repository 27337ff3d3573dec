"""Registers the room with Django."""

from django.apps import AppConfig


class SisterOfficesConfig(AppConfig):
    """Offices of one place share firms and problems: one owner each, nothing assigned twice."""

    name = "zhuqi.mechanisms.sister_offices"
    label = "sister_offices"

    def ready(self) -> None:
        """Register what speaks against assigning a case, what cases show, what follows from events,
        what is erased with a case, and why nothing is told of a person by this room."""
        from zhuqi.foundation.changes import EVENT_LISTENERS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.assigning import AGAINST_ASSIGNING
        from zhuqi.ledgers.cases.contributions import register_moments
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.sister_offices import handlers, moments
        from zhuqi.mechanisms.sister_offices.actions import distinctions, sharings
        from zhuqi.mechanisms.sister_offices.matching import reasons
        from zhuqi.mechanisms.sister_offices.models import Distinction, Sharing

        AGAINST_ASSIGNING.register("sister offices", reasons)
        EVENT_LISTENERS.register("sister offices", handlers.heard)
        register_moments("sister_offices", moments.KINDS, moments.moments, Sharing, Distinction)
        ERASED_WITH.register("sister sharings", sharings.erase_about)
        ERASED_WITH.register("sister distinctions", distinctions.erase_about)
        NOT_TOLD.register(
            "sister_offices", "offices speak, not persons; deeds are told by accounts"
        )
        name_tables(
            "sister_offices", Alliance="活动办联动", AllianceMember="联动成员", Sharing="联动事项",
            SharingWord="联动意见", Distinction="不是同一件事的判定",
        )  # fmt: skip
