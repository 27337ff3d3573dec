"""Registers the room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room `cases`."""

    name = "zhuqi.ledgers.cases"
    label = "cases"
