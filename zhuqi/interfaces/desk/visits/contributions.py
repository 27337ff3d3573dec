"""What visits add to pages of others: navigation, home, a firm's file and card, the log."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.changes import Prepared
from zhuqi.interfaces.desk import access, firm_sections, home_queues, navigation
from zhuqi.interfaces.desk.firm_sections import CardLine, FirmSection, FirmTable, FirmVisit
from zhuqi.interfaces.desk.home_queues import MOST_COUNTED, HomeQueues, WorkQueue, excerpt_queue
from zhuqi.interfaces.desk.visits.views import VISITS, plans_visits
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.parts import Action
from zhuqi.interfaces.shell.searching import (
    SEARCH_SOURCES,
    Found,
    Hit,
    SearchSource,
    Sought,
    found_among,
)
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.enums import VisitState, VisitVerb
from zhuqi.mechanisms.liaison.models import Visit
from zhuqi.mechanisms.liaison.searching import KIND, READINGS

SOON = timedelta(days=3)
_WAITING = Prepared(
    lambda scope, most, today, soon: queries.waiting(
        scope, queries.come(today) | queries.promised(soon)
    ).values_list("pk")[:most]
)


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    today, url = timezone.localdate(now), f"{reverse('desk:visits')}?mine=on"
    come = list(queries.waiting(person.scope, queries.come(today))[:MOST_COUNTED])
    due = list(queries.waiting(person.scope, queries.promised(today + SOON))[:MOST_COUNTED])
    came = VISITS.excerpt(person, come, "firm", "about", "day")
    promised = VISITS.excerpt(person, due, "firm", "follow")
    due_days = [visit.unsettled[0].due for visit in due]
    return [
        *excerpt_queue(_now("到日子的走访"), came, [v.day for v in come], f"{url}&state=planned"),
        *excerpt_queue(_now("走访后续事项"), promised, due_days, f"{url}&open=on"),
    ]


def _waiting(person: Person, now: datetime) -> int:
    today = timezone.localdate(now)
    return len(_WAITING(person.scope, MOST_COUNTED, today=today, soon=today + SOON))


def _seen(visit: FirmVisit) -> QuerySet[Visit]:
    to_firm = queries.visits(visit.person.scope).filter(enterprise=visit.firm)
    return to_firm.exclude(state=VisitState.CANCELLED)


def _section(visit: FirmVisit) -> FirmTable | None:
    columns = ("day", "state", "visitor", "about")
    return firm_sections.newest_of(VISITS, visit, _seen(visit), "desk:visits", *columns)


def _lines(visit: FirmVisit) -> list[CardLine]:
    return [
        CardLine(_now("上次走访"), f"{wording.day(one.day)} · {one.visitor.name}", one.said)
        for one in _seen(visit).exclude(said="")[:1]
    ]


def _plan(visit: FirmVisit) -> Action | None:
    url = f"{reverse('desk:visit_new')}?enterprise={visit.firm.pk}"
    return Action(_now("计划走访"), url, "calendar") if visit.looked_after else None


def _found(person: Person, sought: Sought) -> Found:
    return found_among(
        queries.visits(person.scope).order_by("-day", "-pk"),
        sought,
        kind=KIND,
        readings=READINGS,
        write=lambda visits: [_hit(visit) for visit in visits],
    )


def _hit(visit: Visit) -> Hit:
    note = f"{wording.day(visit.day)} · {visit.visitor.name} · {visit.purpose}"
    url = reverse("desk:visit", args=[visit.pk])
    return Hit(visit.enterprise.name, url, note, mark=str(visit.get_state_display()))


def register() -> None:
    """Called once, when Django has loaded every room."""
    listed = Entry(_now("走访"), "desk:visits", "calendar", 28, "firms")
    navigation.offer(listed, access.tends_firms)
    navigation.offer_start(Entry(_now("计划走访"), "desk:visit_new", "calendar", 30), plans_visits)
    home_queues.HOME_QUEUES.register("visits", HomeQueues(_queues, waiting=_waiting))
    exporting.offer(VISITS, access.tends_firms)
    section = FirmSection("desk/firm/table.html", _section, _("走访"))
    firm_sections.FIRM_SECTIONS.register("liaison visits", section, order=55)
    firm_sections.CARD_LINES.register("last visit", _lines, order=5)
    firm_sections.FIRM_ACTIONS.register("plan visit", _plan, order=15)
    firm_sections.CARD_ACTIONS.register("plan visit", _plan, order=15)
    kinds = {"visit.plan": _("计划走访"), **{f"visit.{verb}": verb.label for verb in VisitVerb}}
    SEARCH_SOURCES.register("visits", SearchSource(_("走访"), _found, access.tends_firms), order=3)
    event_words.register("visit", event_words.ObjectWords(_("走访"), kinds, model=Visit))
    event_words.register_fields({"case": _("诉求"), "due": _("完成期限")}, {"case": Case})
