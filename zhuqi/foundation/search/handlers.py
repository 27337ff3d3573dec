"""What the worker does: parts that take long, texts of files, and the index of what was there."""

import time
from datetime import datetime
from typing import Any

from django.db import transaction

from zhuqi.foundation.outbox.enums import Priority
from zhuqi.foundation.outbox.registry import every, handler
from zhuqi.foundation.search.actions import INDEX, READ_FILE, begin_filling, fill_on, index
from zhuqi.foundation.search.files import read_file
from zhuqi.foundation.search.models import Filling

# Of each minute the index of old rows takes at most so much from what is owed to people.
_SECONDS_A_SLOT = 30.0


@handler(INDEX)
def make_index(payload: dict[str, Any]) -> None:
    """Write rows of a part that was left to the worker."""
    index(payload["kind"], payload["part"], payload["ids"])


# `outside`: a child process reads the file, which must not hold a transaction open.
@handler(READ_FILE, outside=True, attempts=3, priority=Priority.LAST)
def read_text(payload: dict[str, Any]) -> None:
    """Read the text out of an attachment."""
    read_file(int(payload["file"]))


@every("search.fill", minutes=1, outside=True)
def fill(_slot: datetime) -> None:
    """Go on writing rows of before into the index, a transaction for each few hundred."""
    end = time.monotonic() + _SECONDS_A_SLOT
    with transaction.atomic():
        begin_filling()
    for row in Filling.objects.filter(done_at=None).order_by("pk"):
        while fill_on(row):
            if time.monotonic() > end:
                return
