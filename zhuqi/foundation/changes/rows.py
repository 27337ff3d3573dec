"""A noun that is one row with a column `state` and a table of steps.

Its verbs say what they change and nothing else: `write` judges texts by their columns (label,
length, whether it may be empty), `step` decides by the table, moves the state and logs, with the
texts beside the chain where they can be erased.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import models, transaction
from django.utils import timezone

from zhuqi.foundation.access import NotValid, Person, Refusal, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes.aggregate import Aggregate, Change, Row
from zhuqi.foundation.changes.storing import Noun, opened, present, save
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.lifecycle import Lifecycle

V = TypeVar("V", bound=models.TextChoices)
# When something is done; None: this moment.
Now: TypeAlias = datetime | None
# Each refuses, by raising, a text that must not go further.
TEXT_GUARDS: Registry[Callable[[str], object]] = Registry("text guard")


@dataclass(slots=True)
class RowAggregate(Aggregate[Row]):
    """A row by itself."""

    row: Row = field()


def alone(*logged: str) -> Callable[[Sequence[Row]], Sequence[RowAggregate[Row]]]:
    """The `load` of a noun that is a row by itself; events hold these columns of it."""
    kind = type("LoggedRow", (RowAggregate,), {"__slots__": (), "logged_fields": logged})
    return lambda rows: [kind(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class RowNoun(Noun[Row, RowAggregate[Row]], Generic[Row, V]):
    """Such a noun. `facts` is what its table decides on, `acting` in whose place somebody acts."""

    table: Lifecycle[Any, V, Any, Any]
    facts: Callable[[Row, Person], Any]
    acting: Callable[[Row, Person], Person] = lambda _row, by: by

    @contextmanager
    def open(
        self, pk: int, *, by: Person, seen: int | None = None, now: datetime | None = None
    ) -> Iterator["RowChange[Row, V]"]:
        """Lock one for its verbs and write what they changed. NotNow if changed since `seen`."""
        with opened(self, pk, seen=seen) as (aggregate, _beside):
            yield self._change(aggregate, by, now or present(self._last(pk)))

    def _last(self, pk: int) -> Iterable[Event]:
        events = Event.objects.filter(object_type=self.object_type, object_id=pk)
        return events.order_by("-seq")[:1]

    @contextmanager
    def new(
        self, row: Row, *, by: Person, now: datetime | None = None
    ) -> Iterator["RowChange[Row, V]"]:
        """A row that comes to be: fill it, `record` how; it is stored with its first event."""
        [aggregate] = self.load([row])
        yield self._change(aggregate, by, now)
        with transaction.atomic():
            save(self, [aggregate])

    def _change(
        self, aggregate: RowAggregate[Row], by: Person, now: datetime | None
    ) -> "RowChange[Row, V]":
        acting = self.acting(aggregate.row, by)
        return RowChange(aggregate, acting, now or timezone.now(), noun=self)


@dataclass(slots=True)
class RowChange(Change[RowAggregate[Row]], Generic[Row, V]):
    """One row, the person at work on it, and the moment. What is wrong is collected."""

    noun: RowNoun[Row, V] = field(kw_only=True)
    errors: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def row(self) -> Row:
        """The row itself."""
        return self.aggregate.row

    @property
    def today(self) -> date:
        """The day of the change."""
        return timezone.localdate(self.now)

    def require(self, holds: bool, name: str, sentence: str) -> None:  # noqa: FBT001 (reads as it is)
        """Complain about a field."""
        if not holds:
            self.errors[name] = sentence

    def texts(self, model: type[models.Model], **typed: str) -> dict[str, str]:
        """Texts trimmed and judged by the columns of their names; kept for the event.

        What a guard raises for text that must not go further.
        """
        kept = {name: text.replace("\x00", "").strip() for name, text in typed.items()}
        for name, text in kept.items():
            for guard in TEXT_GUARDS:
                guard(text)
            column: models.Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]  # noqa: SLF001
            self.require(bool(text) or column.blank, name, f"请填写{column.verbose_name}")
            limit = column.max_length or len(text)
            said = f"{column.verbose_name}最多 {limit} 字，现在 {len(text)} 字"
            self.require(len(text) <= limit, name, said)
        self.words |= {name: text for name, text in kept.items() if text}
        return kept

    def write(self, **typed: str) -> None:
        """Put texts into the row's own columns."""
        for name, text in self.texts(type(self.row), **typed).items():
            setattr(self.row, name, text)

    def begin(self, verb: V) -> None:
        """NotYours or NotNow by the table, then NotValid for what was typed; the state moves."""
        step = self.noun.table.decide(self.noun.facts(self.row, self.by), verb)
        self._stand_in(verb)
        self.refuse_wrong()
        if step.to is not None:
            self.row.state = step.to  # type: ignore[attr-defined]  # such a noun has it

    def _stand_in(self, verb: V) -> None:
        """A deputy says in whose place they do it, where they could not otherwise."""
        if not self.by.actor.acting_for:
            self.by = self.by.in_place(lambda scope: self._could(verb, scope))

    def _could(self, verb: V, scope: Scope) -> bool:
        try:
            self.noun.table.decide(self.noun.facts(self.row, replace(self.by, scope=scope)), verb)
        except Refusal:
            return False
        return True

    def record(self, word: str, data: Mapping[str, Any] | None = None) -> None:
        """Log it under the noun's name with the texts beside. NotValid if anything is wrong."""
        self.refuse_wrong()
        self.log(f"{self.noun.object_type}.{word}", data=data, erasable=self.words)

    def step(self, verb: V, data: Mapping[str, Any] | None = None) -> None:
        """`begin` and `record`."""
        self.begin(verb)
        self.record(verb.value, data)

    def refuse_wrong(self) -> None:
        """NotValid for what was complained of so far."""
        if self.errors:
            raise NotValid(self.errors)
