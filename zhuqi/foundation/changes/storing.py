"""Lock, load, and save: the row, what belongs to it, the events, and what is owed for them."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.audit.actions import Entry, insert_rows, record_many
from zhuqi.foundation.audit.chain import Stored
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes.aggregate import A, Aggregate, Row
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many

# Told of what happened, in its transaction; of lives that are only written down now, of nothing.
EVENT_LISTENERS: Registry[Callable[[Sequence[Stored]], None]] = Registry("listener to events")


def write_children(aggregates: Iterable[Aggregate[Any]]) -> None:
    """Insert what is new and update what was touched, one statement a table."""
    new: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    touched: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for aggregate in aggregates:
        for row in aggregate.new_rows:
            new[type(row)].append(row)
        for row in aggregate.touched:
            touched[type(row)].append(row)
    for rows in new.values():
        insert_rows(rows)
    for model, rows in touched.items():
        names = [f.name for f in model._meta.concrete_fields if not f.primary_key]  # noqa: SLF001 (Django's public name)
        model._default_manager.bulk_update(rows, names)  # noqa: SLF001


def write_rows(aggregates: Sequence[Aggregate[Any]]) -> None:
    """What a noun writes that has no more than a row and children."""
    for aggregate in aggregates:
        aggregate.row.save()
    write_children(aggregates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun(Generic[Row, A]):
    """What the mechanism needs to know of a noun.

    `load` reads any number in a fixed number of queries; `write` stores rows, not events. Events
    of the kinds in `notified` enqueue the outbox kind `notify` with their id. Rows that `along`
    finds by the id of one are locked with it, as its verbs may have to change them. `stale` is what
    someone reads whose page shows an older version, `state_of` what they read of the state now.
    """

    model: type[Row]
    object_type: str
    load: Callable[[Sequence[Row]], Sequence[A]]
    write: Callable[[Sequence[A]], None] = write_rows
    stale: str
    state_of: Callable[[Row], str] = str
    along: Callable[[int], Q] | None = None
    notify: str = ""
    notified: Container[str] = field(default=frozenset())


def locked(noun: Noun[Row, A], rows: QuerySet[Row]) -> dict[int, A]:
    """The aggregates of these rows by id, locked in the order of ids until the transaction ends."""
    found = rows.select_for_update(of=("self",)).order_by("pk")
    return {aggregate.row.pk: aggregate for aggregate in noun.load(list(found))}


def refuse_stale(noun: Noun[Row, A], aggregate: A, seen: int | None) -> None:
    """NotNow if it has been changed since the page that showed version `seen`."""
    if seen is not None and seen != aggregate.version:
        raise NotNow(noun.stale, state=noun.state_of(aggregate.row))


def present(past: Iterable[Event]) -> datetime:
    """The moment of a change of what has this past: now, or the last of it where the server's
    clock was set back, so that nothing ends before it began."""
    return max([timezone.now(), *(event.occurred_at for event in past)])


@contextmanager
def opened(
    noun: Noun[Row, A], pk: int, *, seen: int | None = None, also: Iterable[int] = ()
) -> Iterator[tuple[A, dict[int, A]]]:
    """Lock one, hand it to verbs, write what they changed, all in one transaction.

    `also`: others the verb is about, locked with it in the order of ids, given beside it, and
    written where something happened to them. The model's DoesNotExist where the one is not there;
    NotNow where it has changed since version `seen`. Whatever a verb raises undoes everything.
    """
    with transaction.atomic():
        manager: models.Manager[Row] = noun.model._default_manager  # noqa: SLF001
        wanted = Q(pk__in={pk, *also})
        found = locked(noun, manager.filter(wanted | noun.along(pk) if noun.along else wanted))
        if pk not in found:
            raise noun.model.DoesNotExist  # type: ignore[attr-defined]  # every model has it
        aggregate = found.pop(pk)
        refuse_stale(noun, aggregate, seen)
        yield aggregate, found
        save(noun, [aggregate, *(other for other in found.values() if other.logged)])


def save(
    noun: Noun[Row, A],
    aggregates: Sequence[A],
    *,
    notify: bool = True,
    now: datetime | None = None,
) -> list[Stored]:
    """Write what verbs changed on one or ten thousand; must run inside a transaction.

    `notify` False is for lives that are only written down now: imports, the sample city. `now`
    fixes the time at which the events count as recorded.
    """
    noun.write(aggregates)
    events = record_many(
        [
            Entry(
                object_type=noun.object_type,
                object_id=aggregate.row.pk,
                kind=str(event.kind),
                by=event.by,
                data=event.data,
                erasable=event.erasable,
                occurred_at=event.at,
                first=aggregate.fresh,
            )
            for aggregate in aggregates
            for event in aggregate.logged
        ],
        now=now,
    )
    for listener in EVENT_LISTENERS if notify else ():
        listener(events)
    if notify and noun.notify:
        outbox_item = [event for event in events if event.kind in noun.notified]
        enqueue_many([_of_event(noun.notify, event) for event in outbox_item])
    for aggregate in aggregates:
        for act in aggregate.afterwards:
            act()
    return events


def _of_event(kind: str, event: Stored) -> NewOutboxItem:
    return NewOutboxItem(kind=kind, key=f"{kind}:{event.id}", payload={"event": event.id})
