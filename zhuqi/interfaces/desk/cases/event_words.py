"""What the log says of cases and of the tables that belong to them."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import REVEALED
from zhuqi.interfaces.desk.tables.table_words import ADDED, table
from zhuqi.interfaces.shell.event_words import (
    ObjectWords,
    RowNames,
    Secrecy,
    register,
    register_fields,
    register_kinds,
    register_rows,
    register_values,
    register_work,
)
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import (
    ApprovalScheme,
    Boundary,
    Case,
    Channel,
    Scheme,
    SchemeRule,
    SchemeVersion,
    Topic,
)
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.ledgers.cases.retention.queries import ERASE
from zhuqi.ledgers.cases.secrecy.redaction import HIDDEN_FIRM
from zhuqi.ledgers.cases.verbs import CAME_IN

PUBLISHED = _("发布新版本")


def words() -> None:
    """Contribute them to the log."""
    register(
        "case",
        ObjectWords(
            _("诉求"),
            {
                **{verb.value: verb.label for verb in Verb},
                ERASE: _("按期清除"),
                REVEALED: _("查看完整号码"),
            },
            model=Case,
            secret={"enterprise_id"},
            secrecy=Secrecy(_confidential, CAME_IN, HIDDEN_FIRM),
            by_number=_by_number,
        ),
    )
    register(
        "topic",
        ObjectWords(
            _("共性问题"),
            {
                "topic.added": _("建立共性问题"),
                "topic.changed": _("修改共性问题"),
                "topic.closed": _("结束研究"),
                "topic.reopened": _("重新研究"),
            },
            model=Topic,
        ),
    )
    table("channel", _("来源"), Channel)
    table("boundary", _("边界"), Boundary)
    for name, label, model in (
        ("scheme", _("时限方案"), Scheme),
        ("signing_scheme", _("签发方案"), ApprovalScheme),
    ):
        kinds = {"publish": PUBLISHED, f"{name}.added": ADDED}
        register(name, ObjectWords(label, kinds, model=model))
    register_kinds(
        "unit",
        {"unit.scheme_chosen": _("选定时限方案"), "unit.signing_chosen": _("选定签发方案")},
    )
    register_rows(SchemeVersion, RowNames(joins=("scheme",)))
    for scheme in (Scheme, ApprovalScheme):
        register_rows(scheme, RowNames(code="code"))
    register_fields(FIELDS, {"scheme": Scheme, "signing": ApprovalScheme})
    register_values("scheme", {"rules": _rules_said, **_terms_said()})
    register_work(WORK)


def _rules_said(rows: Any) -> str:
    """办理（复杂） 30 个工作日、…: the rows of an edition as its page says them."""
    words, columns = DEADLINES.words, DEADLINES.columns
    rules = [DEADLINES.read(SchemeRule(**dict(zip(columns, row, strict=False)))) for row in rows]
    return "、".join(f"{words.what(rule)} {words.says(rule)}" for rule in rules)


def _terms_said() -> dict[str, Callable[[Any], str]]:
    return {term.column: term.says for term in DEADLINES.terms if term.says}


def _confidential() -> models.QuerySet[Any]:
    return Case.objects.filter(confidential=True)


def _by_number(text: str) -> models.QuerySet[Any] | None:
    number = parse(text)
    return Case.objects.filter(number=number) if number else None


FIELDS = {
    "answer": _("第几次答复"),
    "complained_open": _("被反映单位待核定"),
    "covered": _("遮盖几处"),
    "uncovered": _("不遮盖几处"),
    "due": _("时限"),
    "entry": _("第几条记录"),
    "files": _("附件数"),
    "first": _("拆分自"),
    "second": _("拆分出"),
    "lead_unit": _("主办单位"),
    "outcome": _("研究结果"),
    "paused_day": _("部分暂停的一天"),
    "redo_cap": _("自动重办轮数"),
    "reopen_days": _("可重新提出天数"),
    "round": _("办理轮次"),
    "roll": _("到期日是休息日"),
    "rules": _("时限"),
    "satisfaction": _("满意程度"),
    "scheme": _("时限方案"),
    "scheme_version": _("时限方案"),
    "sheets": _("交办单"),
    "signed_by": _("签发人"),
    "signing": _("签发方案"),
    "start_rule": _("从哪一天起算"),
    "version": _("版本"),
    "withdrawal_asked_at": _("申请撤回时间"),
    "yellow_days": _("按日的时限亮黄灯提前天数"),
    "yellow_percent": _("按小时的时限亮黄灯百分比"),
}
WORK = {
    "calendar.changed": _("日历调整后重算时限"),
    "cases.hand_over": _("移交全部在办"),
    "cases.reminders": _("查找临期和逾期"),
    "cases.remind": _("临期和逾期提醒"),
    "cases.retention": _("按期清除诉求"),
    "cases.tell": _("办理动态通知"),
}
