"""What officials' pages of cases add to pages that belong to others."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import event_words, firm_sections, several
from zhuqi.interfaces.desk.cases.queues import CASE_QUEUES
from zhuqi.interfaces.desk.cases.rows import RowFormatter
from zhuqi.interfaces.desk.cases.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.cases.views.ledger import LEDGER, title_of
from zhuqi.interfaces.desk.cases.views.topics import TOPICS
from zhuqi.interfaces.desk.cases.views.transfers import TRANSFERS
from zhuqi.interfaces.desk.home_queues import HOME_QUEUES
from zhuqi.interfaces.desk.navigation import offer, offer_start
from zhuqi.interfaces.shell.bulk.declared import BULKS, BulkRows
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.listing.saved import SAVED_LISTS, SavedList
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.searching import (
    BEST,
    SEARCH_SOURCES,
    Found,
    Hit,
    SearchSource,
    Sought,
    found_among,
    source_of,
)
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.ledgers.cases.queries import Whose
from zhuqi.ledgers.cases.reading.several import decided
from zhuqi.ledgers.cases.searching.codes import KIND
from zhuqi.ledgers.cases.searching.reading import readings
from zhuqi.ledgers.cases.searching.topics import TOPIC, topic_readings


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(Entry(_("台账"), "desk:ledger", "list-details", 20, "cases"), access.works_on_cases)
    offer(Entry(_("共性问题"), "desk:topics", "note", 22, "cases"), access.sees_firms)
    offer(Entry(_("打电话"), "desk:calls", "phone", 24, "cases"), access.rings_firms)
    offer(Entry(_("移送单"), "desk:transfers", "send", 28, "cases"), access.hands_over_matters)
    offer(Entry(_("登记诉求"), "desk:register", "plus", 30, "cases"), access.registers_cases)
    offer_start(Entry(_("登记诉求"), "desk:register", "plus", 10), access.registers_cases)
    offer_start(Entry(_("共性问题"), "desk:topic_new", "note", 20), access.keeps_topics)
    SAVED_LISTS.register("ledger", SavedList(_("诉求台账"), "desk:ledger"))
    links.register("case", lambda number: reverse("desk:case", args=[number]), firm=False)
    HOME_QUEUES.register("cases", CASE_QUEUES)
    firm_sections.contribute()
    SEARCH_SOURCES.register(
        "cases",
        SearchSource(
            _("诉求"),
            _cases,
            access.works_on_cases,
            _case_of_number,
            _ledger,
            (BEST, "newest", "due"),
        ),
        order=0,
    )
    SEARCH_SOURCES.register(
        "topics",
        source_of(
            _("共性问题"),
            TOPIC,
            rows=lambda person: queries.topics(person.scope),
            readings=lambda person: topic_readings(person.scope),
            hit=lambda row: Hit(row.title, reverse("desk:topic", args=[row.pk]), row.office.name),
            allowed=access.sees_firms,
        ),
        order=2,
    )
    exporting.offer(LEDGER, access.works_on_cases, title_of)
    exporting.offer(TOPICS, access.sees_firms)
    exporting.offer(TRANSFERS, access.hands_over_matters)
    BULKS.register(LEDGER.name, IN_BULK)
    event_words.words()


IN_BULK = BulkRows[Case, Verb](
    listing=LEDGER,
    list_url="desk:ledger",
    allowed=access.works_on_cases,
    pages=VERB_PAGES,
    could=several.could,
    fits=several.fits,
    standings=lambda person, ids, verb, alone: decided(person, ids, verb, alone=alone),
    names=several.names,
    about=several.about,
    open=several.at_hand,
    heads=(_("编号"), _("诉求")),
    beside=f"whose={Whose.ALL.value}",
)


_ORDERS = {"due": ("due_at", "pk")}
_NEWEST = ("-submitted_at", "-pk")


def _cases(person: Person, sought: Sought) -> Found:
    """Among all one sees, those of old registers too."""
    seen = queries.with_columns(queries.of_ledger(person.scope, Whose.ALL))
    rows = seen.order_by(*_ORDERS.get(sought.order, _NEWEST))
    return found_among(
        rows,
        sought,
        kind=KIND,
        readings=readings(person.scope),
        write=lambda cases: _case_hits(person, cases),
    )


def _case_hits(person: Person, cases: Sequence[Case]) -> list[Hit]:
    rows = RowFormatter(person, timezone.now()).rows(cases)
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
