"""Registers the room with Django."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """The room `attachments`."""

    name = "zhuqi.foundation.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Declare the daily sweep."""
        # needs loaded models
        from zhuqi.foundation.attachments import handlers, sign_ups  # noqa: F401
        from zhuqi.foundation.attachments.actions import destroy
        from zhuqi.foundation.attachments.checking import FILE_CHECK
        from zhuqi.foundation.attachments.disk import DISK_CHECK
        from zhuqi.foundation.attachments.store_check import STORE_CHECK
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.erasing import HELD_ON_ROWS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables

        CHECKS.register("disk", DISK_CHECK, order=12)
        CHECKS.register("store", STORE_CHECK, order=13)
        HELD_ON_ROWS.register(
            "attachments",
            lambda kind, pk, now: destroy(object_type=kind, object_id=pk, now=now),
        )
        CHECKS.register("files", FILE_CHECK, order=28)
        NOT_TOLD.register(
            "attachments",
            "a file is told by its row, its upload by its event",
        )
        name_tables("attachments", Attachment="附件")
        UNLOGGED.register("attachments.Attachment.small", "缩略图是否已生成，可以再生成")
