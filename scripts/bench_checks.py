"""What an administrator runs at night, beside merely reading (and hashing) the same rows.

    ZHUQI_DATABASE_URL=postgres:///bench python -m scripts.bench_checks

For a sample city before `scripts.bench_fill`, whose copies are not hashed anew.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402 (after Django has started)

from scripts.bench_measure import Line, line  # noqa: E402
from zhuqi.foundation.audit.queries import verify  # noqa: E402
from zhuqi.ledgers.cases.checking import verify_clocks  # noqa: E402


def lines() -> Iterator[Line]:
    """The figures; the database is the one of the environment."""
    read = seconds(
        lambda: _rows("SELECT * FROM cases_clock") and _rows("SELECT * FROM audit_event")
    )
    clocks = seconds(lambda: _must_be_empty(verify_clocks()))
    yield "check clocks", f"{clocks:.1f} s CPU", f"reading its rows {read:.1f} s"
    texts = [repr(row).encode() for row in _rows("SELECT * FROM audit_event")]
    hashed = seconds(lambda: [hashlib.sha256(text).hexdigest() for text in texts])
    audit = seconds(lambda: _must_be_empty(verify()))
    yield (
        f"check audit, {len(texts):,} events", f"{audit:.1f} s CPU", f"hashing them {hashed:.2f} s"
    )  # fmt: skip


def seconds(act: Callable[[], object]) -> float:
    """CPU of this process, once."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found


def _must_be_empty(findings: Iterable[object]) -> None:
    if list(findings):
        raise SystemExit("the sample city is not sound")


if __name__ == "__main__":
    for told in lines():
        line(*told)
