"""Registers the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Officials' pages."""

    name = "zhuqi.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Contribute to the desk what its own pages add; models are loaded only now."""
        from zhuqi.interfaces.desk import (
            case_queues,
            event_words,
            firm_cases,
            firm_lines,
            navigation,
            search_sources,
        )
        from zhuqi.interfaces.desk.firms import page
        from zhuqi.interfaces.desk.home_queues import HOME_LINES, HOME_QUEUES
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

        HOME_QUEUES.register("cases", case_queues.CASE_QUEUES)
        HOME_LINES.register("registrations", firm_lines.registrations)
        HOME_LINES.register("corrections", firm_lines.corrections)
        page.contribute()
        firm_cases.contribute()
        search_sources.register()
        navigation.register()
        reference_tables.add(
            Regions(), Units(), Officials(), Posts(), Items(), Channels(), Boundaries(), Tags()
        )
        reference_tables.add_pages(DeadlinePages(), ApprovalPages(), CalendarPages())
        event_words.register()
