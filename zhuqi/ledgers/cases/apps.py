"""Registers the room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The ledger of cases."""

    name = "zhuqi.ledgers.cases"
    label = "cases"

    def ready(self) -> None:
        """Register what is done later and who may open a case's files; both need loaded models."""
        from zhuqi.ledgers.cases import handlers, opening  # noqa: F401
