"""What pages show of the ledger of rectification, and what may be chosen for a new row."""

from collections.abc import Callable
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.inspections.enums import FindingState
from zhuqi.mechanisms.inspections.models import Finding
from zhuqi.mechanisms.inspections.models.rounds import of_own_unit
from zhuqi.mechanisms.inspections.queries import WRITERS, findings, inspectable
from zhuqi.mechanisms.rectification.enums import RectificationState
from zhuqi.mechanisms.rectification.models import Rectification

REVIEWERS = (Role.REVIEWER, Role.SIGNER)


def rectifications(scope: Scope) -> QuerySet[Rectification]:
    """All one may see, with office, unit and the finding they came of."""
    seen = Rectification.objects.visible_to(scope)
    return seen.select_related("office", "unit__parent", "finding__visit__round")


def responsible(office: Unit) -> QuerySet[Unit]:
    """Units the office may hold to it: those it inspects, and itself, for failings of its own."""
    return inspectable(office) | Unit.objects.filter(pk=office.pk)


def to_enter(scope: Scope, also: int = 0) -> QuerySet[Finding]:
    """Findings of one's own office that hold and are not in the ledger, and the one named. Whom
    it can only ask, it does not hold to it."""
    mine = findings(scope).filter(request=False, office__in=sorted(scope.units(*WRITERS)))
    left = Q(rectification=None) & ~Q(state=FindingState.DROPPED)
    return mine.filter(left | Q(pk=also))


def late(today: date) -> Q:
    """Not proven, and the last day is over."""
    return Q(state=RectificationState.OPEN, due__lt=today)


def on_time() -> Q:
    """Struck off, and proven by its last day."""
    proven = TruncDate("proven_at", tzinfo=SHANGHAI)
    return Q(state=RectificationState.CLOSED, due__gte=proven)


def to_rectify(scope: Scope) -> Q:
    """Of the units one works for."""
    return Q(state=RectificationState.OPEN, unit__in=sorted(working_units(scope)))


def to_close(scope: Scope) -> Q:
    """Proven, to one's own office; about one's own unit others decide."""
    mine = Q(office__in=sorted(scope.units(*REVIEWERS)))
    # The office's own failings are its own to strike off: there is nobody else on its level.
    away = of_own_unit(scope) & ~Q(unit=F("office"))
    return Q(state=RectificationState.PROVEN) & mine & ~away


# What waits for one's own hand, by the name the list knows it by.
IN_HAND: dict[str, Callable[[Scope], Q]] = {"rectify": to_rectify, "close": to_close}
