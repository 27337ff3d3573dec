"""The verbs of a row of a batch's table."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from zhuqi.foundation.access import SYSTEM_PERSON, Person
from zhuqi.foundation.changes import RowChange, RowNoun, alone, save
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.enums import OPEN_BATCH, LineState, LineVerb, RosterRole
from zhuqi.mechanisms.rosters.lifecycle import LINE, LineFacts
from zhuqi.mechanisms.rosters.models import RosterEntry, RosterLine
from zhuqi.mechanisms.rosters.reading import judged

LineChange: TypeAlias = RowChange[RosterLine, LineVerb]
OBJECT, READ = "roster_line", "read"


def facts_of(row: RosterLine, by: Person) -> LineFacts:
    """What the table decides on."""
    roles = standing_as(
        (RosterRole.KEEPER, row.batch.roster.office_id in by.scope.units(*queries.WRITERS)),
        (RosterRole.SYSTEM, by is SYSTEM_PERSON),
    )
    return LineFacts(LineState(row.state), roles, row.batch.state not in OPEN_BATCH)


LINES = RowNoun[RosterLine, LineVerb](
    model=RosterLine,
    object_type=OBJECT,
    load=alone("batch_id", "number", "day", "expires_on", "enterprise_id", "entry_id", "state"),
    stale="这一行刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=LINE,
    facts=facts_of,
)


def list_lines(rows: Sequence[RosterLine], *, by: Person, now: datetime) -> None:
    """Rows as they were read, each with its event; must run inside a transaction."""
    aggregates = LINES.load(rows)
    for aggregate in aggregates:
        change = LineChange(aggregate, by, now, noun=LINES)
        row = change.row
        change.write(name=row.name, code=row.code, ground=row.ground, note=row.note)
        change.record(READ)
    save(LINES, aggregates)


def point(change: LineChange, *, enterprise: Enterprise) -> None:
    """指定企业: this firm is meant.

    NotValid where another row of the table means it too, or where there is nothing to do for it.
    """
    row = change.row
    batch = row.batch
    twin = batch.lines.filter(enterprise=enterprise, state__in=(LineState.MATCHED, LineState.DONE))
    other = twin.exclude(pk=row.pk).first()
    there = queries.standing(batch.roster, [enterprise.pk]).get(enterprise.pk)
    why = judged(batch.way, row.day or batch.day, row.expires_on, there, change.today)
    change.require(not why, "enterprise", why)
    change.require(other is None, "enterprise", f"和第 {other.number if other else 0} 行重复")
    change.begin(LineVerb.POINT)
    row.enterprise, row.note = enterprise, ""
    change.record(LineVerb.POINT.value)


def leave_out(change: LineChange) -> None:
    """不登记: nothing is done for this row."""
    change.step(LineVerb.LEAVE_OUT)


def carry_out(
    done: Sequence[tuple[RosterLine, RosterEntry]],
    needless: Sequence[tuple[RosterLine, str]],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Say of rows which entry they made or ended, and of the others why there was nothing to do.
    Must run inside a transaction."""
    entries = {line.pk: entry for line, entry in done}
    notes = {line.pk: note for line, note in needless}
    aggregates = LINES.load([*(line for line, _entry in done), *(line for line, _n in needless)])
    for aggregate in aggregates:
        row = aggregate.row
        made = row.pk in entries
        change = LineChange(aggregate, SYSTEM_PERSON if made else by, now, noun=LINES)
        if made:
            row.entry = entries[row.pk]
        else:
            change.write(note=notes[row.pk])
        change.step(LineVerb.CARRY_OUT if made else LineVerb.LEAVE_OUT)
    save(LINES, aggregates)


def mark_undone(rows: Sequence[RosterLine], *, now: datetime) -> None:
    """What they did was taken back. Must run inside a transaction."""
    aggregates = LINES.load(rows)
    for aggregate in aggregates:
        LineChange(aggregate, SYSTEM_PERSON, now, noun=LINES).step(LineVerb.UNDO)
    save(LINES, aggregates)
