"""Registers the room with Django."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """The room `attachments`."""

    name = "zhuqi.foundation.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Declare the daily sweep."""
        from zhuqi.foundation.attachments import handlers  # noqa: F401 (needs loaded models)
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD

        NOT_TOLD.register(
            "attachments",
            "a file is told by its row, its upload by its event",
        )
