"""按期清除: people whom no office ever confirmed are forgotten, a year after the last refusal, or
after a registration that nobody decided in a year."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.models import EmailCode, FirmMember, SignedInSession, User
from zhuqi.foundation.audit.actions import erase, record
from zhuqi.foundation.audit.models import ErasableValue
from zhuqi.foundation.contributions.erasing import erase_held

REFUSED_KEPT = timedelta(days=365)
FORGOTTEN = "（已清除）"
BATCH = 200


def forget_refused(*, now: datetime) -> int:
    """Erase accounts and claims of people never confirmed, each by itself; returns how many."""
    wanted = list(_refused(now).values_list("pk", flat=True)[:BATCH])
    return sum(_forget(pk, now) for pk in wanted)


def _refused(now: datetime) -> QuerySet[User]:
    own = FirmMember.objects.filter(user=OuterRef("pk"))
    limit = now - REFUSED_KEPT
    over = Q(status=FirmMember.Status.REFUSED, decided_at__lt=limit)
    over |= Q(status=FirmMember.Status.PENDING, asked_at__lt=limit)
    return (
        User.objects.filter(Exists(own.filter(over)), official=None)
        .exclude(Exists(own.exclude(over)))
        .exclude(name=FORGOTTEN)
        .order_by("pk")
    )


@transaction.atomic
def _forget(pk: int, now: datetime) -> bool:
    user = User.objects.select_for_update().get(pk=pk)
    if not _refused(now).filter(pk=pk).exists():
        return False
    user.username, user.name = f"forgotten-{pk}", FORGOTTEN
    user.phone = user.email = user.registered_as = user.password_mark = ""
    user.phone_proven_at, user.is_active = None, False
    user.set_unusable_password()
    user.save()
    SignedInSession.objects.filter(user=user).delete()
    EmailCode.objects.filter(user=user).delete()
    for member in FirmMember.objects.filter(user=user).order_by("pk"):
        member.claimed_name, member.claimed_uscc, member.reason = FORGOTTEN, "", ""
        if member.status == FirmMember.Status.PENDING:
            member.status, member.decided_at = FirmMember.Status.REFUSED, now
        member.save(
            update_fields=["claimed_name", "claimed_uscc", "reason", "status", "decided_at"]
        )
        erase_held("member", member.pk, now)
        _erase("member", member.pk, now)
    record(object_type="user", object_id=pk, kind=UserEvent.FORGOTTEN, by=SYSTEM, now=now)
    _erase("user", pk, now)
    return True


def _erase(object_type: str, object_id: int, now: datetime) -> None:
    rows = ErasableValue.objects.filter(
        event__object_type=object_type, event__object_id=object_id, value__isnull=False
    )
    erase(
        object_type=object_type,
        object_id=object_id,
        names=set(rows.order_by().values_list("name", flat=True)),
        by=SYSTEM,
        reason="按期清除：未获确认的登记，满一年",
        now=now,
    )
