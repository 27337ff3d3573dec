"""What the tables administrators keep add to pages that belong to others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.search.kinds import KINDS
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
from zhuqi.interfaces.desk.tables.search_texts import KIND, READINGS, UNIT_KIND
from zhuqi.interfaces.desk.tables.views.approval_schemes import ApprovalPages
from zhuqi.interfaces.desk.tables.views.calendar import CalendarPages
from zhuqi.interfaces.desk.tables.views.deadline_schemes import DeadlinePages
from zhuqi.interfaces.desk.tables.views.office_hours import HoursPages
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.searching import (
    SEARCH_SOURCES,
    Found,
    Hit,
    SearchSource,
    Sought,
    found_among,
)


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
    KINDS.register(KIND, UNIT_KIND)
    SEARCH_SOURCES.register(
        "units", SearchSource(_("单位"), _units, access.keeps_registers), order=3
    )
    event_words.words()


def _units(person: Person, sought: Sought) -> Found:
    units = reference_tables.REGISTERS["units"]
    return found_among(
        units.rows(person.scope),
        sought,
        kind=KIND,
        readings=READINGS,
        write=lambda rows: [
            Hit(unit.name, reverse("desk:admin_register_row", args=[units.key, unit.pk]))
            for unit in rows
        ],
    )
