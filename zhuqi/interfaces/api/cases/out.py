"""How a case is told by the API: what its page shows, no more, in fields a program reads."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.interfaces.api.offered import Allowed, allowed
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.fields import Field as Hidden

PREFIX = "/api/v1/cases/"


class Named(Schema):
    """A row of another table."""

    id: int
    name: str


class ClockOut(Schema):
    """A run of a clock. `light`: green, yellow, red, paused, none."""

    clock: str
    label: str
    owner: str
    started_at: datetime
    due_at: datetime | None = Field(description="挂起时为空")
    stopped_at: datetime | None
    light: str
    late: bool
    remaining: str


class SheetOut(Schema):
    """A unit's sheet (交办单)."""

    sheet: int
    unit: Named
    role: str
    state: str
    state_label: str
    requirement: str


class AnswerOut(Schema):
    """An answer the person may read."""

    text: str
    disposition: str
    status: str
    by: str
    at: datetime


class FileOut(Schema):
    """A file the person may open, on the pages."""

    id: int
    name: str
    bytes: int


class CaseOut(Schema):
    """A case as this person may know it; what is hidden from them is empty."""

    id: int
    number: str
    version: int
    state: str
    state_label: str
    office: Named
    region: Named
    firm: Named | None = Field(description="保密而您不得知悉的，为空")
    firm_name: str
    title: str
    body: str
    wish: str
    reporter: str
    reporter_phone: str = Field(description="您无权查看全号的，中间几位隐去")
    channel: str
    foreign_number: str
    confidential: bool
    kind: str
    tier: str
    nature: str
    urgency: str
    sector: str
    item: Named | None
    tags: list[Named]
    split_from: str = Field(description="拆分自哪一件的编号，不是拆分出来的为空")
    split_off: list[str] = Field(description="从它拆分出的各件编号")
    lead_unit: Named | None
    handler: str
    disposition: str
    verdict: str
    satisfaction: str
    round: int
    submitted_at: datetime
    accepted_at: datetime | None
    assigned_at: datetime | None
    answered_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    carried_until: date | None
    paused_until: date | None
    due_at: datetime | None
    clocks: list[ClockOut]
    sheets: list[SheetOut]
    answers: list[AnswerOut]
    files: list[FileOut]
    allowed: list[Allowed] = Field(description="您能对它办的事，现在不能办的附原因")


_PLAIN = (
    "number", "version", "state", "title", "body", "wish", "channel", "foreign_number",
    "confidential", "kind", "tier", "nature", "urgency", "sector", "disposition", "verdict",
    "satisfaction", "round", "submitted_at", "accepted_at", "assigned_at", "answered_at",
    "completed_at", "closed_at", "carried_until", "paused_until", "firm_name",
)  # fmt: skip


def href(number: str) -> str:
    """The address of a case."""
    return f"{PREFIX}{number}"


def named(row: Any) -> Mapping[str, Any] | None:
    """A row of another table by id and name."""
    return None if row is None else {"id": row.pk, "name": str(row)}


def case_out(file: CaseView) -> Mapping[str, Any]:
    """All of it, from what the case's view has already cut to the person."""
    case = file.case
    opened = Hidden.PHONES in file.fields
    phone = case.reporter_phone if opened else mask_phone(case.reporter_phone)
    return {
        "id": case.pk,
        **{name: getattr(case, name) for name in _PLAIN},
        "state_label": str(case.get_state_display()),
        "office": named(case.office),
        "region": named(case.region),
        "firm": named(case.enterprise),
        "reporter": case.reporter if case.redaction is None else "",
        "reporter_phone": phone if case.redaction is None else "",
        "item": named(file.item[-1] if file.item else None),
        "tags": [named(tag) for tag in file.tags],
        "split_from": case.split_from.number if case.split_from else "",
        "split_off": file.aggregate.split_off,
        "lead_unit": named(case.lead_unit),
        "handler": case.handler_name,
        "due_at": _due(case.due_at),
        "clocks": _clocks(file),
        "sheets": _sheets(file),
        "answers": [
            {
                "text": one.text,
                "disposition": one.disposition,
                "status": one.status,
                "by": one.answered_by,
                "at": one.answered_at,
            }
            for one in file.answers
        ],
        "files": [{"id": one.pk, "name": one.name, "bytes": one.size} for one in file.files],
        "allowed": allowed(file.offers, href(case.number)),
    }


def _due(at: datetime) -> datetime | None:
    return None if at >= FAR else at


def _clocks(file: CaseView) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "clock": one.clock.value,
            "label": str(one.clock.label),
            "owner": one.owner,
            "started_at": one.started_at,
            "due_at": _due(one.due_at),
            "stopped_at": one.stopped_at,
            "light": one.light.value,
            "late": one.late,
            "remaining": one.remaining,
        }
        for one in file.clocks
    ]


def _sheets(file: CaseView) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "sheet": one.sheet,
            "unit": named(one.unit),
            "role": one.role,
            "state": one.state,
            "state_label": str(one.get_state_display()),
            "requirement": one.requirement,
        }
        for one in file.assignments
    ]


ROW_FIELDS: Mapping[str, Any] = {
    "number": (str, ...),
    "state": (str, ...),
    "version": (int, ...),
    "title": (str, ...),
    "firm_name": (str, ...),
    "office_id": (int, ...),
    "lead_unit_id": (int | None, ...),
    "submitted_at": (datetime, ...),
    "due_at": (datetime | None, ...),
    "light": (str, Field(description="green、yellow、red、paused、none")),
    "confidential": (bool, ...),
    "href": (str, ...),
}
_ROW = ("number", "state", "version", "title", "firm_name", "office_id", "lead_unit_id",
        "submitted_at", "confidential")  # fmt: skip


def case_row(case: Case, light: str) -> Mapping[str, Any]:
    """A line of the ledger."""
    return {
        **{name: getattr(case, name) for name in _ROW},
        "due_at": _due(case.due_at),
        "light": light,
        "href": href(case.number),
    }
