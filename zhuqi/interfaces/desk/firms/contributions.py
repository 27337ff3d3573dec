"""What officials' pages of firms add to pages that belong to others."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.queries import memberships_counted, request_person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms import home_lines, page
from zhuqi.interfaces.desk.firms.views.enterprises import FIRMS
from zhuqi.interfaces.desk.firms.views.liaison import CARERS
from zhuqi.interfaces.desk.firms.views.sign_ups import WAITING
from zhuqi.interfaces.desk.home_queues import HOME_LINES
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Hit, source_of
from zhuqi.ledgers.firms import queries as firms
from zhuqi.ledgers.firms.queries import FirmFilters
from zhuqi.ledgers.firms.searching import KIND, readings


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(Entry(_("一企一档"), "desk:enterprises", "building", 25, "firms"), access.sees_firms)
    offer(
        Entry(_("我联系的企业"), "desk:my_enterprises", "flag", 27, "liaison"),
        access.looks_after_firms,
    )
    offer(
        Entry(
            _("企业登记"), "desk:registrations", "building-factory-2", 40, "firms", _registrations
        ),
        access.decides_registrations,
    )
    offer(Entry(_("包联"), "desk:liaison", "users", 45, "liaison"), access.decides_registrations)
    links.register("member", lambda pk: reverse("desk:registration", args=[pk]), firm=False)
    HOME_LINES.register("registrations", home_lines.registrations)
    HOME_LINES.register("corrections", home_lines.corrections)
    page.contribute()
    exporting.offer(FIRMS, access.sees_firms)
    exporting.offer(WAITING, access.decides_registrations)
    exporting.offer(CARERS, access.decides_registrations)
    SEARCH_SOURCES.register(
        "firms",
        source_of(
            _("企业"),
            KIND,
            rows=lambda person: firms.firms(person, FirmFilters()).order_by("name", "pk"),
            readings=readings,
            hit=_firm_hit,
            allowed=access.sees_firms,
            all_url=_firm_list,
        ),
        order=1,
    )


def _registrations(request: HttpRequest) -> int | None:
    return memberships_counted(request_person(request).scope.offices) or None


def _firm_hit(firm: Enterprise) -> Hit:
    note = " · ".join(filter(None, (firm.region.name, str(firm.park or ""), firm.uscc or "")))
    return Hit(firm.name, reverse("desk:enterprise", args=[firm.pk]), note)


def _firm_list(words: str) -> str:
    return f"{reverse('desk:enterprises')}?{urlencode({'text': words})}"
