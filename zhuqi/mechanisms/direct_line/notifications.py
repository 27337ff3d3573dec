"""Who is told of a letter: whom it was written to, the firm, and the office when it is late. A
notice names the firm and the day, not what is written."""

from collections.abc import Mapping
from datetime import datetime

from zhuqi.foundation.access import Role
from zhuqi.foundation.notices.due_levels import Level
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import RowNotices, Told
from zhuqi.foundation.notices.recipients import Recipient, people_of, stand_ins_of
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.direct_line.actions import OBJECT, SEND
from zhuqi.mechanisms.direct_line.enums import LetterState, LetterVerb
from zhuqi.mechanisms.direct_line.models import Letter

PLACEHOLDERS = {"企业": "许昌某公司", "收信人": "李明", "期限": "11月24日"}


declare(
    Text.titled(
        "letter.sent", "企业来信 · 告知收信人", Topic.WORK, "{企业}给您来信，{期限}前答复",
        "{企业}通过信息直通车给您来信，请在 {期限} 前答复，或转为诉求交有关单位办理。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "letter.passed", "来信转给别人 · 告知新的收信人", Topic.WORK,
        "{企业}的来信转给您，{期限}前答复",
        "{企业}的一封来信转给您，请在 {期限} 前答复，或转为诉求交有关单位办理。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "letter.answered", "来信已答复 · 告知企业", Topic.PROGRESS, "您的来信已有答复",
        "您通过信息直通车写给{收信人}的信已有答复，请登录查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "letter.turned", "来信转为诉求 · 告知企业", Topic.PROGRESS, "您的来信已转为诉求办理",
        "您写给{收信人}的信已登记为诉求，按时限办理，进度在“我的诉求”里查看。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "letter.escalated", "来信未按期答复 · 告知活动办", Topic.WORK, "{企业}的来信请活动办处理",
        "{企业}写给{收信人}的信还没有答复，请活动办答复或转为诉求。",
        placeholders=PLACEHOLDERS,
    ),
    Text.titled(
        "letter.due.soon", "来信即将到期 · 提醒收信人", Topic.REMINDER, "{企业}的来信{期限}前答复",
        "{企业}给您的来信还没有答复，请在 {期限} 前答复，或转为诉求。",
        placeholders=PLACEHOLDERS,
    ),
)  # fmt: skip


def _group(row: Letter, word: str) -> list[Recipient]:
    """The firm's writer, the office's people, or the recipient and who stands in for them."""
    if word in {V.ANSWER, V.TURN}:
        return [Recipient(row.sender)]
    if word == V.ESCALATE:
        return people_of(row.enterprise.office_id, Role.REGISTRAR, Role.REVIEWER)
    return [Recipient(row.to), *stand_ins_of(row.to)]


def _values(row: Letter) -> Mapping[str, str]:
    day = f"{row.due.month}月{row.due.day}日"
    return {"企业": row.enterprise.name, "收信人": row.to.name, "期限": day}


S, V = LetterState, LetterVerb
NOTICES = RowNotices(
    object_type=OBJECT,
    rows=lambda: Letter.objects.select_related("enterprise", "sender", "to"),
    visible=Letter.objects.visible_to,
    told={
        SEND: Told.of("letter.sent", S.WAITING),
        V.PASS_ON: Told.of("letter.passed", S.WAITING),
        V.ANSWER: Told.of("letter.answered", S.ANSWERED),
        V.TURN: Told.of("letter.turned", S.TURNED),
        V.ESCALATE: Told.of("letter.escalated", S.WAITING),
        Level.SOON: Told.of("letter.due.soon", S.WAITING),
        Level.OVER: Told.of("letter.due.soon", S.WAITING),
    },
    group=_group,
    values=_values,
    unseen="收件人已看不到这封来信",
)
NOTICES.register()


def remind_of_letters(now: datetime) -> int:
    """Of letters that wait for an answer and are not the office's yet."""
    waiting = NOTICES.rows().filter(state=S.WAITING, escalated_at=None)
    return NOTICES.remind(waiting.order_by("pk"), lambda row: row.due, now)
