"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "attachments.Attachment": "附件",
}


class AttachmentsConfig(AppConfig):
    """The room `attachments`."""

    name = "zhuqi.foundation.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Declare the daily sweep."""
        from zhuqi.foundation.attachments import handlers  # noqa: F401 (needs loaded models)
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import TABLE_WORDS

        NOT_TOLD.register(
            "attachments",
            "a file is told by its row, its upload by its event",
        )
        for table, words in _TABLES.items():
            TABLE_WORDS.register(table, words)
