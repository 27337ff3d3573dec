"""What leaders' visits add to pages of others: navigation, home, the log."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import home_queues, nouns
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.leader_visits.views import LEADER_VISITS, VIEWS, reads_plans
from zhuqi.interfaces.desk.rhythm.notes import WAYS
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.parts import Action
from zhuqi.mechanisms.leader_visits import queries
from zhuqi.mechanisms.leader_visits.actions import NOTIFY, OBJECT
from zhuqi.mechanisms.leader_visits.models import LeaderVisit
from zhuqi.mechanisms.leader_visits.searching import LEADER_VISIT_TEXTS
from zhuqi.mechanisms.rhythm.enums import RhythmKind


def _at_hand(scope: Scope, times: Times) -> Q:
    """What waits for one's approval, what is to be recorded, what was demanded and is due."""
    return queries.to_approve(scope) | queries.come(times.today) | queries.demanded(times.soon)


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    if not reads_plans(person.scope):
        return []
    at_hand = _at_hand(person.scope, Times.at(now))
    seen = queries.leader_visits(person.scope).filter(at_hand)
    rows = list(seen.order_by("day", "pk")[:MOST_COUNTED])
    table = LEADER_VISITS.excerpt(person, rows, "purpose", "state", "day", "follow")
    url = reverse("desk:leader_visits")
    return list(excerpt_queue(_now("领导调研"), table, [row.day for row in rows], url))


def _waiting(scope: Scope, times: Times) -> QuerySet[Any, Any]:
    mine = LeaderVisit.objects.visible_to(scope).filter(_at_hand(scope, times))
    return mine.order_by().values_list("pk")


def _note(row: LeaderVisit) -> str:
    return f"{wording.day(row.day)} · {row.leader.name}"


def _ways() -> list[Action]:
    new = reverse("desk:leader_visit_new")
    return [Action(_now("报调研计划"), new, "calendar", main=True)]


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("liaison", "calendar", 29, start=31))
    nouns.find(VIEWS, LEADER_VISIT_TEXTS, _note, order=4)
    queues = HomeQueues(_queues, waiting=_waiting, seldom=True)
    home_queues.HOME_QUEUES.register("leader visits", queues)
    WAYS.register(RhythmKind.PLANS.value, _ways)
    event_words.register_work({NOTIFY: _("告知领导调研")})
    links.register(OBJECT, lambda pk: reverse("desk:leader_visit", args=[int(pk)]), firm=False)
