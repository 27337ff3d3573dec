"""Registers the room with Django."""

from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    """Officials go to see the firms they look after."""

    name = "zhuqi.mechanisms.liaison"
    label = "liaison"

    def ready(self) -> None:
        """Say why nothing is told of a person by this room, what of a visit is searched, what
        follows when somebody else looks after a firm, and what is erased with a case."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.liaison import handlers  # noqa: F401 (it registers)
        from zhuqi.mechanisms.liaison.actions import erase_about
        from zhuqi.mechanisms.liaison.searching import VISIT_TEXTS

        VISIT_TEXTS.register()
        ERASED_WITH.register("visits", erase_about)
        NOT_TOLD.register("liaison", "visits are told by accounts among what the official did")
        name_tables(
            "liaison", Visit="走访", Visit_cases="走访带回的诉求", FollowUp="走访后续",
            Goer="走访同去的人", VisitNeed="暂不上报的困难", VisitAccount="走访补充记录",
            VisitCap="走访次数规定",
        )  # fmt: skip
        UNLOGGED.register("liaison.SentRecord", "离线记录的编号，只用来认出重复发送")
