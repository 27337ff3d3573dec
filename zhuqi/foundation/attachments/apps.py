"""Registers the room with Django."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """The room `attachments`."""

    name = "zhuqi.foundation.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Declare the daily sweep."""
        from zhuqi.foundation.attachments import handlers  # noqa: F401 (needs loaded models)
        from zhuqi.foundation.attachments.checking import FILE_CHECK
        from zhuqi.foundation.attachments.disk import DISK_CHECK
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables

        CHECKS.register("disk", DISK_CHECK, order=12)
        CHECKS.register("files", FILE_CHECK, order=28)
        NOT_TOLD.register(
            "attachments",
            "a file is told by its row, its upload by its event",
        )
        name_tables("attachments", Attachment="附件")
