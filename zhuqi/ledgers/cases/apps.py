"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "Answer": "答复",
    "ApprovalRule": "签发规则",
    "ApprovalScheme": "签发方案",
    "ApprovalVersion": "签发方案的一版",
    "Assignment": "交办单",
    "Boundary": "边界",
    "Case": "诉求",
    "CaseFact": "统计事实",
    "CaseSeries": "诉求编号",
    "Case_tags": "诉求标签",
    "Channel": "来源",
    "Clock": "时限",
    "Cover": "遮盖",
    "Disclosure": "告知企业名称",
    "Draft": "送签稿",
    "Entry": "办理记录",
    "Escalation": "提级",
    "Extension": "延期",
    "HandOver": "移交",
    "HandOverLine": "移交的一件",
    "Instruction": "批示",
    "Involvement": "涉及单位",
    "KnownAs": "当时的名称",
    "LedgerScheme": "台账所用时限方案",
    "Note": "备注",
    "Objection": "异议",
    "OfficeApproval": "台账所用签发方案",
    "Pausing": "挂起",
    "Rating": "评价",
    "Recusal": "回避",
    "Scheme": "时限方案",
    "SchemeRule": "时限规则",
    "SchemeVersion": "时限方案的一版",
    "Topic": "共性问题",
    "Transfer": "移送单",
}


class CasesConfig(AppConfig):
    """The ledger of cases."""

    name = "zhuqi.ledgers.cases"
    label = "cases"

    def ready(self) -> None:
        """Register what is done later, who may open a case's files, what keeps a unit in use.

        All of it needs loaded models.
        """
        from zhuqi.foundation.contributions.checks import CHECKS, RETENTION_OUTLOOKS
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA, TOUCHED_ROWS
        from zhuqi.foundation.contributions.sealing import SEALED_AT_ONCE
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.foundation.directory.actions import UNITS
        from zhuqi.foundation.search.kinds import KINDS
        from zhuqi.ledgers.cases import checking, handlers, personal_data, usage  # noqa: F401
        from zhuqi.ledgers.cases.enums import Verb
        from zhuqi.ledgers.cases.notifications import current  # noqa: F401
        from zhuqi.ledgers.cases.reading import file_access  # noqa: F401
        from zhuqi.ledgers.cases.retention import queries as retention
        from zhuqi.ledgers.cases.searching.codes import KIND
        from zhuqi.ledgers.cases.searching.texts import CASE_KIND
        from zhuqi.ledgers.cases.searching.topics import TOPIC, TOPIC_KIND

        KINDS.register(KIND, CASE_KIND)
        KINDS.register(TOPIC, TOPIC_KIND)
        UNITS.register_tie(usage.open_sheets)
        UNITS.register_tie(usage.open_ledger)
        CHECKS.register("clocks", checking.CLOCK_CHECK, order=30)
        CHECKS.register("schemes", checking.SCHEME_CHECK, order=35)
        RETENTION_OUTLOOKS.register("cases", retention.outlooks)
        PERSONAL_DATA.register("cases", personal_data.case_sections, order=100)
        TOUCHED_ROWS.register("case", personal_data.touched_cases)
        name_tables("cases", **_TABLES)
        for column in ("historical", "due_at", "submitted_at"):
            UNLOGGED.register(
                f"cases.Involvement.{column}", "重复诉求本身的同一栏，由 check clocks 逐件比对"
            )
        UNLOGGED.register(
            "cases.Case.last_event_at", "重复日志里最近一次办理的时间，由 check clocks 逐件比对"
        )
        for verb in (Verb.STRIKE_OFF, Verb.DISCLOSE, Verb.TRANSFER):
            SEALED_AT_ONCE.register(verb.value, str(verb.label))
