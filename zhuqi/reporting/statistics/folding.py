"""The lines of a case, folded from its events in their order: pure, the one place that counts.

A line says what is true of a case for all figures, from the event that made it so to the one that
made it otherwise. The same events give the same lines, whenever and in whatever batches they are
read. Who is charged with what: `zhuqi.ledgers.cases.levels.charges`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    ClockKind,
    Nature,
    State,
    Verb,
)
from zhuqi.ledgers.cases.findings import Finding
from zhuqi.reporting.statistics import flags
from zhuqi.reporting.statistics.lines import (
    AWAY,
    FOUND,
    LOOKED,
    NEVER,
    Basis,
    Clocks,
    Happened,
    Known,
    Line,
)


@dataclass(slots=True)
class CaseFold:
    """One case while its events are read. `sheets`: unit and role by number."""

    basis: Basis
    region: str
    sheets: Mapping[int, tuple[int, str]]
    clocks: Clocks
    known: list[Known] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    since: date | None = None
    collected: int = 0
    completed: int = 0
    closed: int = 0
    days: int | None = None
    timed: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)
    returned: set[int] = field(default_factory=set)
    redone: set[int] = field(default_factory=set)
    at_fault: set[int] = field(default_factory=set)
    extended: set[int] = field(default_factory=set)
    looks: int = 0
    verified: bool = False
    handed_up: bool = False
    redo_runs: int = 0
    redo_open: bool = False
    away: int = 0
    _open: dict[int, int] = field(default_factory=dict)

    def play(self, events: Iterable[Happened]) -> list[Known]:
        """All lines, in the order in which they became known."""
        for event in events:
            step = _STEPS.get(event.kind)
            if step is None and '"changes"' not in event.data:
                continue
            data, _end = _parsed(event.data)
            changes = data.get("changes", _NOTHING)
            before = (self.values.get("office_id", 0), self.values.get("level", ""), self.lead)
            moved = step is not None and event.kind not in _QUIET
            if "state" in changes:
                moved |= self._follow_state(event, data, changes["state"][1])
            for name in changes.keys() & _READ:
                self.values[name] = changes[name][1]
                moved |= name not in _OF_RESULT or self.state not in _UNDER_WAY
            if step is not None:
                step(self, event, data, before)
            if moved:
                self._tell(event.pk, self._line())
        return self.known

    @property
    def lead(self) -> int:
        """The unit that leads now; 0 for none."""
        return self.values.get("lead_unit_id") or 0

    def _follow_state(self, event: Happened, data: Mapping[str, Any], to: str) -> bool:
        """Note what a new state says; False where it says nothing new to any figure."""
        was, self.state = self.state, to
        if self.since is None:
            # What was split off is as old as what it was taken out of.
            told = data.get("since")
            self.since = day_of(told or event.at)
            self.collected = _month(self.since)
        if to == _COMPLETED and event.kind == _COMPLETE:
            day = day_of(event.at)
            self.completed = _month(day)
            self.days = max(0, self.basis.working_days(self.since, day))
        elif to not in _FINISHED:
            self.completed, self.days = 0, None
        self.closed = _month(day_of(event.at)) if to in _OVER else 0
        return was == "" or not {was, to} <= _UNDER_WAY

    # What verbs do -------------------------------------------------------------------------------

    def sign(self, event: Happened, data: Mapping[str, Any], _before: "_Before") -> None:
        """签收: in time or not, charged to the unit that got the sheet."""
        for number, _role in data.get("sheets", ()):
            late = self.clocks.get((_SIGN, number, 1))
            bits = flags.SHEET
            if late is not None:
                bits |= flags.SIGN_TIMED | (0 if late else flags.SIGN_ON_TIME)
            self._tell_sheet(event, number, bits)

    def answer(self, _event: Happened, data: Mapping[str, Any], _before: "_Before") -> None:
        """提交答复: what was promised for it is kept or broken."""
        for number, role in data.get("sheets", ()):
            if role == _LEAD:
                self._judge(self.clocks.get((_RESOLVE, number, 1)), self.lead)
        if self.redo_open:
            self.redo_open = False
            self._judge(self.clocks.get((_REDO, 0, self.redo_runs)), self.lead)

    def _judge(self, late: bool | None, unit: int) -> None:  # noqa: FBT001 (None: no clock)
        if late is not None:
            self.timed.add(unit)
            if late:
                self.late.add(unit)

    def give_back(self, _event: Happened, _data: Mapping[str, Any], _before: "_Before") -> None:
        """退回重办, before the firm has seen it."""
        self.returned.add(self.lead)
        self._again()

    def redo(self, _event: Happened, data: Mapping[str, Any], _before: "_Before") -> None:
        """重办: a new round."""
        self.redone.add(self.lead)
        if data.get("liable"):
            self.at_fault.add(self.lead)
        self._again()

    def reopen(self, _event: Happened, data: Mapping[str, Any], _before: "_Before") -> None:
        """重新办理: a new round too, where it was under way before."""
        if data.get("changes", _NOTHING).get("state", ("", ""))[1] == _IN_PROGRESS:
            self._again()

    def _again(self) -> None:
        self.redo_runs, self.redo_open = self.redo_runs + 1, True
        self.verified = False

    def extend(self, _event: Happened, data: Mapping[str, Any], _before: "_Before") -> None:
        """同意延期, charged to the unit that asked."""
        for number, _role in data.get("sheets", ()):
            if number in self.sheets:
                self.extended.add(self.sheets[number][0])

    def take_away(self, event: Happened, data: Mapping[str, Any], before: "_Before") -> None:
        """改派, 会商 or 接收提级: what was late by then stays with who had it."""
        for number in data.get("ended", ()):
            unit, role = self.sheets.get(number, (0, ""))
            late = self.clocks.get((_RESOLVE, number, 1))
            if role == _LEAD and unit not in self.timed and late:
                self._tell_sheet(event, number, flags.SHEET | flags.TAKEN_AWAY_LATE)
        if event.kind == _TAKE_UP:
            self.handed_up = True
            self._tell_away(event, before, flags.ESCALATED_AWAY)

    def forward(self, event: Happened, _data: Mapping[str, Any], before: "_Before") -> None:
        """转办: counted by the new ledger; the old one sees that it went."""
        self._tell_away(event, before, flags.FORWARDED_AWAY)

    def find(self, event: Happened, data: Mapping[str, Any], _before: "_Before") -> None:
        """What a look-back found. It stays with the month it looked back at and with who led then,
        whatever becomes of the case: a case found false would else leave its own rate."""
        finding = Finding(data["finding"])
        if finding is Finding.SAMPLED or not self.looks:
            self.looks += 1
        if finding in _BLAMES:
            (self.at_fault.add if finding is Finding.FAULT else self.at_fault.discard)(self.lead)
            return
        bits = flags.OF_FINDING[finding]
        self.verified = bool(bits & flags.VERIFIED)
        part = LOOKED + self.looks
        place = self._open.get(part)
        if place is None:
            month = self.completed or _month(day_of(event.at))
            line = self._beside(part, self.lead, bits, completed=month)
        else:
            line = self.known[place].line._replace(flags=bits)
        self._tell(event.pk, line)

    # Lines ---------------------------------------------------------------------------------------

    def _tell(self, pk: int, line: Line) -> None:
        place = self._open.get(line.part)
        if place is not None:
            last = self.known[place]
            if last.line == line:
                return
            self.known[place] = Known(last.since, pk, last.line)
        self._open[line.part] = len(self.known)
        self.known.append(Known(pk, NEVER, line))

    def _tell_sheet(self, event: Happened, number: int, bits: int) -> None:
        unit, role = self.sheets.get(number, (0, ""))
        place = self._open.get(number)
        earlier = self.known[place].line if place is not None else None
        if role == _LEAD and unit in self.basis.offices:
            bits |= flags.FROM_ABOVE
        # A sheet counts in the month in which it was first judged.
        month = earlier.collected if earlier else _month(day_of(event.at))
        bits |= earlier.flags if earlier else 0
        line = self._beside(number, unit, bits, collected=month)
        self._tell(event.pk, line)

    def _tell_away(self, event: Happened, before: "_Before", bits: int) -> None:
        office, level, unit = before
        line = self._beside(AWAY + self.away, unit, bits, collected=_month(day_of(event.at)))
        line = line._replace(office=office, level=level)
        self.away += 1
        self._tell(event.pk, line)

    def _beside(
        self, part: int, unit: int, bits: int, *, collected: int = 0, completed: int = 0
    ) -> Line:
        """A line of its own, in one month."""
        return self._line()._replace(
            part=part, unit=unit, flags=bits, collected=collected, completed=completed, closed=0,
            days=None, money=0, staff=0,
        )  # fmt: skip

    def _line(self) -> Line:
        values, bits = self.values, self._bits()
        get = values.get
        done = bits & flags.COMPLETED
        money = get("effect_money") if done else None
        return Line(
            0,
            get("level") or "",
            get("office_id") or 0,
            self.region,
            get("lead_unit_id") or 0,
            get("sector") or "",
            get("item_id") or 0,
            get("kind") or "",
            get("channel") or "",
            get("tier") or "",
            self.collected,
            self.completed if done else 0,
            self.closed,
            bits,
            self.days if done else None,
            int(Decimal(money) * 100) if money else 0,
            (get("effect_staff") or 0) if done else 0,
        )

    def _bits(self) -> int:
        values = self.values
        state = self.state
        bits = flags.LEFT_OUT.get(state, 0)
        if values.get("boundary_id") in self.basis.uncounted:
            bits |= flags.BOUNDARY
        if bits:
            return bits | flags.EXCLUDED
        bits = flags.COLLECTED | (flags.HANDED_UP if self.handed_up else 0)
        if values.get("nature") == _COMMON:
            bits |= flags.COMMON
        if not values.get("confidential"):
            bits |= flags.OPEN_TO_ALL
        lead = self.lead
        for units, bit in (
            (self.returned, flags.RETURNED),
            (self.redone, flags.REDONE),
            (self.at_fault, flags.REDONE_FAULT),
            (self.extended, flags.EXTENDED),
        ):
            if lead in units:
                bits |= bit
        if state not in _FINISHED or not self.completed:
            return bits | flags.OPEN
        bits |= flags.COMPLETED | flags.OF_STATE.get(state, 0)
        bits |= flags.VERIFIED if self.verified else 0
        bits |= flags.OF_DISPOSITION.get(values.get("disposition") or "", 0)
        bits |= flags.OF_VERDICT.get(values.get("verdict") or "", flags.UNRATED)
        bits |= flags.OF_SATISFACTION.get(values.get("satisfaction") or "", 0)
        if bits & flags.RESOLVED and bits & (flags.FIRM_SOLVED | flags.VERIFIED):
            bits |= flags.TRULY_SOLVED
        if lead in self.timed:
            bits |= flags.TIMED | (flags.LATE if lead in self.late else flags.ON_TIME)
        return bits


_Before = tuple[int, str, int]
# Asked of every event: a name of an enumeration costs more than the comparison.
_SIGN, _RESOLVE, _REDO = (
    kind.value for kind in (ClockKind.SIGN, ClockKind.RESOLVE, ClockKind.REDO)
)
_COMPLETED, _IN_PROGRESS = State.COMPLETED.value, State.IN_PROGRESS.value
_COMPLETE, _TAKE_UP = Verb.COMPLETE.value, Verb.TAKE_UP.value
_LEAD, _COMMON = AssignmentRole.LEAD.value, Nature.COMMON.value
_parsed = json.JSONDecoder().raw_decode
_NOTHING: Mapping[str, Any] = {}

_READ = frozenset(
    {
        "level", "office_id", "channel", "kind", "tier", "nature", "sector", "item_id",
        "disposition", "verdict", "satisfaction", "lead_unit_id", "effect_money", "effect_staff",
        "boundary_id", "confidential",
    }
)  # fmt: skip
# What is said of a result counts once the case is completed.
_OF_RESULT = frozenset({"disposition", "verdict", "satisfaction", "effect_money", "effect_staff"})
# What these verbs judge counts once the case is completed, or on lines of sheets.
_QUIET = frozenset({Verb.SIGN.value, Verb.ANSWER.value})
_FINISHED = frozenset(
    {State.COMPLETED.value, State.STRUCK_OFF.value, State.CARRIED.value, State.TERMINATED.value}
)
_UNDER_WAY = frozenset(
    {
        State.SUBMITTED.value, State.ACCEPTED.value, State.ASSIGNED.value,
        State.IN_PROGRESS.value, State.ANSWERED.value,
    }
)  # fmt: skip
_OVER = frozenset(
    {
        State.STRUCK_OFF.value, State.TERMINATED.value, State.DECLINED.value,
        State.WITHDRAWN.value, State.TRANSFERRED.value, State.MERGED.value,
    }
)  # fmt: skip
_BLAMES = frozenset({Finding.FAULT, Finding.NO_FAULT})
_Step = Callable[[CaseFold, Happened, Mapping[str, Any], _Before], None]
_STEPS: dict[str, _Step] = {
    Verb.SIGN.value: CaseFold.sign,
    Verb.ANSWER.value: CaseFold.answer,
    Verb.RETURN.value: CaseFold.give_back,
    Verb.REDO.value: CaseFold.redo,
    Verb.REOPEN.value: CaseFold.reopen,
    Verb.GRANT_EXTENSION.value: CaseFold.extend,
    Verb.REASSIGN.value: CaseFold.take_away,
    Verb.CONSULT.value: CaseFold.take_away,
    Verb.TAKE_UP.value: CaseFold.take_away,
    Verb.FORWARD.value: CaseFold.forward,
    FOUND: CaseFold.find,
}


_EIGHT, _NO_TIME = timedelta(hours=8), timedelta()


def day_of(at: str) -> date:
    """The day in China; the log's moments come in UTC."""
    moment = datetime.fromisoformat(at)
    return (moment + (_EIGHT - (moment.utcoffset() or _NO_TIME))).date()


def _month(day: date) -> int:
    return day.year * 100 + day.month


def county_of(code: str) -> str:
    """The code of the county a town lies in; what stands higher keeps its own."""
    return code[:6]
