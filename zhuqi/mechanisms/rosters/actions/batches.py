"""The verbs of a batch: a table is read, carried out in one step, taken back in one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.attachments.actions import Prepared, discard
from zhuqi.foundation.attachments.stores import StoreAwayError, store
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone, save
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.actions.entries import (
    ENTRIES,
    Entering,
    EntryChange,
    begin_entries,
    leave,
    undo,
)
from zhuqi.mechanisms.rosters.actions.lines import carry_out as settle_lines
from zhuqi.mechanisms.rosters.actions.lines import list_lines, mark_undone
from zhuqi.mechanisms.rosters.actions.rosters import NOT_YOURS, roles_in
from zhuqi.mechanisms.rosters.enums import (
    OPEN_BATCH,
    BatchState,
    BatchVerb,
    BatchWay,
    EntryVerb,
    LineState,
    RosterState,
)
from zhuqi.mechanisms.rosters.lifecycle import BATCH, BatchFacts
from zhuqi.mechanisms.rosters.models import NamedRoster, RosterBatch, RosterEntry, RosterLine
from zhuqi.mechanisms.rosters.reading import judged, lines_of

BatchChange: TypeAlias = RowChange[RosterBatch, BatchVerb]
OBJECT, UPLOAD = "roster_batch", "upload"


def facts_of(row: RosterBatch, by: Person) -> BatchFacts:
    """What the table decides on."""
    state, roles = BatchState(row.state), roles_in(row.roster.office_id, by)
    if not row.pk or state not in OPEN_BATCH:
        return BatchFacts(state, roles)
    return BatchFacts(
        state, roles, queries.matched(row).count(), row.roster.state != RosterState.OPEN
    )


BATCHES = RowNoun[RosterBatch, BatchVerb](
    model=RosterBatch,
    object_type=OBJECT,
    load=alone("roster_id", "way", "day", "state", "drafted_by_id", "drafted_at", "done_at"),
    stale="这一批刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=BATCH,
    facts=facts_of,
)


def upload(
    *,
    roster: NamedRoster,
    way: str,
    day: date,
    ground: str,
    attachments: Sequence[Prepared],
    by: Person,
    now: Now = None,
) -> RosterBatch:
    """上传表格: read and matched; nothing is entered yet. The file itself is not kept.

    NotYours for who does not keep the roster; NotNow where it is closed; NotValid for what is no
    table, or has no column of names.
    """
    if roster.office_id not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    if roster.state != RosterState.OPEN:
        raise NotNow("名单已停用，请先恢复使用")
    moment = now or timezone.now()
    acting = by.holding(roster.office_id, *queries.WRITERS)
    today = timezone.localdate(moment)
    if len(attachments) != 1:
        raise NotValid({"attachments": "请选择一个表格文件"})
    [file] = attachments
    row = RosterBatch(
        roster=roster, way=way, day=day, drafted_by_id=by.actor.user_id, drafted_at=moment
    )
    lines = _read(file, row, by, today)
    with transaction.atomic():
        with BATCHES.new(row, by=acting, now=moment) as change:
            change.require(day <= change.today, "day", "日期不能晚于今天")
            change.write(ground=ground, file_name=file.name[-160:])
            change.record(UPLOAD, {"rows": len(lines)})
        for one in lines:
            one.batch = row
        list_lines(lines, by=acting, now=moment)
    return row


def _read(file: Prepared, row: RosterBatch, by: Person, today: date) -> list[RosterLine]:
    try:
        with store().local(file.stored_as) as path:
            return lines_of(
                Path(path), roster=row.roster, way=row.way, day=row.day, by=by, today=today
            )
    except StoreAwayError as error:
        raise NotNow("附件存放处暂时连不上，请稍后再试") from error
    except NotValid as refusal:
        raise NotValid({"attachments": refusal.reason}) from refusal
    finally:
        discard([file])


def carry_out(change: BatchChange) -> None:
    """登记认出的企业: all that are matched enter or leave, in this step or not at all; what is not
    matched stays a question, and can be carried out later."""
    row = change.row
    # Two tables of one roster are carried out one after the other.
    NamedRoster.objects.select_for_update().get(pk=row.roster_id)
    change.begin(BatchVerb.CARRY_OUT)
    lines = list(queries.matched(row).select_related("enterprise", "batch__roster"))
    there = queries.standing(row.roster, [one.enterprise_id or 0 for one in lines])
    fits: list[RosterLine] = []
    needless: list[tuple[RosterLine, str]] = []
    for one in lines:
        entry = there.get(one.enterprise_id or 0)
        why = judged(row.way, one.day or row.day, one.expires_on, entry, change.today)
        if why:
            needless.append((one, why))
        else:
            fits.append(one)
    entered = row.way == BatchWay.ENTER
    done = _entered(change, fits) if entered else _ended(change, fits, there)
    settle_lines(done, needless, by=change.by, now=change.now)
    row.done_at = change.now
    change.record(BatchVerb.CARRY_OUT.value, {"done": len(done), "needless": len(needless)})


def _entered(
    change: BatchChange, lines: Sequence[RosterLine]
) -> list[tuple[RosterLine, RosterEntry]]:
    row = change.row
    several = [
        Entering(
            one.enterprise, one.day or row.day, one.expires_on, one.ground or row.ground,
            _place(row, one),
        )
        for one in lines
        if one.enterprise
    ]  # fmt: skip
    made = begin_entries(row.roster, several, by=change.by, now=change.now)
    return list(zip(lines, made, strict=True))


def _place(row: RosterBatch, line: RosterLine) -> str:
    return f"{row.file_name[:150]} 第 {line.number} 行"


def _ended(
    change: BatchChange, lines: Sequence[RosterLine], there: dict[int, RosterEntry]
) -> list[tuple[RosterLine, RosterEntry]]:
    row = change.row
    entries = [there[one.enterprise_id or 0] for one in lines]
    aggregates = ENTRIES.load(entries)
    for line, aggregate in zip(lines, aggregates, strict=True):
        ending = EntryChange(aggregate, change.by, change.now, noun=ENTRIES)
        ground = line.ground or row.ground
        leave(ending, left_on=line.day or row.day, leaving_ground=ground)
    save(ENTRIES, aggregates)
    return list(zip(lines, entries, strict=True))


def drop(change: BatchChange, *, reason: str) -> None:
    """放弃这一批: before anything is entered. NotValid without a reason."""
    _reasoned(change, reason)
    change.step(BatchVerb.DROP)


def undo_batch(change: BatchChange, *, reason: str) -> None:
    """撤销这一批: what it entered is void, what it ended stands again; what has been changed since
    stays, and is counted. NotValid without a reason."""
    row = change.row
    _reasoned(change, reason)
    change.begin(BatchVerb.UNDO)
    verb = EntryVerb.VOID if row.way == BatchWay.ENTER else EntryVerb.RESTORE
    lines = list(row.lines.filter(state=LineState.DONE).select_related("batch__roster"))
    several = [one.entry_id for one in lines if one.entry_id]
    back = undo(several, verb, reason=row.reason, by=change.by, now=change.now)
    undone = {one.pk for one in back}
    mark_undone([one for one in lines if one.entry_id in undone], now=change.now)
    change.record(BatchVerb.UNDO.value, {"undone": len(undone), "kept": len(lines) - len(undone)})


def _reasoned(change: BatchChange, reason: str) -> None:
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写原因")
