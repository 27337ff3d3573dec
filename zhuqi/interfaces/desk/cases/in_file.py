"""The ledger's columns in an exported file: one thing a column, moments and days as such."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.spreadsheets.writing import Holds, Value
from zhuqi.interfaces.desk.cases.rows import (
    COLUMNS,
    NUMBER,
    LedgerPage,
    ListColumn,
    conditions_of,
)
from zhuqi.interfaces.shell.listing import InFile
from zhuqi.interfaces.shell.listing.exporting import words_of
from zhuqi.ledgers.cases.enums import Light, Satisfaction, State
from zhuqi.ledgers.cases.models import FAR, Assignment, Case

Read: TypeAlias = Callable[[Case, LedgerPage], Value]
FileColumn: TypeAlias = "InFile[Case, LedgerPage]"
LIGHTS = {Light.RED: _("逾期"), Light.YELLOW: _("临期"), Light.GREEN: _("正常")}


def _of(label: StrOrPromise, read: Callable[[Case], object], width: float = 12) -> FileColumn:
    return InFile(label, lambda case, _page: str(read(case) or ""), width=width)


def _day(label: StrOrPromise, read: Callable[[Case], datetime | None]) -> FileColumn:
    def day(case: Case, _page: LedgerPage) -> date | None:
        at = read(case)
        return timezone.localdate(at) if at else None

    return InFile(label, day, Holds.DAY, 12)


def _moment(label: StrOrPromise, read: Read) -> FileColumn:
    return InFile(label, read, Holds.MOMENT, 17)


def _sheets(case: Case) -> Sequence[Assignment]:
    sheets: Sequence[Assignment] = getattr(case, "co_sheets", ())
    return sheets


def _state(case: Case) -> str:
    return str(State(case.state).label)


def _condition(case: Case, page: LedgerPage) -> str:
    rounds = [f"第 {case.round} 轮"] if case.round > 1 else []
    return " · ".join([*conditions_of(case, page.formatter.now), *rounds])


def _promised(case: Case, page: LedgerPage) -> datetime | None:
    clock = page.formatter.promised(case)
    return clock.due_at if clock and clock.due_at < FAR else None


def _light(case: Case, page: LedgerPage) -> str:
    return str(LIGHTS.get(page.formatter.light(case), ""))


def _clock(case: Case, page: LedgerPage) -> str:
    """What is to be done next; beside it helpers that are late."""
    own = page.formatter.clock(case) if page.formatter.due_at(case) else ""
    return "；".join(filter(None, (own, *page.formatter.late_helpers(case))))


def _leader(case: Case) -> str:
    leader = case.lead_unit.leader if case.lead_unit else None
    return leader.name if leader else ""


def _liaison(case: Case, page: LedgerPage) -> str:
    return "、".join(o.name for o in page.liaisons.get(case.enterprise_id or 0, ()))


def _satisfaction(case: Case) -> str:
    said = case.verdict and case.satisfaction
    return str(Satisfaction(case.satisfaction).label) if said else ""


IN_FILE: Mapping[str, tuple[FileColumn, ...]] = {
    "number": (_of(_("编号"), lambda case: case.number, 17),),
    "firm": (_of(_("企业"), lambda case: case.firm_name, 26),),
    "title": (_of(_("诉求"), lambda case: case.title, 36),),
    "progress": (_of(_("状态"), _state, 9), InFile(_("情形"), _condition, width=14)),
    "due": (_moment(_("办理时限"), _promised),),
    "step": (
        InFile(_("当前环节"), _clock, width=18),
        _moment(_("环节时限"), lambda case, page: page.formatter.due_at(case)),
        InFile(_("时限情况"), _light, width=9),
    ),
    "region": (_of(_("县区"), lambda case: case.region, 9),),
    "sector": (_of(_("行业"), lambda case: case.get_sector_display(), 9),),
    "item": (_of(_("类别"), lambda case: case.item, 14),),
    "units": (
        _of(_("主办单位"), lambda case: case.lead_unit, 18),
        _of(_("协办单位"), lambda case: "、".join(str(sheet.unit) for sheet in _sheets(case)), 18),
    ),
    "leader": (_of(_("责任领导"), _leader, 9),),
    "handler": (
        _of(_("经办人"), lambda case: case.handler_name, 9),
        InFile(
            _("经办人电话"),
            lambda case, page: page.formatter.phone(case, _sheets(case)),
            width=14,
        ),
    ),
    "liaison": (InFile(_("包联干部"), _liaison, width=12),),
    "assigned": (_day(_("交办日"), lambda case: case.assigned_at),),
    "result": (_of(_("结果"), lambda case: case.get_disposition_display(), 10),),
    "verdict": (
        _of(_("评价"), lambda case: case.get_verdict_display() if case.verdict else "", 10),
        _of(_("满意程度"), _satisfaction, 10),
    ),
    "closed": (_day(_("销号日"), lambda case: case.closed_at),),
    "note": (InFile(_("备注"), lambda case, page: words_of(NOTE.write(case, page)), width=24),),
}
NOTE = next(column for column in COLUMNS if column.key == "note")
FILE_NUMBER: ListColumn = replace(NUMBER, in_file=IN_FILE[NUMBER.key])
FILE_COLUMNS: tuple[ListColumn, ...] = tuple(
    replace(column, in_file=IN_FILE[column.key]) for column in COLUMNS
)
