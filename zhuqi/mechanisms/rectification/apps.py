"""Registers the room with Django."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """What is wrong with the action itself is put right and struck off."""

    name = "zhuqi.mechanisms.rectification"
    label = "rectification"

    def ready(self) -> None:
        """Register what follows from events, who opens files and what is searched, and say why
        nothing is told of a person by this room."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.mechanisms.rectification import files, handlers  # noqa: F401 (they register)
        from zhuqi.mechanisms.rectification.searching import RECTIFICATION_TEXTS

        RECTIFICATION_TEXTS.register()
        NOT_TOLD.register(
            "rectification", "the ledger names posts; reports are told by accounts as deeds"
        )
        name_tables("rectification", Rectification="专项整治", Progress="整改进展")
