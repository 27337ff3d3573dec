"""The clocks of a case, computed from what happened: pure, no running counters.

Each clock is a row of `CLOCKS`: which verbs start and stop it. What it may take comes from the
scheme version in force when it started, so a later version never changes an old promise.
The resolve clock starts when the sheet is issued (下发), not when it is signed for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhuqi.foundation.workdays import Calendar, Pause, Unit
from zhuqi.ledgers.cases.enums import AssignmentRole, ClockKind, Verb

V = Verb


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a scheme: how long a clock may take. Empty tier or kind: any."""

    clock: ClockKind
    amount: int
    unit: Unit
    tier: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A scheme version as a frozen value."""

    version_id: int
    rules: tuple[Rule, ...]

    def rule_for(self, clock: ClockKind, *, tier: str, kind: str) -> Rule | None:
        """The most specific row: tier and kind, then tier, then kind, then any."""
        best: tuple[int, Rule] | None = None
        for rule in self.rules:
            if rule.clock != clock or rule.tier not in {"", tier} or rule.kind not in {"", kind}:
                continue
            weight = 2 * bool(rule.tier) + bool(rule.kind)
            if best is None or weight > best[0]:
                best = (weight, rule)
        return best[1] if best else None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the clocks see it.

    `sheets`: for an assignment, (number of the sheet, its role); for a unit's own act, its sheet.
    `scheme`, `tier`, `kind`: set where the event set them. `due`: a date given by a person.
    """

    verb: Verb
    at: datetime
    sheets: tuple[tuple[int, str], ...] = ()
    scheme: int | None = None
    tier: str | None = None
    kind: str | None = None
    due: datetime | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of one clock. `sheet` is 0 for clocks of the whole case; `run` counts from 1."""

    clock: ClockKind
    sheet: int
    run: int
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    stopped_at: datetime | None
    amount: int
    unit: Unit | str
    provisional: bool = False

    @property
    def key(self) -> tuple[str, int, int]:
        """What identifies the run within its case."""
        return (self.clock.value, self.sheet, self.run)


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """Which verbs start and stop a clock; `per` says whose sheet it belongs to ("" the case)."""

    clock: ClockKind
    starts: frozenset[Verb]
    stops: frozenset[Verb]
    per: frozenset[str] = frozenset()


LEAD = frozenset({AssignmentRole.LEAD.value})
CO = frozenset({AssignmentRole.CO.value})

CLOCKS: tuple[ClockSpec, ...] = (
    ClockSpec(
        ClockKind.ACCEPT, frozenset({V.SUBMIT, V.REGISTER}), frozenset({V.ACCEPT, V.DECLINE})
    ),
    ClockSpec(ClockKind.SIGN, frozenset({V.ASSIGN}), frozenset({V.SIGN}), LEAD | CO),
    ClockSpec(ClockKind.CONTACT, frozenset({V.ASSIGN}), frozenset({V.CONTACT, V.ANSWER}), LEAD),
    ClockSpec(ClockKind.STAGE, frozenset({V.ASSIGN}), frozenset({V.PROGRESS, V.ANSWER}), LEAD),
    ClockSpec(ClockKind.RESOLVE, frozenset({V.ASSIGN}), frozenset({V.ANSWER}), LEAD),
    ClockSpec(ClockKind.CO_UNIT, frozenset({V.ASSIGN}), frozenset({V.OPINION}), CO),
    ClockSpec(ClockKind.REVIEW, frozenset({V.ANSWER}), frozenset({V.RETURN, V.COMPLETE})),
    ClockSpec(
        ClockKind.RATING,
        frozenset({V.COMPLETE}),
        frozenset({V.RATE, V.RATE_BY_PHONE, V.REDO, V.CARRY}),
    ),
    ClockSpec(ClockKind.REDO, frozenset({V.RETURN, V.REDO, V.REOPEN}), frozenset({V.ANSWER})),
    ClockSpec(ClockKind.CARRY, frozenset({V.CARRY}), frozenset({V.CARRY, V.REOPEN})),
)

# What ends every clock that still runs, and what ends all but the ones it starts itself.
END_ALL = frozenset({V.STRIKE_OFF, V.WITHDRAW, V.DECLINE, V.IMPORT})
END_SHEETS = frozenset({V.RECALL, V.COMPLETE})


@dataclass(slots=True)
class _Run:
    spec: ClockSpec
    sheet: int
    number: int
    started_at: datetime
    rule: Rule | None
    due: datetime | None
    stopped_at: datetime | None = None


@dataclass(slots=True)
class _Tape:
    """Replays what happened once, keeping every run of every clock."""

    promises: Mapping[int, Promise]
    runs: list[_Run] = field(default_factory=list)
    scheme: int = 0
    tier: str = ""
    kind: str = ""

    def play(self, happening: Happening) -> None:
        self._note(happening)
        if happening.verb in END_ALL:
            self._stop(lambda _run: True, happening.at)
        if happening.verb in END_SHEETS:
            self._stop(lambda run: bool(run.spec.per), happening.at)
        for spec in CLOCKS:
            if happening.verb in spec.stops:
                self._stop_spec(spec, happening)
        for spec in CLOCKS:
            if happening.verb in spec.starts:
                self._start(spec, happening)
        # A declined case taken up again waits to be accepted, like on its first day.
        if happening.verb == V.REOPEN and happening.state == "submitted":
            self.runs = [
                r
                for r in self.runs
                if not (r.spec.clock == ClockKind.REDO and r.started_at == happening.at)
            ]
            self._start(CLOCKS[0], happening)

    def _note(self, happening: Happening) -> None:
        self.scheme = self.scheme if happening.scheme is None else happening.scheme
        self.tier = self.tier if happening.tier is None else happening.tier
        self.kind = self.kind if happening.kind is None else happening.kind

    def _stop(self, wanted: Callable[[_Run], bool], at: datetime) -> None:
        for run in self.runs:
            if run.stopped_at is None and wanted(run):
                run.stopped_at = at

    def _stop_spec(self, spec: ClockSpec, happening: Happening) -> None:
        sheets = {number for number, _role in happening.sheets}
        self._stop(
            lambda run: run.spec is spec and (not spec.per or not sheets or run.sheet in sheets),
            happening.at,
        )

    def _start(self, spec: ClockSpec, happening: Happening) -> None:
        sheets = (
            [number for number, role in happening.sheets if role in spec.per] if spec.per else [0]
        )
        promise = self.promises.get(self.scheme)
        rule = promise.rule_for(spec.clock, tier=self.tier, kind=self.kind) if promise else None
        for sheet in sheets:
            number = 1 + sum(run.spec is spec and run.sheet == sheet for run in self.runs)
            self.runs.append(_Run(spec, sheet, number, happening.at, rule, happening.due))


def readings(
    timeline: Iterable[Happening],
    promises: Mapping[int, Promise],
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> list[Reading]:
    """Every run of every clock the schemes promise, in order of start.

    A clock without a row in the scheme is not promised and has no reading. Amount 0 means
    "followed to zero" (13710) and has no due time either.
    """
    tape = _Tape(promises)
    for happening in timeline:
        tape.play(happening)
    return [reading for run in tape.runs if (reading := _read(run, calendar, pauses))]


def _read(run: _Run, calendar: Calendar, pauses: Sequence[Pause]) -> Reading | None:
    clock = run.spec.clock
    if clock == ClockKind.CARRY:
        if run.due is None:
            return None
        return Reading(
            clock, run.sheet, run.number, run.started_at, run.due, run.due, run.stopped_at, 0, ""
        )
    if run.rule is None or run.rule.amount == 0:
        return None
    rule = run.rule
    relevant = [p for p in pauses if p.end is None or p.end > run.started_at]
    due_at = calendar.due(run.started_at, rule.amount, rule.unit, relevant)
    early = rule.amount // 2 if rule.unit == Unit.HOUR else rule.amount - 1
    return Reading(
        clock,
        run.sheet,
        run.number,
        run.started_at,
        due_at,
        min(calendar.due(run.started_at, early, rule.unit, relevant), due_at),
        run.stopped_at,
        rule.amount,
        rule.unit,
        calendar.is_provisional(due_at.date()),
    )
