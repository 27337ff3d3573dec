"""合并办理: what a firm raised twice is handled once, and can be taken apart again."""

from zhuqi.foundation.directory.queries import chain_of
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, required
from zhuqi.ledgers.cases.enums import OPEN_STATES, AssignmentState, State, Verb
from zhuqi.ledgers.cases.lifecycle import COMES_BACK
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.requests.actions.asking import twins_of
from zhuqi.ledgers.cases.secrecy.actions import keep_away_too, mark
from zhuqi.ledgers.cases.topics.following import come_back

TEXT_LIMIT = 1000


def merge(change: CaseChange, *, into: int | None, reason: str) -> None:
    """合并办理: this case is handled as another one of the same firm in the same ledger.

    The other case is opened beside it (`open_case(also=…)`) and keeps what this one said. Its
    sheets and clocks end here; the firm follows the main one, and who keeps away from this one
    keeps away from it. NotValid where one of them works on it.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "合并理由", TEXT_LIMIT)
    main = change.beside.get(into or 0)
    if main is None:
        errors["into"] = "请选择并入哪一件诉求"
    elif against := against_merging(change.case, main.case) or _against_handlers(change, main):
        errors["into"] = against
    step = change.begin(Verb.MERGE, errors)
    if main is None:
        return
    _keep_away_there(change, main)
    case = change.case
    for sheet in change.aggregate.assignments:
        change.advance(sheet, Verb.MERGE)
    case.merged_into, case.merged_from = main.case, case.state
    case.withdrawal_asked_at = None
    change.happen(step, Verb.MERGE, data={"reason": reason, "into": main.case.number})
    text = f"并入编号 {case.number}：{case.title}\n{case.body}"
    notify_main(change, main, "\n希望：".join(filter(None, (text, case.wish))))


def unmerge(change: CaseChange, *, reason: str) -> None:
    """取消合并: it comes back to what `COMES_BACK` says, to be accepted or assigned anew."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "取消合并的理由", TEXT_LIMIT)
    change.begin(Verb.UNMERGE, errors)
    case = change.case
    main = change.beside.get(case.merged_into_id or 0)
    number = main.case.number if main else ""
    come_back(change, reason, number)
    if main is not None:
        notify_main(change, main, f"编号 {case.number} 已取消合并，单独办理：{reason}")


def notify_main(change: CaseChange, main: CaseAggregate, text: str) -> None:
    """What became part of the main case stands in its own timeline, for all who work on it."""
    other = change.on(main)
    ordinal = other.enter(Verb.SUPPLEMENT, text)
    mark(other, (text,))
    other.happen(
        None, Verb.SUPPLEMENT, data={"entry": ordinal, "merged": change.case.number, "files": 0},
        erasable={"text": text},
    )  # fmt: skip


def against_merging(case: Case, main: Case) -> str:
    """Why a case can't be handled as the other; nothing if it can."""
    if case.enterprise_id is None or case.enterprise_id != main.enterprise_id:
        return "不是同一家企业的诉求；多家企业的同类问题请归入共性问题"
    if case.confidential or main.confidential:
        return "保密的诉求单独办理，不与其他诉求合并"
    if case.office_id != main.office_id:
        return "不在同一本台账"
    if main.state not in OPEN_STATES or main.historical:
        return f"编号 {main.number} 为“{main.get_state_display()}”，不能再并入"
    return ""


def _against_handlers(change: CaseChange, main: CaseAggregate) -> str:
    """Why those who handle the main case may not read this one; nothing if they may."""
    if change.case.complained_open:
        return "企业写了反映的单位，请先核定是哪个单位，再合并"
    kept = {row.unit_id for row in change.aggregate.recusals if row.in_force and row.unit_id}
    works = [
        sheet.unit
        for sheet in main.assignments
        if sheet.state != AssignmentState.RECALLED and kept & {u.pk for u in chain_of(sheet.unit)}
    ]
    if works:
        names = "、".join(str(unit) for unit in works)
        return f"编号 {main.case.number} 由{names}办理，而本件要求{names}回避，不能合并"
    return ""


def _keep_away_there(change: CaseChange, main: CaseAggregate) -> None:
    """Who keeps away from this case keeps away from the one in which it is read from now on."""
    bound = {(row.unit_id, row.user_id) for row in main.recusals if row.in_force}
    for recusal in change.aggregate.recusals:
        if recusal.in_force and (recusal.unit_id, recusal.user_id) not in bound:
            keep_away_too(change.on(main), recusal)


def candidates(case: Case) -> list[Case]:
    """The cases it may be merged into, newest first."""
    return list(twins_of(case).order_by("-submitted_at", "-pk")[:50])


def comes_back_to(case: Case) -> State:
    """The state a merged case would come back to."""
    return COMES_BACK[State(case.merged_from)]
