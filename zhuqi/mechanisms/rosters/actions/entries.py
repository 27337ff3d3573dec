"""The verbs of an entry: a firm leaves, comes back by another entry, stays longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, Person
from zhuqi.foundation.changes import RowChange, RowNoun, alone, save
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.enums import EntryState, EntryVerb, RosterRole
from zhuqi.mechanisms.rosters.lifecycle import ENTRY, EntryFacts
from zhuqi.mechanisms.rosters.models import NamedRoster, RosterEntry

EntryChange: TypeAlias = RowChange[RosterEntry, EntryVerb]
OBJECT, ENTER = "roster_entry", "enter"
OVER = "有效期已满"


def facts_of(row: RosterEntry, by: Person) -> EntryFacts:
    """What the table decides on."""
    roles = standing_as(
        (RosterRole.KEEPER, row.roster.office_id in by.scope.units(*queries.WRITERS)),
        (RosterRole.SYSTEM, by is SYSTEM_PERSON),
    )
    again = False
    if row.state == EntryState.OUT:
        known = getattr(row, "again", None)
        there = queries.standing(row.roster, [row.enterprise_id]) if known is None else known
        again = bool(there)
    return EntryFacts(EntryState(row.state), roles, row.expires_on, timezone.localdate(), again)


ENTRIES = RowNoun[RosterEntry, EntryVerb](
    model=RosterEntry,
    object_type=OBJECT,
    load=alone(
        "roster_id", "enterprise_id", "state", "entered_on", "expires_on", "remind_on", "left_on"
    ),
    stale="这条记录刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=ENTRY,
    facts=facts_of,
)


@dataclass(frozen=True, slots=True)
class Entering:
    """A firm that enters: from when, how long, on which ground, and where it stands written."""

    enterprise: Enterprise
    entered_on: date
    expires_on: date | None
    ground: str
    source: str = ""


def begin_entries(
    roster: NamedRoster, several: Sequence[Entering], *, by: Person, now: datetime
) -> list[RosterEntry]:
    """Each with its event; must run inside a transaction that holds the roster.

    NotValid for a day to come, a last day before the first, and what is missing.
    """
    rows = [
        RosterEntry(
            roster=roster, enterprise=one.enterprise, entered_on=one.entered_on,
            expires_on=one.expires_on or roster.valid_until,
        )
        for one in several
    ]  # fmt: skip
    aggregates = ENTRIES.load(rows)
    for one, aggregate in zip(several, aggregates, strict=True):
        change = EntryChange(aggregate, by, now, noun=ENTRIES)
        row = change.row
        change.write(ground=one.ground, source=one.source)
        change.require(row.entered_on <= change.today, "entered_on", "进入日期不能晚于今天")
        fits = row.expires_on is None or row.expires_on >= row.entered_on
        change.require(fits, "expires_on", "有效期已过，请改名单的有效期，或另填一天")
        _remind(row)
        change.record(ENTER)
    save(ENTRIES, aggregates)
    return rows


def _remind(row: RosterEntry) -> None:
    row.remind_on = row.expires_on - queries.SOON if row.expires_on else None


def leave(change: EntryChange, *, left_on: date, leaving_ground: str) -> None:
    """退出名单: from the day on it stands there no more. NotValid for a day before it entered, or
    to come, and without a ground."""
    row = change.row
    change.write(leaving_ground=leaving_ground)
    change.require(bool(row.leaving_ground), "leaving_ground", "请填写退出依据")
    change.require(left_on >= row.entered_on, "left_on", "退出日期不能早于进入日期")
    change.require(left_on <= change.today, "left_on", "退出日期不能晚于今天")
    row.left_on = left_on
    change.step(EntryVerb.LEAVE)


def restore(change: EntryChange, *, reason: str) -> None:
    """撤销退出: it was a mistake; the entry stands as before. NotValid without a reason."""
    _reasoned(change, reason)
    change.begin(EntryVerb.RESTORE)
    change.row.left_on, change.row.leaving_ground = None, ""
    change.record(EntryVerb.RESTORE.value)


def prolong(change: EntryChange, *, expires_on: date, reason: str) -> None:
    """延长有效期: NotValid for a day that is not later than the one before, or without a reason."""
    row = change.row
    _reasoned(change, reason)
    later = row.expires_on is None or expires_on > row.expires_on
    change.require(later, "expires_on", "应晚于现在的有效期")
    change.begin(EntryVerb.PROLONG)
    row.expires_on = expires_on
    _remind(row)
    change.record(EntryVerb.PROLONG.value)


def void(change: EntryChange, *, reason: str) -> None:
    """撤销登记: it should never have stood there. NotValid without a reason."""
    _reasoned(change, reason)
    change.step(EntryVerb.VOID)


def _reasoned(change: EntryChange, reason: str) -> None:
    change.write(reason=reason)
    change.require(bool(change.row.reason), "reason", "请填写原因")


def undo(
    several: Sequence[int], verb: EntryVerb, *, reason: str, by: Person, now: datetime
) -> list[RosterEntry]:
    """Void what a batch entered, or restore what it ended; those to which something else has
    happened since stay as they are. Which were taken back. Must run inside a transaction."""
    locked = RosterEntry.objects.select_for_update(of=("self",)).select_related("roster")
    state = EntryState.IN if verb == EntryVerb.VOID else EntryState.OUT
    rows = list(locked.filter(pk__in=several, state=state).order_by("pk"))
    if verb == EntryVerb.RESTORE and rows:
        again = queries.standing(rows[0].roster, [one.enterprise_id for one in rows])
        rows = [one for one in rows if one.enterprise_id not in again]
    act = void if verb == EntryVerb.VOID else restore
    aggregates = ENTRIES.load(rows)
    for aggregate in aggregates:
        act(EntryChange(aggregate, by, now, noun=ENTRIES), reason=reason)
    save(ENTRIES, aggregates)
    return rows


def end_expired(now: datetime) -> int:
    """Whoever's last day has gone by has left the day after; how many. Run twice, once."""
    done, today = 0, timezone.localdate(now)
    for pk in list(queries.over(today).values_list("pk", flat=True)):
        with ENTRIES.open(pk, by=SYSTEM_PERSON, now=now) as change:
            row = change.row
            if row.state == EntryState.IN and row.expires_on and row.expires_on < today:
                leave(change, left_on=row.expires_on + timedelta(days=1), leaving_ground=OVER)
                done += 1
    return done
