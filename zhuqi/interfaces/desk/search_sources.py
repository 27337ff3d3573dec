"""What the desk's search box finds among cases, firms, topics, units and people."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.rows import RowFormatter
from zhuqi.interfaces.desk.people.views.people import people_within
from zhuqi.interfaces.desk.tables.reference_tables import REGISTERS
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Hit, SearchSource
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.ledgers.cases.queries import Filters, Whose
from zhuqi.ledgers.firms import queries as firms
from zhuqi.ledgers.firms.queries import FirmFilters


def register() -> None:
    """Called once, when Django has loaded every room."""
    for order, (name, source) in enumerate(_SOURCES.items()):
        SEARCH_SOURCES.register(name, source, order=order)


def _cases(person: Person, words: str, limit: int) -> list[Hit]:
    """What the ledger's own word filter sees: number, foreign number, title, the firm's name."""
    now = timezone.now()
    found = queries.ledger(person.scope, Filters(text=words, whose=Whose.ALL), now)
    rows = RowFormatter(person, now).rows(queries.page_of(found, "newest", size=limit).rows)
    return [
        Hit(row.title, row.url, " · ".join(filter(None, (row.firm, row.unit))), row.number,
            row.state)
        for row in rows
    ]  # fmt: skip


def _case_of_number(person: Person, words: str) -> str:
    """The case itself, where the words are its number and one may see it."""
    number = parse(words)
    seen = Case.objects.visible_to(person.scope)
    found = number is not None and seen.filter(number=number).exists()
    return reverse("desk:case", args=[number]) if found else ""


def _ledger(words: str) -> str:
    query = urlencode({"text": words, "whose": Whose.ALL.value})
    return f"{reverse('desk:ledger')}?{query}"


def _firms(person: Person, words: str, limit: int) -> list[Hit]:
    found = firms.firms(person, FirmFilters(text=words)).select_related("region", "park")
    return [
        Hit(
            firm.name,
            reverse("desk:enterprise", args=[firm.pk]),
            " · ".join(filter(None, (firm.region.name, str(firm.park or ""), firm.uscc or ""))),
        )
        for firm in found.order_by("name", "pk")[:limit]
    ]


def _firm_list(words: str) -> str:
    return f"{reverse('desk:enterprises')}?{urlencode({'text': words})}"


def _topics(person: Person, words: str, limit: int) -> list[Hit]:
    found = queries.topics(person.scope).filter(title__icontains=words)
    return [
        Hit(row.title, reverse("desk:topic", args=[row.pk]), row.office.name)
        for row in found[:limit]
    ]


def _units(person: Person, words: str, limit: int) -> list[Hit]:
    units = REGISTERS["units"]
    found = units.rows(person.scope).filter(name__icontains=words)
    return [
        Hit(unit.name, reverse("desk:admin_register_row", args=[units.key, unit.pk]))
        for unit in found[:limit]
    ]


def _people(person: Person, words: str, limit: int) -> Sequence[Hit]:
    named = Q(name__icontains=words) | Q(username__icontains=words)
    found = people_within(person.scope).filter(named).order_by("name", "pk")
    return [
        Hit(user.name, reverse("desk:admin_person", args=[user.pk]), user.username)
        for user in found[:limit]
    ]


def _people_list(words: str) -> str:
    return f"{reverse('desk:admin_people')}?{urlencode({'q': words})}"


_SOURCES = {
    "cases": SearchSource(_("诉求"), _cases, access.works_on_cases, _case_of_number, _ledger),
    "firms": SearchSource(_("企业"), _firms, access.sees_firms, all_url=_firm_list),
    "topics": SearchSource(_("共性问题"), _topics, access.sees_firms),
    "units": SearchSource(_("单位"), _units, access.keeps_registers),
    "people": SearchSource(
        _("人员"), _people, access.administers(Role.SECURITY_ADMIN), all_url=_people_list
    ),
}
