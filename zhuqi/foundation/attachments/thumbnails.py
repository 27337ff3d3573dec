"""A small picture beside a photo, made once by the worker and drawn in lists of files.

A list of nine photos is then tens of kilobytes on a firm's phone, and says nothing but what it
shows: neither place nor camera nor time go along. It opens by the photo's own link alone.
"""

import logging
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings

import zhuqi
from zhuqi.foundation.attachments.models import Attachment
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


def small_path(stored_as: str) -> Path:
    """Where the small picture of a stored file lies, or would."""
    return settings.MEDIA_ROOT / f"{stored_as}{ENDING}"


def has_small(attachment: Attachment) -> bool:
    """True once there is one. An empty file stands for a picture that can't be drawn."""
    if attachment.content_type not in SHRINKABLE:
        return False
    try:
        return small_path(attachment.stored_as).stat().st_size > 0
    except OSError:
        return False


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
    source, target = settings.MEDIA_ROOT / stored_as, small_path(stored_as)
    if target.exists() or not source.exists():
        return
    unfinished = target.with_name(f"{target.name}.part")
    module = "zhuqi.foundation.attachments.shrinking"
    try:
        done = subprocess.run(  # noqa: S603 (our own module)
            [sys.executable, "-m", module, str(source), str(unfinished), str(MEMORY), str(SECONDS)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS * 3,
            check=False,
            # Nothing of ours besides: the keys of the log and the sessions are variables.
            env={"PYTHONPATH": str(Path(zhuqi.__file__).parents[1]), "PYTHONUTF8": "1"},
        )
        drawn = done.returncode == 0
    except subprocess.TimeoutExpired:
        drawn = False
    if not drawn:
        log.info("No small picture of %s", stored_as)
        unfinished.write_bytes(b"")
    unfinished.replace(target)
