"""按期清除: personal values whose time is up go, from the rows and from beside the log."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import Entry, erase, record_many
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.models import Case, Rating
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.ledgers.cases.retention.queries import ERASE, EVERYTHING, Rule, due, schedule
from zhuqi.ledgers.cases.secrecy.models import KnownAs

CHUNK = 200


def erase_due(now: datetime, *, limit: int = 20_000) -> int:
    """Erase what the schedule says, at most of `limit` cases; returns of how many.

    Each chunk is a transaction of its own, so that a run cut short goes on the next time.
    """
    done = 0
    for rule in schedule():
        while done < limit and (count := _erase_chunk(rule, now, min(CHUNK, limit - done))):
            done += count
    return done


@transaction.atomic
def _erase_chunk(rule: Rule, now: datetime, size: int) -> int:
    """The next cases of one rule, in the order of ids; asked again once they are locked."""
    wanted = list(due(rule, now).order_by("pk").values_list("pk", flat=True)[:size])
    locked = Case.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    held = [case.pk for case in locked]
    ids = list(due(rule, now).filter(pk__in=held).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return 0
    blank = dict.fromkeys(rule.erases, "")
    if rule.erases == (EVERYTHING,):
        _note(rule, ids, now)
        for pk in ids:
            erase_content(pk, by=SYSTEM, reason=rule.reason, now=now)
        return len(ids)
    if rule.on == "rating":
        Rating.objects.filter(case__in=ids).update(**blank)
    else:
        Case.objects.filter(pk__in=ids).update(**blank, reporter_cleared_at=now)
        # Noted while the case was confidential; nothing of it is hidden any more.
        KnownAs.objects.filter(case__in=ids, case__confidential=False).delete()
    _note(rule, ids, now)
    for pk in ids:
        erase(
            object_type=OBJECT,
            object_id=pk,
            names=(*rule.erases, *rule.beside),
            by=SYSTEM,
            reason=rule.reason,
            now=now,
        )
    return len(ids)


def _note(rule: Rule, ids: Sequence[int], now: datetime) -> None:
    data = {"rule": rule.code, "fields": list(rule.erases), "years": rule.years}
    record_many(
        [Entry(object_type=OBJECT, object_id=pk, kind=ERASE, by=SYSTEM, data=data) for pk in ids],
        now=now,
    )
