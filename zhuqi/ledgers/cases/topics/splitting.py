"""拆分: a text with two troubles becomes two cases that know each other, and can be put back.

What the firm wrote stays as it is, whole, on the first; the second holds what the office took over
from it. From then on each goes its own way: whatever ends one does not end the other.
"""

from collections.abc import Sequence

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments.actions import linked
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.actions.intake import TEXT_LIMIT, TITLE_LIMIT
from zhuqi.ledgers.cases.actions.store import OBJECT, save
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, Laid, optional, required
from zhuqi.ledgers.cases.enums import InvolvementRole, State, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.secrecy.actions import covered_too, keep_away_too, known_too, mark
from zhuqi.ledgers.cases.topics.merging import notify_main
from zhuqi.ledgers.cases.verbs import CAME_IN

# What the second has from the first; its source's own number stays with the first.
_SAME = (
    "office", "origin_office", "level", "region", "enterprise", "firm_stated", "reporter_name",
    "reporter_phone", "reporter_cleared_at", "submitted_by", "chamber", "channel", "urgency",
    "sector", "scheme_version", "submitted_at", "confidential", "complained_of", "complained_open",
    "is_sample",
)  # fmt: skip


def split(
    change: CaseChange,
    *,
    title: str,
    body: str,
    stays: str,
    wish: str = "",
    papers: Sequence[Attachment] = (),
) -> None:
    """拆分: `title`, `body` and `wish` become a second case of the same firm, channel and day.

    `stays`: what the first goes on with, in a sentence; the firm reads it. `papers`: those of the
    firm's files that go along; they stay on the first too. Who keeps away from the first keeps away
    from the second, and its clocks run from the day the firm raised both. NotValid for files that
    are not the firm's.
    """
    errors: dict[str, str] = {}
    title = required(errors, "title", title, "第二件的诉求", TITLE_LIMIT)
    body = required(errors, "body", body, "第二件的具体情况", TEXT_LIMIT)
    stays = required(errors, "stays", stays, "本件继续办理什么", 500)
    wish = optional(errors, "wish", wish, "希望怎样解决", TEXT_LIMIT)
    allowed = {file.pk for file in files_to_split(change.aggregate)} if papers else set()
    if any(file.pk not in allowed for file in papers):
        errors["papers"] = "只能带走企业提交的附件"
    step = change.begin(Verb.SPLIT, errors)
    second = _second(change, title, body, wish, papers)
    save([second])
    number = second.case.number
    ordinal = change.enter(Verb.SPLIT, stays)
    mark(change, (stays,))
    change.aggregate.split_off[number] = second.case.confidential
    change.happen(
        step, Verb.SPLIT, data={"entry": ordinal, "second": number, "files": len(papers)},
        erasable={"text": stays},
    )  # fmt: skip


def unsplit(change: CaseChange, *, reason: str) -> None:
    """取消拆分: the second ends as 合并办理 into the first, which is locked beside it.

    It can be taken out again like any merged case (取消合并).
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "取消拆分的理由", 1000)
    step = change.begin(Verb.UNSPLIT, errors)
    case = change.case
    first = change.beside.get(case.split_from_id or 0)
    if first is None:
        raise NotValid("找不到拆分前的那一件")
    case.merged_into, case.merged_from = first.case, case.state
    change.happen(step, Verb.UNSPLIT, data={"reason": reason, "into": first.case.number})
    notify_main(change, first, f"编号 {case.number} 取消拆分，并回本件办理：{reason}")


def files_to_split(aggregate: CaseAggregate) -> list[Attachment]:
    """The firm's own files on a case: those it came with and those sent later."""
    said = {f"entry:{e.ordinal}" for e in aggregate.entries if e.verb == Verb.SUPPLEMENT}
    purposes = {*CAME_IN, *said}
    rows = Attachment.objects.filter(
        object_type=OBJECT, object_id=aggregate.case.pk, purpose__in=purposes, removed_at=None
    )
    return list(rows.order_by("pk"))


def _second(
    change: CaseChange, title: str, body: str, wish: str, files: Sequence[Attachment]
) -> CaseAggregate:
    first = change.case
    case = Case(
        **{name: getattr(first, name) for name in _SAME},
        title=title,
        body=body,
        wish=wish,
        state=State.SUBMITTED,
        split_from=first,
    )
    aggregate = CaseAggregate(case, change.aggregate.rulebook)
    other = change.on(aggregate)
    other.involve(first.office, InvolvementRole.OFFICE)
    if first.origin_office is not None:
        other.involve(first.origin_office, InvolvementRole.ORIGIN)
    names = ("title", "body", "wish", "reporter_name", "reporter_phone", "complained_of")
    other.happen(
        None,
        Verb.SPLIT_OFF,
        data={"first": first.number, "since": first.submitted_at.isoformat()},
        erasable={name: getattr(case, name) for name in names},
    )
    for recusal in change.aggregate.recusals:
        if recusal.in_force:
            keep_away_too(other, recusal)
    if files:
        signed = other.signature
        copies = [linked(file) for file in files]
        aggregate.laid.append(Laid(copies, Verb.SPLIT_OFF.value, signed, change.now))
    texts = (title, body, wish, *(file.name for file in files))
    covered_too(other, change.aggregate.covers, texts)
    known_too(other, first)
    mark(other, texts)
    return aggregate
