"""What units asked of the office, and what became of it, as blocks of a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Fact
from zhuqi.ledgers.cases.models import Extension, Objection, Pausing
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.fields import Field
from zhuqi.ledgers.cases.requests.actions.extensions import time_of


@dataclass(frozen=True, slots=True)
class Block:
    """One request. `open`: the office has yet to decide."""

    title: str
    state: str
    open: bool
    lines: list[Fact]


def blocks_of(file: CaseView) -> list[Block]:
    """Everything asked about the case, oldest first; nothing for those who don't look inside."""
    if Field.OPINIONS not in file.fields:
        return []
    requests = file.aggregate.requests
    return [
        *(_objection(row) for row in requests.objections),
        *(_extension(row) for row in requests.extensions),
        *(_pausing(row) for row in requests.pausings),
    ]


def _objection(row: Objection) -> Block:
    lines = [Fact(_("理由"), row.reason, wide=True)]
    if row.suggested_unit:
        lines.append(Fact(_("建议由"), str(row.suggested_unit)))
    lines.append(_said(_("提出"), row.asked_at, row.asked_by))
    if row.fallback_unit and row.consult_until:
        until = wording.day(row.consult_until)
        lines.append(Fact(_("兜底单位"), str(row.fallback_unit)))
        lines.append(Fact(_("会商期限"), until))
    lines += _decision(row.decision, row.decided_at, row.decided_by)
    if row.given_to:
        lines.append(Fact(_("裁定由"), str(row.given_to)))
    title = _("%(unit)s的异议") % {"unit": row.assignment.unit}
    return Block(title, str(row.get_outcome_display()), row.open, lines)


def _extension(row: Extension) -> Block:
    lines = [
        Fact(_("申请延长"), time_of(row.amount, row.unit)),
        _said(_("申请"), row.asked_at, row.asked_by),
        Fact(_("理由"), row.reason, wide=True),
    ]
    if row.granted:
        lines.append(Fact(_("批准延长"), time_of(row.granted, row.unit)))
    lines += _decision(row.decision, row.decided_at, row.decided_by)
    title = _("%(unit)s申请延期") % {"unit": row.assignment.unit}
    return Block(title, str(row.get_outcome_display()), row.open, lines)


def _pausing(row: Pausing) -> Block:
    lines = [Fact(_("原因"), row.reason, wide=True)]
    if row.asked_at:
        lines.append(_said(_("申请"), row.asked_at, row.asked_by))
    if row.wanted_until:
        lines.append(Fact(_("申请挂起到"), wording.day(row.wanted_until)))
    lines += _decision(row.decision, row.decided_at, row.decided_by)
    if row.review_on:
        lines.append(Fact(_("复核日期"), wording.day(row.review_on)))
    if row.resumed_at:
        lines.append(_said(_("恢复"), row.resumed_at, row.resumed_by))
        lines.append(Fact(_("恢复原因"), row.resume_reason, wide=True))
    open_ = row.outcome in {Pausing.Outcome.WAITING, Pausing.Outcome.RUNNING}
    return Block(_("挂起"), str(row.get_outcome_display()), open_, lines)


def _said(label: str, at: datetime, who: str) -> Fact:
    return Fact(label, f"{wording.moment(at)} {who}")


def _decision(text: str, at: datetime | None, who: str) -> Iterator[Fact]:
    if text:
        yield Fact(_("办理意见"), text, wide=True)
    if at and who:
        yield _said(_("决定"), at, who)
