"""The person's own next step on a case's page: its head names it, its filled button is it."""

from zhuqi.foundation.access import UNIT_ROLES
from zhuqi.ledgers.cases.enums import ClockKind, Verb
from zhuqi.ledgers.cases.models import Clock
from zhuqi.ledgers.cases.queries.lights import first_of
from zhuqi.ledgers.cases.reading.case_view import CaseView

# Steps inside the limit for the answer, each with the verb that is meant by it: an answer would
# stop most of these clocks too, but is not what the person is waited for.
_INSIDE_THE_LIMIT = {
    ClockKind.CONTACT: Verb.CONTACT,
    ClockKind.STAGE: Verb.PROGRESS,
    ClockKind.INSTRUCTION: Verb.REPORT_ON,
}


def next_clock(file: CaseView) -> Clock | None:
    """The running clock of the person's units and offices that ends first; None without one."""
    scope = file.person.scope
    running = (clock for clock in file.aggregate.clocks.values() if clock.stopped_at is None)
    return first_of(running, scope.units(*UNIT_ROLES) | scope.offices)


def due_first(file: CaseView) -> Verb | None:
    """The verb that clock waits for, where the order of verbs alone would not put it first."""
    clock = next_clock(file)
    return None if clock is None else _INSIDE_THE_LIMIT.get(ClockKind(clock.clock))
