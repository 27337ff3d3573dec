"""What visits add to pages of others: navigation, home, a firm's file and card, the log."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.actions.liaison import CHANGED
from zhuqi.interfaces.desk import firm_sections, home_queues, nouns
from zhuqi.interfaces.desk.firm_sections import CardLine, FirmSection, FirmVisit
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.desk.tables.table_words import table
from zhuqi.interfaces.desk.visits.caps import Caps
from zhuqi.interfaces.desk.visits.views import VIEWS, VISITS
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.parts import Action
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.enums import COUNTED
from zhuqi.mechanisms.liaison.models import Visit, VisitCap
from zhuqi.mechanisms.liaison.searching import VISIT_TEXTS


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    times, url = Times.at(now), f"{reverse('desk:visits')}?mine=on"
    come = list(queries.waiting(person.scope, queries.come(times.today))[:MOST_COUNTED])
    due = list(queries.waiting(person.scope, queries.promised(times.soon))[:MOST_COUNTED])
    came = VISITS.excerpt(person, come, "firm", "about", "day")
    promised = VISITS.excerpt(person, due, "firm", "follow")
    due_days = [visit.unsettled[0].due for visit in due]
    return [
        *excerpt_queue(_now("到日子的走访"), came, [v.day for v in come], f"{url}&state=planned"),
        *excerpt_queue(_now("走访后续事项"), promised, due_days, f"{url}&open=on"),
    ]


def _waiting(scope: Scope, times: Times) -> QuerySet[Any, Any]:
    which = queries.come(times.today) | queries.promised(times.soon)
    return queries.waiting(scope, which).order_by().values_list("pk")


def _seen(visit: FirmVisit) -> QuerySet[Visit]:
    to_firm = queries.visits(visit.person.scope).filter(enterprise=visit.firm)
    return to_firm.filter(state__in=COUNTED)


def _lines(visit: FirmVisit) -> list[CardLine]:
    return [
        CardLine(_now("上次走访"), f"{wording.day(one.day)} · {one.who}", one.said)
        for one in _seen(visit).exclude(said="")[:1]
    ]


def _plan(visit: FirmVisit) -> Action | None:
    url = f"{reverse('desk:visit_new')}?enterprise={visit.firm.pk}"
    return Action(_now("计划走访"), url, "calendar") if visit.looked_after else None


def _note(visit: Visit) -> str:
    return f"{wording.day(visit.day)} · {visit.visitor.name} · {visit.purpose}"


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("liaison", "calendar", 28, start=30))
    nouns.find(VIEWS, VISIT_TEXTS, _note, order=3)
    home_queues.HOME_QUEUES.register("visits", HomeQueues(_queues, waiting=_waiting, seldom=True))
    columns = ("day", "state", "visitor", "about")
    firm_sections.offer_list("liaison visits", VISITS, _seen, "desk:visits", columns, order=55)
    firm_sections.CARD_LINES.register("last visit", _lines, order=5)
    firm_sections.FIRM_ACTIONS.register("plan visit", _plan, order=15)
    firm_sections.CARD_ACTIONS.register("plan visit", _plan, order=15)
    along = FirmSection("desk/visits/along.html", lambda visit: visit.looked_after or None)
    firm_sections.CARD_SECTIONS.register("pocket", along, order=5)
    event_words.register_work({CHANGED: _("告知企业联系干部变动")})
    event_words.register_fields(
        {"case": _("诉求"), "due": _("完成期限"), "user": _("人员"), "into": _("并入")},
        {"case": Case, "into": Visit, "user": User},
    )
    reference_tables.add(Caps())
    table("visit_cap", _("走访次数规定"), VisitCap)
    event_words.register_fields({"most": _("每月最多次数"), "near": _("提示前后天数")})
