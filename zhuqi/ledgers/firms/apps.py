"""Registers the room with Django."""

from django.apps import AppConfig


class FirmsConfig(AppConfig):
    """What the ledgers know of one firm: 一企一档."""

    name = "zhuqi.ledgers.firms"
    label = "firms"

    def ready(self) -> None:
        """Say what of a firm is searched."""
        from zhuqi.foundation.search.kinds import KINDS
        from zhuqi.ledgers.firms.searching import FIRM_KIND, KIND

        KINDS.register(KIND, FIRM_KIND)
