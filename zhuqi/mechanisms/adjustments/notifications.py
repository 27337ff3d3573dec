"""Who is told of a batch: who is to approve it, who drew it up; and, once it is approved, each
official of the firms they get or give up."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices import leaving
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.leaving import Current, Leaving
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient, people_of
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions.batches import OBJECT
from zhuqi.mechanisms.adjustments.enums import AdjustmentState, AdjustmentVerb
from zhuqi.mechanisms.adjustments.models import Adjustment

MOVED = "adjustment_moved"
_BATCH = {"活动办": "市活动办", "批次": "2026年12月动态调整", "生效日期": "12月1日"}
_MOVED = {"活动办": "市活动办", "生效日期": "12月1日", "新增": "2", "减少": "1"}

declare(
    Text(
        code="adjustment.submitted",
        label="提交动态调整 · 告知签发人员",
        topic=Topic.WORK,
        title="{批次}待批准，{生效日期}生效",
        body="{活动办}拟定了{批次}，从 {生效日期} 起生效，请核对后批准或退回。",
        short="{批次}待批准，{生效日期}生效。详情请登录助企平台查看。",
        placeholders=_BATCH,
    ),
    Text(
        code="adjustment.returned",
        label="退回动态调整 · 告知拟定人",
        topic=Topic.WORK,
        title="{批次}退回修改",
        body="{批次}没有批准，退回修改，原因请见这一批的页面。",
        short="{批次}退回修改。详情请登录助企平台查看。",
        placeholders=_BATCH,
    ),
    Text(
        code="adjustment.approved",
        label="批准动态调整 · 告知拟定人",
        topic=Topic.PROGRESS,
        title="{批次}已批准",
        body="{批次}已批准，从 {生效日期} 起生效，有关干部已收到消息。",
        short="{批次}已批准，{生效日期}生效。详情请登录助企平台查看。",
        placeholders=_BATCH,
    ),
    Text(
        code="adjustment.moved",
        label="批准动态调整 · 告知有关干部",
        topic=Topic.WORK,
        title="您联系的企业从{生效日期}起有调整",
        body="{活动办}调整了联系服务：从 {生效日期} 起，您新联系 {新增} 家，不再联系 {减少} 家。",
        short="您联系的企业从{生效日期}起有调整。详情请登录助企平台查看。",
        placeholders=_MOVED,
    ),
)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _group(row: Adjustment, word: str) -> list[Recipient]:
    if word == V.SUBMIT:
        return people_of(row.office_id, Role.SIGNER)
    return [Recipient(row.drafted_by, row.office_id)] if row.drafted_by else []


def _values(row: Adjustment) -> Mapping[str, str]:
    return {"活动办": str(row.office), "批次": row.title, "生效日期": _day(row.since)}


S, V = AdjustmentState, AdjustmentVerb
NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: Adjustment.objects.select_related("office", "drafted_by"),
    visible=Adjustment.objects.visible_to,
    told={
        V.SUBMIT: Told.of("adjustment.submitted", S.SUBMITTED),
        V.RETURN: Told.of("adjustment.returned", S.DRAFT),
        V.APPROVE: Told.of("adjustment.approved", S.APPLIED),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这一批调整",
)
NOTICES.register()


# Whom it moves ------------------------------------------------------------------------------------


def tell_moved(event_id: int) -> int:
    """Tell each official of an approved batch how many firms they get and give up; once."""
    event = Event.objects.get(pk=event_id)
    if event.kind != f"{OBJECT}.{V.APPROVE}":
        return 0
    row = Adjustment.objects.select_related("office").get(pk=event.object_id)
    counted = _counted(row)
    people = User.objects.filter(official__in=sorted(counted), is_active=True).order_by("pk")
    return notify(
        [
            Notice(
                user_id=user.pk,
                text_code="adjustment.moved",
                values=_moved_values(row, *counted[user.official_id or 0]),
                key=f"{MOVED}:{row.pk}",
                object_type=MOVED,
                object_ref=str(row.pk),
                aloud=_moved_values(row, *counted[user.official_id or 0]),
                about={"adjustment": row.pk},
            )
            for user in people
        ]
    )


def _counted(row: Adjustment) -> dict[int, tuple[int, int]]:
    """By official, how many firms they get and give up in person."""
    gained, lost = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    lines = queries.listed(row).values_list("enterprise", "official", "ends__official")
    for firm, begins, ends in lines:
        gained[begins or 0].add(firm)
        lost[ends or 0].add(firm)
    people = {*gained, *lost} - {0}
    return {one: (len(gained[one] - lost[one]), len(lost[one] - gained[one])) for one in people}


def _moved_values(row: Adjustment, gained: int, lost: int) -> Mapping[str, str]:
    return {
        "活动办": str(row.office), "生效日期": _day(row.since),
        "新增": str(gained), "减少": str(lost),
    }  # fmt: skip


def recheck_moved(one: Leaving) -> Current:
    """What the batch says of whoever it was; it does not change once it is approved."""
    row = Adjustment.objects.select_related("office").get(pk=int(one.about["adjustment"]))
    counted = _counted(row).get(one.user.official_id or 0) if one.user else None
    if counted is None:
        return Current("调整与收件人无关")
    return Current(values=_moved_values(row, *counted))


leaving.register(MOVED, recheck_moved)
