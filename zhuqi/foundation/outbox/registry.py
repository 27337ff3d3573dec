"""What can be enqueued, and when things are by themselves: declared beside the code that does it.

A room's `handlers.py` uses these decorators and is imported by its AppConfig.ready(); actions
name kinds as text and never import handlers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings

from zhuqi.foundation.outbox.enums import CatchUp, Priority

Payload = dict[str, Any]
Handle = Callable[[Payload], None]
HandleTogether = Callable[[Sequence[Payload]], None]
Tick = Callable[[datetime], None]

# No lease may be longer: one that reaches further was taken before the clock was set back.
LONGEST_LEASE = timedelta(hours=1)
LEASE = timedelta(minutes=5)
ATTEMPTS = 12


class UnknownKindError(LookupError):
    """No handler is registered for this kind."""


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of work is done."""

    kind: str
    handle: Handle
    outside: bool
    lease: timedelta
    attempts: int
    priority: Priority
    together: HandleTogether | None = None


class Schedule(Protocol):
    """A name and the moments at which it is due."""

    @property
    def name(self) -> str: ...
    @property
    def catch_up(self) -> CatchUp: ...

    def latest(self, now: datetime) -> datetime:
        """The last slot at or before `now`."""
        ...

    def following(self, slot: datetime) -> datetime:
        """The slot after this one."""
        ...


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many minutes, counted from midnight UTC of 1970, so that all workers agree."""

    name: str
    period: timedelta
    catch_up: CatchUp

    def latest(self, now: datetime) -> datetime:
        """The last full period."""
        start = datetime.fromtimestamp(0, UTC)
        return start + (now - start) // self.period * self.period

    def following(self, slot: datetime) -> datetime:
        """One period later."""
        return slot + self.period


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at an hour of the office's clock."""

    name: str
    at: time
    catch_up: CatchUp

    def latest(self, now: datetime) -> datetime:
        """Today's slot if its hour has come, else yesterday's."""
        zone = ZoneInfo(settings.TIME_ZONE)
        day = now.astimezone(zone).date()
        slot = datetime.combine(day, self.at, zone)
        if slot > now:
            slot = datetime.combine(day - timedelta(days=1), self.at, zone)
        return slot.astimezone(UTC)

    def following(self, slot: datetime) -> datetime:
        """The same hour on the next day."""
        zone = ZoneInfo(settings.TIME_ZONE)
        day = slot.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(day, self.at, zone).astimezone(UTC)


_handlers: dict[str, Handler] = {}
_schedules: dict[str, Schedule] = {}


def handler(
    kind: str,
    *,
    outside: bool = False,
    lease: timedelta = LEASE,
    attempts: int = ATTEMPTS,
    priority: Priority = Priority.USUAL,
    together: HandleTogether | None = None,
) -> Callable[[Handle], Handle]:
    """Register `function(payload)` as what does this kind of work.

    By default the function runs in the very transaction that marks the piece done: its database
    effects happen exactly once, and it must touch nothing else. With `outside=True` no
    transaction is held; the function may be called again after a crash and must pass
    `current().key` on as its stable id.

    `together` does many pieces as one, in one transaction, where that costs less than each by
    itself; there is no `current()` then. If it raises, each is done by itself by the function.
    ValueError for work outside, whose effects no transaction takes back.
    """
    if not timedelta(0) < lease <= LONGEST_LEASE:
        raise ValueError(f"A lease lasts at most {LONGEST_LEASE}.")
    if outside and together:
        raise ValueError(f"{kind} is done outside: one by one.")

    def register(function: Handle) -> Handle:
        if kind in _handlers:
            raise ValueError(f"{kind} has a handler already.")
        _handlers[kind] = Handler(kind, function, outside, lease, attempts, priority, together)
        return function

    return register


def every(
    name: str,
    *,
    minutes: int,
    catch_up: Literal["latest", "each"] = "latest",
    outside: bool = False,
    attempts: int = ATTEMPTS,
) -> Callable[[Tick], Tick]:
    """Register `function(slot)` to run once for every slot of so many minutes."""
    if minutes < 1:
        raise ValueError("A period is at least a minute.")
    schedule = Every(name, timedelta(minutes=minutes), CatchUp(catch_up))
    return _scheduled(schedule, outside=outside, attempts=attempts)


def daily(
    name: str,
    *,
    at: str,
    catch_up: Literal["latest", "each"] = "latest",
    outside: bool = False,
    attempts: int = ATTEMPTS,
) -> Callable[[Tick], Tick]:
    """Register `function(slot)` to run once a day at "HH:MM" of `TIME_ZONE`."""
    schedule = Daily(name, time.fromisoformat(at), CatchUp(catch_up))
    return _scheduled(schedule, outside=outside, attempts=attempts)


def _scheduled(schedule: Schedule, *, outside: bool, attempts: int) -> Callable[[Tick], Tick]:
    def register(function: Tick) -> Tick:
        def run_slot(payload: Payload) -> None:
            function(datetime.fromisoformat(payload["slot"]))

        # What is due by the clock was promised for that time; what is owed for an event can wait.
        # Slots made up for one by one are many, and nothing else should wait for all of them.
        only_latest = schedule.catch_up == CatchUp.LATEST
        priority = Priority.FIRST if only_latest else Priority.USUAL
        handler(schedule.name, outside=outside, attempts=attempts, priority=priority)(run_slot)
        _schedules[schedule.name] = schedule
        return function

    return register


def handler_of(kind: str) -> Handler:
    """The handler, or UnknownKindError."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKindError(
            f"No handler is registered for {kind!r}: is its handlers.py imported in ready()?"
        ) from None


def handlers() -> Mapping[str, Handler]:
    """All handlers by kind."""
    return _handlers


def schedules() -> Mapping[str, Schedule]:
    """All schedules by name."""
    return _schedules


@contextmanager
def isolated_registry() -> Iterator[None]:
    """Forget all declarations inside the block; for tests that declare their own."""
    kept = dict(_handlers), dict(_schedules)
    _handlers.clear()
    _schedules.clear()
    try:
        yield
    finally:
        _handlers.clear()
        _schedules.clear()
        _handlers.update(kept[0])
        _schedules.update(kept[1])


@dataclass(frozen=True, slots=True)
class Piece:
    """The piece of work that is being done now."""

    key: str
    attempt: int
    extend: Callable[[], None]


_current: ContextVar[Piece] = ContextVar("outbox_piece")


def current() -> Piece:
    """The piece this handler was called for: its stable id, its attempt, its lease."""
    return _current.get()


@contextmanager
def working_on(piece: Piece) -> Iterator[None]:
    """Make `piece` the current one; for the worker."""
    token = _current.set(piece)
    try:
        yield
    finally:
        _current.reset(token)
