"""Lines written: for cases touched since the last time, or all anew. The worker's; nothing else
writes them, and nothing but the log is read for them."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from zhuqi.foundation.audit.inserting import put
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.processes import Progress, Share, collected_by_chunk, shared_out
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.findings import FINDINGS
from zhuqi.reporting.statistics.figures import AsOf
from zhuqi.reporting.statistics.lines import Basis
from zhuqi.reporting.statistics.models import CaseLine, Standing, Tally
from zhuqi.reporting.statistics.sources import (
    CHUNK,
    LineRow,
    basis_of,
    blocks,
    every_case,
    folded,
    lines_at,
    rows_of_lines,
    stored_lines,
)
from zhuqi.reporting.statistics.tallying import SHAPE, Cell, CellKey, Tallies, cell_of

# Cells written in one transaction.
_CELLS = 2000
# An event is told the time somewhat before its transaction begins to write.
_OVERLAP = timedelta(minutes=15)


def bring_up_to_date(now: datetime | None = None, progress: Progress | None = None) -> AsOf:
    """Lines of every case with an event since the last time, and the tallies; all anew, where the
    calendar, the table of boundaries or a definition has changed. Twice, late or after a kill it
    gives the same."""
    basis, digest = basis_of()
    standing = Standing.objects.order_by("pk").first()
    if standing is None or standing.basis != digest:
        return rebuild(progress, now=now)
    return _follow(standing, basis, now, progress)


def _follow(
    standing: Standing, basis: Basis, now: datetime | None, progress: Progress | None
) -> AsOf:
    settled = _settled(now)
    until, moved = _last_event(), Tallies()
    for chunk in _counted(_chunks(_touched(standing, until)), progress):
        rows = _refresh(chunk, basis, standing.basis)
        moved.count(lines_at(rows, standing.event), -1)
        moved.count(lines_at(rows, until))
    with transaction.atomic():
        if _is_as_it_was(standing):
            write_tallies(standing.generation, moved.cells())
            standing.event, standing.at = until, settled
            standing.save()
    return _reached()


def rebuild(
    progress: Progress | None = None, *, now: datetime | None = None, processes: int = 1
) -> AsOf:
    """All lines and tallies anew. Figures stay readable meanwhile: a line says from when it was
    known, and tallies are made beside those in use.

    Where another came first, its tallies stay. Several processes have each cases of their own
    (`shared_out`).
    """
    basis, digest = basis_of()
    standing, settled = Standing.objects.order_by("pk").first(), _settled(now)
    until = _last_certain_event()
    work = partial(_count_share, basis, digest, until)
    # A number of its own: one that was killed left some of these, another may be at work.
    generation = 1 + secrets.randbelow(2**31 - 1)
    with collected_by_chunk():
        tallies, *others = shared_out(work, min(processes, blocks()), progress)
        for other in others:
            tallies.add(other)
        cells = [(generation, *key, cell.stored()) for key, cell in tallies.cells().items()]
    for start in range(0, len(cells), _CELLS):
        with transaction.atomic():
            put(Tally, cells[start : start + _CELLS])
    made = Standing(event=until, at=settled, basis=digest, generation=generation, shape=SHAPE)
    is_first = _put_in_place(made, standing)
    in_use = Standing.objects.order_by("pk").values_list("generation", flat=True).first()
    _forget_all_but(in_use or 0)
    # What was under way when it began, and what was recorded meanwhile.
    return _follow(made, basis, now, None) if is_first else _reached()


def _put_in_place(made: Standing, standing: Standing | None) -> bool:
    """Have what was made read from now on; False where another came first."""
    with transaction.atomic():
        row = Standing.objects.select_for_update().order_by("pk").first()
        if (row.generation if row else None) != (standing.generation if standing else None):
            return False
        made.pk = row.pk if row else None
        made.save()
    return True


def _count_share(
    basis: Basis, digest: str, until: int, share: Share, progress: Progress
) -> Tallies:
    """The lines of a share of the cases, and what they come to."""
    tallies = Tallies()
    with collected_by_chunk() as collect:
        for chunk in _counted(every_case(share), progress):
            tallies.count(lines_at(_refresh(chunk, basis, digest), until))
            collect()
    return tallies


def _counted(chunks: Iterable[list[int]], progress: Progress | None) -> Iterator[list[int]]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        if progress:
            progress(done)


def _is_as_it_was(standing: Standing | None) -> bool:
    """False where another worker has come between; locks the row."""
    row = Standing.objects.select_for_update().order_by("pk").first()
    if row is None or standing is None:
        return row is standing
    return (row.event, row.generation) == (standing.event, standing.generation)


def _reached() -> AsOf:
    row = Standing.objects.order_by("pk").first()
    if row is None:
        raise LookupError("no lines were made")
    return AsOf(row.event, row.at)


def _settled(now: datetime | None) -> datetime:
    """To which moment all that is recorded can be read by whoever reads the log after this call.

    On PostgreSQL a transaction may commit after later ones: what still writes is to be looked for
    the next time, since it began. SQLite has one writer, whose events come in their order.
    """
    moment = now or timezone.now()
    begun = _oldest_writer()
    return min(moment, begun) if begun else moment


def _last_certain_event() -> int:
    """The last event none can come to light before: else the worker, who puts lines right for one
    that did, would correct the tallies in use, and not those that have counted the lines already.
    """
    last, begun = _last_event(), _oldest_writer()
    if begun is None:
        return last
    beside = Event.objects.filter(recorded_at__gte=begun - _OVERLAP).order_by()
    first = min(beside.values_list("pk", flat=True), default=last + 1)
    before = Event.objects.filter(pk__lt=first).order_by("-pk").values_list("pk", flat=True)
    return min(last, before.first() or 0)


def _oldest_writer() -> datetime | None:
    """When the oldest transaction began that has written and not ended; None where there is none
    that anybody could miss."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_WRITER)
        [(begun,)] = cursor.fetchall()
    found: datetime | None = begun
    return found


_OLDEST_WRITER = (
    "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
)


def _last_event() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _touched(standing: Standing, until: int) -> set[int]:
    """Cases with events after the last time, or of transactions that had not ended by then."""
    since = Event.objects.filter(recorded_at__gte=standing.at - _OVERLAP, pk__lte=until)
    newer = Event.objects.filter(pk__gt=standing.event, pk__lte=until)
    found: set[int] = set()
    for events in (since, newer):
        found |= set(
            events.filter(object_type=OBJECT).order_by().values_list("object_id", flat=True)
        )
        for source in FINDINGS:
            others = events.filter(object_type=source.object_type).order_by()
            found |= set(source.cases(set(others.values_list("object_id", flat=True))))
    return found


def _chunks(cases: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(cases)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _refresh(cases: Sequence[int], basis: Basis, digest: str) -> list[LineRow]:
    """The lines of some cases as the log has them now, written where they differ from those stored.

    What was stored of an earlier moment and is told otherwise now (an event committed after later
    ones) is put right in the tallies at once; those of another basis stay until they are replaced.
    """
    stored = stored_lines(cases)
    rows = rows_of_lines(folded(cases, basis))
    # Nearly all are as they were: found out without a lock, by several at a time.
    if set(stored) == set(rows):
        return rows
    with transaction.atomic():
        # One at a time: who read earlier must not write later.
        standing = Standing.objects.select_for_update().order_by("pk").first()
        was, stored = stored, stored_lines(cases)
        if set(stored) != set(was):
            rows = rows_of_lines(folded(cases, basis))
        CaseLine.objects.filter(case__in=cases)._raw_delete(using="default")  # noqa: SLF001 (nothing hangs on them)
        put(CaseLine, rows)
        if standing and (standing.basis, standing.shape) == (digest, SHAPE):
            _put_right(standing, stored, rows)
    return rows


def _put_right(standing: Standing, stored: list[LineRow], rows: list[LineRow]) -> None:
    before, after = (Counter(lines_at(some, standing.event)) for some in (stored, rows))
    if before != after:
        wrong = Tallies()
        wrong.count((before - after).elements(), -1)
        wrong.count((after - before).elements())
        write_tallies(standing.generation, wrong.cells())


# Tallies ------------------------------------------------------------------------------------------

_KEY = CellKey._fields


def write_tallies(generation: int, moved: Mapping[CellKey, Cell]) -> None:
    """Add to the cells of a generation what they change by."""
    held: dict[CellKey, Cell] = {}
    for dimension, column in sorted({(key.dimension, key.column) for key in moved}):
        keys = [key for key in moved if (key.dimension, key.column) == (dimension, column)]
        cells = Tally.objects.filter(
            generation=generation, dimension=dimension, column=column,
            month__in=sorted({key.month for key in keys}),
            office__in=sorted({key.office for key in keys}),
        ).order_by()  # fmt: skip
        for *key, counts in cells.values_list(*_KEY, "counts"):
            if CellKey(*key) in moved:
                held[CellKey(*key)] = cell_of(counts)
    rows = []
    for key, change in moved.items():
        cell = held.get(key)
        if cell is not None:
            change.add(cell)
        elif change.is_empty:
            continue
        rows.append((generation, *key, change.stored()))
    put(Tally, rows, once=("generation", *_KEY), over=("counts",))


def _forget_all_but(generation: int) -> None:
    others = Tally.objects.exclude(generation=generation).order_by().values("pk")[:_CELLS]
    while Tally.objects.filter(pk__in=others)._raw_delete(using="default"):  # noqa: SLF001
        pass
