"""Reminders of registrations: an office has promised a firm's person to decide by a time.

`accounts` stands below this room and notifies nobody; the promise is its `FirmMember.due_at`.
"""

from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import Deputy, FirmMember
from zhuqi.foundation.accounts.queries import people_holding, soon_due
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.due_levels import CATCH_UP, LONGEST_AHEAD, Level
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many

REMIND = "notices.registration_due"
_PLACEHOLDERS = {"姓名": "赵敏", "企业": "许昌钻石公司", "时限": "11月24日 17:30"}
declare(
    Text(
        code=f"member.due.{Level.SOON}",
        label="企业登记即将到期 · 提醒活动办",
        topic=Topic.REMINDER,
        title="企业登记即将到承诺时间",
        body="{姓名}申请登记为“{企业}”的人员，承诺 {时限} 前确认，请及时办理。",
        short="有企业登记即将到承诺时间，请登录助企平台办理。",
        placeholders=_PLACEHOLDERS,
    ),
    Text(
        code=f"member.due.{Level.OVER}",
        label="企业登记已过承诺时间 · 提醒活动办",
        topic=Topic.REMINDER,
        title="企业登记已过承诺时间",
        body="{姓名}申请登记为“{企业}”的人员，承诺 {时限} 前确认，现已超过，请尽快办理。",
        short="有企业登记已过承诺时间，请登录助企平台办理。",
        placeholders=_PLACEHOLDERS,
    ),
)


def enqueue_sign_up_reminders(now: datetime) -> None:
    """Enqueue a reminder for every waiting registration that is near its promised time or past it,
    once a level and office: one handed on to another office is new there."""
    days = calendar()
    waiting = FirmMember.objects.filter(
        status=FirmMember.Status.PENDING, due_at__gt=now - CATCH_UP, due_at__lte=now + LONGEST_AHEAD
    ).order_by("pk")
    when = days.effective_start(now)
    found = []
    for pk, office, due in waiting.values_list("pk", "office_id", "due_at"):
        if due is None or now < soon_due(due, days):
            continue
        level = Level.SOON if now < due else Level.OVER
        found.append(
            NewOutboxItem(
                kind=REMIND,
                key=f"{REMIND}:{pk}:{office}:{level}:{due:%Y%m%d%H%M}",
                payload={"member": pk, "level": str(level), "due": due.isoformat()},
                not_before=when,
            )
        )
    enqueue_many(found)


def remind_of_registration(member_id: int, level: Level, due: datetime, now: datetime) -> int:
    """Remind the office's registrars, and who stands in for them, if it still waits and this is
    still its level. Returns how many were told."""
    member = (
        FirmMember.objects.filter(pk=member_id, status=FirmMember.Status.PENDING, due_at=due)
        .select_related("user", "enterprise")
        .first()
    )
    if member is None or (level == Level.SOON) != (now < due):
        return 0
    registrars = list(people_holding(Role.REGISTRAR, member.office_id, now))
    away = Deputy.objects.running(timezone.localdate(now)).filter(
        absent__in=registrars, unit=member.office_id
    )
    told = {user.pk for user in registrars} | set(away.values_list("deputy", flat=True))
    local = timezone.localtime(due)
    values = {
        "姓名": member.user.name,
        "企业": member.enterprise.name if member.enterprise else member.claimed_name,
        "时限": f"{local.month}月{local.day}日 {local:%H:%M}",
    }
    return notify(
        [
            Notice(
                user_id=pk,
                text_code=f"member.due.{level}",
                values=values,
                key=f"member:{member.pk}:{member.office_id}:{level}:{due:%Y%m%d%H%M}",
                object_type="member",
                object_ref=str(member.pk),
                about={"member": member.pk, "office": True},
            )
            for pk in sorted(told)
        ],
        now=now,
    )
