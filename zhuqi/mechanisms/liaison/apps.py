"""Registers the room with Django."""

from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    """Officials go to see the firms they look after."""

    name = "zhuqi.mechanisms.liaison"
    label = "liaison"

    def ready(self) -> None:
        """Say why nothing is told of a person by this room, and what of a visit is searched."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.mechanisms.liaison.searching import VISIT_TEXTS

        VISIT_TEXTS.register()
        NOT_TOLD.register("liaison", "visits are told by accounts among what the official did")
        name_tables("liaison", Visit="走访", Visit_cases="走访带回的诉求", FollowUp="走访后续")
