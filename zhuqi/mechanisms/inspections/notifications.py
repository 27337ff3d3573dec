"""Who is told of a rectification notice: the unit when it is issued or re-checked, the office when
it is answered. A notice names numbers and units, not what was found."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.notices.due_levels import Level, declare_reminders
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient, people_of
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.ledgers.cases.notifications.texts import moment
from zhuqi.mechanisms.inspections.actions.findings import OBJECT
from zhuqi.mechanisms.inspections.enums import WITH_UNIT, FindingState, FindingVerb
from zhuqi.mechanisms.inspections.models import Finding

PLACEHOLDERS = {
    "文号": "整改通知〔2026〕12号",
    "轮次": "2026年上半年督导检查",
    "活动办": "市活动办",
    "单位": "市工信局",
    "时限": "11月24日 17:30",
}


declare(
    Text(
        code="inspections.issued",
        label="发出整改通知、商请函 · 告知责任单位",
        topic=Topic.WORK,
        title="收到{文号}，请签收办理",
        body="{活动办}就“{轮次}”发现的问题向{单位}发出{文号}，请签收，并在 {时限} 前办理回复。",
        short="{活动办}发来{文号}，请在{时限}前办理回复。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="inspections.replied",
        label="回复整改情况 · 告知活动办",
        topic=Topic.PROGRESS,
        title="{单位}已回复{文号}，请复查",
        body="{单位}已回复{文号}的办理情况，请复查。",
        short="{单位}已回复{文号}，请复查。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="inspections.failed",
        label="复查未通过 · 告知责任单位",
        topic=Topic.WORK,
        title="{文号}复查未通过，请继续整改",
        body="{活动办}复查了{文号}的整改情况，没有通过，请{单位}在 {时限} 前继续整改并回复。",
        short="{文号}复查未通过，请在{时限}前继续整改。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="inspections.passed",
        label="复查通过、销号 · 告知责任单位",
        topic=Topic.PROGRESS,
        title="{文号}复查通过，已销号",
        body="{活动办}复查了{文号}的整改情况，已经通过，予以销号。",
        short="{文号}复查通过，已销号。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
)

declare_reminders(
    "inspections.due", label="整改", what="{文号}", until="{时限}", placeholders=PLACEHOLDERS
)


def _group(finding: Finding, word: str) -> list[Recipient]:
    """The office of what is answered; else workers and heads of the units that answer it."""
    if word == FindingVerb.REPLY:
        return people_of(finding.office_id, Role.REGISTRAR, Role.REVIEWER)
    heads = (Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.REVIEWER)
    roles = (Role.HANDLER, Role.REGISTRAR, *heads)
    return [one for unit in sorted(finding.answering) for one in people_of(unit, *roles)]


def _values(finding: Finding) -> Mapping[str, str]:
    return {
        "文号": str(finding),
        "轮次": finding.visit.round.title,
        "活动办": str(finding.office),
        "单位": str(finding.unit),
        "时限": moment(finding.due_at) if finding.due_at else "",
    }


NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: Finding.objects.select_related("visit__round", "office", "unit"),
    visible=Finding.objects.visible_to,
    told={
        FindingVerb.ISSUE: Told.of("inspections.issued", FindingState.ISSUED),
        FindingVerb.REPLY: Told.of("inspections.replied", FindingState.REPLIED),
        FindingVerb.FAIL: Told.of("inspections.failed", FindingState.SIGNED),
        FindingVerb.PASS: Told.of("inspections.passed", FindingState.CLOSED),
        Level.SOON: Told.of("inspections.due.soon", FindingState.ISSUED, FindingState.SIGNED),
        Level.OVER: Told.of("inspections.due.over", FindingState.ISSUED, FindingState.SIGNED),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这份通知",
)
NOTICES.register()


def remind_of_findings(now: datetime) -> int:
    """Of notices and requests that wait for an answer."""
    rows = NOTICES.rows().filter(state__in=sorted(WITH_UNIT), due_at__isnull=False)
    return NOTICES.remind(rows.order_by("pk"), lambda row: timezone.localdate(row.due_at), now)
