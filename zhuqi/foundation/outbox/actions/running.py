"""Claim a piece, do it, mark it: where exactly-once is decided."""

import logging
import traceback
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Actor
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.registry import (
    LONGEST_LEASE,
    Handler,
    Piece,
    UnknownKindError,
    handler_of,
    handlers,
    working_on,
)

logger = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=1)
ERROR_LENGTH = 4000
# Candidates read at once; with several workers most are gone by the time one tries them.
LOOK_AHEAD = 20
# Pieces of one kind that are done as one, where it can be: what a transaction may take.
MOST_TOGETHER = 50
CUT_SHORT = "执行中断（工作进程被终止或超时），结果未确认。"


class LeaseLost(Exception):  # noqa: N818 (said to the worker, not a fault of the handler)
    """Someone else holds the piece now; whatever this run did must not count."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One piece, held by one run."""

    pk: int
    kind: str
    key: str
    token: str
    attempt: int
    payload: dict[str, object]


def delay_after(attempt: int) -> timedelta:
    """How long to wait before the next attempt: 15 s, 30 s, 1 min … 1 h."""
    return min(FIRST_DELAY * (1 << min(attempt - 1, 20)), LONGEST_DELAY)


def claim(*, worker: str, now: datetime, lease: timedelta | None = None) -> Claim | None:
    """Take the piece that goes first of those due, the oldest of its priority; None if nothing is.

    By compare-and-swap, so that several workers never hold the same.

    Kinds this process has no handler for are left to a worker that has (a newer release may be
    writing while an older worker still runs). `lease` overrides the handler's, for tests.
    """
    due = _free().filter(not_before__lte=now, kind__in=list(handlers()))
    for row in due.order_by("priority", "not_before", "id")[:LOOK_AHEAD]:
        token = f"{worker}/{uuid.uuid4().hex[:12]}"
        until = now + (lease or handler_of(row.kind).lease)
        mine = _free().filter(pk=row.pk, attempts=row.attempts)
        if mine.update(lease_until=until, leased_by=token, attempts=F("attempts") + 1) == 1:
            return Claim(row.pk, row.kind, row.key, token, row.attempts + 1, row.payload)
    return None


def claim_several(*, worker: str, now: datetime, lease: timedelta | None = None) -> list[Claim]:
    """`claim`, and what is due of the same kind where that can be done together with it.

    What was begun before is done by itself: it may be what made the others fail.
    """
    first = claim(worker=worker, now=now, lease=lease)
    if first is None:
        return []
    kind = handler_of(first.kind)
    if kind.together is None or first.attempt > 1:
        return [first]
    fresh = _free().filter(not_before__lte=now, kind=kind.kind, attempts=0)
    with transaction.atomic():
        # Others that look at the same moment take others; none waits for rows of the other.
        waiting = fresh.order_by("priority", "not_before", "id").select_for_update(skip_locked=True)
        rows = list(waiting[: MOST_TOGETHER - 1])
        OutboxItem.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease_until=now + (lease or kind.lease), leased_by=first.token, attempts=1
        )
    more = [Claim(row.pk, row.kind, row.key, first.token, 1, row.payload) for row in rows]
    return [first, *more]


def _free() -> QuerySet[OutboxItem]:
    """What waits and nobody holds."""
    return OutboxItem.objects.filter(
        done_at__isnull=True, failed_at__isnull=True, lease_until__isnull=True
    )


def work(held: Claim) -> bool:
    """Do a claimed piece; True if it is done. Never raises for what a handler raises."""
    kind = handler_of(held.kind)
    try:
        with working_on(Piece(held.key, held.attempt, _extender(held, kind))):
            if kind.outside:
                kind.handle(held.payload)
                finish(held)
            else:
                # Effect and mark are one transaction: kill the process anywhere and either
                # both are there or neither.
                with transaction.atomic(durable=True):
                    kind.handle(held.payload)
                    finish(held)
    except LeaseLost:
        logger.warning("Lost the lease of %s; another run has it.", held.key)
        return False
    except Exception as error:  # noqa: BLE001 (one handler's fault must not stop the others)
        logger.warning("%s failed (attempt %s): %r", held.key, held.attempt, error)
        _fail(held, kind, "".join(traceback.format_exception(error))[-ERROR_LENGTH:])
        return False
    return True


def work_several(held: Sequence[Claim]) -> int:
    """Do claimed pieces of one kind, together if they are several; how many are done."""
    if len(held) > 1 and _worked_together(held):
        return len(held)
    # Of what failed together nothing has happened: whichever of them it was, the others are done.
    return sum(map(work, held))


def _worked_together(held: Sequence[Claim]) -> bool:
    kind = handler_of(held[0].kind)
    if kind.together is None:
        return False
    try:
        # As for one: all effects and all marks, or none.
        with transaction.atomic(durable=True):
            kind.together([one.payload for one in held])
            finish(*held)
    except LeaseLost:
        logger.warning("Lost the lease of one of %s %s; each by itself.", len(held), kind.kind)
        return False
    except Exception as error:  # noqa: BLE001 (as for one)
        logger.warning("%s %s failed together: %r; each by itself.", len(held), kind.kind, error)
        return False
    return True


def finish(*held: Claim) -> None:
    """Mark the pieces of one claim done, if this run still holds all of them; else LeaseLost."""
    ids, token = [one.pk for one in held], held[0].token
    marked = OutboxItem.objects.filter(pk__in=ids, leased_by=token, done_at__isnull=True).update(
        done_at=timezone.now(), lease_until=None, leased_by="", last_error=""
    )
    if marked != len(held):
        raise LeaseLost(held[0].key)


def _extender(held: Claim, kind: Handler) -> Callable[[], None]:
    def extend() -> None:
        """Hold the piece for another lease from now."""
        if not kind.outside:
            raise RuntimeError("A lease can't be extended inside the transaction that ends it.")
        until = timezone.now() + kind.lease
        if (
            OutboxItem.objects.filter(pk=held.pk, leased_by=held.token).update(lease_until=until)
            != 1
        ):
            raise LeaseLost(held.key)

    return extend


def _fail(held: Claim, kind: Handler, error: str) -> None:
    now = timezone.now()
    given_up = held.attempt >= kind.attempts
    OutboxItem.objects.filter(pk=held.pk, leased_by=held.token).update(
        lease_until=None,
        leased_by="",
        last_error=error,
        not_before=now + delay_after(held.attempt),
        failed_at=now if given_up else None,
    )
    if given_up:
        logger.error("%s failed %s times and is given up.", held.key, held.attempt)


def sweep(now: datetime) -> int:
    """Free what dead workers hold; return how many pieces were found.

    A lease is dead when it has run out, and also when it reaches further than any lease may:
    then the clock was set back after it was taken. A run that is alive after all cannot mark the
    piece any more, so freeing too early costs work, never correctness. A piece that keeps
    killing its worker is given up like one that keeps raising.
    """
    dead = OutboxItem.objects.filter(
        Q(lease_until__lte=now) | Q(lease_until__gt=now + LONGEST_LEASE),
        done_at__isnull=True,
        lease_until__isnull=False,
    ).order_by("pk")
    found = 0
    for row in dead:
        try:
            given_up = row.attempts >= handler_of(row.kind).attempts
        except UnknownKindError:
            given_up = False
        found += OutboxItem.objects.filter(
            pk=row.pk, leased_by=row.leased_by, lease_until=row.lease_until, done_at__isnull=True
        ).update(
            lease_until=None,
            leased_by="",
            last_error=CUT_SHORT,
            failed_at=now if given_up else None,
        )
    if found:
        logger.warning("The sweep found %s pieces cut short.", found)
    return found


def retry(*, outbox_item_id: int, by: Actor, now: datetime) -> bool:
    """Give a failed piece its attempts back; False if it isn't failed (any more)."""
    with transaction.atomic():
        given = OutboxItem.objects.filter(pk=outbox_item_id, failed_at__isnull=False).update(
            failed_at=None, attempts=0, not_before=now
        )
        if given:
            record(object_type="owed", object_id=outbox_item_id, kind="retried", by=by, now=now)
    return given == 1
