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
        from zhuqi.foundation.directory.actions import UNITS
        from zhuqi.ledgers.cases import handlers, usage  # noqa: F401
        from zhuqi.ledgers.cases.reading import file_access  # noqa: F401

        UNITS.register_tie(usage.open_sheets)
        UNITS.register_tie(usage.open_ledger)
