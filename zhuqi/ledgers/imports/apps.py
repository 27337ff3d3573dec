"""Registers the room with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Old registers come into the ledger."""

    name = "zhuqi.ledgers.imports"
    label = "imports"

    def ready(self) -> None:
        """Register what the worker does, and what of the rows the log does not vouch for."""
        from zhuqi.foundation.contributions.backups import BACKED_UP_FOLDERS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.ledgers.imports import handlers  # noqa: F401

        BACKED_UP_FOLDERS.register("registers", "上传了还没导入的历史台账")
        NOT_TOLD.register("imports", "whom a register names is told by the cases made of it")
        UNLOGGED.register("imports.ImportLine", "核对结果，重新核对就会重写")
        UNLOGGED.register("imports.ImportRun.done", "进度，办完后不再有用")
        name_tables(
            "imports",
            SourceMapping="台账对照",
            ImportRun="历史台账导入",
            PastRow="原台账行",
        )
