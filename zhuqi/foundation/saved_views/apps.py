"""Registers the room with Django."""

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    """The room `saved_views`."""

    name = "zhuqi.foundation.saved_views"
    label = "saved_views"

    def ready(self) -> None:
        """Say why neither the log nor a person's own data tells of them."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED

        UNLOGGED.register("saved_views.SavedView", "各人存下的筛选条件，不改变任何一件")
        NOT_TOLD.register("saved_views", "filters one saved stand on the lists they are of")
