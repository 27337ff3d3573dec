"""Take in files, tie them to rows, remove them. Bytes are written before the transaction."""

import errno
import hashlib
import logging
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.attachments import rules
from zhuqi.foundation.attachments.models import Attachment

log = logging.getLogger(__name__)
FIELD = "attachments"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that passed the rules and lies on disk, not yet tied to a row."""

    name: str
    size: int
    content_type: str
    sha256: str
    stored_as: str


def prepare(uploaded: Sequence[UploadedFile]) -> list[Prepared]:
    """Check the files and write them to disk, outside of any transaction.

    NotValid with a sentence per file at fault; then none is kept. The same file chosen twice is
    kept once. Files whose row never comes are removed by `purge_orphans`.
    """
    faults: list[str] = []
    if len(uploaded) > settings.ATTACHMENT_MAX_FILES:
        faults.append(f"一次最多 {settings.ATTACHMENT_MAX_FILES} 个附件，您选了 {len(uploaded)} 个")
    kinds: list[str] = []
    for file in uploaded:
        kind, fault = _judged(file)
        kinds.append(kind)
        if fault:
            faults.append(fault)
    if faults:
        raise NotValid({FIELD: "；".join(faults)})
    prepared: dict[str, Prepared] = {}
    for file, kind in zip(uploaded, kinds, strict=True):
        done = _stored(file, kind)
        if done.sha256 in prepared:
            (settings.MEDIA_ROOT / done.stored_as).unlink(missing_ok=True)
        else:
            prepared[done.sha256] = done
    return list(prepared.values())


def _judged(file: UploadedFile) -> tuple[str, str]:
    """The content type and the fault, one of them empty."""
    name = file.name or "附件"
    shown = name[-40:]
    if not file.size:
        return "", f"“{shown}”是空文件"
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // 1024 // 1024
        return "", f"“{shown}”超过 {limit} MB"
    kind = rules.content_type(file.file, name)  # type: ignore[arg-type]
    if kind is None:
        return "", f"“{shown}”不是可以上传的类型，请上传{rules.SPOKEN}"
    return kind, ""


def _stored(file: UploadedFile, kind: str) -> Prepared:
    now = timezone.localtime()
    relative = Path(f"{now:%Y}") / f"{now:%m}" / uuid.uuid4().hex
    path = settings.MEDIA_ROOT / relative
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as target:
            for chunk in file.chunks():
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        log.exception("An attachment could not be stored")
        reason = "服务器磁盘空间不足" if error.errno == errno.ENOSPC else "服务器存储暂时不可用"
        raise NotValid({FIELD: f"附件没有保存：{reason}。您填写的文字已保留，请稍后再试或先不带附件提交"}) from error
    return Prepared(
        name=rules.safe_name(file.name or "", kind),
        size=file.size or 0,
        content_type=kind,
        sha256=digest.hexdigest(),
        stored_as=str(relative),
    )


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
    return Attachment.objects.bulk_create(
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


def purge_orphans(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files on disk that no row came for; returns how many. Safe beside uploads under way."""
    limit = timezone.now().timestamp() - older_than.total_seconds()
    removed = 0
    for month in sorted(settings.MEDIA_ROOT.glob("*/*")):
        files = {
            str(path.relative_to(settings.MEDIA_ROOT)): path
            for path in month.iterdir()
            if path.is_file() and path.stat().st_mtime < limit
        }
        with transaction.atomic():
            known = set(
                Attachment.objects.filter(
                    stored_as__startswith=f"{month.relative_to(settings.MEDIA_ROOT)}{os.sep}"
                ).values_list("stored_as", flat=True)
            )
        for name in files.keys() - known:
            files[name].unlink(missing_ok=True)
            removed += 1
    return removed
