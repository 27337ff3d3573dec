"""What service days add to pages of others: navigation, home, the log."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import home_queues, nouns
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.service_days.views import SERVICE_DAYS, VIEWS, plans_service_days
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.models import ServiceDay, Speech
from zhuqi.mechanisms.service_days.searching import SERVICE_DAY_TEXTS


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    if not plans_service_days(person.scope):
        return []
    rows = list(queries.to_do(person.scope, Times.at(now).today)[:MOST_COUNTED])
    table = SERVICE_DAYS.excerpt(person, rows, "day", "state", "topics", "pending")
    url = reverse("desk:service_days")
    return list(excerpt_queue(_now("企业服务日"), table, [row.day for row in rows], url))


def _waiting(scope: Scope, times: Times) -> QuerySet[Any, Any]:
    return queries.to_do(scope, times.today).order_by().values_list("pk")


def _note(row: ServiceDay) -> str:
    return f"{wording.day(row.day)} · {row.place}"


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("firms", "users", 45, start=44))
    nouns.find(VIEWS, SERVICE_DAY_TEXTS, _note, order=9)
    queues = HomeQueues(_queues, waiting=_waiting, seldom=True)
    home_queues.HOME_QUEUES.register("service days", queues)
    event_words.register_fields(
        {"enterprise": _("企业"), "speech": _("发言"), "case": _("诉求")},
        {"enterprise": Enterprise, "speech": Speech, "case": Case},
    )
