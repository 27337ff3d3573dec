"""What the ladder will do next about what runs, for whoever reads an office's ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.queries import calendars
from zhuqi.foundation.workdays import Calendar, in_shanghai
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.supervision.enums import SheetKind
from zhuqi.mechanisms.supervision.ladder import queries
from zhuqi.mechanisms.supervision.ladder.enums import Step
from zhuqi.mechanisms.supervision.ladder.queries import InForce, Run, Written
from zhuqi.mechanisms.supervision.ladder.rules import (
    in_office,
    red_on,
    reminded_on,
    urged_next,
    working_day,
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next step and its day; `drafted` where it will wait for a signature, `waits` where one
    waits already. No step: there is none any more."""

    step: Step | None
    day: date | None = None
    drafted: bool = False
    waits: bool = False


def planned(scope: Scope) -> QuerySet[Clock]:
    """Times of units that run on cases of one's own offices, where these have adopted a ladder."""
    own = scope.units(*OFFICE_READERS) & queries.ladders_in_force().keys()
    seen = Case.objects.visible_to(scope).filter(office__in=sorted(own))
    rows = queries.timed().filter(
        case__office__in=sorted(own), case__in=seen.order_by().values("pk")
    )
    return rows.select_related("owner", "case__office__region")


def outlook(clocks: Sequence[Clock], now: datetime) -> Mapping[int, Ahead]:
    """The next step of each, by its id; a fixed number of queries."""
    ladders, kept = queries.ladders_in_force(), calendars()
    known = queries.written_about({clock.case_id for clock in clocks}, now)
    offices = {clock.case.office_id for clock in clocks}
    given = queries.delegations(offices, in_shanghai(now).date())
    found = {}
    for clock in clocks:
        office = clock.case.office
        if clock.owner is None or office.pk not in ladders:
            continue
        kind = SheetKind.URGING if clock.owner.commandable else SheetKind.REQUEST
        run = Run(
            office.pk, clock.case_id, clock.clock, clock.sheet, clock.run, clock.owner.pk,
            clock.due_at,
        )  # fmt: skip
        look = _Look(ladders[office.pk], kept.of(office.region.code), known, now)
        found[clock.pk] = look.ahead(run, kind, delegated=(office.pk, kind) in given)
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    """One office's ladder, seen from a moment."""

    in_force: InForce
    days: Calendar
    known: Written
    now: datetime

    def ahead(self, run: Run, kind: SheetKind, *, delegated: bool) -> Ahead:
        """The next step on one run."""
        ladder, today = self.in_force.ladder, in_shanghai(self.now).date()
        if run.due > self.now:
            for _number, day in reminded_on(self.days, ladder, run.due):
                if day > today:
                    return Ahead(Step.REMIND, day)
        elif (run.case, run.unit, kind) in self.known.hindered:
            return Ahead(Step.URGE, waits=True)
        else:
            wanted = list(queries.wanted_of([run], ladder, self.days, self.known, self.now))
            if wanted:
                opens = self.days.effective_start(self.now)
                day = today if in_office(self.days, self.now) else in_shanghai(opens).date()
                step = self._named(run, wanted[0].step, wanted[0].day)
                return Ahead(step, day, step is Step.INQUIRE or not delegated)
        following = urged_next(self.days, ladder, run.due, today)
        if following is None:
            return Ahead(None)
        return Ahead(self._named(run, Step.URGE, following), following, not delegated)

    def _named(self, run: Run, step: Step, day: date) -> Step:
        """An urging is a further one after the first."""
        first = working_day(self.days, red_on(self.days, run.due), self.in_force.ladder.urge or 0)
        return Step.AGAIN if step is Step.URGE and day > first else step
