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
        from zhuqi.foundation.directory.ties import register_tie
        from zhuqi.ledgers.cases import handlers, opening, ties  # noqa: F401

        register_tie(ties.open_sheets)
        register_tie(ties.open_ledger)
