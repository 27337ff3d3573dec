"""Who is told of a questionnaire: the firm's people when it comes, and twice before its last day
while it has not come back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.notices.due_levels import Level
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.questionnaires.actions.replies import OBJECT, SEND
from zhuqi.mechanisms.questionnaires.enums import MISSING, QuestionnaireState
from zhuqi.mechanisms.questionnaires.models import QuestionnaireReply
from zhuqi.mechanisms.questionnaires.rules import FIRST_REMINDER

PLACEHOLDERS = {"活动办": "市活动办", "问卷": "工业企业用工情况", "截止日期": "12月10日"}
declare(
    Text(
        code="questionnaire.sent",
        label="发放问卷 · 告知企业",
        topic=Topic.PROGRESS,
        title="{活动办}请您填写：{问卷}",
        body="{活动办}请您在 {截止日期} 前填写“{问卷}”，几分钟即可，提交前可以随时保存。",
        short="请在{截止日期}前填写“{问卷}”。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="questionnaire.due.soon",
        label="问卷即将截止 · 提醒企业",
        topic=Topic.PROGRESS,
        title="还没有收到您的问卷：{问卷}",
        body="“{问卷}”{截止日期} 截止，还没有收到您的答复，方便时请填写。",
        short="“{问卷}”{截止日期}截止，方便时请填写。",
        placeholders=PLACEHOLDERS,
    ),
)


def _group(row: QuestionnaireReply, _word: str) -> Sequence[Recipient]:
    people = User.objects.filter(
        memberships__enterprise=row.enterprise_id,
        memberships__status=FirmMember.Status.CONFIRMED,
        is_active=True,
    )
    return [Recipient(user) for user in people.order_by("pk").distinct()]


def _values(row: QuestionnaireReply) -> Mapping[str, str]:
    due = row.questionnaire.due
    return {
        "活动办": str(row.questionnaire.office), "问卷": row.questionnaire.title,
        "截止日期": f"{due.month}月{due.day}日",
    }  # fmt: skip


_STATES = tuple(state.value for state in MISSING)
NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: QuestionnaireReply.objects.select_related("questionnaire__office", "enterprise"),
    visible=QuestionnaireReply.objects.visible_to,
    told={
        SEND: Told.of("questionnaire.sent", *_STATES),
        Level.SOON: Told.of("questionnaire.due.soon", *_STATES),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这份问卷",
)
NOTICES.register()


def remind_of_questionnaires(now: datetime) -> int:
    """Firms whose answer is missing: some days before the last one, and once more when it is
    near; on working days, each once. After that officials ring up."""
    today = timezone.localdate(now)
    missing = NOTICES.rows().filter(
        state__in=MISSING, questionnaire__state=QuestionnaireState.SENT,
        questionnaire__due__gte=today,
    ).order_by("pk")  # fmt: skip
    early = missing.filter(questionnaire__due__gte=today + FIRST_REMINDER)
    first = NOTICES.remind(early, lambda row: row.questionnaire.due - FIRST_REMINDER, now)
    return first + NOTICES.remind(missing, lambda row: row.questionnaire.due, now)
