"""Registers the room with Django."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Official papers: numbered, laid out, frozen when they are issued."""

    name = "zhuqi.foundation.papers"
    label = "papers"

    def ready(self) -> None:
        """Listen to events, say who opens files, what the log does not vouch for, and why nothing
        is told of a person."""
        from zhuqi.foundation.changes import EVENT_LISTENERS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.foundation.papers import actions, files, handlers  # noqa: F401 (they register)

        EVENT_LISTENERS.register("papers", actions.heard)
        NOT_TOLD.register("papers", "what a paper says of a person is told with the row it is of")
        name_tables("papers", Series="文号系列", Paper="公文")
