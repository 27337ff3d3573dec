"""People known to speak for firms from the start: many at once, without asking each."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, NotYours, Person
from zhuqi.foundation.accounts.enums import MemberEvent
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.audit.actions import Entry, record_many
from zhuqi.foundation.directory.models import Enterprise

BATCH = 500


@transaction.atomic
def admit_members(
    pairs: Sequence[tuple[User, Enterprise]], *, by: Person, now: datetime | None = None
) -> list[FirmMember]:
    """Confirm people for firms the office itself has vouched for (first loading of a place).

    NotYours for all but the system, by an administrator's command; people go through
    `register_firm`.
    """
    if by.actor != SYSTEM:
        raise NotYours("企业人员须由企业自行登记、活动办确认")
    moment = now or timezone.now()
    led = _led({firm.pk for _user, firm in pairs})
    members = FirmMember.objects.bulk_create(
        FirmMember(
            user=user,
            enterprise=firm,
            office_id=firm.office_id,
            claimed_name=firm.name,
            claimed_uscc=firm.uscc or "",
            status=FirmMember.Status.CONFIRMED,
            how=FirmMember.How.LOADED,
            is_admin=_first(firm, led),
            asked_at=moment,
            decided_at=moment,
            decided_by_id=by.actor.user_id or None,
        )
        for user, firm in pairs
    )
    record_many(
        [
            Entry(
                object_type="member",
                object_id=member.pk,
                kind=MemberEvent.CONFIRMED,
                by=by.actor,
                data={
                    "firm": member.claimed_name,
                    "uscc": member.claimed_uscc,
                    "office": member.office_id,
                },
                erasable={"name": member.user.name},
            )
            for member in members
        ],
        now=moment,
    )
    return members


def _led(firm_ids: set[int]) -> set[int]:
    """Of these firms those that have their 管理员."""
    rows = FirmMember.objects.filter(status=FirmMember.Status.CONFIRMED, is_admin=True)
    found: set[int] = set()
    wanted = sorted(firm_ids)
    for start in range(0, len(wanted), BATCH):
        part = rows.filter(enterprise__in=wanted[start : start + BATCH]).order_by()
        found.update(pk for pk in part.values_list("enterprise_id", flat=True) if pk)
    return found


def _first(firm: Enterprise, led: set[int]) -> bool:
    """True for the first person of a firm, who leads the others."""
    if firm.pk in led:
        return False
    led.add(firm.pk)
    return True
