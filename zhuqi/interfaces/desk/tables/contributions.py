"""What the tables administrators keep add to pages that belong to others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.desk.tables import event_words, reference_tables
from zhuqi.interfaces.desk.tables.reference_tables.classification import (
    Boundaries,
    Channels,
    Items,
    Tags,
)
from zhuqi.interfaces.desk.tables.reference_tables.people import Officials, Posts
from zhuqi.interfaces.desk.tables.reference_tables.places import Regions, Units
from zhuqi.interfaces.desk.tables.search_texts import UNIT_TEXTS
from zhuqi.interfaces.desk.tables.views.approval_schemes import ApprovalPages
from zhuqi.interfaces.desk.tables.views.calendar import CalendarPages
from zhuqi.interfaces.desk.tables.views.deadline_schemes import DeadlinePages
from zhuqi.interfaces.desk.tables.views.office_hours import HoursPages
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Hit, source_of


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(
        Entry(_("基础数据"), "desk:admin_registers", "columns", 55, "administration"),
        access.keeps_registers,
    )
    reference_tables.add(
        Regions(), Units(), Officials(), Posts(), Items(), Channels(), Boundaries(), Tags()
    )
    reference_tables.add_pages(DeadlinePages(), ApprovalPages(), CalendarPages(), HoursPages())
    UNIT_TEXTS.register()
    units = reference_tables.REGISTERS["units"]
    SEARCH_SOURCES.register(
        "units",
        source_of(
            _("单位"),
            UNIT_TEXTS.name,
            rows=lambda person: units.rows(person.scope),
            readings=lambda _person: UNIT_TEXTS.readings,
            hit=lambda unit: Hit(
                unit.name, reverse("desk:admin_register_row", args=[units.key, unit.pk])
            ),
            allowed=access.keeps_registers,
        ),
        order=3,
    )
    event_words.words()
