"""Who is told of a sheet: the unit when it is issued, the office when it is answered.

A notice names numbers only, neither the firm nor what is said: it can be read by anybody's eyes.
"""

from collections.abc import Mapping

from zhuqi.foundation.access import Role
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient, people_of
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.ledgers.cases.notifications.texts import moment
from zhuqi.mechanisms.supervision import queries
from zhuqi.mechanisms.supervision.enums import DELEGATED, OBJECT, SheetState, SheetVerb
from zhuqi.mechanisms.supervision.models import SupervisionSheet

PLACEHOLDERS = {
    "文号": "催办单〔2026〕12号",
    "编号": "1000-26-0128-4",
    "活动办": "市活动办",
    "单位": "市工信局",
    "时限": "11月24日 17:30",
}

declare(
    Text(
        code="supervision.issued",
        label="发出催办、督办 · 告知受文单位",
        topic=Topic.WORK,
        title="收到{文号}，请签收",
        body="{活动办}就诉求 {编号} 向{单位}发出{文号}，请签收，并在 {时限} 前回复。",
        short="{活动办}发来{文号}，请在{时限}前回复。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="supervision.replied",
        label="回复催办、督办 · 告知活动办",
        topic=Topic.PROGRESS,
        title="{单位}已回复{文号}",
        body="{单位}已就诉求 {编号} 回复{文号}，请查看。",
        short="{单位}已回复{文号}。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text(
        code="supervision.withdrawn",
        label="撤回催办、督办 · 告知受文单位",
        topic=Topic.WORK,
        title="{文号}已撤回，不用回复",
        body="{活动办}已撤回就诉求 {编号} 发给{单位}的{文号}，不用回复。原因见该单。",
        short="{活动办}已撤回{文号}，不用回复。详情请登录助企平台查看。",
        placeholders=PLACEHOLDERS,
    ),
)


def _group(sheet: SupervisionSheet, _word: str) -> list[Recipient]:
    """The office of what is answered; else the unit's workers, and its heads of what was signed.

    A draft that is dropped was nobody's but the office's.
    """
    if not sheet.number:
        return []
    if sheet.state == SheetState.REPLIED:
        return people_of(sheet.office_id, Role.REGISTRAR, Role.REVIEWER)
    heads = () if sheet.kind in DELEGATED else (Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.REVIEWER)
    return people_of(sheet.unit_id, Role.HANDLER, Role.REGISTRAR, *heads)


def _values(sheet: SupervisionSheet) -> Mapping[str, str]:
    return {
        "文号": str(sheet),
        "编号": sheet.case.number,
        "活动办": str(sheet.office),
        "单位": str(sheet.unit),
        "时限": moment(sheet.due_at) if sheet.due_at else "",
    }


NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: SupervisionSheet.objects.select_related("case", "office", "unit"),
    visible=queries.sheets,
    told={
        SheetVerb.ISSUE: Told.of("supervision.issued", SheetState.ISSUED),
        SheetVerb.REPLY: Told.of("supervision.replied", SheetState.REPLIED),
        SheetVerb.WITHDRAW: Told.of("supervision.withdrawn", SheetState.WITHDRAWN),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这份单子",
)
NOTICES.register()
