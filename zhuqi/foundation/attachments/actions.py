"""Take in files, tie them to rows, remove them. Bytes are written before the transaction."""

import errno
import hashlib
import logging
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.attachments import rules, scanning
from zhuqi.foundation.attachments.disk import sync
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.places import PLACED, without_place
from zhuqi.foundation.attachments.thumbnails import ENDING, promise_small, small_path

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


def keep_place(file: "UploadedFile[Any]", *, wanted: bool) -> None:
    """Note on a file that its sender wants to be seen where its photo was taken."""
    file.keep_place = wanted  # type: ignore[attr-defined]  # travels with the file through forms


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that passed the rules and lies on disk, not yet tied to a row."""

    name: str
    size: int
    content_type: str
    sha256: str
    stored_as: str


def prepare(uploaded: Sequence["UploadedFile[Any]"]) -> list[Prepared]:
    """Check the files and write them to disk, outside of any transaction.

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

    NotValid where the disk takes no more.
    """
    relative = Path(f"{timezone.localtime():%Y/%m}") / uuid.uuid4().hex
    path, source = settings.MEDIA_ROOT / relative, settings.MEDIA_ROOT / attachment.stored_as
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        path.hardlink_to(source)
        # A link is as old as its file, and what is old without a row is swept away.
        os.utime(path)
        sync(path.parent)
    except OSError as error:
        log.exception("An attachment could not be linked")
        raise NotValid({FIELD: _unsaved(error)}) from error
    return Prepared(
        attachment.name, attachment.size, attachment.content_type, attachment.sha256, str(relative)
    )


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
    """Write the bytes so that a power cut after this leaves them whole; OSError if it can't."""
    relative = Path(f"{timezone.localtime():%Y/%m}") / uuid.uuid4().hex
    path = settings.MEDIA_ROOT / relative
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    size = 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for chunk in _content(file, kind):
                digest.update(chunk)
                size += target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        sync(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    name = rules.safe_name(file.name or "", kind)
    return Prepared(name, size, kind, digest.hexdigest(), str(relative))


def _unsaved(error: OSError) -> str:
    reason = "服务器磁盘空间不足" if error.errno in _FULL else "服务器暂时不能写入附件"
    return f"附件没有保存：{reason}。您填写的文字已保留，请稍后再试或先不带附件提交"


def discard(prepared: Sequence[Prepared]) -> None:
    """Remove prepared files that will not be attached; the daily sweep gets what is forgotten."""
    for file in prepared:
        (settings.MEDIA_ROOT / file.stored_as).unlink(missing_ok=True)


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

    The bytes go when the transaction has been committed. Returns how many files there were.
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
    paths = [settings.MEDIA_ROOT / row.stored_as for row in rows]
    paths += [small_path(row.stored_as) for row in rows]
    transaction.on_commit(lambda: _unlink(paths))
    return len(rows)


def _unlink(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def purge_orphans(*, older_than: timedelta = timedelta(days=1), now: datetime | None = None) -> int:
    """Remove files on disk that no row needs; returns how many. Safe beside uploads under way.

    Refuses to act, and says so in the log, where most files have no row: that is a database that
    does not belong to these files (a restored copy, a wrong address), not a leftover.
    """
    moment = now or timezone.now()
    unneeded: list[Path] = []
    needed = 0
    for month in sorted(settings.MEDIA_ROOT.glob("*/*")):
        files = _old_files(month, moment - older_than)
        known = _needed(month, moment)
        unneeded += [path for name, path in files.items() if name.split(ENDING)[0] not in known]
        needed += len(known)
    if len(unneeded) > max(_FEW_ORPHANS, needed):
        log.error(
            "%d attachment files have no row and %d have one: not purged. Does the database "
            "belong to these files?",
            len(unneeded),
            needed,
        )
        return 0
    for path in unneeded:
        path.unlink(missing_ok=True)
    return len(unneeded)


def _old_files(month: Path, limit: datetime) -> dict[str, Path]:
    """Files of a month's folder last written before the limit, by their name in the rows."""
    if not month.is_dir():
        return {}
    return {
        str(path.relative_to(settings.MEDIA_ROOT)): path
        for path in month.iterdir()
        if path.is_file() and path.stat().st_mtime < limit.timestamp()
    }


def _needed(month: Path, now: datetime) -> set[str]:
    """What the rows say lies in that folder and must stay."""
    folder = f"{month.relative_to(settings.MEDIA_ROOT)}{os.sep}"
    gone = Attachment.objects.filter(removed_at__lt=now - KEPT_AFTER_REMOVAL).order_by()
    rows = Attachment.objects.filter(stored_as__startswith=folder).order_by()
    return set(rows.exclude(pk__in=gone.values("pk")).values_list("stored_as", flat=True))
