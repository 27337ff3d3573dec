"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "Quarantined": "截留",
}


class QuarantineConfig(AppConfig):
    """The room `quarantine`."""

    name = "zhuqi.foundation.quarantine"
    label = "quarantine"

    def ready(self) -> None:
        """Declare what keepers are told, and what is done by the clock."""
        from zhuqi.foundation.changes import TEXT_GUARDS
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.foundation.quarantine import handlers, notifying  # noqa: F401
        from zhuqi.foundation.quarantine.checking import KEEPER_CHECK
        from zhuqi.foundation.quarantine.passes import refuse_marked

        CHECKS.register("keepers", KEEPER_CHECK, order=15)
        NOT_TOLD.register("quarantine", "what bears a mark of secrecy is read by its keeper alone")
        TEXT_GUARDS.register("quarantine", refuse_marked)
        name_tables("quarantine", **_TABLES)
