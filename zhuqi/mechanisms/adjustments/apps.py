"""Registers the room with Django."""

from django.apps import AppConfig


class AdjustmentsConfig(AppConfig):
    """Who looks after which firm changes by dated batches, proposed, approved, reversible."""

    name = "zhuqi.mechanisms.adjustments"
    label = "adjustments"

    def ready(self) -> None:
        """Register the worker's part, what follows from events and what is searched, and say why
        nothing is told of a person by this room."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.foundation.jobs.kinds import KINDS
        from zhuqi.mechanisms.adjustments import handlers  # noqa: F401 (it registers)
        from zhuqi.mechanisms.adjustments.actions.batches import WORK
        from zhuqi.mechanisms.adjustments.actions.proposing import KIND
        from zhuqi.mechanisms.adjustments.searching import ADJUSTMENT_TEXTS

        ADJUSTMENT_TEXTS.register()
        KINDS.register(WORK, KIND)
        NOT_TOLD.register(
            "adjustments", "whom somebody looks after and did is told by the directory's links"
        )
        name_tables("adjustments", Adjustment="动态调整批次", Move="动态调整事项")
