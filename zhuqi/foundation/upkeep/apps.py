"""Registers the room with Django."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Backups, moving house, and when a check was last made."""

    name = "zhuqi.foundation.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        """Say what the log leaves out, and contribute the check of the indexes."""
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED
        from zhuqi.foundation.upkeep.index_check import INDEX_CHECK

        CHECKS.register("indexes", INDEX_CHECK, order=14)
        NOT_TOLD.register("upkeep", "backups and checks are nobody's data")
        UNLOGGED.register("upkeep.UpkeepRun", "备份和检查的结果，再做一次就有新的")
