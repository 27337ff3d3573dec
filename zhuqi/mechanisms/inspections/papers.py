"""What was found, as papers: 整改通知 is a plain sheet, and who can't be commanded gets a letter.
Their texts are ours."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Scope
from zhuqi.foundation.papers.kinds import (
    PAPER_KINDS,
    PAPER_SOURCES,
    Contents,
    PaperKind,
    PaperSource,
    PaperText,
)
from zhuqi.foundation.papers.layout.document import Form, day_text
from zhuqi.mechanisms.inspections.actions.findings import OBJECT
from zhuqi.mechanisms.inspections.enums import FindingVerb
from zhuqi.mechanisms.inspections.models import Finding

NOTICE, REQUEST = f"{OBJECT}.notice", f"{OBJECT}.request"
FIELDS: Final = {
    "受文单位": "通知发给谁",
    "发文单位": "发文的活动办",
    "检查": "哪一轮督导检查",
    "检查日期": "检查的日期",
    "问题": "发现的问题",
    "整改要求": "签发时写的要求",
    "整改期限": "要求整改到哪一天",
}
_KINDS: Final = {
    NOTICE: PaperKind(
        name="整改通知", form=Form.PLAIN, fields=FIELDS,
        text=PaperText(
            title="督导整改通知",
            body="|受文单位|{受文单位}|整改期限|{整改期限}|\n|督导检查|{检查}|检查日期|{检查日期}|\n"
            "|发现的问题|{问题}|\n|整改要求|{整改要求}|",
        ),
    ),
    REQUEST: PaperKind(
        name="商请函", form=Form.LETTER, fields=FIELDS,
        text=PaperText(
            title="关于商请研究解决督导检查发现问题的函",
            to="{受文单位}",
            body="{检查日期}，“{检查}”发现以下情况：\n{问题}\n现商请你单位：\n{整改要求}\n"
            "请于{整改期限}前函复。",
        ),
    ),
}  # fmt: skip


def contents(pk: int, _event: str) -> Contents | None:
    """One finding whose notice was signed."""
    rows = Finding.objects.select_related("office", "unit", "visit__round")
    row = rows.filter(pk=pk, issued_at__isnull=False).first()
    if row is None or row.issued_at is None or row.due_at is None:
        return None
    return Contents(
        kind=REQUEST if row.request else NOTICE,
        office=row.office,
        unit=row.unit,
        to=row.unit.name,
        number=row.number,
        day=timezone.localdate(row.issued_at),
        values={
            "受文单位": row.unit.name,
            "发文单位": row.office.name,
            "检查": row.visit.round.title,
            "检查日期": day_text(timezone.localdate(row.found_at)),
            "问题": row.text,
            "整改要求": row.demand,
            "整改期限": day_text(timezone.localdate(row.due_at)),
        },
    )


def _seen(scope: Scope) -> QuerySet[Any, Any]:
    return Finding.objects.visible_to(scope).order_by().values("pk")


def register() -> None:
    """Called once, when Django has loaded the room."""
    for code, kind in _KINDS.items():
        PAPER_KINDS.register(code, kind)
    PAPER_SOURCES.register(
        OBJECT,
        PaperSource(
            issued_with=frozenset({f"{OBJECT}.{FindingVerb.ISSUE}"}),
            withdrawn_with=frozenset({f"{OBJECT}.{FindingVerb.DROP}"}),
            contents=contents,
            seen=_seen,
        ),
    )
