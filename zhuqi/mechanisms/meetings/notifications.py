"""Who is told of items, meetings and decisions. A notice names bodies, units and days, never what
an item is about: titles may tell a firm."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.due_levels import Level, declare_reminders
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient, people_of, people_of_each
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.ledgers.cases.notifications.groups import Group, recipients_of
from zhuqi.ledgers.cases.notifications.texts import moment
from zhuqi.ledgers.cases.verbs import To
from zhuqi.mechanisms.meetings.actions import decisions, items, meetings
from zhuqi.mechanisms.meetings.enums import (
    OPEN_ITEMS,
    WITH_UNIT,
    DecisionState,
    DecisionVerb,
    ItemState,
    ItemVerb,
    MeetingState,
    MeetingVerb,
)
from zhuqi.mechanisms.meetings.models import Decision, Item, Meeting, Reply

REPLIED = "meeting_reply"
ITEM_WORDS = {"机构": "市联席会议", "活动办": "市活动办", "单位": "市工信局"}
MEETING_WORDS = {"会议": "市联席会议 2026 年第 3 次会议", "时间": "11月24日 09:00", "地点": "三楼"}
DECISION_WORDS = {"会议": "市联席会议 2026 年第 3 次会议", "单位": "市工信局", "期限": "11月24日"}
WORKERS = (
    Role.HANDLER, Role.REGISTRAR, Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.REVIEWER,
)  # fmt: skip

declare(
    Text(
        code="meetings.put", label="提出议题 · 告知活动办", topic=Topic.WORK,
        title="{机构}有新议题待确认",
        body="有议题提请{机构}研究，请{活动办}确认是否上会。",
        short="{机构}有新议题待确认。详情请登录助企平台查看。",
        placeholders=ITEM_WORDS,
    ),
    Text(
        code="meetings.settled", label="议题确认、不上会 · 告知提出单位", topic=Topic.PROGRESS,
        title="您单位提请{机构}研究的议题有了结果",
        body="{活动办}对{单位}提请{机构}研究的议题作了答复，请登录查看。",
        short="您单位提请{机构}研究的议题有了结果。详情请登录助企平台查看。",
        placeholders=ITEM_WORDS,
    ),
    Text(
        code="meetings.consulted", label="请提书面意见 · 告知专家顾问", topic=Topic.WORK,
        title="{机构}的一项议题请您提书面意见",
        body="{活动办}就{机构}的一项议题请您提出书面意见，请登录查看。",
        short="{机构}的一项议题请您提书面意见。详情请登录助企平台查看。",
        placeholders=ITEM_WORDS,
    ),
    Text(
        code="meetings.opined", label="已提书面意见 · 告知活动办", topic=Topic.PROGRESS,
        title="{机构}的一项议题收到书面意见",
        body="{机构}的一项议题收到专家顾问的书面意见，请{活动办}查看。",
        short="{机构}的一项议题收到书面意见。详情请登录助企平台查看。",
        placeholders=ITEM_WORDS,
    ),
    Text(
        code="meetings.called", label="通知开会 · 告知参会单位", topic=Topic.WORK,
        title="请参加{会议}：{时间}",
        body="{会议}定于 {时间} 在{地点}召开，请报参会情况，议程见会议页。",
        short="{会议}定于{时间}召开，请报参会情况。详情请登录助企平台查看。",
        placeholders=MEETING_WORDS,
    ),
    Text(
        code="meetings.moved", label="会议改期 · 告知参会单位", topic=Topic.WORK,
        title="{会议}改到{时间}",
        body="{会议}改到 {时间} 在{地点}召开，请重新报参会情况。",
        short="{会议}改到{时间}召开。详情请登录助企平台查看。",
        placeholders=MEETING_WORDS,
    ),
    Text(
        code="meetings.cancelled", label="会议取消 · 告知参会单位", topic=Topic.PROGRESS,
        title="{会议}取消",
        body="原定 {时间} 召开的{会议}取消，原因见会议页。",
        short="{会议}取消。详情请登录助企平台查看。",
        placeholders=MEETING_WORDS,
    ),
    Text(
        code="meetings.minuted", label="纪要确认 · 告知参会单位", topic=Topic.PROGRESS,
        title="{会议}纪要已确认",
        body="{会议}纪要已经确认，决定事项请按期落实。",
        short="{会议}纪要已确认。详情请登录助企平台查看。",
        placeholders=MEETING_WORDS,
    ),
    Text(
        code="meetings.decided", label="决定事项 · 告知牵头、配合单位", topic=Topic.WORK,
        title="{会议}有一项决定由{单位}牵头，{期限}前落实",
        body="{会议}决定一个事项由{单位}牵头办理，请签收，并在 {期限} 前报告落实。",
        short="{会议}有一项决定由{单位}牵头，请在{期限}前落实。详情请登录助企平台查看。",
        placeholders=DECISION_WORDS,
    ),
    Text(
        code="meetings.reported", label="报告落实 · 告知活动办", topic=Topic.PROGRESS,
        title="{单位}报告一项决定已落实，请认定",
        body="{单位}报告{会议}的一项决定已经落实，请核对后认定。",
        short="{单位}报告一项会议决定已落实，请认定。详情请登录助企平台查看。",
        placeholders=DECISION_WORDS,
    ),
    Text(
        code="meetings.returned", label="退回继续落实 · 告知牵头单位", topic=Topic.WORK,
        title="{会议}的一项决定退回，{期限}前继续落实",
        body="{会议}的一项决定还没有落实到位，请{单位}在 {期限} 前继续落实，原因见决定页。",
        short="{会议}的一项决定退回，请在{期限}前继续落实。详情请登录助企平台查看。",
        placeholders=DECISION_WORDS,
    ),
    Text(
        code="meetings.accepted", label="认定落实 · 告知牵头单位", topic=Topic.PROGRESS,
        title="{会议}的一项决定已认定落实",
        body="{单位}牵头的{会议}一项决定，已经认定落实。",
        short="{会议}的一项决定已认定落实。详情请登录助企平台查看。",
        placeholders=DECISION_WORDS,
    ),
    Text(
        code="meetings.replied", label="会议研究答复 · 告知企业", topic=Topic.PROGRESS,
        title="您反映的问题（{编号}）有了研究结果",
        body="{会议机构}研究了您反映的问题，{活动办}已把结果写在诉求 {编号} 上，请打开查看。",
        short="您反映的问题（{编号}）有了研究结果。详情请登录助企平台查看。",
        placeholders={"编号": "1000-26-0128-4", "会议机构": "市联席会议", "活动办": "市活动办"},
    ),
)  # fmt: skip
declare_reminders(
    "meetings.due", label="会议决定", what="{会议}的一项决定", until="{期限}",
    placeholders=DECISION_WORDS,
)  # fmt: skip


# Items --------------------------------------------------------------------------------------------


def _item_group(row: Item, word: str) -> list[Recipient]:
    """The office, the unit that put it, or the advisers who have not written yet."""
    if word == V_ITEM.CONSULT:
        left = row.opinions.filter(given_at=None).select_related("user").order_by("pk")
        return [Recipient(one.user) for one in left]
    if word in {V_ITEM.CONFIRM, V_ITEM.REFUSE}:
        return people_of(row.unit_id, *WORKERS) if row.unit_id else []
    return people_of(row.body.office_id, Role.REGISTRAR, Role.REVIEWER)


def _item_values(row: Item) -> Mapping[str, str]:
    unit = str(row.unit) if row.unit else str(row.body.office)
    return {"机构": row.body.name, "活动办": str(row.body.office), "单位": unit}


V_ITEM, S_ITEM = ItemVerb, ItemState
ITEM_NOTICES = RowNotices(
    object_type=items.OBJECT,
    rows=lambda: Item.objects.select_related("body__office", "unit"),
    visible=Item.objects.visible_to,
    told={
        items.PUT: Told.of("meetings.put", S_ITEM.PROPOSED),
        V_ITEM.CONFIRM: Told.of("meetings.settled", S_ITEM.READY, S_ITEM.LISTED),
        V_ITEM.REFUSE: Told.of("meetings.settled", S_ITEM.REFUSED),
        V_ITEM.CONSULT: Told.of("meetings.consulted", *OPEN_ITEMS),
        V_ITEM.OPINE: Told.of("meetings.opined", *OPEN_ITEMS),
    },
    group=_item_group,
    values=_item_values,
    unseen="收件人已看不到这项议题",
)
ITEM_NOTICES.register()


# Meetings -----------------------------------------------------------------------------------------


def _meeting_group(row: Meeting, _word: str) -> list[Recipient]:
    """Workers and heads of the units invited, and the chair."""
    units = row.invitations.order_by("pk").values_list("unit", flat=True)
    found = people_of_each(list(units), *WORKERS)
    return [*found, Recipient(row.body.chair)] if row.body.chair else found


def _meeting_values(row: Meeting) -> Mapping[str, str]:
    return {"会议": str(row), "时间": moment(row.at), "地点": row.place}


V, S = MeetingVerb, MeetingState
MEETING_NOTICES = RowNotices(
    object_type=meetings.OBJECT,
    rows=lambda: Meeting.objects.select_related("body__chair"),
    visible=Meeting.objects.visible_to,
    told={
        V.CALL: Told.of("meetings.called", S.CALLED),
        V.POSTPONE: Told.of("meetings.moved", S.CALLED),
        V.CANCEL: Told.of("meetings.cancelled", S.CANCELLED),
        V.CONFIRM: Told.of("meetings.minuted", S.MINUTED),
    },
    group=_meeting_group,
    values=_meeting_values,
    unseen="收件人已看不到这次会议",
)
MEETING_NOTICES.register()


# Decisions ----------------------------------------------------------------------------------------


def _decision_group(row: Decision, word: str) -> list[Recipient]:
    """The office of what is reported; else the lead unit, at first those that help too."""
    if word == DV.REPORT:
        return people_of(row.meeting.body.office_id, Role.REVIEWER, Role.SIGNER)
    units = [row.lead_id] if row.lead_id else []
    if word == decisions.MADE:
        units += list(row.co_units.order_by("pk").values_list("unit", flat=True))
    return people_of_each(units, *WORKERS)


def _decision_values(row: Decision) -> Mapping[str, str]:
    due = f"{row.due.month}月{row.due.day}日" if row.due else ""
    return {"会议": str(row.meeting), "单位": str(row.lead or row.meeting.body), "期限": due}


DV, DS = DecisionVerb, DecisionState
DECISION_NOTICES = RowNotices(
    object_type=decisions.OBJECT,
    rows=lambda: Decision.objects.select_related("meeting__body", "lead"),
    visible=Decision.objects.visible_to,
    told={
        decisions.MADE: Told.of("meetings.decided", DS.ISSUED),
        DV.REPORT: Told.of("meetings.reported", DS.REPORTED),
        DV.RETURN: Told.of("meetings.returned", DS.WORKING),
        DV.ACCEPT: Told.of("meetings.accepted", DS.DONE),
        Level.SOON: Told.of("meetings.due.soon", *WITH_UNIT),
        Level.OVER: Told.of("meetings.due.over", *WITH_UNIT),
    },
    group=_decision_group,
    values=_decision_values,
    unseen="收件人已看不到这项决定",
)
DECISION_NOTICES.register()


def remind_of_decisions(now: datetime) -> int:
    """Of decisions that are with a unit."""
    rows = DECISION_NOTICES.rows().filter(state__in=sorted(WITH_UNIT), due__isnull=False)
    today = timezone.localdate(now)
    return DECISION_NOTICES.remind(rows.order_by("pk"), lambda row: row.due or today, now)


def tell_firms(event_id: int) -> int:
    """Everybody who speaks for the firms of the cases that an event told; once each."""
    event = Event.objects.get(pk=event_id)
    told = Reply.objects.filter(decision=event.object_id, case__in=event.facts["told_cases"])
    rows = told.select_related("case__office", "case__enterprise", "decision__meeting__body")
    replies = list(rows.order_by("pk"))
    people = recipients_of([Group(row.case, To.FIRM) for row in replies])
    return notify(
        [
            Notice(
                user_id=one.user.pk,
                text_code="meetings.replied",
                values=_reply_values(row),
                key=f"{REPLIED}:{row.pk}",
                object_type=REPLIED,
                object_ref=row.case.number,
            )
            for row, group in zip(replies, people, strict=True)
            for one in group
        ]
    )


def _reply_values(row: Reply) -> Mapping[str, str]:
    body = row.decision.meeting.body
    return {"编号": row.case.number, "会议机构": body.name, "活动办": str(row.case.office)}
