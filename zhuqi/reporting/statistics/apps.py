"""Registers the room with Django."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Every figure about cases, defined once."""

    name = "zhuqi.reporting.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Register what the worker does, what is checked, and why nothing is told of a person."""
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.reporting.statistics import handlers  # noqa: F401 (needs loaded models)
        from zhuqi.reporting.statistics.checking import TALLY_CHECK

        CHECKS.register("tallies", TALLY_CHECK, order=40)
        NOT_TOLD.register("statistics", "counts: what stands in them is told by the cases")
        reason = "由诉求的日志算出，check tallies 会核对"
        UNLOGGED.register("statistics.CaseLine", reason)
        UNLOGGED.register("statistics.Tally", reason)
        UNLOGGED.register("statistics.Standing", reason)
        name_tables("statistics", CaseLine="统计行", Tally="统计合计", Standing="统计截至")
