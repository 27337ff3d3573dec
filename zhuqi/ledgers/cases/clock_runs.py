"""How the clocks of a case ran: what happened is played, and every run is read off it. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from zhuqi.foundation.workdays import (
    FORMER,
    Calendar,
    Pause,
    StartRule,
    Unit,
    in_shanghai,
    months_after,
)
from zhuqi.ledgers.cases.clocks import (
    CLOCKS,
    EXTENDED,
    FAR,
    LEAD,
    NO_TERMS,
    ClockSpec,
    Happening,
    Owner,
    Reading,
    Rule,
    SchemeTerms,
    counted_as,
)
from zhuqi.ledgers.cases.enums import ClockKind, Verb
from zhuqi.ledgers.cases.verbs import END_ALL, END_SHEETS, ISSUE


@dataclass(slots=True)
class _Run:
    spec: ClockSpec
    sheet: int
    number: int
    started_at: datetime
    rule: Rule | None
    due: datetime | None
    owner: int | None
    begun: int
    terms: SchemeTerms
    office: int | None
    stopped_at: datetime | None = None
    extra: int = 0


@dataclass(slots=True)
class _Tape:
    """Replays what happened once, keeping every run of every clock."""

    scheme_terms: Mapping[int, SchemeTerms]
    runs: list[_Run] = field(default_factory=list)
    scheme: int = 0
    tier: str = ""
    kind: str = ""
    office: int | None = None
    lead: int | None = None
    pauses: list[Pause] = field(default_factory=list)
    leads: set[int] = field(default_factory=set)
    played: int = 0

    def play(self, happening: Happening) -> None:
        self.played += 1
        self._note(happening)
        self._pause(happening)
        if happening.verb in END_ALL:
            # The superior's demand outlives even a strike-off: the result is to be sent back.
            self._stop(lambda run: not run.spec.survives, happening.at)
        if happening.verb in END_SHEETS:
            self._stop(lambda run: run.spec.on_sheets, happening.at)
        if happening.ended:
            self._stop(
                lambda run: run.spec.on_sheets and run.sheet in happening.ended, happening.at
            )
        if happening.verb == Verb.GRANT_EXTENSION:
            self._grant(happening)
        for spec in CLOCKS:
            if happening.verb in spec.stops:
                self._stop_spec(spec, happening)
        for spec in CLOCKS:
            if spec.started_by(happening):
                self._start(spec, happening)

    def _note(self, happening: Happening) -> None:
        self.scheme = self.scheme if happening.scheme is None else happening.scheme
        self.tier = self.tier if happening.tier is None else happening.tier
        self.kind = self.kind if happening.kind is None else happening.kind
        self.office = self.office if happening.office is None else happening.office
        self.lead = self.lead if happening.lead is None else happening.lead
        self.leads |= {number for number, role in happening.sheets if role in LEAD}

    def _pause(self, happening: Happening) -> None:
        """A pause lasts until it is taken back, or until the case leaves the units' hands."""
        verb = happening.verb
        if verb == Verb.PAUSE:
            # Looked at again and prolonged: the same pause goes on, and is counted once.
            if not self.pauses or self.pauses[-1].end is not None:
                self.pauses.append(Pause(happening.at))
        elif self.pauses and verb in {Verb.RESUME} | END_ALL | END_SHEETS:
            self.pauses[-1] = self.pauses[-1].closed_at(happening.at)

    def _grant(self, happening: Happening) -> None:
        """An extension lengthens the run that promises the answer: the sheet's, or the round's."""
        sheets = {number for number, _role in happening.sheets}
        for run in self.runs:
            promised = run.spec.clock in EXTENDED and run.sheet in sheets
            again = run.spec.clock == ClockKind.REDO and bool(sheets & self.leads)
            if run.stopped_at is None and (promised or again):
                run.extra += happening.extra

    def _stop(self, wanted: Callable[[_Run], bool], at: datetime) -> None:
        for run in self.runs:
            if run.stopped_at is None and wanted(run):
                run.stopped_at = at

    def _stop_spec(self, spec: ClockSpec, happening: Happening) -> None:
        sheets = {number for number, _role in happening.sheets}
        new_lead = any(role in LEAD for _number, role in happening.sheets)
        if spec.with_lead and happening.verb in ISSUE and not new_lead:
            # The lead's clock ends only with a new lead, not with another helper.
            return
        self._stop(
            lambda run: run.spec is spec and (not spec.per or not sheets or run.sheet in sheets),
            happening.at,
        )

    def _start(self, spec: ClockSpec, happening: Happening) -> None:
        sheets = (
            [number for number, role in happening.sheets if role in spec.per] if spec.per else [0]
        )
        terms = self.scheme_terms.get(self.scheme)
        rule = terms.rule_for(spec.clock, tier=self.tier, kind=self.kind) if terms else None
        owners = {
            Owner.OFFICE: self.office,
            Owner.SUPERIOR: happening.superior,
            Owner.LEAD: self.lead,
        }
        for sheet in sheets:
            number = 1 + sum(run.spec is spec and run.sheet == sheet for run in self.runs)
            self.runs.append(
                _Run(
                    spec, sheet, number, happening.at, rule, happening.due if spec.given else None,
                    owners.get(spec.owner), self.played, terms or NO_TERMS, self.office,
                )
            )  # fmt: skip


def readings(
    timeline: Iterable[Happening],
    scheme_terms: Mapping[int, SchemeTerms],
    calendar: Calendar,
    of_offices: Mapping[int, Calendar] = MappingProxyType({}),
) -> list[Reading]:
    """Every run of every clock the schemes promise, in order of start.

    A clock without a row in the scheme is not promised and has no reading; what is followed to
    zero (13710) has no due time either. `of_offices`: the calendars of offices that keep other
    hours; a run goes by those of the office whose case it was when the run began.
    """
    tape = _Tape(scheme_terms)
    for happening in timeline:
        tape.play(happening)
    return [
        reading
        for run in tape.runs
        if (reading := _read(run, of_offices.get(run.office or 0, calendar), tape.pauses))
    ]


def _read(run: _Run, calendar: Calendar, pauses: Sequence[Pause]) -> Reading | None:
    rule = run.rule
    if run.due is None and (rule is None or rule.followed):
        return None
    stood_still = _standing_still(run, pauses) if run.spec.pausable else ()
    amount, unit = (rule.amount, rule.unit) if rule and run.due is None else (0, "")
    due_at, warn_at = _due(run, calendar, stood_still)
    return Reading(
        run.spec.clock,
        run.sheet,
        run.number,
        run.started_at,
        due_at,
        warn_at,
        run.stopped_at,
        amount,
        unit,
        due_at < FAR and calendar.is_provisional(due_at.date()),
        run.owner,
        run.extra,
        stood_still,
        run.begun,
        run.terms.counting,
        run.office,
    )


def _standing_still(run: _Run, pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """The pauses that touch a run; the one that was open when the run ended closes with it."""
    relevant = [p for p in pauses if p.end is None or p.end > run.started_at]
    if run.stopped_at is None:
        return tuple(relevant)
    return tuple(p.closed_at(run.stopped_at) for p in relevant if p.start < run.stopped_at)


def _due(run: _Run, calendar: Calendar, pauses: Sequence[Pause]) -> tuple[datetime, datetime]:
    """When it is over, and from when it is close."""
    if any(pause.end is None for pause in pauses):
        return FAR, FAR
    if run.due is not None:
        due_at = _moved(run.due, run, calendar, pauses) if pauses else run.due
        return due_at, due_at
    rule = run.rule
    if rule is None:
        raise ValueError(f"{run.spec.clock} has neither a rule nor a date")
    amount, unit = counted_as(rule.amount, rule.unit, run.extra, run.started_at)
    due_at = calendar.due(run.started_at, amount, unit, pauses, run.terms.counting)
    return due_at, _warned(run, calendar, pauses, due_at)


def _moved(due: datetime, run: _Run, calendar: Calendar, pauses: Sequence[Pause]) -> datetime:
    """A date given by a person moves by the working days it stood still."""
    start, counting = in_shanghai(run.started_at), run.terms.counting
    if counting.start is StartRule.NEXT_OPENING:
        days = int(calendar.elapsed(start, max(due, start), Unit.WORKING_DAY))
    else:
        last = max(in_shanghai(due).date(), start.date())
        days = calendar.working_days(start.date(), last)
    # Whatever the day named was, standing still never brings it nearer.
    return max(due, calendar.due(start, days, Unit.WORKING_DAY, pauses, counting))


def _warned(run: _Run, calendar: Calendar, pauses: Sequence[Pause], due_at: datetime) -> datetime:
    """From when the light is yellow: so long before the end, or so much of the hours gone."""
    rule, terms = run.rule, run.terms
    if rule is None:
        return due_at
    amount, unit = counted_as(rule.amount, rule.unit, run.extra, run.started_at)
    if unit is Unit.HOUR:
        early = amount * terms.yellow_percent // 100
    else:
        if unit is Unit.MONTH:
            begins = in_shanghai(run.started_at).date()
            amount, unit = (months_after(begins, amount) - begins).days, Unit.NATURAL_DAY
        early = max(0, amount - terms.yellow_days)
    warn_at = min(calendar.due(run.started_at, early, unit, pauses, terms.counting), due_at)
    if warn_at < due_at or terms.counting == FORMER or unit is Unit.HOUR or early == amount:
        return warn_at
    # The day before it was a day off, which moved it on to the last day itself.
    return max(calendar.before(due_at, 1, Unit.WORKING_DAY), run.started_at)
