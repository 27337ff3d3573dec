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
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA, TOUCHED_ROWS
        from zhuqi.foundation.directory.actions import UNITS
        from zhuqi.ledgers.cases import checking, handlers, personal_data, usage  # noqa: F401
        from zhuqi.ledgers.cases.notifications import current  # noqa: F401
        from zhuqi.ledgers.cases.reading import file_access  # noqa: F401
        from zhuqi.ledgers.cases.retention import queries as retention

        UNITS.register_tie(usage.open_sheets)
        UNITS.register_tie(usage.open_ledger)
        CHECKS.register("clocks", checking.CLOCK_CHECK, order=30)
        RETENTION_OUTLOOKS.register("cases", retention.outlook_lines)
        PERSONAL_DATA.register("cases", personal_data.case_sections, order=100)
        TOUCHED_ROWS.register("case", personal_data.touched_cases)
