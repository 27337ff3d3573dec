"""Registers the room with Django."""

from django.apps import AppConfig


class NoticesDeskConfig(AppConfig):
    """Officials' messages, and the channels and texts they leave by."""

    name = "zhuqi.interfaces.desk.notices"
    label = "desk_notices"

    def ready(self) -> None:
        """Contribute to pages that belong to others; models are loaded only now."""
        from zhuqi.interfaces.desk.notices import contributions

        contributions.register()
