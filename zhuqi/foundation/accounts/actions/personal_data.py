"""Handing out what is held on a person: read, and said in the log in the same transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotValid, NotYours, Person, Role
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.personal_data import PersonalData, Sought, gather
from zhuqi.foundation.audit.actions import record

REASON_LIMIT = 200
OWN = "本人查阅"
# Of somebody without an account: the chain that attempts on names nobody has are on, too.
NOBODY = 0


@transaction.atomic
def export_personal_data(
    sought: Sought, *, by: Person, reason: str = "", now: datetime | None = None
) -> PersonalData:
    """What is held on them. Themselves, or with a reason a security administrator; else NotYours.

    Whom an administrator may ask about is the caller's to narrow.

    NotValid for an administrator's export without a reason, or a reason too long.
    """
    own = [user.pk for user in sought.users] == [by.actor.user_id] and not sought.name
    if not own and not by.scope.own.holds(Role.SECURITY_ADMIN):
        raise NotYours("只有本人和安全管理员可以导出")
    if not own:
        reason = reason.replace("\x00", "").strip()
        if not reason:
            raise NotValid("请填写理由")
        if len(reason) > REASON_LIMIT:
            raise NotValid(f"理由最多 {REASON_LIMIT} 字，现在 {len(reason)} 字")
    now = now or timezone.now()
    gathered = gather(sought, own=own, now=now)
    private = {"name": sought.name, "phone": sought.phone} if sought.name else {}
    for pk in [user.pk for user in sought.users] or [NOBODY]:
        record(
            object_type="user",
            object_id=pk,
            kind=UserEvent.DATA_EXPORTED,
            by=by.actor,
            data={"reason": OWN if own else reason, "counts": gathered.counts},
            erasable=private,
            now=now,
        )
    return gathered
