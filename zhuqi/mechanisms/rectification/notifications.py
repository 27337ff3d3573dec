"""Who is told of the ledger of rectification: the unit of what it has to do, the office of what
waits for it. A notice names units and days, not what is wrong."""

from collections.abc import Mapping
from datetime import datetime

from zhuqi.foundation.access import Role
from zhuqi.foundation.notices.due_levels import Level, declare_reminders
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient, people_of
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.rectification.actions import ENTER, OBJECT
from zhuqi.mechanisms.rectification.enums import RectificationState, RectificationVerb
from zhuqi.mechanisms.rectification.models import Rectification

PLACEHOLDERS = {"活动办": "市活动办", "单位": "市工信局", "期限": "11月24日"}


declare(
    Text(
        code="rectification.entered",
        label="列入专项整治 · 告知责任单位",
        topic=Topic.WORK,
        title="一个问题列入专项整治，{期限}前整改",
        body="{活动办}把{单位}的一个问题列入专项整治台账，请在 {期限} 前整改，并报告进展。",
        short="{活动办}把一个问题列入专项整治，请在{期限}前整改。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="rectification.proven",
        label="申请销号 · 告知活动办",
        topic=Topic.PROGRESS,
        title="{单位}申请专项整治销号",
        body="{单位}报告一个专项整治问题已经整改，请核对后销号。",
        short="{单位}申请专项整治销号，请核对。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="rectification.returned",
        label="退回继续整改 · 告知责任单位",
        topic=Topic.WORK,
        title="专项整治问题退回，{期限}前继续整改",
        body="{活动办}核对了{单位}的一个专项整治问题，还没有改到位，请在 {期限} 前继续整改。",
        short="专项整治问题退回，请在{期限}前继续整改。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="rectification.closed",
        label="专项整治销号 · 告知责任单位",
        topic=Topic.PROGRESS,
        title="专项整治问题已销号",
        body="{活动办}核对了{单位}的一个专项整治问题，已经改到位，予以销号。",
        short="专项整治问题已销号。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
)

declare_reminders(
    "rectification.due",
    label="专项整治",
    what="一个专项整治问题",
    until="{期限}",
    placeholders=PLACEHOLDERS,
)


def _group(row: Rectification, word: str) -> list[Recipient]:
    """The office of what waits for it; else the unit's workers and heads."""
    if word == V.PROVE:
        return people_of(row.office_id, Role.REVIEWER, Role.SIGNER)
    heads = (Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.REVIEWER)
    return people_of(row.unit_id, Role.HANDLER, Role.REGISTRAR, *heads)


def _values(row: Rectification) -> Mapping[str, str]:
    due = f"{row.due.month}月{row.due.day}日"
    return {"活动办": str(row.office), "单位": str(row.unit), "期限": due}


S, V = RectificationState, RectificationVerb
NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: Rectification.objects.select_related("office", "unit"),
    visible=Rectification.objects.visible_to,
    told={
        ENTER: Told.of("rectification.entered", S.OPEN),
        V.PROVE: Told.of("rectification.proven", S.PROVEN),
        V.RETURN: Told.of("rectification.returned", S.OPEN),
        V.REOPEN: Told.of("rectification.returned", S.OPEN),
        V.CLOSE: Told.of("rectification.closed", S.CLOSED),
        Level.SOON: Told.of("rectification.due.soon", S.OPEN),
        Level.OVER: Told.of("rectification.due.over", S.OPEN),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这个问题",
)
NOTICES.register()


def remind_of_problems(now: datetime) -> int:
    """Of problems that are not proven to be put right."""
    return NOTICES.remind(NOTICES.rows().filter(state=S.OPEN).order_by("pk"), lambda r: r.due, now)
