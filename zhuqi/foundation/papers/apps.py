"""Registers the room with Django."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The room `papers`."""

    name = "zhuqi.foundation.papers"
    label = "papers"

    def ready(self) -> None:
        """Say what the log does not vouch for, and that nothing is held on a person."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables

        NOT_TOLD.register("papers", "series count numbers and say nothing of anybody")
        name_tables("papers", Series="文号系列")
