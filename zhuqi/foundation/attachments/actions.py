"""Take in files, tie them to rows, remove them. Bytes are written before the transaction."""

import errno
import hashlib
import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.attachments import rules, scanning
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.places import PLACED, without_place
from zhuqi.foundation.attachments.stores import Kept, StoreAwayError, store
from zhuqi.foundation.attachments.thumbnails import ENDING, promise_small, small_of
from zhuqi.foundation.changes import RowChange
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

log = logging.getLogger(__name__)
FIELD = "attachments"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# Time to notice that the wrong file was removed; the row stays for ever.
KEPT_AFTER_REMOVAL = timedelta(days=30)
# More files without a row than this, and than half of all, is no leftover but a wrong database.
_FEW_ORPHANS = 50
DESTROYED = "（已销毁）"
DESTROY: Final = "attachments.destroy"
# 2026/11/NAME, and nothing else that lies about.
_DEPTH = 2


def keep_place(file: "UploadedFile[Any]", *, wanted: bool) -> None:
    """Note on a file that its sender wants to be seen where its photo was taken."""
    file.keep_place = wanted  # type: ignore[attr-defined]  # travels with the file through forms


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that passed the rules and lies in the store, not yet tied to a row."""

    name: str
    size: int
    content_type: str
    sha256: str
    stored_as: str


def prepare(uploaded: Sequence["UploadedFile[Any]"]) -> list[Prepared]:
    """Check the files and store them, outside of any transaction.

    NotValid with a sentence per file at fault; then none is kept. The same file chosen twice is
    kept once. Files whose row never comes are removed by `purge_orphans`. Where a photo was taken
    goes out of it, unless its sender said otherwise (`keep_place`).
    """
    kinds = _judged(uploaded)
    prepared: dict[str, Prepared] = {}
    try:
        for file, kind in zip(uploaded, kinds, strict=True):
            done = _stored(file, kind)
            if done.sha256 in prepared:
                discard([done])
            else:
                prepared[done.sha256] = done
    except OSError as error:
        discard(list(prepared.values()))
        log.exception("An attachment could not be stored")
        raise NotValid({FIELD: _unsaved(error)}) from error
    return list(prepared.values())


def linked(attachment: Attachment) -> Prepared:
    """The same bytes once more, for another row: whichever is removed, the other stays.

    NotValid where the store takes no more. Called where the row is made: on a disk it is a link, of
    a bucket one short call for what never leaves it.
    """
    name = new_name()
    try:
        store().copy(attachment.stored_as, name)
    except OSError as error:
        log.exception("An attachment could not be linked")
        raise NotValid({FIELD: _unsaved(error)}) from error
    return Prepared(
        attachment.name, attachment.size, attachment.content_type, attachment.sha256, name
    )


def new_name() -> str:
    """What a file is stored as: by month, so that no folder grows without end."""
    return f"{timezone.localtime():%Y/%m}/{uuid.uuid4().hex}"


def _judged(uploaded: Sequence["UploadedFile[Any]"]) -> list[str]:
    """The content type of each; NotValid if any is at fault."""
    faults: list[str] = []
    if len(uploaded) > settings.ATTACHMENT_MAX_FILES:
        faults.append(f"一次最多 {settings.ATTACHMENT_MAX_FILES} 个附件，您选了 {len(uploaded)} 个")
    kinds: list[str] = []
    for file in uploaded:
        name = rules.plain_name(file.name or "") or rules.NAMELESS
        kind = None
        if fault := _size_fault(file.size or 0):
            faults.append(f"“{name[-40:]}”{fault}")
        elif (kind := rules.content_type(file.file, name)) is None:  # type: ignore[arg-type]
            faults.append(f"“{name[-40:]}”不是可以上传的类型，请上传{rules.SPOKEN}")
        elif fault := scanning.fault(file.chunks()):
            faults.append(f"“{name[-40:]}”{fault}")
        kinds.append(kind or "")
    if faults:
        raise NotValid({FIELD: "；".join(faults)})
    return kinds


def _size_fault(size: int) -> str:
    if size == 0:
        return "是空文件"
    limit = settings.ATTACHMENT_MAX_BYTES
    return f"超过 {limit / 1024 / 1024:g} MB" if size > limit else ""


def _content(file: "UploadedFile[Any]", kind: str) -> Iterator[bytes]:
    """The bytes to keep, piece by piece; a photo or video, no larger than any file, is
    read whole."""
    if getattr(file, "keep_place", False) or kind not in PLACED:
        yield from file.chunks()
    else:
        yield without_place(b"".join(file.chunks()), kind)


def _stored(file: "UploadedFile[Any]", kind: str) -> Prepared:
    """Store the bytes; OSError if it can't."""
    digest, size, name = hashlib.sha256(), 0, new_name()

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in _content(file, kind):
            digest.update(piece)
            size += len(piece)
            yield piece

    store().write(name, counted())
    return Prepared(rules.safe_name(file.name or "", kind), size, kind, digest.hexdigest(), name)


def _unsaved(error: OSError) -> str:
    reason = "服务器磁盘空间不足" if error.errno in _FULL else "服务器暂时不能写入附件"
    if isinstance(error, StoreAwayError):
        reason = "附件存放处暂时连不上"
    return f"附件没有保存：{reason}。您填写的文字已保留，请稍后再试或先不带附件提交"


def discard(prepared: Sequence[Prepared]) -> None:
    """Remove prepared files that will not be attached; the daily sweep gets what is forgotten."""
    for file in prepared:
        try:
            store().delete(file.stored_as)
        except OSError:
            log.warning("%s is left to the sweep", file.stored_as, exc_info=True)


def attach(
    prepared: Sequence[Prepared],
    *,
    object_type: str,
    object_id: int,
    purpose: str,
    by: Actor,
    now: datetime | None = None,
) -> list[Attachment]:
    """Tie prepared files to a row, in the transaction of the change they belong to."""
    attached = Attachment.objects.bulk_create(
        Attachment(
            object_type=object_type,
            object_id=object_id,
            purpose=purpose,
            name=file.name,
            size=file.size,
            content_type=file.content_type,
            sha256=file.sha256,
            stored_as=file.stored_as,
            uploaded_by_id=by.user_id,
            uploaded_by_name=by.name,
            uploaded_at=now or timezone.now(),
        )
        for file in prepared
    )
    promise_small(attached)
    return attached


def lay(change: RowChange[Any, Any], files: Sequence[Prepared], purpose: str) -> None:
    """Tie prepared files to the row that is changed, ahead of its event, which vouches for them."""
    if files:
        kind, by, now = change.noun.object_type, change.by.actor, change.now
        attach(files, object_type=kind, object_id=change.row.pk, purpose=purpose, by=by, now=now)


@transaction.atomic
def lay_under(*, object_type: str, object_id: int, purpose: str, under: str) -> int:
    """Files of one part of an object now belong to another, as a draft's to the answer made of
    it. Returns how many."""
    files = Attachment.objects.filter(
        object_type=object_type, object_id=object_id, purpose=purpose, removed_at__isnull=True
    )
    return files.update(purpose=under)


def remove(*, attachment: Attachment, now: datetime | None = None) -> Attachment:
    """Take a file off its row; the caller's verb leaves the event. NotNow if it is off already.

    The row stays as evidence that there was a file; the bytes go KEPT_AFTER_REMOVAL later.
    """
    locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if locked.removed_at is not None:
        raise NotNow("该附件已经移除")
    locked.removed_at = now or timezone.now()
    locked.save(update_fields=["removed_at"])
    return locked


@transaction.atomic
def destroy(*, object_type: str, object_id: int, now: datetime | None = None) -> int:
    """Destroy all files of a row for good: bytes and names; digest and size stay as evidence.

    The worker removes the bytes once the transaction is committed, and tries again while it can't.
    Returns how many files there were.
    """
    rows = list(
        Attachment.objects.select_for_update()
        .filter(object_type=object_type, object_id=object_id)
        .exclude(name=DESTROYED)
        .order_by("pk")
    )
    for row in rows:
        row.removed_at = row.removed_at or now or timezone.now()
        row.name, row.uploaded_by_name, row.uploaded_by_id = DESTROYED, "", 0
        row.save(update_fields=["removed_at", "name", "uploaded_by_name", "uploaded_by_id"])
    enqueue_many(
        [
            NewOutboxItem(
                kind=DESTROY, key=f"{DESTROY}:{row.key}", payload={"stored_as": row.stored_as}
            )
            for row in rows
        ]
    )
    return len(rows)


def remove_bytes(stored_as: str) -> None:
    """Of a destroyed file, and its small picture; done twice it is the same."""
    store().delete(stored_as)
    store().delete(small_of(stored_as))


def purge_orphans(*, older_than: timedelta = timedelta(days=1), now: datetime | None = None) -> int:
    """Remove stored files that no row needs; returns how many. Safe beside uploads under way.

    Refuses to act, and says so in the log, where most files have no row: that is a database that
    does not belong to these files (a restored copy, a wrong address), not a leftover.
    """
    moment = now or timezone.now()
    unneeded: list[str] = []
    needed = 0
    for month, files in groupby(store().listed(), key=_month):
        if month.count("/") != _DEPTH:
            continue
        known = _needed(month, moment)
        old = [kept.name for kept in files if kept.written_at < moment - older_than]
        unneeded += [name for name in old if name.split(ENDING)[0] not in known]
        needed += len(known)
    if len(unneeded) > max(_FEW_ORPHANS, needed):
        log.error(
            "%d attachment files have no row and %d have one: not purged. Does the database "
            "belong to these files?",
            len(unneeded),
            needed,
        )
        return 0
    for name in unneeded:
        store().delete(name)
    return len(unneeded)


def _month(kept: Kept) -> str:
    """The folder it lies in, with the slash at its end."""
    return kept.name[: kept.name.rfind("/") + 1]


def _needed(month: str, now: datetime) -> set[str]:
    """What the rows say lies in that folder and must stay; of what was destroyed nothing, even
    where the worker did not get it away."""
    destroyed = Q(name=DESTROYED, removed_at__isnull=False)
    over = Q(removed_at__lt=now - KEPT_AFTER_REMOVAL)
    gone = Attachment.objects.filter(over | destroyed).order_by()
    rows = Attachment.objects.filter(stored_as__startswith=month).order_by()
    return set(rows.exclude(pk__in=gone.values("pk")).values_list("stored_as", flat=True))
