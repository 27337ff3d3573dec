"""Seal what has been written since the last time."""

import hashlib
import hmac
import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from zhuqi.foundation.audit import seal_log
from zhuqi.foundation.audit.actions.events import BATCH
from zhuqi.foundation.audit.chain import seal_digest_line, seal_mac
from zhuqi.foundation.audit.keys import current_id
from zhuqi.foundation.audit.models import Head, Seal, SealedHead

logger = logging.getLogger(__name__)

# A seal holds the locks of its heads while it is written; 2,000 keep that under half a second.
HEADS_PER_SEAL = 2000


def seal(now: datetime) -> Seal | None:
    """Seal up to 2,000 heads that moved since they were last sealed; None if there are none.

    Call it until it returns None. It needs its own transaction, because a line goes to
    `settings.SEAL_LOG` before the commit and another after it (see `seal_log`), so it refuses
    to run inside another. A head that a writer holds at this moment is left to the next round:
    waiting for it while holding others could deadlock a user.
    """
    with seal_log.opened(Path(settings.SEAL_LOG)) as log:
        last = Seal.objects.order_by("number").last()
        number = _next_number(log, last)
        with transaction.atomic(durable=True):
            heads = list(
                Head.objects.select_for_update(skip_locked=True)
                .filter(seq__gt=F("sealed_seq"))
                .order_by("pk")[:HEADS_PER_SEAL]
            )
            if not heads:
                return None
            made = _write_seal(number, now, last, heads)
            log.write(seal_log.PREPARED, made.number, made.mac, made.key_id)
        log.write(seal_log.SEALED, made.number, made.mac, made.key_id)
    return made


def _next_number(log: seal_log.SealLog, last: Seal | None) -> int:
    """One more than any number used; completes the last seal's lines where a crash cut them."""
    lines = log.last_lines()
    if last is not None:
        _complete(log, last, [line for line in lines if line.number == last.number])
    in_file = max((line.number for line in lines), default=0)
    in_database = last.number if last else 0
    if any(line.number > in_database and line.state == seal_log.SEALED for line in lines):
        # Not repaired: the gap stays in the numbers and every check names it.
        logger.error("封存日志记到第%s次，数据库只到第%s次：封存记录缺失。", in_file, in_database)
    return max(in_file, in_database) + 1


def _complete(log: seal_log.SealLog, last: Seal, lines: list[seal_log.SealRow]) -> None:
    states = {line.state: line.mac for line in lines}
    if seal_log.SEALED in states or not hmac.compare_digest(
        states.get(seal_log.PREPARED, ""), last.mac
    ):
        return
    log.write(seal_log.SEALED, last.number, last.mac, last.key_id)


def _write_seal(number: int, now: datetime, last: Seal | None, heads: list[Head]) -> Seal:
    digest = hashlib.sha256()
    for head in heads:
        digest.update(seal_digest_line(head.object_type, head.object_id, head.seq, head.hash))
    made = Seal(
        number=number,
        sealed_at=now,
        head_count=len(heads),
        digest=digest.hexdigest(),
        prev_mac=last.mac if last else "",
        key_id=current_id(),
    )
    made.mac = seal_mac(
        settings.SEAL_KEY,
        number=made.number,
        sealed_at=made.sealed_at,
        head_count=made.head_count,
        digest=made.digest,
        prev_mac=made.prev_mac,
    )
    # Inserted before the line is written: of two machines sealing at once the second fails here.
    made.save(force_insert=True)
    SealedHead.objects.bulk_create(
        [
            SealedHead(
                seal=made,
                object_type=head.object_type,
                object_id=head.object_id,
                seq=head.seq,
                hash=head.hash,
            )
            for head in heads
        ],
        batch_size=BATCH,
    )
    ids = [head.pk for head in heads]
    for start in range(0, len(ids), BATCH):
        Head.objects.filter(pk__in=ids[start : start + BATCH]).update(sealed_seq=F("seq"))
    return made
