"""Sheets as papers: 催办单 and 问效建议单 are plain sheets, 督办通知 has the red head, 商请函 is a
letter. Their texts are ours."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.papers.kinds import (
    PAPER_KINDS,
    PAPER_SOURCES,
    Contents,
    PaperKind,
    PaperSource,
    PaperText,
)
from zhuqi.foundation.papers.layout.document import Form, day_text
from zhuqi.mechanisms.supervision.enums import OBJECT, SheetKind, SheetVerb
from zhuqi.mechanisms.supervision.models import ISSUED, SupervisionSheet

FIELDS: Final = {
    "受文单位": "单子发给谁",
    "发文单位": "发文的活动办",
    "诉求编号": "如 4110-26-0001-4",
    "诉求": "诉求的题目",
    "企业名称": "提出诉求的企业；保密诉求不写",
    "提出日期": "企业提出的日期",
    "内容": "拟稿时写的内容",
    "回复期限": "要求回复到哪一天",
}
_SHEET: Final = (
    "|诉求编号|{诉求编号}|提出日期|{提出日期}|\n"
    "|企业名称|{企业名称}|\n"
    "|诉求事项|{诉求}|\n"
    "|受文单位|{受文单位}|回复期限|{回复期限}|\n"
)
_KINDS: Final = {
    SheetKind.URGING: (
        Form.PLAIN,
        PaperText(title="催办单", body=f"{_SHEET}|催办内容|{{内容}}|"),
    ),
    SheetKind.EFFECTIVENESS: (
        Form.PLAIN,
        PaperText(title="问效建议单", body=f"{_SHEET}|问效建议|{{内容}}|"),
    ),
    SheetKind.NOTICE: (
        Form.OFFICIAL,
        PaperText(
            title="关于办理“{诉求}”的督办通知",
            to="{受文单位}",
            body="{企业名称}于{提出日期}反映“{诉求}”（诉求编号：{诉求编号}）。"
            "现就有关事项通知如下：\n{内容}\n请于{回复期限}前书面回复办理情况。",
        ),
    ),
    SheetKind.REQUEST: (
        Form.LETTER,
        PaperText(
            title="关于商请协助办理“{诉求}”的函",
            to="{受文单位}",
            body="{企业名称}于{提出日期}反映“{诉求}”（诉求编号：{诉求编号}）。"
            "其中有关事项属你单位职责，现商请协助：\n{内容}\n请于{回复期限}前函复。",
        ),
    ),
}


def contents(pk: int, _event: str) -> Contents | None:
    """One sheet that was issued, as the unit it went to may read it."""
    sheet = _rows(pk).read_as(_addressee(pk)).select_related("office", "unit").first()
    if sheet is None or sheet.due_at is None or sheet.issued_at is None:
        return None
    case = sheet.case
    return Contents(
        kind=code_of(sheet.kind),
        office=sheet.office,
        unit=sheet.unit,
        to=sheet.unit.name,
        number=sheet.number,
        day=timezone.localdate(sheet.issued_at),
        values={
            "受文单位": sheet.unit.name,
            "发文单位": sheet.office.name,
            "诉求编号": case.number,
            "诉求": case.title,
            "企业名称": case.firm_name,
            "提出日期": day_text(timezone.localdate(case.submitted_at)),
            "内容": sheet.text,
            "回复期限": day_text(timezone.localdate(sheet.due_at)),
        },
    )


def _rows(pk: int) -> Any:
    return SupervisionSheet.objects.filter(ISSUED, pk=pk)


def _addressee(pk: int) -> Scope:
    units = _rows(pk).values_list("unit", flat=True)
    return Scope(posts=frozenset((Role.HANDLER, unit) for unit in units))


def _seen(scope: Scope) -> QuerySet[Any, Any]:
    return SupervisionSheet.objects.visible_to(scope).order_by().values("pk")


def _cover(scope: Scope, pk: int) -> Callable[[str], str] | None:
    sheet = SupervisionSheet.objects.visible_to(scope).filter(pk=pk).first()
    hidden = sheet.case.redaction if sheet else None
    return hidden.over if hidden else None


def code_of(kind: str) -> str:
    """What papers of a kind of sheet are called."""
    return f"{OBJECT}.{kind}"


def register() -> None:
    """Called once, when Django has loaded the room."""
    for kind, (form, text) in _KINDS.items():
        paper = PaperKind(name=kind.label, form=form, fields=FIELDS, text=text)
        PAPER_KINDS.register(code_of(kind), paper)
    PAPER_SOURCES.register(
        OBJECT,
        PaperSource(
            issued_with=frozenset({f"{OBJECT}.{SheetVerb.ISSUE}"}),
            withdrawn_with=frozenset({f"{OBJECT}.{SheetVerb.WITHDRAW}"}),
            contents=contents,
            seen=_seen,
            cover=_cover,
        ),
    )
