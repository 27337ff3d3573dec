"""Registers the room with Django."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """Named rosters: which firm stands on one from when to when, and why."""

    name = "zhuqi.mechanisms.rosters"
    label = "rosters"

    def ready(self) -> None:
        """Register what follows by itself, what is searched and shipped; say why nothing is told
        of a person by this room."""
        from zhuqi.foundation.access import SYSTEM
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.shipped import SHIPPED, Shipped
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.mechanisms.rosters import handlers  # noqa: F401 (it registers)
        from zhuqi.mechanisms.rosters.actions.rosters import load_kinds
        from zhuqi.mechanisms.rosters.searching import ROSTER_TEXTS

        ROSTER_TEXTS.register()
        SHIPPED.register("roster kinds", Shipped("名单种类", lambda: load_kinds(by=SYSTEM)))
        NOT_TOLD.register("rosters", "they name firms; who sent a table is told by the log")
        name_tables(
            "rosters",
            RosterKind="名单种类",
            NamedRoster="名单",
            RosterEntry="在册记录",
            RosterBatch="成批登记",
            RosterLine="表格行",
        )
