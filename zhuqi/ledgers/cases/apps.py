"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "cases.Answer": "答复",
    "cases.ApprovalRule": "签发规则",
    "cases.ApprovalScheme": "签发方案",
    "cases.ApprovalVersion": "签发方案的一版",
    "cases.Assignment": "交办单",
    "cases.Boundary": "边界",
    "cases.Case": "诉求",
    "cases.CaseFact": "统计事实",
    "cases.CaseSeries": "诉求编号",
    "cases.Case_tags": "诉求标签",
    "cases.Channel": "来源",
    "cases.Clock": "时限",
    "cases.Cover": "遮盖",
    "cases.Disclosure": "告知企业名称",
    "cases.Draft": "送签稿",
    "cases.Entry": "办理记录",
    "cases.Escalation": "提级",
    "cases.Extension": "延期",
    "cases.HandOver": "移交",
    "cases.HandOverLine": "移交的一件",
    "cases.Instruction": "批示",
    "cases.Involvement": "涉及单位",
    "cases.LedgerScheme": "台账所用时限方案",
    "cases.Note": "备注",
    "cases.Objection": "异议",
    "cases.OfficeApproval": "台账所用签发方案",
    "cases.Pausing": "挂起",
    "cases.Rating": "评价",
    "cases.Recusal": "回避",
    "cases.Scheme": "时限方案",
    "cases.SchemeRule": "时限规则",
    "cases.SchemeVersion": "时限方案的一版",
    "cases.Topic": "共性问题",
    "cases.Transfer": "移送单",
    "cases.TransferSeries": "移送编号",
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
        from zhuqi.foundation.contributions.unlogged import TABLE_WORDS
        from zhuqi.foundation.directory.actions import UNITS
        from zhuqi.ledgers.cases import checking, handlers, personal_data, usage  # noqa: F401
        from zhuqi.ledgers.cases.enums import Verb
        from zhuqi.ledgers.cases.notifications import current  # noqa: F401
        from zhuqi.ledgers.cases.reading import file_access  # noqa: F401
        from zhuqi.ledgers.cases.retention import queries as retention

        UNITS.register_tie(usage.open_sheets)
        UNITS.register_tie(usage.open_ledger)
        CHECKS.register("clocks", checking.CLOCK_CHECK, order=30)
        CHECKS.register("schemes", checking.SCHEME_CHECK, order=35)
        RETENTION_OUTLOOKS.register("cases", retention.outlook_lines)
        PERSONAL_DATA.register("cases", personal_data.case_sections, order=100)
        TOUCHED_ROWS.register("case", personal_data.touched_cases)
        for table, words in _TABLES.items():
            TABLE_WORDS.register(table, words)
        for verb in (Verb.STRIKE_OFF, Verb.DISCLOSE, Verb.TRANSFER):
            SEALED_AT_ONCE.register(verb.value, str(verb.label))
