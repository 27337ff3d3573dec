"""Registers the room with Django."""

from django.apps import AppConfig


class ReadyAnswersConfig(AppConfig):
    """Answers kept ready, and grounds of law to quote."""

    name = "zhuqi.mechanisms.ready_answers"
    label = "ready_answers"

    def ready(self) -> None:
        """Say why nothing is told of a person by this room, and what no log vouches for."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables

        NOT_TOLD.register("ready_answers", "names of who wrote an edition are told by accounts")
        name_tables(
            "ready_answers",
            ReadyAnswer="常用答复",
            ReadyEdition="常用答复的一版",
            LawGround="法律依据",
        )
        for column in ("used", "used_at"):
            UNLOGGED.register(f"ready_answers.ReadyAnswer.{column}", "用过的次数，不改变任何一件")
