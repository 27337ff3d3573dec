"""Claim a piece, do it, mark it: where exactly-once is decided."""

import logging
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
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
    due = OutboxItem.objects.filter(
        done_at__isnull=True,
        failed_at__isnull=True,
        lease_until__isnull=True,
        not_before__lte=now,
        kind__in=list(handlers()),
    ).order_by("priority", "not_before", "id")
    for row in due[:LOOK_AHEAD]:
        token = f"{worker}/{uuid.uuid4().hex[:12]}"
        taken = OutboxItem.objects.filter(
            pk=row.pk,
            done_at__isnull=True,
            failed_at__isnull=True,
            lease_until__isnull=True,
            attempts=row.attempts,
        ).update(
            lease_until=now + (lease or handler_of(row.kind).lease),
            leased_by=token,
            attempts=F("attempts") + 1,
        )
        if taken == 1:
            return Claim(row.pk, row.kind, row.key, token, row.attempts + 1, row.payload)
    return None


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


def finish(held: Claim) -> None:
    """Mark the piece done, if this run still holds it; else LeaseLost."""
    marked = OutboxItem.objects.filter(
        pk=held.pk, leased_by=held.token, done_at__isnull=True
    ).update(done_at=timezone.now(), lease_until=None, leased_by="", last_error="")
    if marked != 1:
        raise LeaseLost(held.key)


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
