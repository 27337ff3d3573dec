"""How a case is told by the API: what its page shows, no more, in fields a program reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.interfaces.api.offered import Allowed
from zhuqi.interfaces.api.told import Named, named, schema_of, several_of, tell
from zhuqi.interfaces.shell.telling import Read, fields_of
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.models import Answer, Assignment, Case
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.fields import Field as Hidden

PREFIX = "/api/v1/cases/"


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


STATE_LABEL = Read(str, lambda row, _page: str(row.get_state_display()), _("状态名称"))
# A unit's sheet (交办单), an answer the person may read, a file they may open on the pages.
SHEET = fields_of(
    Assignment, "sheet", "unit", "role", "state", "requirement", state_label=STATE_LABEL
)
ANSWER = fields_of(Answer, "text", "disposition", "status", by="answered_by", at="answered_at")
FILE = fields_of(Attachment, "id", "name", bytes="size")
# What the case's own columns tell; what is hidden from the person is empty in the row as read.
CASE = fields_of(
    Case,
    "id", "number", "version", "state", "office", "region", "title", "body", "wish", "channel",
    "foreign_number", "confidential", "kind", "tier", "nature", "urgency", "sector", "lead_unit",
    "disposition", "verdict", "satisfaction", "round", "submitted_at", "accepted_at",
    "assigned_at", "answered_at", "completed_at", "closed_at", "carried_until", "paused_until",
    firm_name=Read(str, lambda case, _page: case.firm_name, _("企业名称")),
    state_label=STATE_LABEL,
    handler=Read(str, lambda case, _page: case.handler_name, _("经办人")),
    due_at=Read(datetime | None, lambda case, _page: _due(case.due_at), _("时限")),
)  # fmt: skip
CaseOut = schema_of(
    CASE,
    "case_out",
    firm=(Named | None, Field(description="保密而您不得知悉的，为空")),
    reporter=(str, ...),
    reporter_phone=(str, Field(description="您无权查看全号的，中间几位隐去")),
    item=(Named | None, ...),
    tags=(list[Named], ...),
    split_from=(str, Field(description="拆分自哪一件的编号，不是拆分出来的为空")),
    split_off=(list[str], Field(description="从它拆分出的各件编号")),
    clocks=(list[ClockOut], ...),
    sheets=several_of(SHEET, "case_out_sheets"),
    answers=several_of(ANSWER, "case_out_answers"),
    files=several_of(FILE, "case_out_files"),
    allowed=(list[Allowed], Field(description="您能对它办的事，现在不能办的附原因")),
)


def href(number: str) -> str:
    """The address of a case."""
    return f"{PREFIX}{number}"


def case_out(file: CaseView) -> dict[str, Any]:
    """All of it, from what the case's view has already cut to the person."""
    case, read = file.case, file.case.redaction is None
    phone = case.reporter_phone if Hidden.PHONES in file.fields else mask_phone(case.reporter_phone)
    return {
        **tell(CASE, case),
        "firm": named(case.enterprise),
        "reporter": case.reporter if read else "",
        "reporter_phone": phone if read else "",
        "item": named(file.item[-1] if file.item else None),
        "tags": [named(tag) for tag in file.tags],
        "split_from": file.split_from,
        "split_off": file.split_off,
        "clocks": _clocks(file),
        "sheets": [tell(SHEET, one) for one in file.assignments],
        "answers": [tell(ANSWER, one) for one in file.answers],
        "files": [tell(FILE, one) for one in file.files],
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


# A line of the ledger.
CASE_ROW = fields_of(
    Case, "number", "state", "version", "title", "office_id", "lead_unit_id", "submitted_at",
    "confidential",
    firm_name=CASE.sources["firm_name"],
    due_at=CASE.sources["due_at"],
    light=Read(
        str,
        lambda case, page: page.formatter.light(case).value,
        "green、yellow、red、paused、none",
    ),
    href=Read(str, lambda case, _page: href(case.number), _("这件诉求的地址")),
)  # fmt: skip
