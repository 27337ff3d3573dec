"""Who is told of a look-back. A notice names numbers only, neither the firm nor what it said."""

from collections.abc import Mapping, Sequence

from django.db.models import Count

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
from zhuqi.ledgers.cases.notifications.texts import moment
from zhuqi.mechanisms.lookback.actions.noun import DRAW, OBJECT
from zhuqi.mechanisms.lookback.enums import TO_CALL, LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw

S, V = LookBackState, LookBackVerb
PLACEHOLDERS = {
    "编号": "1000-26-0128-4",
    "活动办": "市活动办",
    "单位": "市工信局",
    "时限": "11月24日 17:30",
    "结论": "有责，不实办结",
}


declare(
    Text(
        code="lookback.drawn", label="回头看抽样 · 告知回访人", topic=Topic.WORK,
        title="有 {件数} 件回头看请您回访",
        body="{活动办}抽取了回头看样本，其中 {件数} 件请您电话回访企业。",
        short="{活动办}有 {件数} 件回头看请您回访。详情请登录助企平台查看。",
        placeholders={"活动办": "市活动办", "件数": "3"},
    ),
    Text(
        code="lookback.assigned", label="指定回访人 · 告知回访人", topic=Topic.WORK,
        title="诉求 {编号} 的回头看请您回访",
        body="{活动办}请您就诉求 {编号} 电话回访企业。",
        short="诉求 {编号} 的回头看请您回访。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="lookback.doubted", label="回头看未核实 · 告知原主办单位", topic=Topic.WORK,
        title="诉求 {编号} 回头看未核实，请说明",
        body="回访时企业反映诉求 {编号} 没有解决。请{单位}在 {时限} 前说明情况，说明后再作认定。",
        short="诉求 {编号} 回头看未核实，请在{时限}前说明。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="lookback.stated", label="回头看单位已说明 · 告知活动办", topic=Topic.WORK,
        title="{单位}已就诉求 {编号} 说明，待认定",
        body="{单位}已就诉求 {编号} 的回头看作出说明，请认定有责或无责。",
        short="{单位}已就诉求 {编号} 说明，待认定。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="lookback.found", label="回头看认定 · 告知原主办单位", topic=Topic.PROGRESS,
        title="诉求 {编号} 回头看认定：{结论}",
        body="{活动办}就诉求 {编号} 的回头看作出认定：{结论}。理由请打开查看。",
        short="诉求 {编号} 回头看认定：{结论}。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
)  # fmt: skip


def _group(row: LookBack, word: str) -> Sequence[Recipient]:
    if word == V.ASSIGN:
        return [Recipient(row.caller, row.caller_unit_id)] if isinstance(row.caller, User) else []
    if word == V.STATE:
        return people_of(row.office_id, Role.REVIEWER)
    heads = (Role.UNIT_HEAD, Role.UNIT_DEPUTY)
    return people_of(row.unit_id, Role.HANDLER, Role.REGISTRAR, *heads)


def _values(row: LookBack) -> Mapping[str, str]:
    return {
        "编号": row.case.number,
        "活动办": str(row.office),
        "单位": str(row.unit),
        "时限": moment(row.due_at) if row.due_at else "",
        "结论": str(row.get_state_display()),
    }


NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: LookBack.objects.select_related("case", "office", "unit", "caller"),
    visible=LookBack.objects.visible_to,
    told={
        V.ASSIGN: Told.of("lookback.assigned", *TO_CALL),
        V.DOUBT: Told.of("lookback.doubted", S.DOUBTFUL),
        V.STATE: Told.of("lookback.stated", S.HEARD),
        V.FIND_FAULT: Told.of("lookback.found", S.FAULT),
        V.FIND_NO_FAULT: Told.of("lookback.found", S.NO_FAULT),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这件回头看",
)
NOTICES.register()


# A sample -----------------------------------------------------------------------------------------


def tell_callers(event_id: int) -> int:
    """Tell each caller of a new sample how many calls are theirs; once, by the draw."""
    event = Event.objects.get(pk=event_id)
    row = LookBackDraw.objects.select_related("office").get(pk=event.object_id)
    waiting = _waiting(row.pk)
    return notify(
        [
            Notice(
                user_id=user,
                text_code="lookback.drawn",
                values=_sample_values(row, count),
                key=f"{DRAW}:{row.pk}",
                object_type=DRAW,
                object_ref=str(row.pk),
                aloud=_sample_values(row, count),
                about={"draw": row.pk},
            )
            for user, count in sorted(waiting.items())
        ]
    )


def _waiting(draw: int) -> dict[int, int]:
    rows = LookBack.objects.filter(draw=draw, state__in=sorted(TO_CALL), caller__isnull=False)
    return dict(rows.order_by().values_list("caller").annotate(n=Count("pk")))


def _sample_values(row: LookBackDraw, count: int) -> Mapping[str, str]:
    return {"活动办": str(row.office), "件数": str(count)}


def recheck_sample(one: Leaving) -> Current:
    """Calls of a sample that are still this person's."""
    row = LookBackDraw.objects.filter(pk=int(one.about["draw"])).select_related("office").first()
    count = _waiting(row.pk).get(one.user.pk, 0) if row and one.user else 0
    if row is None or not count:
        return Current("已没有待回访的")
    return Current(values=_sample_values(row, count))


leaving.register(DRAW, recheck_sample)
