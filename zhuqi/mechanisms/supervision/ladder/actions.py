"""The sweep: what an office's ladder does by itself, and nothing else does.

It may run twice, beside itself, late, or again after it was killed. A step is a row with a key of
its own, stored with its sheet in one transaction per chunk of cases that are locked meanwhile; what
is due is read off the clocks each time.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM_PERSON, Refusal
from zhuqi.foundation.changes import Now
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendars
from zhuqi.foundation.outbox.actions import enqueue
from zhuqi.foundation.workdays import Calendar, in_shanghai
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.mechanisms.supervision import actions
from zhuqi.mechanisms.supervision.actions import SHEETS, SheetChange
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.ladder import queries
from zhuqi.mechanisms.supervision.ladder.enums import URGED, Step
from zhuqi.mechanisms.supervision.ladder.models import Delegation, LadderStep
from zhuqi.mechanisms.supervision.ladder.queries import InForce, Run, Wanted, Written
from zhuqi.mechanisms.supervision.ladder.rules import in_office
from zhuqi.mechanisms.supervision.ladder.texts import Late, text_of
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.queries import Judged, judged
from zhuqi.mechanisms.supervision.rules import why_not

logger = logging.getLogger(__name__)

DRAFTS = "supervision.drafts"
CHUNK = 100
OUT_OF_HOURS = "不在办公时间，上班后再发"
OTHER_KIND = "不能直接交办的单位只商请，不问效"


@dataclass(slots=True)
class Tally:
    """What one sweep did: issued and drafted by kind, and how many steps it left, by the reason."""

    issued: Counter[SheetKind] = field(default_factory=Counter)
    drafted: Counter[SheetKind] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """What a chunk did, once it is stored."""
        self.issued += other.issued
        self.drafted += other.drafted
        self.skipped += other.skipped


def sweep(*, now: Now = None, chunk: int = CHUNK) -> Tally:
    """Take every step that is due in the ledgers of offices that have adopted a ladder.

    Outside a transaction: each chunk of cases is one of its own, with a fixed number of queries.
    Where one fails, the others are done before that is raised.
    """
    failed: list[Exception] = []
    told, ladders, kept = Tally(), queries.ladders_in_force(), calendars()
    codes = dict(Unit.objects.filter(pk__in=ladders).values_list("pk", "region__code"))
    late = queries.late_runs(ladders, now or timezone.now())
    for office, runs in groupby(late, key=attrgetter("office")):
        rule = _Rule(office, ladders[office], kept.of(codes[office]))
        for some in _chunks(list(runs), chunk):
            try:
                told.add(_taken(rule, some, now or timezone.now()))
            except Refusal as refusal:
                told.skipped[refusal.reason] += len(some)
            except Exception as error:
                logger.exception("The ladder of office %s could not go on.", office)
                failed.append(error)
    if failed:
        raise failed[0]
    return told


def told_by_sheets(clocks: Collection[Clock], now: datetime) -> set[int]:
    """Of clocks that are over the ids of those whose unit was sent a sheet about it, or is sent one
    today without anybody's doing. Inside a transaction: their cases are locked, in the order in
    which sweeps lock them, so that no sweep is between the two."""
    urged = [clock for clock in clocks if clock.clock in URGED and clock.owner_id is not None]
    told = queries.were_sent(urged)
    left = [clock for clock in urged if clock.pk not in told]
    ladders = queries.ladders_in_force() if left else {}
    if not ladders:
        return told
    ledgers = Case.objects.filter(pk__in={clock.case_id for clock in left}, office__in=ladders)
    columns, kept = ("office_id", "office__region__code", "pk"), calendars()
    rows = ledgers.order_by("office_id", "pk").values_list(*columns)
    for (office, code), several in groupby(rows, key=itemgetter(0, 1)):
        rule = _Rule(office, ladders[office], kept.of(code))
        chunk = _Chunk.read(rule, [row[2] for row in several], now)
        wanted = [one for one in chunk.wanted() if one.step is Step.URGE and chunk.goes_out(one)]
        sent = {one.run.key for one in wanted}
        told |= {clock.pk for clock in left if queries.key_of(clock) in sent}
    return told


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one office goes by."""

    office: int
    in_force: InForce
    days: Calendar

    def wanted(self, runs: Sequence[Run], known: Written, now: datetime) -> list[Wanted]:
        """The steps that are due on these runs."""
        return list(queries.wanted_of(runs, self.in_force.ladder, self.days, known, now))


def _chunks(runs: Sequence[Run], size: int) -> Iterator[Sequence[Run]]:
    for start in range(0, len(runs), size):
        yield runs[start : start + size]


def _taken(rule: _Rule, runs: Sequence[Run], now: datetime) -> Tally:
    """Most of what is late has nothing due today: that is seen before anything is locked."""
    told = Tally()
    known = queries.written_about({run.case for run in runs}, now)
    wanted = rule.wanted(runs, known, now)
    if not wanted:
        return told
    if not in_office(rule.days, now):
        told.skipped[OUT_OF_HOURS] += len(wanted)
        return told
    cases = sorted({one.run.case for one in wanted})
    with transaction.atomic():
        chunk = _Chunk.read(rule, cases, now)
        written = [one for want in chunk.wanted() if (one := _written(chunk, want, told))]
        actions.put_together([(change, _said(step)) for change, step in written])
        if told.drafted:
            _tell_signers(rule.office, now)
    return told


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Cases that are locked, and what has to be known of them; a fixed number of queries."""

    rule: _Rule
    now: datetime
    cases: dict[int, Case]
    runs: list[Run]
    known: Written
    units: dict[int, Unit]
    judged: dict[SheetKind, Judged]
    disputed: dict[tuple[int, int], str]
    delegations: dict[tuple[int, SheetKind], Delegation]

    @classmethod
    def read(cls, rule: _Rule, ids: Sequence[int], now: datetime) -> "_Chunk":
        """Another sweep, or a person, that has these cases in hand is waited for."""
        locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=ids, office=rule.office)
        rows = list(locked.select_related("office", "boundary").order_by("pk"))
        cases = {case.pk: case for case in rows}
        late = queries.late_runs([rule.office], now, cases)
        runs = list(late)
        units = Unit.objects.select_related("region", "parent__parent__parent")
        kinds = (SheetKind.URGING, SheetKind.REQUEST, SheetKind.EFFECTIVENESS)
        return cls(
            rule,
            now,
            cases,
            runs,
            queries.written_about(cases, now),
            units.in_bulk({run.unit for run in runs}),
            {kind: judged(list(cases), kind, now) for kind in kinds},
            queries.disputed(cases),
            queries.delegations([rule.office], in_shanghai(now).date()),
        )

    def wanted(self) -> list[Wanted]:
        """What is due still, now that nobody else can change it."""
        return self.rule.wanted(self.runs, self.known, self.now)

    def why_not(self, want: Wanted, kind: SheetKind) -> str:
        """The reason against; "" where the step may be taken."""
        run, unit = want.run, self.units[want.run.unit]
        if want.step is Step.INQUIRE and not unit.commandable:
            return OTHER_KIND
        standing = self.judged[kind].standing(self.cases[run.case], unit, kind)
        if (run.case, run.unit, kind) not in self.known.hindered:
            # What the ladder sent before hinders it not: late is urged again until it is done.
            standing = replace(standing, earlier="")
        if why := why_not(kind, standing):
            return why
        why = self.disputed.get((run.case, run.unit), "")
        return f"“{unit}”{why}" if why else ""

    def goes_out(self, want: Wanted) -> bool:
        """Whether it may be sent to that unit, and without a signature."""
        kind = self.kind_of(want)
        return (self.rule.office, kind) in self.delegations and not self.why_not(want, kind)

    def kind_of(self, want: Wanted) -> SheetKind:
        """What may be sent to that unit."""
        if want.step is Step.INQUIRE:
            return SheetKind.EFFECTIVENESS
        commandable = self.units[want.run.unit].commandable
        return SheetKind.URGING if commandable else SheetKind.REQUEST


def _written(chunk: _Chunk, want: Wanted, told: Tally) -> tuple[SheetChange, LadderStep] | None:
    """The sheet of a step, with the step; None, and why, where it may not be."""
    kind, run = chunk.kind_of(want), want.run
    if why := chunk.why_not(want, kind):
        told.skipped[why] += 1
        return None
    case, unit = chunk.cases[run.case], chunk.units[run.unit]
    grounds = chunk.delegations.get((chunk.rule.office, kind))
    sheet = SupervisionSheet(
        case=case, office=case.office, unit=unit, kind=kind, drafted_at=chunk.now,
        state=SheetState.ISSUED if grounds else SheetState.DRAFTED,
    )  # fmt: skip
    [aggregate] = SHEETS.load([sheet])
    change = SheetChange(aggregate, SYSTEM_PERSON, chunk.now, noun=SHEETS)
    due, today = in_shanghai(run.due).date(), in_shanghai(chunk.now).date()
    over = max(chunk.rule.days.working_days(due, today), 0)
    late = Late(case.number, str(ClockKind(run.clock).label), due, over)
    actions.fill(change, text_of(kind, late, want.urged), chunk.rule.in_force.reply_days)
    step = LadderStep(
        case=case, clock=run.clock, sheet=run.sheet, run=run.run, step=want.step, day=want.day,
        written=sheet, delegation=grounds, edition_id=chunk.rule.in_force.edition,
    )  # fmt: skip
    aggregate.new_rows.append(step)
    (told.issued if grounds else told.drafted)[kind] += 1
    return change, step


def _said(step: LadderStep) -> dict[str, object]:
    """What the log says of why the system wrote it."""
    told: dict[str, object] = {"ladder": step.edition_id, "step": str(step.step)}
    return told | ({"delegation": step.delegation_id} if step.delegation_id else {})


def _tell_signers(office: int, now: datetime) -> None:
    """Once a day that there are drafts: not once for each."""
    day = f"{in_shanghai(now):%Y-%m-%d}"
    enqueue(kind=DRAFTS, key=f"{DRAFTS}:{office}:{day}", payload={"office": office, "day": day})
