"""A small picture beside a photo, made once by the worker and drawn in lists of files.

A list of nine photos is then tens of kilobytes on a firm's phone, and says nothing but what it
shows: neither place nor camera nor time go along. It opens by the photo's own link alone.
"""

import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings

import zhuqi
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.stores import store
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many

KIND: Final = "attachments.thumbnail"
# What the decoder knows; a HEIC has no free one, and stays a card with its name.
SHRINKABLE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"}) | {
    "image/tiff"
}
ENDING = ".small"
# As JPEG, whatever the photo was.
SMALL_TYPE = "image/jpeg"
# A hostile picture claims more than it holds: the decoder runs apart, within these.
MEMORY = 1024 * 1024 * 1024
SECONDS = 20
log = logging.getLogger(__name__)


def small_of(stored_as: str) -> str:
    """What the small picture of a stored file is stored as, or would be."""
    return f"{stored_as}{ENDING}"


def promise_small(files: Iterable[Attachment]) -> None:
    """Have the worker make the small pictures, once this transaction is committed."""
    enqueue_many(
        [
            NewOutboxItem(
                kind=KIND, key=f"{KIND}:{file.key}", payload={"stored_as": file.stored_as}
            )
            for file in files
            if file.content_type in SHRINKABLE
        ]
    )


def make_small(stored_as: str) -> None:
    """Make a stored picture's small one; done twice it is the same. What can't be drawn is marked
    so, and is not tried again."""
    rows = Attachment.objects.filter(stored_as=stored_as, removed_at=None)
    if not rows.filter(small=None).exists():
        return
    try:
        with store().local(stored_as) as source:
            drawn = _drawn(source)
    except FileNotFoundError:
        return
    if not drawn:
        log.info("No small picture of %s", stored_as)
    else:
        store().write(small_of(stored_as), [drawn])
    if not rows.update(small=bool(drawn)):
        # Taken off, or destroyed, while it was drawn.
        store().delete(small_of(stored_as))


def _drawn(source: Path) -> bytes:
    """The small picture; b"" of what can't be drawn."""
    # A file among the uploads: one that a kill leaves behind is swept with them.
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        target = Path(file.name)
        return target.read_bytes() if _draw(source, target) else b""


def _draw(source: Path, target: Path) -> bool:
    module = "zhuqi.foundation.attachments.shrinking"
    try:
        done = subprocess.run(  # noqa: S603 (our own module)
            [sys.executable, "-m", module, str(source), str(target), str(MEMORY), str(SECONDS)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS * 3,
            check=False,
            # Nothing of ours besides: the keys of the log and the sessions are variables.
            env={"PYTHONPATH": str(Path(zhuqi.__file__).parents[1]), "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
