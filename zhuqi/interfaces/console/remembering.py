"""Writes down that a backup or check was made, for the administrator's page and the metrics."""

import sys
from datetime import datetime


def remember(name: str, started_at: datetime, *, good: bool, sentence: str) -> None:
    """Best effort: where the tables are not there yet, or can't be written, the answer stands all
    the same."""
    from django.db import DatabaseError  # the command line is read before Django is there

    from zhuqi.foundation.upkeep.actions import record_run

    try:
        record_run(name=name, started_at=started_at, good=good, sentence=sentence)
    except DatabaseError as error:
        print(f"结果没有记入“系统运行”页：{error}", file=sys.stderr)
