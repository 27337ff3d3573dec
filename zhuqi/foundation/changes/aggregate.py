"""A row with what belongs to it, and one person's change of it; all in memory."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models

from zhuqi.foundation.access import Actor, Person

Row = TypeVar("Row", bound=models.Model)
A = TypeVar("A", bound="Aggregate[Any]")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event not yet written."""

    kind: str
    by: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    erasable: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Aggregate(Generic[Row]):
    """Base of what one noun loads and saves as a whole; collects what has to be written.

    `logged_fields` are written in full into events: nothing that may have to be erased.
    `version_field` counts changes, so that a stale page is told so; "" where the row has none.
    """

    logged_fields: ClassVar[tuple[str, ...]] = ()
    version_field: ClassVar[str] = "version"

    new_rows: list[models.Model] = field(default_factory=list)
    touched: list[models.Model] = field(default_factory=list)
    logged: list[NewEvent] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    fresh: bool = False
    _held: tuple[Any, ...] | None = None

    def __post_init__(self) -> None:
        self.fresh = not self.row.pk
        if not self.fresh:
            self.changes()

    @property
    def row(self) -> Row:
        """The row that is locked, counted in versions and named by the events."""
        raise NotImplementedError

    @property
    def version(self) -> int | None:
        """How often it has been changed; None where the noun does not count."""
        return getattr(self.row, self.version_field) if self.version_field else None

    def changes(self) -> dict[str, list[Any]]:
        """Logged fields changed since the last event as [before, after]; the next starts here."""
        held, self._held = self._held, _values(self.row, self.logged_fields)
        if held == self._held:
            return {}
        after = snapshot(self.logged_fields, self._held)
        before, self.before = self.before, after
        return {
            name: [before.get(name), value]
            for name, value in after.items()
            if before.get(name) != value
        }

    def touch(self, row: models.Model) -> None:
        """Have a loaded row written again."""
        if row.pk and row not in self.touched:
            self.touched.append(row)


@dataclass(slots=True)
class Change(Generic[A]):
    """What is changed, the person at work on it, and the moment; `beside`: others locked with it.

    The base of a noun's verbs: they decide, alter rows, and `log` what they did.
    """

    aggregate: A
    by: Person
    now: datetime
    beside: Mapping[int, A] = field(default_factory=dict)

    def log(
        self,
        kind: str,
        *,
        data: Mapping[str, Any] | None = None,
        erasable: Mapping[str, str] | None = None,
    ) -> NewEvent:
        """Log one event with before and after of what changed; the version counts it.

        The first event of something new holds its fields as they were entered.
        """
        entered = not self.aggregate.before
        changes = self.aggregate.changes()
        told = {name: after for name, (_before, after) in changes.items()} if entered else {}
        if changes and not entered:
            told["changes"] = changes
        told |= data or {}
        event = NewEvent(kind, self.by.actor, self.now, told, dict(erasable or {}))
        self.aggregate.logged.append(event)
        self.count()
        return event

    def count(self) -> None:
        """One change more, for whoever still looks at the page of before."""
        if name := self.aggregate.version_field:
            setattr(self.aggregate.row, name, getattr(self.aggregate.row, name) + 1)

    def remark(self, **data: Any) -> None:
        """Say the same of every event logged so far: on what occasion it happened."""
        logged = self.aggregate.logged
        logged[:] = [replace(event, data={**event.data, **data}) for event in logged]

    def touch(self, row: models.Model) -> None:
        """Have a loaded row written again."""
        self.aggregate.touch(row)

    def after(self, act: Callable[[], None]) -> None:
        """Do it in the same transaction, when everything else has been written."""
        self.aggregate.afterwards.append(act)


def _values(row: models.Model, names: tuple[str, ...]) -> tuple[Any, ...]:
    if len(names) > 1:
        values: tuple[Any, ...] = _getter(names)(row)
        return values
    return tuple(getattr(row, name) for name in names)


@cache
def _getter(names: tuple[str, ...]) -> "attrgetter[Any]":
    return attrgetter(*names)


def snapshot(names: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    """The fields as plain JSON values."""
    return {
        name: v if type(v) in _PLAIN else _plain(v) for name, v in zip(names, values, strict=True)
    }


# What JSON takes as it is: asked first, for nearly everything is.
_PLAIN = frozenset({str, int, bool, float, NoneType})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | models.TextChoices) else value
