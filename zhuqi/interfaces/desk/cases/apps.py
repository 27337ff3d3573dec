"""Registers the room with Django."""

from django.apps import AppConfig


class CasesDeskConfig(AppConfig):
    """Officials' pages of cases."""

    name = "zhuqi.interfaces.desk.cases"
    label = "desk_cases"
