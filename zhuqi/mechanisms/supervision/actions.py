"""The verbs of a supervision sheet; the only place that writes one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import (
    SYSTEM_PERSON,
    Actor,
    ActorKind,
    NotNow,
    NotYours,
    Person,
    Role,
    Scope,
)
from zhuqi.foundation.audit.actions import insert_rows
from zhuqi.foundation.changes import (
    Now,
    RowAggregate,
    RowChange,
    RowNoun,
    alone,
    save,
    write_children,
)
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.papers.actions import ERASED
from zhuqi.foundation.papers.actions import OBJECT as PAPER
from zhuqi.foundation.papers.queries import of_rows
from zhuqi.ledgers.cases.enums import WITH_UNIT_STATES
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.mechanisms.supervision import queries
from zhuqi.mechanisms.supervision.enums import (
    DELEGATED,
    OBJECT,
    OPEN,
    SheetKind,
    SheetRole,
    SheetState,
    SheetVerb,
)
from zhuqi.mechanisms.supervision.lifecycle import SUPERVISION, SheetFacts
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.numbering import give_numbers
from zhuqi.mechanisms.supervision.rules import LONGEST_LIMIT, NO_LEAD, NOT_OURS, why_not

SheetChange: TypeAlias = RowChange[SupervisionSheet, SheetVerb]
NOTIFY, DRAFT = f"{OBJECT}.notify", "draft"
TOLD = frozenset(
    f"{OBJECT}.{verb}" for verb in (SheetVerb.ISSUE, SheetVerb.REPLY, SheetVerb.WITHDRAW)
)


def facts_of(sheet: SupervisionSheet, by: Person) -> SheetFacts:
    """What the table decides on."""
    scope = by.scope
    roles = standing_as(
        (SheetRole.OFFICE, sheet.office_id in scope.units(*queries.WRITERS)),
        (SheetRole.SIGNER, (Role.SIGNER, sheet.office_id) in scope.posts),
        (SheetRole.ADDRESSEE, sheet.unit_id in working_units(scope)),
        (SheetRole.SYSTEM, by.actor.kind is ActorKind.SYSTEM),
    )
    return SheetFacts(SheetState(sheet.state), roles)


def _write(aggregates: Sequence[RowAggregate[SupervisionSheet]]) -> None:
    """New ones in one statement: the ladder writes them by the hundred."""
    insert_rows([one.row for one in aggregates if one.fresh])
    for aggregate in aggregates:
        if not aggregate.fresh:
            aggregate.row.save()
    write_children(aggregates)


SHEETS = RowNoun[SupervisionSheet, SheetVerb](
    model=SupervisionSheet,
    object_type=OBJECT,
    load=alone(
        "kind", "number", "state", "limit", "due_at", "drafted_at", "issued_at", "signed_at",
        "replied_at", "ended_at",
    ),
    write=_write,
    stale="这份单子刚刚被其他人更新过，请核对后再提交",
    state_of=lambda sheet: str(sheet.get_state_display()),
    table=SUPERVISION,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)  # fmt: skip


# A new one ----------------------------------------------------------------------------------------


def write(
    *, case: Case, kind: str, unit: Unit, text: str, limit: int, by: Person, now: Now = None
) -> SupervisionSheet:
    """Issue 催办单、商请函, or draft 问效建议单、督办通知: about a case of one's own office.

    NotYours for who does not receive or review in the office of the case, NotNow where no such
    sheet may go to that unit, NotValid for the text and the limit.
    """
    with beginning(case.pk, SheetKind(kind), by=by, unit=unit, now=now) as change:
        put(change, text=text, limit=limit)
    return change.row


@contextmanager
def beginning(
    case_id: int,
    kind: SheetKind,
    *,
    by: Person,
    unit: Unit | None = None,
    seen: int | None = None,
    now: Now = None,
) -> Iterator[SheetChange]:
    """A sheet about a case that comes to be, to that unit or to the one that leads; `put` what it
    says. The case is locked: two who press at once issue one.

    NotYours and NotNow as `write`; NotNow too where the case was changed since version `seen`.
    """
    with transaction.atomic():
        case = _locked(case_id, by.scope)
        if seen is not None and case.version != seen:
            raise NotNow("这件诉求刚刚有了变化，请重新选择")
        to, moment = unit or case.lead_unit, now or timezone.now()
        if to is None:
            raise NotNow(NO_LEAD, state=str(case.get_state_display()))
        if why := why_not(kind, queries.judged([case.pk], kind, moment).standing(case, to, kind)):
            raise NotNow(why, state=str(case.get_state_display()))
        sheet = SupervisionSheet(
            case=case, office=case.office, unit=to, kind=kind, drafted_at=moment,
            state=SheetState.ISSUED if kind in DELEGATED else SheetState.DRAFTED,
        )  # fmt: skip
        writer = by.holding(case.office_id, *queries.WRITERS)
        with SHEETS.new(sheet, by=writer, now=moment) as change:
            yield change


def _locked(case_id: int, scope: Scope) -> Case:
    """The whole row, for who may write about it."""
    if not queries.written_about(scope).filter(pk=case_id).exists():
        raise NotYours(NOT_OURS)
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("office", "boundary", "lead_unit__region").get(pk=case_id)


def put(change: SheetChange, *, text: str, limit: int) -> None:
    """What a new sheet says; it is issued at once where the office has the delegation for it."""
    fill(change, text, limit)
    if change.row.state == SheetState.DRAFTED:
        change.record(DRAFT, about(change.row))
        return
    _number(change)
    change.record(SheetVerb.ISSUE.value, about(change.row))


def about(sheet: SupervisionSheet) -> dict[str, int]:
    """What the log says of whose sheet it is, when it comes to be."""
    return {"case": sheet.case_id, "office": sheet.office_id, "unit": sheet.unit_id}


def fill(change: SheetChange, text: str, limit: int) -> None:
    """The text of a sheet and the working days for a reply; what is wrong is collected."""
    change.write(text=text)
    fits = 1 <= limit <= LONGEST_LIMIT
    change.require(fits, "limit", f"回复时限请填 1 到 {LONGEST_LIMIT} 个工作日")
    change.row.limit = limit


def _number(change: SheetChange) -> None:
    """Nothing is numbered that is refused."""
    change.refuse_wrong()
    give_numbers([change.row], change.now)


def put_together(written: Sequence[tuple[SheetChange, Mapping[str, object]]]) -> None:
    """Store sheets that came to be together, as `put` does one: what each says is filled in, those
    that are issued get their numbers, and the log is told of each with what is said beside it."""
    for change, _more in written:
        change.refuse_wrong()
    issued = [change.row for change, _more in written if change.row.state == SheetState.ISSUED]
    if issued:
        give_numbers(issued, written[0][0].now)
    for change, more in written:
        word = SheetVerb.ISSUE.value if change.row.number else DRAFT
        change.record(word, {**about(change.row), **more})
    save(SHEETS, [change.aggregate for change, _more in written])


# What is done with one ----------------------------------------------------------------------------


def issue(change: SheetChange, *, text: str, limit: int) -> None:
    """签发: the office's signer, who may alter what was drafted; it gets its number now.

    NotNow where it may not go to the unit any more.
    """
    change.begin(SheetVerb.ISSUE)
    sheet = change.row
    kind = SheetKind(sheet.kind)
    now = queries.judged([sheet.case_id], kind, change.now)
    standing = replace(now.standing(sheet.case, sheet.unit, kind), earlier="")
    if why := why_not(kind, standing):
        raise NotNow(why, state=str(SheetState.DRAFTED.label))
    fill(change, text, limit)
    _number(change)
    change.record(SheetVerb.ISSUE.value)


def sign(change: SheetChange) -> None:
    """签收: by whoever signs for the unit's assignment sheets."""
    change.row.signed_at = change.now
    change.step(SheetVerb.SIGN)


def reply(change: SheetChange, *, reply: str) -> None:
    """回复: how it stands, and what comes next."""
    change.write(reply=reply)
    change.row.replied_at = change.now
    change.step(SheetVerb.REPLY)


def withdraw(change: SheetChange, *, reason: str) -> None:
    """撤回: a draft is dropped, an issued sheet keeps its number; with the reason."""
    change.write(reason=reason)
    change.row.ended_at = change.now
    change.step(SheetVerb.WITHDRAW)


def lapse(cases: Sequence[int]) -> None:
    """免于回复: what is open on these cases and no more with its unit, or over; by the system.

    Inside the transaction of what ended them.
    """
    open_ones = SupervisionSheet.objects.filter(case__in=cases, state__in=sorted(OPEN))
    for pk in open_ones.order_by("pk").values_list("pk", flat=True):
        with SHEETS.open(pk, by=SYSTEM_PERSON) as change:
            sheet = change.row
            if sheet.state not in OPEN or _goes_on(sheet):
                continue
            sheet.ended_at = change.now
            change.step(SheetVerb.LAPSE)


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """What was written about a case of which no copy may be kept; numbers and times stay."""
    sheets = SupervisionSheet.objects.filter(case=case_id)
    blank = dict.fromkeys(SupervisionSheet.TEXTS, "")
    issued = of_rows(OBJECT, sheets.values("pk"))
    erase_rows(PAPER, issued, ERASED, by=by, reason=reason, now=now)
    erase_rows(OBJECT, sheets, blank, by=by, reason=reason, now=now)


def _goes_on(sheet: SupervisionSheet) -> bool:
    held = queries.still_concerned(sheet.case, sheet.unit_id)
    return held and sheet.case.state in WITH_UNIT_STATES
