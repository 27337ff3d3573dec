"""One verb on many cases: may it be done to each now, by this person, and why not.

The decision is the verb's own, made in memory as it is made for one case: nothing is said here of
a case that its own page would not say to the same person.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.access import Person, Refusal
from zhuqi.ledgers.cases.actions.store import load, rulebook
from zhuqi.ledgers.cases.actions.work import CaseChange, PastUnreadError, Rulebook
from zhuqi.ledgers.cases.assigning import against_assigning
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.facts import DisputeFacts, Facts
from zhuqi.ledgers.cases.lifecycle import CASE
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.rules import decide

# So many are in memory at a time.
CHUNK = 500
Alone = Callable[[CaseChange], str]


@dataclass(frozen=True, slots=True)
class Decided:
    """A case the person sees, as it stood: why the verb can't be done to it, "" where it can."""

    pk: int
    number: str
    version: int
    reason: str


def decided(
    person: Person,
    cases: Sequence[int],
    verb: Verb,
    *,
    alone: Alone = lambda _change: "",
    now: datetime | None = None,
) -> Iterator[Decided]:
    """Of these cases those the person sees, in their order; of others nothing is said.

    `alone`: why one must be done by itself, though it can be done. A fixed number of queries for
    every `CHUNK` of them.
    """
    moment, book = now or timezone.now(), rulebook()
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        rows = _rows(person, chunk)
        judging = _Judging(person, verb, alone, moment, book)
        found = judging.of(rows, past=())
        if unknown := [row for row in rows if row.pk not in found]:
            found |= judging.of(unknown, past=frozenset(row.pk for row in unknown))
        yield from (found[pk] for pk in chunk if pk in found)


def _rows(person: Person, cases: Sequence[int]) -> list[Case]:
    """Whole rows: what is hidden of them is hidden from whoever reads, not from the decision."""
    seen = Case.objects.visible_to(person.scope).filter(pk__in=cases).order_by().values("pk")
    rows = Case.objects.filter(pk__in=seen).select_related("boundary", "transfer")
    return list(rows.order_by("pk"))


@dataclass(frozen=True, slots=True)
class _Judging:
    """One person, one verb, one moment."""

    person: Person
    verb: Verb
    alone: Alone
    now: datetime
    book: Rulebook

    def of(self, cases: Sequence[Case], past: Collection[int]) -> dict[int, Decided]:
        """By id; those are left out whose decision asks for a clock that was not read."""
        found: dict[int, Decided] = {}
        aggregates = load(cases, self.book, past=past)
        if self.verb == Verb.ASSIGN:
            against = against_assigning([one for one in cases if one.state == State.ACCEPTED])
            for aggregate in aggregates:
                aggregate.against_assigning = against.get(aggregate.case.pk, "")
        for aggregate in aggregates:
            case = aggregate.case
            try:
                reason = self._reason(CaseChange(aggregate, self.person, self.now))
            except PastUnreadError:
                continue
            found[case.pk] = Decided(case.pk, case.number, case.version, reason)
        return found

    def _reason(self, change: CaseChange) -> str:
        try:
            decide(self._facts(change), self.verb)
        except Refusal as refusal:
            return refusal.reason
        return self.alone(change)

    def _facts(self, change: CaseChange) -> Facts:
        """What the table asks first decides on most of a whole filter, at a tenth of the work."""
        state, case_roles = State(change.case.state), change.case_roles
        if any(state in row.states and row.roles & case_roles for row in CASE.steps_of(self.verb)):
            return change.facts
        historical = change.case.historical
        return Facts(state, case_roles, self.now, DisputeFacts(), historical=historical)
