"""Registers the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Officials' pages."""

    name = "zhuqi.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Offer the pages in the navigation and those of the tables; models are loaded only now."""
        from zhuqi.interfaces.desk import navigation
        from zhuqi.interfaces.desk.tables import reference_tables
        from zhuqi.interfaces.desk.tables.reference_tables.classification import (
            Boundaries,
            Channels,
            Items,
            Tags,
        )
        from zhuqi.interfaces.desk.tables.reference_tables.people import Officials, Posts
        from zhuqi.interfaces.desk.tables.reference_tables.places import Regions, Units
        from zhuqi.interfaces.desk.tables.views.approval_schemes import ApprovalPages
        from zhuqi.interfaces.desk.tables.views.calendar import CalendarPages
        from zhuqi.interfaces.desk.tables.views.deadline_schemes import DeadlinePages

        navigation.register()
        reference_tables.add(
            Regions(), Units(), Officials(), Posts(), Items(), Channels(), Boundaries(), Tags()
        )
        reference_tables.add_pages(DeadlinePages(), ApprovalPages(), CalendarPages())
