"""Registers the room with Django."""

from django.apps import AppConfig


class RhythmConfig(AppConfig):
    """What comes round in an office by itself: letters, working days, reports."""

    name = "zhuqi.mechanisms.rhythm"
    label = "rhythm"

    def ready(self) -> None:
        """Register what comes round, and say why nothing is told of a person by this room."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.mechanisms.rhythm import handlers  # noqa: F401 (it registers)

        NOT_TOLD.register("rhythm", "numbers of a day, told to officials as notices are")
        name_tables("rhythm", Rhythm="日程安排", RhythmRun="日程办理", RhythmNote="日程告知")
