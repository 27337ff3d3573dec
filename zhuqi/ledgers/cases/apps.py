"""Registers the room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The ledger of cases."""

    name = "zhuqi.ledgers.cases"
    label = "cases"

    def ready(self) -> None:
        """Register what is done later, who may open a case's files, what keeps a unit in use.

        All of it needs loaded models.
        """
        from zhuqi.foundation.contributions.checks import CHECKS, RETENTION_OUTLOOKS
        from zhuqi.foundation.directory.usage import register_tie
        from zhuqi.ledgers.cases import checking, handlers, usage  # noqa: F401
        from zhuqi.ledgers.cases.reading import file_access  # noqa: F401
        from zhuqi.ledgers.cases.retention import queries as retention  # noqa: F401

        register_tie(usage.open_sheets)
        register_tie(usage.open_ledger)
        CHECKS.register("clocks", checking.CLOCK_CHECK, order=30)
        RETENTION_OUTLOOKS.register("cases", retention.outlook_lines)
