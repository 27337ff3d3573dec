"""The cast of the log's stories: Lin, who registers, and someone with the database's password."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from zhuqi.foundation.access import Actor, ActorKind
from zhuqi.foundation.audit.actions import Entry, record_many, seal
from zhuqi.foundation.audit.findings import Finding
from zhuqi.foundation.audit.queries import verify

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIN = Actor(ActorKind.OFFICIAL, 7, "林受理", "市活动办")


class Log:
    """What the stories do to the log, rightly and wrongly."""

    def __init__(self, seals: Path) -> None:
        self.seals = seals
        self.now = MONDAY

    def write(self, case: int, count: int, **more: Any) -> None:
        """Append so many events to a case."""
        entries = [
            Entry(object_type="case", object_id=case, kind="noted", by=LIN, data={"n": n}, **more)
            for n in range(count)
        ]
        with transaction.atomic():
            record_many(entries, now=self.now)

    def seal(self) -> None:
        """Ten minutes later."""
        self.now += timedelta(minutes=10)
        assert seal(self.now) is not None

    def tamper(self, sql: str, *values: int | str) -> int:
        """What someone with the database's password can do. Says how many rows it hit."""
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            assert cursor.rowcount != 0, "the tampering touched nothing"
            return int(cursor.rowcount)

    def findings(self) -> list[Finding]:
        """Everything a check says."""
        return list(verify())

    def kinds(self) -> list[tuple[str, str, int, int]]:
        """The findings without their sentences."""
        return [(x.kind.value, x.object_type, x.object_id, x.seq) for x in self.findings()]
