"""会议通知 as a paper with the red head; a meeting that is moved is notified anew. Ours."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Scope
from zhuqi.foundation.papers.kinds import (
    PAPER_KINDS,
    PAPER_SOURCES,
    Contents,
    PaperKind,
    PaperSource,
    PaperText,
)
from zhuqi.foundation.papers.layout.document import Form, day_text
from zhuqi.mechanisms.meetings.actions.meetings import OBJECT
from zhuqi.mechanisms.meetings.enums import MeetingVerb
from zhuqi.mechanisms.meetings.models import Meeting

NOTICE = f"{OBJECT}.notice"
_KIND: Final = PaperKind(
    name="会议通知", form=Form.OFFICIAL,
    fields={
        "参会单位": "成员单位和列席单位",
        "会议": "机构、年度和第几次",
        "主题": "会议主题",
        "时间": "开会的日期和时刻",
        "地点": "开会的地点",
        "召集单位": "召集会议的活动办",
    },
    text=PaperText(
        title="关于召开{会议}的通知",
        to="{参会单位}",
        body="定于近期召开{会议}。现将有关事项通知如下：\n一、时间：{时间}\n二、地点：{地点}\n"
        "三、主题：{主题}\n四、要求：请各参会单位安排负责同志参加，在助企平台报参会情况；"
        "不能参加的，请说明原因。",
    ),
)  # fmt: skip


def contents(pk: int, _event: str) -> Contents | None:
    """One meeting that was called. Nothing of its items: who is away from one reads this too."""
    row = Meeting.objects.select_related("body__office").filter(pk=pk).first()
    if row is None or row.called_at is None:
        return None
    at = timezone.localtime(row.at)
    invited = "、".join(one.unit.name for one in row.invitations.select_related("unit"))
    return Contents(
        kind=NOTICE,
        office=row.body.office,
        unit=None,
        to=invited,
        number="",
        day=timezone.localdate(row.called_at),
        values={
            "参会单位": invited,
            "会议": str(row).replace(" ", ""),
            "主题": row.subject or row.body.name,
            "时间": f"{day_text(at.date())} {at:%H:%M}",
            "地点": row.place,
            "召集单位": row.body.office.name,
        },
    )


def _seen(scope: Scope) -> QuerySet[Any, Any]:
    return Meeting.objects.visible_to(scope).order_by().values("pk")


def register() -> None:
    """Called once, when Django has loaded the room."""
    called, moved = f"{OBJECT}.{MeetingVerb.CALL}", f"{OBJECT}.{MeetingVerb.POSTPONE}"
    cancelled = f"{OBJECT}.{MeetingVerb.CANCEL}"
    PAPER_KINDS.register(NOTICE, _KIND)
    PAPER_SOURCES.register(
        OBJECT,
        PaperSource(
            issued_with=frozenset({called, moved}),
            withdrawn_with=frozenset({moved, cancelled}),
            contents=contents,
            seen=_seen,
        ),
    )
