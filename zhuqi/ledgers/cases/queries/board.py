"""The ledger by state: how many rows stand where, and the first of each; and what the person is
to do with them next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import CharField, Count, F, Value, Window
from django.db.models.functions import RowNumber

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.enums import LIVE_STATES, State, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries.filtering import Filters, ledger, with_columns
from zhuqi.ledgers.cases.queries.work_queues import queues

# In the order of a case's life; what is over has no place on a board.
STATES: Final = tuple(state for state in State if state in LIVE_STATES)


@dataclass(frozen=True, slots=True)
class Column:
    """The rows in one state: how many, and the first of them by due time."""

    state: State
    number: int = 0
    cases: list[Case] = field(default_factory=list)


def board(scope: Scope, filters: Filters, now: datetime, most: int) -> list[Column]:
    """Every state of what is not over, in order; three queries, however much there is.

    `filters` names these states, so that the rows are live ones: an index holds no others.
    """
    own = [F("state")]
    placed = (
        ledger(scope, filters, now)
        .order_by()
        .annotate(
            place=Window(RowNumber(), partition_by=own, order_by=["due_at", "pk"]),
            among=Window(Count("pk"), partition_by=own),
        )
    )
    found = placed.filter(place__lte=most).values_list("pk", "state", "among")
    by_state: dict[str, tuple[int, list[int]]] = {}
    for pk, state, among in found:
        by_state.setdefault(state, (among, []))[1].append(pk)
    ids = [pk for _number, some in by_state.values() for pk in some]
    rows = with_columns(Case.objects.filter(pk__in=ids).read_by(scope)).order_by("due_at", "pk")
    cases = list(rows) if ids else []
    return [
        Column(
            state,
            by_state.get(state, (0, []))[0],
            [case for case in cases if case.state == state],
        )
        for state in STATES
    ]


def steps_waiting(scope: Scope, ids: Collection[int], now: datetime) -> Mapping[int, Verb]:
    """What waits for this person's hand on each of these cases, the first of their queues; one
    query, none where they have no queue."""
    several = [
        (place, task.verb, cases.filter(pk__in=ids))
        for place, (task, cases) in enumerate(queues(scope, now))
    ]
    if not several or not ids:
        return {}
    none, *parts = [
        cases.order_by().values_list(Value(f"{place:02}", CharField()), "pk")
        for place, cases in [(0, Case.objects.none()), *((p, c) for p, _verb, c in several)]
    ]
    verbs = {f"{place:02}": verb for place, verb, _cases in several}
    waiting: dict[int, Verb] = {}
    for place, pk in sorted(none.union(*parts, all=True)):
        waiting.setdefault(pk, verbs[place])
    return waiting
