"""`zhuqi check files`: are the bytes on disk those that were taken in."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone

from zhuqi.foundation.attachments.actions import DESTROYED, KEPT_AFTER_REMOVAL
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.stores import store
from zhuqi.foundation.contributions.checks import Check, CheckOutput

CHUNK = 500
_PIECE = 1024 * 1024


def verify_files(
    now: datetime, progress: Callable[[int], None] | None = None
) -> Iterator[tuple[Attachment, str]]:
    """Files whose bytes are gone or others than were taken in; in constant memory.

    Their digests stand in rows, and what the rows say is compared with the log by `check rows`.
    """
    last, done = 0, 0
    rows = Attachment.objects.exclude(removed_at__lt=now - KEPT_AFTER_REMOVAL)
    rows = rows.exclude(name=DESTROYED).order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for row in chunk:
            if fault := _fault(row):
                yield row, fault
        done += len(chunk)
        if progress:
            progress(done)


def _fault(row: Attachment) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        with store().open(row.stored_as) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except FileNotFoundError:
        return "文件不见了"
    except OSError as error:
        return f"文件读不了（{error.strerror or error}）"
    if (size, digest.hexdigest()) != (row.size, row.sha256):
        return "文件内容与上传时不同，被换过"
    return ""


def _run(output: CheckOutput) -> bool:
    found = 0
    with output.progress("已核对附件") as progress:
        for row, fault in verify_files(timezone.now(), progress):
            found += 1
            output.say(f"附件 {row.pk}（{row.object_type} {row.object_id}）：{fault}。")
    output.say(f"发现 {found} 个附件有问题。" if found else "附件与上传时一致。")
    return bool(found)


FILE_CHECK = Check("附件的内容是否与上传时一致", _run)
