"""Who is told of a service day: the people of the firms asked to it. A notice names day and place;
what was said there is nobody else's."""

from collections.abc import Mapping
from datetime import date, datetime

from zhuqi.foundation.notices.due_levels import Level
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions.days import OBJECT
from zhuqi.mechanisms.service_days.enums import DayState, DayVerb, GuestState
from zhuqi.mechanisms.service_days.models import ServiceDay

PLACEHOLDERS = {"活动办": "市活动办", "日期": "12月10日", "时间": "15:00", "地点": "会议中心"}


declare(
    Text.titled(
        "service_day.invite", "邀请参加企业服务日 · 告知企业", Topic.PROGRESS,
        "请您参加{日期}的企业服务日",
        "{活动办}请您参加 {日期} {时间} 在{地点}举办的企业服务日，请回复是否参加、想说什么事。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "service_day.moved", "企业服务日有变化 · 告知企业", Topic.PROGRESS,
        "企业服务日改在{日期}", "{活动办}的企业服务日改在 {日期} {时间}，地点{地点}。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "service_day.cancelled", "企业服务日取消 · 告知企业", Topic.PROGRESS,
        "{日期}的企业服务日取消", "{活动办}{日期}的企业服务日取消。有困难可以随时反映。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "service_day.soon", "企业服务日临近 · 提醒企业", Topic.REMINDER,
        "{日期}有企业服务日", "{活动办}的企业服务日在 {日期} {时间}，地点{地点}。",
        placeholders=PLACEHOLDERS,
    ),
)  # fmt: skip


def _group(row: ServiceDay, word: str) -> list[Recipient]:
    guests = row.guests.exclude(state=GuestState.DECLINED)
    if word == V.INVITE:
        guests = guests.filter(state=GuestState.INVITED)
    firms = list(guests.order_by().values_list("enterprise", flat=True))
    return [Recipient(user) for user in queries.people_of_firms(firms)]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _values(row: ServiceDay) -> Mapping[str, str]:
    return {
        "活动办": row.office.name, "日期": _day(row.day), "时间": f"{row.at:%H:%M}",
        "地点": row.place,
    }  # fmt: skip


S, V = DayState, DayVerb
NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: ServiceDay.objects.select_related("office"),
    visible=ServiceDay.objects.visible_to,
    told={
        V.INVITE: Told.of("service_day.invite", S.PLANNED),
        V.REVISE: Told.of("service_day.moved", S.PLANNED),
        V.CANCEL: Told.of("service_day.cancelled", S.CANCELLED),
        Level.SOON: Told.of("service_day.soon", S.PLANNED),
        Level.OVER: Told.of("service_day.soon", S.PLANNED),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这个企业服务日",
    once=frozenset({V.INVITE.value}),
)
NOTICES.register()


def remind_of_days(now: datetime) -> int:
    """Of days still to come; how many inboxes it reached."""
    ahead = NOTICES.rows().filter(state=S.PLANNED, day__gte=now.date())
    return NOTICES.remind(ahead.order_by("pk"), lambda row: row.day, now)
