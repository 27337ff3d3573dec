"""Whom each event notifies, by the verbs' specs, and the values their words are filled with.

The words are version 0 of texts an administrator may reword.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.foundation.workdays import in_shanghai
from zhuqi.ledgers.cases.enums import FIRM_CLOCKS, ClockKind, Disposition, Verb, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.verbs import SPECS, Notify, To

GROUPS = {
    To.FIRM: "企业",
    To.LIAISON: "助企干部",
    To.CHAMBER: "商会",
    To.REGISTRARS: "活动办受理",
    To.REVIEWERS: "活动办审核",
    To.SIGNERS: "活动办签发",
    To.SUPERIOR: "上级活动办",
    To.ORIGIN: "提级县区",
    To.LEAD: "主办单位",
    To.CO: "协办单位",
    To.NAMED: "有关单位",
    To.ABOVE: "交办单位",
    To.INSTRUCTORS: "批示人",
}
NOTIFICATIONS: dict[Verb, tuple[Notify, ...]] = {
    verb: spec.notifies for verb, spec in SPECS.items() if spec.notifies
}

PLACEHOLDERS = {
    "编号": "1000-26-0128-4",
    "企业": "许昌钻石公司",
    "诉求": "夜间停电影响生产",
    "活动办": "市活动办",
    "主办": "许昌供电",
    "结果": "已解决",
    "评价": "部分解决",
    "时限": "11月24日 17:30",
}


def text_code(verb: Verb, to: To) -> str:
    """The text a group is told by."""
    return f"case.{verb}.{to}"


class Level(StrEnum):
    """How near a clock is to its end."""

    SOON = "soon"
    OVER = "over"


REMINDER_PLACEHOLDERS = PLACEHOLDERS | {"时钟": "办理", "单位": "市工信局"}
# Who is reminded of a clock of the whole case; of a sheet's clock always its unit's handlers.
OFFICE_CLOCKS: dict[ClockKind, To] = {
    ClockKind.ACCEPT: To.REGISTRARS,
    ClockKind.ISSUE: To.REGISTRARS,
    ClockKind.REVIEW: To.REVIEWERS,
    ClockKind.CALL_BACK: To.REGISTRARS,
    ClockKind.CARRY: To.SIGNERS,
    ClockKind.STRIKE_OFF: To.SIGNERS,
    ClockKind.ESCALATION: To.SUPERIOR,
    ClockKind.REDO: To.LEAD,
    ClockKind.OBJECTION: To.REVIEWERS,
    ClockKind.EXTENSION: To.REVIEWERS,
    ClockKind.ASK_PAUSE: To.REVIEWERS,
    ClockKind.PAUSE: To.REVIEWERS,
}


def reminder_code(level: Level, to: To, clock: ClockKind | None = None) -> str:
    """The text of a reminder; the firm has its own, and so has the end of its time: it is late
    with nothing, and is phoned."""
    if level == Level.OVER and clock in FIRM_CLOCKS and to != To.FIRM:
        return RATING_OVER
    return f"case.due.{level}.{to if to == To.FIRM else 'desk'}"


RATING_OVER = "case.due.over.rating"


def _short(title: str) -> str:
    return f"{title}（{{编号}}）。详情请登录助企平台查看。"


def _texts() -> list[Text]:
    texts = [
        Text(
            code=text_code(verb, notify.to),
            label=f"{verb.label} · 告知{GROUPS[notify.to]}",
            topic=notify.about,
            title=notify.title,
            body=notify.body,
            short=notify.short or _short(notify.title),
            placeholders=PLACEHOLDERS,
        )
        for verb, notified in NOTIFICATIONS.items()
        for notify in notified
    ]
    for code, label, title, body in (
        (reminder_code(Level.SOON, To.LEAD), "即将到期 · 提醒经办", "{时钟}即将到期",
         "{企业}：{诉求}。{单位}应在 {时限} 前完成{时钟}。"),
        (reminder_code(Level.OVER, To.LEAD), "已经逾期 · 提醒经办", "{时钟}已经逾期",
         "{企业}：{诉求}。{单位}应在 {时限} 前完成{时钟}，现已逾期。"),
        (reminder_code(Level.SOON, To.FIRM), "评价将到期 · 提醒企业", "请您评价办理结果",
         "“{诉求}”已有结果。请在 {时限} 前打开评价，您的意见决定是否重新办理。"),
        (reminder_code(Level.OVER, To.FIRM), "评价期已满 · 告知企业", "还可以评价，活动办会来电话",
         "“{诉求}”的评价期到 {时限} 已满，现在仍可评价；没有评价的，{活动办}会打电话听您的意见。"),
        (RATING_OVER, "评价期已满 · 提醒活动办", "评价期已满，请电话回访",
         "{企业}：{诉求}。企业到 {时限} 还没有评价，请电话回访。"),
    ):  # fmt: skip
        texts.append(
            Text(
                code=code,
                label=label,
                topic=Topic.REMINDER,
                title=title,
                body=body,
                short=_short(title),
                placeholders=REMINDER_PLACEHOLDERS,
            )
        )
    return texts


declare(*_texts())


def named_firm(case: Case) -> dict[str, str]:
    """The only way by which a firm's name and a case's words come into a notice.

    The row is one read by whoever is told (`Case.objects.visible_to`): without the firm where
    they must not know it.
    """
    return {"企业": case.firm_name, "诉求": case.title}


def unnamed(_case: Case) -> dict[str, str]:
    """For eyes and ears we do not know, as a group's robot has: neither firm nor words."""
    return {"企业": "一家企业", "诉求": "（内容请登录查看）"}


def values_of(case: Case, names: Mapping[str, str], due: datetime | None) -> dict[str, str]:
    """Every placeholder's value; `names` comes from `named_firm` or `unnamed`."""
    return {
        **names,
        "编号": case.number,
        "活动办": str(case.office),
        "主办": str(case.lead_unit) if case.lead_unit else "有关单位",
        "结果": str(Disposition(case.disposition).label) if case.disposition else "已有结果",
        "评价": str(Verdict(case.verdict).label) if case.verdict else "未认可",
        "时限": moment(due) if due else "规定时限",
    }


def moment(at: datetime) -> str:
    """11月24日 17:30."""
    local = in_shanghai(at)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
