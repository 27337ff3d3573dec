"""The index of rows that were there before it, and of those that are no more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.outbox.actions import enqueue_many
from zhuqi.foundation.search.actions.indexing import BATCH, for_reading, has_files, index_objects
from zhuqi.foundation.search.actions.storing import store
from zhuqi.foundation.search.kinds import KINDS, Ids
from zhuqi.foundation.search.models import FileText, Filling, SearchText


def begin_filling(*, again: bool = False, now: datetime | None = None) -> list[Filling]:
    """Note for every kind that never was how far it has to be filled; with `again` for all.

    What is written from now on writes itself, and a kind without rows is done at once.
    """
    moment = now or timezone.now()
    known = {row.kind: row for row in Filling.objects.order_by("pk")}
    begun = []
    for name, kind in KINDS.items():
        if name in known and not (again and known[name].done_at):
            continue
        last = kind.rows().order_by().aggregate(last=Max("pk"))["last"] or 0
        row = known.get(name, Filling(kind=name))
        row.last, row.upto, row.begun_at = 0, last, moment
        row.done_at = None if last else moment
        row.save()
        begun.append(row)
    return begun


def fill_on(row: Filling, *, now: datetime | None = None) -> bool:
    """Write the next rows of a kind into the index; False when there are no more."""
    kind = KINDS[row.kind]
    with transaction.atomic():
        ahead = kind.rows().filter(pk__gt=row.last, pk__lte=row.upto).order_by("pk")
        ids = list(ahead.values_list("pk", flat=True)[:BATCH])
        if ids:
            index_objects(row.kind, ids)
            _leave_files(row.kind, ids)
            row.last = ids[-1]
        if len(ids) < BATCH:
            row.done_at = now or timezone.now()
        row.save(update_fields=["last", "done_at"])
    return row.done_at is None


def _leave_files(name: str, ids: Ids) -> None:
    """Files of before that nobody has read yet."""
    if not has_files(name):
        return
    laid = Attachment.objects.filter(object_type=name, object_id__in=ids, removed_at=None)
    read = FileText.objects.filter(attachment_id__in=laid.order_by().values("pk"))
    missing = laid.exclude(pk__in=read.order_by().values("attachment_id"))
    enqueue_many(for_reading(missing.order_by("pk").values_list("pk", flat=True)))


def strike_vanished(kind: str) -> int:
    """Take out what belongs to rows that are no more; how many chunks."""
    rows = KINDS[kind].rows().order_by().values("pk")
    lost = SearchText.objects.filter(kind=kind).exclude(object_id__in=rows).order_by("pk")
    struck = 0
    while some := list(lost.values_list("pk", "code", "text")[:BATCH]):
        with transaction.atomic():
            store((), gone=some)
        struck += len(some)
    return struck
