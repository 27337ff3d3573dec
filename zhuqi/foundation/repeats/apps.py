"""Registers the room with Django."""

from django.apps import AppConfig


class RepeatsConfig(AppConfig):
    """The room `repeats`."""

    name = "zhuqi.foundation.repeats"
    label = "repeats"

    def ready(self) -> None:
        """Declare the daily sweep."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.repeats import handlers  # noqa: F401 (needs loaded models)

        NOT_TOLD.register("repeats", "that a form was sent is told by its event; gone in two days")
