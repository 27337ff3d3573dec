"""Compare what is stored with what the events say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhuqi.ledgers.cases.actions.store import CLOCK_FIELDS, load, rulebook
from zhuqi.ledgers.cases.models import Case

CHUNK = 500


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """A clock whose stored row differs from the events, in a sentence (Chinese)."""

    case_number: str
    sentence: str


def verify_clocks(progress: Callable[[int], None] | None = None) -> Iterator[ClockFinding]:
    """Every stored clock that the events do not give, or give otherwise; in constant memory."""
    book = rulebook()
    last, done = 0, 0
    while chunk := list(Case.objects.filter(pk__gt=last, historical=False).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        for dossier in load(chunk, book):
            computed = {reading.key: reading for reading in dossier.readings}
            for key in computed.keys() ^ dossier.clocks.keys():
                word = "缺少" if key in computed else "多出"
                yield ClockFinding(dossier.case.number, f"{word}时钟 {key}")
            for key in computed.keys() & dossier.clocks.keys():
                stored, reading = dossier.clocks[key], computed[key]
                # What has stopped was judged by the calendar of its day.
                names = (
                    CLOCK_FIELDS[1:] if stored.stopped_at is None else ("started_at", "stopped_at")
                )
                for name in names:
                    if getattr(stored, name) != getattr(reading, name):
                        yield ClockFinding(dossier.case.number, f"时钟 {key} 的 {name} 与日志不符")
        done += len(chunk)
        if progress:
            progress(done)
