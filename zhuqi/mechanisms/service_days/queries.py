"""What pages show of service days and of what was said there."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import EnterpriseStatus
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.service_days.enums import DayState, GuestState, WordState
from zhuqi.mechanisms.service_days.models import Guest, ServiceDay, ServiceWord

WRITERS = (Role.REGISTRAR, Role.REVIEWER)
# So many firms are proposed for an invitation; others are typed.
PROPOSED = 60
UNDER_WAY = (DayState.PLANNED, DayState.HELD)


def days(scope: Scope) -> QuerySet[ServiceDay]:
    """All one may see, with how many firms were asked and come, and how much was said."""
    coming = Count("guests", Q(guests__state=GuestState.COMING), distinct=True)
    seen = ServiceDay.objects.visible_to(scope).select_related("office")
    return seen.annotate(
        asked=Count("guests", distinct=True), coming=coming, words=Count("said", distinct=True)
    )


def words(scope: Scope) -> QuerySet[ServiceWord]:
    """All one may see, with day, firm and case."""
    seen = ServiceWord.objects.visible_to(scope)
    return seen.select_related("service_day__office", "enterprise", "case__lead_unit")


def of_office(scope: Scope) -> Q:
    """Days one may hold: those of one's own office."""
    return Q(office__in=sorted(scope.units(*WRITERS)))


def asked_to(firm: Enterprise) -> QuerySet[Guest]:
    """The days a firm is asked to, the newest first."""
    rows = Guest.objects.filter(enterprise=firm).select_related("service_day__office")
    return rows.order_by("-service_day__day", "-pk")


def asked_at(day: int, firms: Collection[int]) -> QuerySet[Guest]:
    """Those of these firms that are asked to a day."""
    rows = Guest.objects.filter(service_day=day, enterprise__in=sorted(firms))
    return rows.select_related("service_day__office", "enterprise").order_by("pk")


def to_ask(day: ServiceDay) -> QuerySet[Enterprise]:
    """Whom to ask first: firms of the office's ledger with something in hand that is not
    confidential, the most of it first; neither those asked already nor those that are closed."""
    at_hand = Case.objects.live().filter(
        office=day.office_id, confidential=False, enterprise__isnull=False
    )
    counted = (
        at_hand.order_by().values("enterprise").annotate(n=Count("pk")).order_by("-n", "enterprise")
    )
    first = [one["enterprise"] for one in counted[:PROPOSED]]
    return _free(day).filter(pk__in=first).order_by("name", "pk")


def named_firms(day: ServiceDay, lines: Collection[str]) -> dict[str, list[Enterprise]]:
    """By line typed the office's firms of exactly that name or credit code."""
    found: dict[str, list[Enterprise]] = {line: [] for line in lines}
    known = Q(name__in=lines) | Q(uscc__in=[line.upper() for line in lines])
    for firm in Enterprise.objects.filter(known, office=day.office_id).order_by("pk"):
        for line in (firm.name, *(one for one in lines if one.upper() == firm.uscc)):
            if line in found and firm not in found[line]:
                found[line].append(firm)
    return found


def _free(day: ServiceDay) -> QuerySet[Enterprise]:
    rows = Enterprise.objects.filter(office=day.office_id).exclude(status=EnterpriseStatus.CLOSED)
    return rows.exclude(pk__in=day.guests.order_by().values("enterprise"))


def people_of_firms(ids: Collection[int]) -> QuerySet[User]:
    """Who signs in for these firms."""
    members = User.objects.filter(
        is_active=True, memberships__enterprise__in=ids, memberships__status="confirmed"
    )
    return members.order_by("pk").distinct()


def unsettled() -> Q:
    """Words of which nothing has become yet."""
    return Q(state=WordState.OPEN)
