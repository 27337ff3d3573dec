"""Read an attachment's text in a child process and put it into the index. For the worker."""

import subprocess
import sys

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.stores import store
from zhuqi.foundation.quarantine.marks import marked
from zhuqi.foundation.search.actions import FILES, index
from zhuqi.foundation.search.enums import FileState
from zhuqi.foundation.search.kinds import KINDS
from zhuqi.foundation.search.models import FileText
from zhuqi.foundation.search.normal import MOST_READ

_OFFICE = "application/vnd.openxmlformats-officedocument."
# By content type how the child reads it; whatever else has no text we can take out.
READERS = {
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}presentationml.presentation": "pptx",
    "application/vnd.ms-excel": "xlsx",
    "application/ofd": "ofd",
    "application/pdf": "pdf",
    "text/plain": "text",
    "text/csv": "text",
}
MEMORY = 768 * 1024 * 1024
CPU_SECONDS, WALL_SECONDS = 60, 120


def read_file(pk: int) -> FileState | None:
    """Store the text of a file and have it found; None for one that lies on no row any more.

    Text that bears a mark of secrecy is not kept: its file was let in by somebody who vouched for
    it, a copy in an index was not.
    """
    file = Attachment.objects.filter(pk=pk, removed_at=None).first()
    if file is None:
        return None
    reader = READERS.get(file.content_type, "")
    state, text = _read(file, reader) if reader else (FileState.NOTHING, "")
    if marked(text):
        state, text = FileState.SECRET, ""
    with transaction.atomic():
        # Asked again under a lock: while it was read it may have been taken off.
        if not Attachment.objects.select_for_update().filter(pk=pk, removed_at=None).exists():
            return None
        FileText.objects.update_or_create(
            attachment_id=pk, defaults={"state": state, "text": text, "read_at": timezone.now()}
        )
        kind = KINDS.find(file.object_type)
        for name, part in kind.parts.items() if kind else ():
            if part.table == FILES:
                index(file.object_type, name, [pk])
    return state


def _read(file: Attachment, reader: str) -> tuple[FileState, str]:
    """What the child says; nothing it does can hurt us."""
    command = [sys.executable, "-m", "zhuqi.foundation.search.child", reader]
    limits = [str(MEMORY), str(CPU_SECONDS)]
    try:
        with store().local(file.stored_as) as path:
            done = subprocess.run(  # noqa: S603 (our own module)
                [*command, str(path), *limits],
                capture_output=True, timeout=WALL_SECONDS, check=False,
            )  # fmt: skip
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return FileState.REFUSED, ""
    text = done.stdout.decode("utf-8", "replace").replace("\0", "")
    if done.returncode:
        return (FileState.CUT, text[:MOST_READ]) if text.strip() else (FileState.REFUSED, "")
    if len(text) > MOST_READ:
        return FileState.CUT, text[:MOST_READ]
    return (FileState.READ, text) if text.strip() else (FileState.NOTHING, "")
