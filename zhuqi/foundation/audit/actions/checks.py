"""Check the whole log and remember what came of it."""

from collections.abc import Callable, Iterator

from django.utils import timezone

from zhuqi.foundation.audit.findings import Finding
from zhuqi.foundation.audit.models import LogCheck
from zhuqi.foundation.audit.verification import Progress, verify

# Sentences kept; the command prints them all.
KEPT = 10


def check_log(*, progress: Callable[[Progress], None] | None = None) -> Iterator[Finding]:
    """Yield every finding as `verify` does; at the end keep when, how much and what was found.

    A check that is broken off is not kept. Like `verify`, outside of any transaction.
    """
    started, seen = timezone.now(), Progress(0, 0)

    def onward(state: Progress) -> None:
        nonlocal seen
        seen = state
        if progress:
            progress(state)

    found = grave = 0
    sentences: list[str] = []
    for finding in verify(progress=onward):
        found += 1
        grave += finding.grave
        if len(sentences) < KEPT:
            sentences.append(finding.sentence)
        yield finding
    LogCheck.objects.create(
        started_at=started,
        ended_at=timezone.now(),
        events=seen.checked,
        findings=found,
        grave=grave,
        sentences=sentences,
    )
