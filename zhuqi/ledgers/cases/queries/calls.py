"""Whom the office has to ring up: a queue of its own, made of those whose act is a call."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import CaseQuerySet
from zhuqi.ledgers.cases.queries.work_queues import queues

# Done on the phone, and nowhere else.
CALLED: Final = frozenset({Verb.RATE_BY_PHONE, Verb.WITHDRAW})


def calls(scope: Scope, now: datetime) -> CaseQuerySet:
    """All cases about which somebody has to be rung up now, as one list."""
    waiting = Q(pk__in=())
    for task, cases in queues(scope, now):
        if task.verb in CALLED:
            waiting |= Q(pk__in=cases.order_by().values("pk"))
    return Case.objects.live().within_reach(scope).filter(waiting)


def next_call(scope: Scope, now: datetime, done: Case) -> Case | None:
    """The call after this one, else the first; None where none is left."""
    rest = calls(scope, now).exclude(pk=done.pk).order_by("due_at", "pk")
    later = Q(due_at__gt=done.due_at) | Q(due_at=done.due_at, pk__gt=done.pk)
    return rest.filter(later).first() or rest.first()
