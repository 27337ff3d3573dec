"""Registers the room with Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Bodies meet about what units can't settle among themselves; what they decide is followed."""

    name = "zhuqi.mechanisms.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Register what follows from events, what cases show of it, what is searched, erased and
        held on a person."""
        from zhuqi.foundation.access import SYSTEM
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.shipped import SHIPPED, Shipped
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.contributions import register_moments, register_offers
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.meetings import (  # they register
            files,  # noqa: F401
            handlers,  # noqa: F401
            moments,
            papers,
        )
        from zhuqi.mechanisms.meetings.actions import decisions, items
        from zhuqi.mechanisms.meetings.models import Decision, Reply
        from zhuqi.mechanisms.meetings.personal_data import meeting_sections
        from zhuqi.mechanisms.meetings.routing.schemes import load_routes
        from zhuqi.mechanisms.meetings.searching import DECISION_TEXTS, ITEM_TEXTS

        SHIPPED.register("routes", Shipped("办理去向方案", lambda: load_routes(by=SYSTEM)))
        ITEM_TEXTS.register()
        DECISION_TEXTS.register()
        papers.register()
        register_moments("meetings", moments.KINDS, moments.moments, Decision, Reply)
        register_offers("meetings", [moments.PUT], moments.offers)
        ERASED_WITH.register("meeting items", items.erase_about)
        ERASED_WITH.register("meeting decisions", decisions.erase_about)
        PERSONAL_DATA.register("meetings", meeting_sections)
        name_tables(
            "meetings", Body="会议机构", Member="成员单位", Adviser="专家顾问", Item="议题",
            Opinion="书面意见", Lent="会商授权", Statement="表态发言", Meeting="会议",
            Invitation="参会单位", AgendaLine="会议议程",
            Decision="决定事项", CoUnit="配合单位", Progress="落实进展", Reply="会议研究答复",
            RoutingScheme="办理去向方案", RoutingEdition="办理去向方案的版本",
            RoutingRule="办理去向方案的条目", OfficeRouting="活动办选用的办理去向方案",
        )  # fmt: skip
