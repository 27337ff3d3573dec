"""The board: a column a state, with how many there are and the most urgent of them as cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.ledger_ways import LINES
from zhuqi.interfaces.desk.cases.queues import start_of
from zhuqi.interfaces.desk.cases.rows import CaseRow, RowFormatter, walk_url
from zhuqi.interfaces.shell.bulk.filtering import JOB, OUTCOME
from zhuqi.interfaces.shell.listing.chosen import Chosen
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters
from zhuqi.ledgers.cases.queries.board import STATES, Column, board, steps_waiting

# The columns say the state; what is over, or came from an old register, stands in none.
UNASKED: Final = ("state", "historical", "today", JOB, OUTCOME)
CARDS: Final = 6


@dataclass(frozen=True, slots=True)
class Card:
    """A case, with the person's own next step on it where one waits."""

    row: CaseRow
    step: str
    step_url: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A state: its rows in the ledger, and the first of them."""

    label: str
    number: int
    url: str
    cards: Sequence[Card]

    @property
    def more(self) -> int:
        """How many stand in the ledger alone."""
        return self.number - len(self.cards)


@dataclass(frozen=True)
class BoardPage:
    """The board as one person sees it at a moment."""

    chosen: Chosen
    person: Person
    now: datetime

    @cached_property
    def lanes(self) -> list[Lane]:
        """In the order of a case's life."""
        filters = Filters(**self.chosen.values)
        columns = board(self.person.scope, replace(filters, state=STATES), self.now, CARDS)
        ids = [case.pk for column in columns for case in column.cases]
        waiting = steps_waiting(self.person.scope, ids, self.now)
        formatter = RowFormatter(self.person, self.now)
        formatter.look([case for column in columns for case in column.cases])
        return [self._lane(column, waiting, formatter) for column in columns]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(lane.number for lane in self.lanes)

    @property
    def total_url(self) -> str:
        """All of them in the ledger; with one state of several the address says each."""
        states = "&".join(f"state={state.value}" for state in STATES)
        url = self.chosen.elsewhere(LINES)
        return f"{url}{'&' if '?' in url else '?'}{states}"

    def _lane(self, column: Column, waiting: Mapping[int, Verb], formatter: RowFormatter) -> Lane:
        state = column.state.value
        walk = self.chosen.query_of(state=state)
        rows = formatter.rows(column.cases)
        cards = [
            self._card(case, replace(row, url=walk_url(row.number, walk)), waiting)
            for case, row in zip(column.cases, rows, strict=True)
        ]
        url = self.chosen.elsewhere(LINES, state=state)
        return Lane(str(State(state).label), column.number, url, cards)

    def _card(self, case: Case, row: CaseRow, waiting: Mapping[int, Verb]) -> Card:
        verb = waiting.get(case.pk)
        if verb is None or verb not in verb_pages.VERB_PAGES:
            return Card(row, "", "")
        page = verb_pages.VERB_PAGES[verb]
        label = verb.label if callable(page.label) else page.label or verb.label
        # One of two decisions is named by neither.
        words = _("去裁定") if page.decision else str(label)
        return Card(row, words, start_of(verb, case.number))
