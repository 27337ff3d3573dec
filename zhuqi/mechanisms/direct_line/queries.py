"""What pages show of letters, and whom a firm may write to."""

from datetime import date

from django.db.models import Q, QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.moments import held_on
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink
from zhuqi.mechanisms.direct_line.enums import LetterState
from zhuqi.mechanisms.direct_line.models import Letter, in_place_of


def letters(scope: Scope) -> QuerySet[Letter]:
    """All one may see, with firm, sender, recipient, and the case it became."""
    seen = Letter.objects.visible_to(scope)
    return seen.select_related("enterprise__office", "sender", "to", "answered_by", "case")


def recipients(firm: Enterprise, on: date) -> QuerySet[User]:
    """Whom the firm may write to: leaders and officials who look after it in person and can sign
    in, leaders first."""
    return receiving([firm.pk], on).order_by("-official__liaised__kind", "pk").distinct()


def receiving(firms: list[int], on: date) -> QuerySet[User]:
    """Whoever looks after one of these firms in person on a day and can sign in."""
    kinds = (LiaisonKind.LEADER, LiaisonKind.OFFICIAL)
    links = LiaisonLink.objects.filter(held_on(on), enterprise__in=firms, kind__in=kinds)
    return User.objects.filter(
        is_active=True, official__active=True, official__in=links.order_by().values("official")
    )


def to_answer(scope: Scope) -> Q:
    """Written to oneself, or to somebody one stands in for, and not answered."""
    return Q(state=LetterState.WAITING, to__in=in_place_of(scope))


def left_to_office(scope: Scope) -> Q:
    """Of one's office's firms, not answered in time."""
    return Q(
        state=LetterState.WAITING,
        escalated_at__isnull=False,
        enterprise__office__in=sorted(scope.offices),
    )


def late(today: date) -> Q:
    """Not answered, and the last day is over."""
    return Q(state=LetterState.WAITING, due__lt=today)


def overdue(today: date) -> QuerySet[Letter]:
    """Letters the office has to be asked about: the day is over, or nobody reads them any more."""
    unread = Q(state=LetterState.WAITING) & (Q(to__is_active=False) | Q(to__official__active=False))
    return Letter.objects.filter(late(today) | unread, escalated_at=None).order_by("pk")
