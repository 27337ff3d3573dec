"""The ledger's columns in an exported file: one thing a column, moments and days as such."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TypeAlias

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.spreadsheets.writing import Holds, Value
from zhuqi.foundation.workdays import in_shanghai
from zhuqi.interfaces.desk.cases.rows import (
    COLUMNS,
    NUMBER,
    LedgerPage,
    ListColumn,
    conditions_of,
)
from zhuqi.interfaces.shell.listing import InFile
from zhuqi.interfaces.shell.listing.exporting import words_of
from zhuqi.ledgers.cases.enums import Disposition, Light, Satisfaction, State, Verdict
from zhuqi.ledgers.cases.models import FAR, Case

Read: TypeAlias = Callable[[Case, LedgerPage], Value]
FileColumn: TypeAlias = "InFile[Case, LedgerPage]"
LIGHTS = {Light.RED: "逾期", Light.YELLOW: "临期", Light.GREEN: "正常"}


@cache
def _labels(choices: type[TextChoices]) -> Mapping[str, str]:
    """The words of each value: looked up once a process, where Django would translate every row's
    (half the time of an export, measured)."""
    return {one.value: str(one.label) for one in choices}


def _said(label: StrOrPromise, choices: type[TextChoices], name: str, width: float) -> FileColumn:
    """A column of one of several words."""
    return InFile(
        label, lambda case, _page: _labels(choices).get(getattr(case, name), ""), width=width
    )


def _text(label: StrOrPromise, name: str, width: float) -> FileColumn:
    """A column of words that stand in the row."""
    return InFile(label, lambda case, _page: getattr(case, name), width=width)


def _named(label: StrOrPromise, name: str, width: float) -> FileColumn:
    """A column of what the row refers to."""
    return InFile(label, lambda case, _page: str(getattr(case, name) or ""), width=width)


def _day(label: StrOrPromise, read: Callable[[Case], datetime | None]) -> FileColumn:
    def day(case: Case, _page: LedgerPage) -> date | None:
        at = read(case)
        return in_shanghai(at).date() if at else None

    return InFile(label, day, Holds.DAY, 12)


def _moment(label: StrOrPromise, read: Read) -> FileColumn:
    return InFile(label, read, Holds.MOMENT, 17)


def _condition(case: Case, page: LedgerPage) -> str:
    named = conditions_of(case, page.formatter.now)
    return " · ".join([*named, f"第 {case.round} 轮"] if case.round > 1 else named)


def _promised(case: Case, page: LedgerPage) -> datetime | None:
    clock = page.formatter.promised(case)
    return clock.due_at if clock and clock.due_at < FAR else None


def _light(case: Case, page: LedgerPage) -> str:
    return LIGHTS.get(page.formatter.light(case), "")


def _clock(case: Case, page: LedgerPage) -> str:
    """What is to be done next; beside it helpers that are late."""
    own = page.formatter.clock(case) if page.formatter.due_at(case) else ""
    return "；".join(filter(None, (own, *page.formatter.late_helpers(case))))


def _co_units(case: Case, _page: LedgerPage) -> str:
    return "、".join([str(sheet.unit) for sheet in case.co_sheets]) if case.co_sheets else ""


def _leader(case: Case, _page: LedgerPage) -> str:
    leader = case.lead_unit.leader if case.lead_unit else None
    return leader.name if leader else ""


def _liaison(case: Case, page: LedgerPage) -> str:
    return "、".join(page.liaisons.get(case.enterprise_id or 0, ()))


NOTE = next(column for column in COLUMNS if column.key == "note")
# What the columns below read, and what rows are redacted and lights told by.
_READ = (
    "number", "title", "state", "round", "disposition", "verdict", "satisfaction", "sector",
    "urgency", "confidential", "sealed", "historical", "office", "origin_office", "superior",
    "region", "enterprise", "firm_stated", "reporter_name", "reporter_phone",
    "reporter_cleared_at", "chamber", "channel", "foreign_number", "item", "lead_unit", "due_unit",
    "handler_name", "handler_phone",
    "accepted_at", "assigned_at", "closed_at", "due_at", "warn_at", "due_clock", "paused_until",
    "carried_until", "disputed", "complained_open", "withdrawal_asked_at", "call_again_at",
    "call_tries", "rating_refused_at",
)  # fmt: skip


def narrowed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The rows without what no column of a file or a page reads. Their names come many at a time
    (`with_names`): six objects a row would cost more than all the rest (measured)."""
    return cases.only(*_READ)


IN_FILE: Mapping[str, tuple[FileColumn, ...]] = {
    "number": (_text(_("编号"), "number", 17),),
    "firm": (_text(_("企业"), "firm_name", 26),),
    "title": (_text(_("诉求"), "title", 36),),
    "progress": (_said(_("状态"), State, "state", 9), InFile(_("情形"), _condition, width=14)),
    "due": (_moment(_("办理时限"), _promised),),
    "step": (
        InFile(_("当前环节"), _clock, width=18),
        _moment(_("环节时限"), lambda case, page: page.formatter.due_at(case)),
        InFile(_("时限情况"), _light, width=9),
    ),
    "region": (_named(_("县区"), "region", 9),),
    "sector": (_said(_("行业"), Sector, "sector", 9),),
    "item": (_named(_("类别"), "item", 14),),
    "units": (
        _named(_("主办单位"), "lead_unit", 18),
        InFile(_("协办单位"), _co_units, width=18),
    ),
    "leader": (InFile(_("责任领导"), _leader, width=9),),
    "handler": (
        _text(_("经办人"), "handler_name", 9),
        InFile(
            _("经办人电话"),
            lambda case, page: page.formatter.phone(case, case.co_sheets),
            width=14,
        ),
    ),
    "liaison": (InFile(_("包联干部"), _liaison, width=12),),
    "assigned": (_day(_("交办日"), lambda case: case.assigned_at),),
    "result": (_said(_("结果"), Disposition, "disposition", 10),),
    "verdict": (
        _said(_("评价"), Verdict, "verdict", 10),
        _said(_("满意程度"), Satisfaction, "satisfaction", 10),
    ),
    "closed": (_day(_("销号日"), lambda case: case.closed_at),),
    "tags": (InFile(_("标签"), lambda case, page: page.tags.get(case.pk, ""), width=16),),
    "note": (InFile(_("备注"), lambda case, page: words_of(NOTE.write(case, page)), width=24),),
}
FILE_NUMBER: ListColumn = replace(NUMBER, in_file=IN_FILE[NUMBER.key])
FILE_COLUMNS: tuple[ListColumn, ...] = tuple(
    replace(column, in_file=IN_FILE[column.key]) for column in COLUMNS
)
