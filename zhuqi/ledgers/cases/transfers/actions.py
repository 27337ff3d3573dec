"""移送: a matter of another organ is handed over with a sheet, sealed where no copy may be kept."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.papers.numbering import take, written, year_of
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.enums import AssignmentState, CaseRole, Verb
from zhuqi.ledgers.cases.models import Boundary, Case, Entry, Transfer
from zhuqi.ledgers.cases.retention.erasure import erase_content

REASON_LIMIT = 1000
SERIES = "transfer"
PIECES = {
    "title": "诉求",
    "body": "具体情况",
    "wish": "希望怎样解决",
    "reporter_name": "反映人",
    "reporter_phone": "联系电话",
    "complained_of": "被反映的单位",
}


def transfer(change: CaseChange, *, boundary: Boundary | None, organ: str, reason: str) -> None:
    """移送: by the office's signer, with the next number of its year.

    A matter of which no copy may be kept is sealed from this moment on, for everyone. NotNow where
    the server's clock shows a year far from the last number's.
    """
    errors: dict[str, str] = {}
    organ = required(errors, "organ", organ, "移送机关", 80)
    reason = required(errors, "reason", reason, "移送理由", REASON_LIMIT)
    if boundary is None or not boundary.transfer:
        errors["boundary"] = "请选择可以移送的边界"
    step = change.begin(Verb.TRANSFER, errors)
    if boundary is None:
        return
    case = change.case
    contents = list(contents_of(case))
    transfer_sheet = Transfer(
        case=case,
        boundary=boundary,
        office=case.office,
        number=_next_number(change),
        organ=organ,
        reason=reason,
        handed_over="\n".join(title for title, _words in contents),
        digest=digest_of(contents),
        sealed=not boundary.keep_copy,
        transferred_at=change.now,
        transferred_by=change.by.actor.name,
    )
    change.aggregate.new_rows.append(transfer_sheet)
    _close(change)
    case.boundary, case.sealed = boundary, transfer_sheet.sealed
    case.refused_by_organ, case.refusal_ground = case.office.name, boundary.ground
    case.where_to_go = f"已移送{organ}。{boundary.statement}"
    case.closed_at = change.now
    change.happen(
        step,
        Verb.TRANSFER,
        sheets=[s for s in change.aggregate.assignments if s.state != AssignmentState.RECALLED],
        data={
            "number": transfer_sheet.number,
            "organ": organ,
            "digest": transfer_sheet.digest,
            "sealed": transfer_sheet.sealed,
        },
        erasable={"reason": reason},
    )


def _close(change: CaseChange) -> None:
    for sheet in change.aggregate.assignments:
        if sheet.state != AssignmentState.RECALLED:
            change.advance(sheet, Verb.TRANSFER)
    if change.case.superior_id is not None:
        change.decide_escalation(Verb.TRANSFER, "诉求已移送")
    change.case.withdrawal_asked_at = None


def _next_number(change: CaseChange) -> str:
    """市活动办移〔2026〕3号."""
    office, now = change.case.office, change.now
    [number] = take(office.pk, SERIES, now)
    return f"{office}移{written(year_of(now), number)}"


def contents_of(case: Case) -> Iterator[tuple[str, str]]:
    """What is handed over, piece by piece: its title, and its words (of a file: its digest)."""
    for name, label in PIECES.items():
        if words := getattr(case, name):
            yield label, words
    if case.enterprise is not None:
        yield "企业", f"{case.enterprise.name} {case.enterprise.uscc or ''}".strip()
    for entry in Entry.objects.filter(case=case, verb=Verb.SUPPLEMENT).order_by("ordinal"):
        yield f"补充材料 {entry.ordinal}", entry.text
    for file in files_of(case):
        yield f"附件 {file.name}", file.sha256


def files_of(case: Case) -> list[Attachment]:
    """The files on the case."""
    files = Attachment.objects.filter(object_type=OBJECT, object_id=case.pk, removed_at=None)
    return list(files.order_by("id"))


def digest_of(contents: list[tuple[str, str]]) -> str:
    """One value for everything handed over, so that either side can show it unchanged."""
    text = json.dumps(contents, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def pack(change: CaseChange, *, transfer_sheet: Transfer, reason: str = "") -> None:
    """取出密封件: the signer takes the content out, once; again only with a reason, and logged.

    NotYours for all but the office's signers; NotNow where nothing sealed is left; NotValid for a
    second time without a reason.
    """
    if CaseRole.SIGNER not in change.case_roles:
        raise NotYours("只有本活动办签发人员可以取出密封件")
    if not transfer_sheet.sealed or transfer_sheet.erased_at is not None:
        raise NotNow("没有可以取出的密封件", state=str(change.case.get_state_display()))
    if transfer_sheet.packed_at is not None and not reason.strip():
        raise NotValid({"reason": f"已由{transfer_sheet.packed_by}取出过；再次取出请写明原因"})
    transfer_sheet.packed_at, transfer_sheet.packed_by = change.now, change.by.actor.name
    change.touch(transfer_sheet)
    change.happen(None, Verb.PACK, data={"number": transfer_sheet.number, "reason": reason.strip()})


def take_receipt(
    change: CaseChange, *, receipt: str, received_by: str, received_on: date | None
) -> None:
    """登记回执: the organ has it. What was sealed is erased here for good; the log holds.

    NotNow where it has one already, or the sealed content was not taken out yet.
    """
    errors: dict[str, str] = {}
    receipt = required(errors, "receipt", receipt, "回执编号", 60)
    received_by = required(errors, "received_by", received_by, "接收人", 40)
    if received_on is None:
        errors["received_on"] = "请填写接收日期"
    elif received_on > change.now.astimezone(SHANGHAI).date():
        errors["received_on"] = "接收日期不能在今天之后"
    step = change.begin(Verb.RECEIPT, errors)
    transfer_sheet = Transfer.objects.get(case=change.case)
    if transfer_sheet.receipt:
        raise NotNow("已登记过回执", state=str(change.case.get_state_display()))
    if transfer_sheet.sealed and transfer_sheet.packed_at is None:
        raise NotNow("密封件还没有取出，不能登记回执", state=str(change.case.get_state_display()))
    transfer_sheet.receipt, transfer_sheet.received_by, transfer_sheet.received_on = (
        receipt,
        received_by,
        received_on,
    )
    if transfer_sheet.sealed:
        transfer_sheet.erased_at = change.now
        transfer_sheet.handed_over = "（已销毁）"
    change.touch(transfer_sheet)
    change.happen(
        step,
        Verb.RECEIPT,
        data={"number": transfer_sheet.number, "receipt": receipt, "received_on": str(received_on)},
    )
    if transfer_sheet.sealed:
        change.after(
            lambda: erase_content(
                change.case.pk,
                by=change.by.actor,
                reason=f"密封移送 {transfer_sheet.number} 已收到回执",
                now=change.now,
            )
        )
