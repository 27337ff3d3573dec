"""Who is told of a leader's visit: of those named, who approves it and who wrote it. A notice names
the day and neither leader nor firm."""

from collections.abc import Mapping

from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.leader_visits import queries
from zhuqi.mechanisms.leader_visits.actions import OBJECT
from zhuqi.mechanisms.leader_visits.enums import LeaderVisitState, LeaderVisitVerb
from zhuqi.mechanisms.leader_visits.models import LeaderVisit

PLACEHOLDERS = {"日期": "11月24日"}


declare(
    Text.titled(
        "leader_visit.submitted", "调研预案报审 · 告知审核人员", Topic.WORK,
        "一份调研预案待审定", "{日期} 的一份调研预案已报审，请审定或退回修改。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "leader_visit.approved", "调研预案已审定 · 告知领导和拟稿人", Topic.PROGRESS,
        "调研预案已审定", "{日期} 的调研预案已审定，企业情况在预案里看得到。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "leader_visit.returned", "调研预案退回 · 告知拟稿人", Topic.WORK,
        "一份调研预案退回修改", "{日期} 的调研预案退回修改，请看原因。",
        placeholders=PLACEHOLDERS,
    ),
)  # fmt: skip


def _group(row: LeaderVisit, word: str) -> list[Recipient]:
    if word == V.SUBMIT:
        return [Recipient(one) for one in queries.approvers(row)]
    people = [row.leader, row.writer] if word == V.APPROVE else [row.writer]
    return [Recipient(one) for one in dict.fromkeys(people)]


def _values(row: LeaderVisit) -> Mapping[str, str]:
    return {"日期": f"{row.day.month}月{row.day.day}日"}


S, V = LeaderVisitState, LeaderVisitVerb
NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: LeaderVisit.objects.select_related("leader", "writer"),
    visible=LeaderVisit.objects.visible_to,
    told={
        V.SUBMIT: Told.of("leader_visit.submitted", S.SUBMITTED),
        V.APPROVE: Told.of("leader_visit.approved", S.APPROVED),
        V.RETURN: Told.of("leader_visit.returned", S.DRAFTED),
    },
    group=_group,
    values=_values,
    unseen="收件人已不在可看的人里",
)
NOTICES.register()
