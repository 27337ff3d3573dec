"""What the ledger of rectification adds to pages of others: navigation, home, findings, the log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
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
from zhuqi.interfaces.desk.inspections.offers import FINDING_ACTIONS
from zhuqi.interfaces.desk.rectification.views import RECTIFICATIONS, VIEWS
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.parts import Action
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.inspections.enums import FindingState
from zhuqi.mechanisms.inspections.models import Finding
from zhuqi.mechanisms.inspections.models.rounds import works_for
from zhuqi.mechanisms.inspections.queries import WRITERS
from zhuqi.mechanisms.rectification import queries
from zhuqi.mechanisms.rectification.actions import NOTIFY, OBJECT
from zhuqi.mechanisms.rectification.handlers import REMIND
from zhuqi.mechanisms.rectification.models import Rectification
from zhuqi.mechanisms.rectification.searching import RECTIFICATION_TEXTS


def _waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_rectify(scope) | queries.to_close(scope)
    return Rectification.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _queues(person: Person, _at: datetime) -> list[WorkQueue]:
    scope, found = person.scope, list[WorkQueue]()
    if working_units(scope):
        found += _queue(person, _now("待整改的专项整治问题"), "rectify")
    if scope.holds(*queries.REVIEWERS):
        found += _queue(person, _now("待销号的专项整治问题"), "close")
    return found


def _queue(person: Person, label: str, hand: str) -> Iterator[WorkQueue]:
    which = queries.IN_HAND[hand](person.scope)
    seen = queries.rectifications(person.scope).filter(which)
    rows = list(seen.order_by("due", "pk")[:MOST_COUNTED])
    table = RECTIFICATIONS.excerpt(person, rows, "problem", "state", "unit", "due")
    url = f"{reverse('desk:rectifications')}?hand={hand}"
    return excerpt_queue(label, table, [row.due for row in rows], url)


def _enter(finding: Finding, person: Person) -> Action | None:
    """From a finding in one step: the form is filled in."""
    writes = finding.office_id in person.scope.units(*WRITERS)
    over = finding.request or finding.state == FindingState.DROPPED
    if over or not writes or works_for(person.scope, finding.unit):
        return None
    if there := Rectification.objects.filter(finding=finding).first():
        return Action(_now("看专项整治"), reverse("desk:rectification", args=[there.pk]), "flag")
    url = f"{reverse('desk:rectification_new')}?finding={finding.pk}"
    return Action(_now("列入专项整治"), url, "flag")


def _note(row: Rectification) -> str:
    return f"{row.unit} · {wording.day(row.due)}"


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("supervision", "list-details", 64, start=42))
    nouns.find(VIEWS, RECTIFICATION_TEXTS, _note, order=8)
    home_queues.HOME_QUEUES.register(
        "rectification", HomeQueues(_queues, waiting=_waiting, seldom=True)
    )
    FINDING_ACTIONS.register("rectification", _enter)
    event_words.register_work({REMIND: _("提醒整改期限"), NOTIFY: _("告知专项整治")})
    links.register(OBJECT, lambda pk: reverse("desk:rectification", args=[int(pk)]), firm=False)
