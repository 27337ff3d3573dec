"""`told` by the log what was written, make the index of it what it should be."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice, zip_longest
from typing import TypeVar

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.search.actions.storing import Chunk, store
from zhuqi.foundation.search.comparing import OBJECTS, Compared, Of, compared
from zhuqi.foundation.search.kinds import KINDS, Ids
from zhuqi.foundation.search.models import FileText

# Rows that are compared together, and objects with all their rows.
BATCH, WHOLE = 400, 50
# Of more objects that have to be written anew the worker does it.
AT_ONCE = 400
INDEX, READ_FILE = "search.index", "search.read_file"
FILES = Attachment._meta.label  # noqa: SLF001 (Django's public name)
T = TypeVar("T")
_Objects = dict[str, set[int]]


def told(rows: Collection[tuple[str, int]], fresh: Collection[tuple[str, int]]) -> None:
    """Rows were written: what of them is text is written anew. Called with every event."""
    written: dict[str, list[int]] = defaultdict(list)
    for table, pk in rows:
        written[table].append(pk)
    if not written:
        return
    new = _new_rows(fresh)
    wanted: dict[Of, list[int]] = {}
    owed: list[NewOutboxItem] = []
    whole: _Objects = defaultdict(set)
    for name, kind in KINDS.items():
        for part_name, part in kind.parts.items():
            if (ids := written.get(part.table)) and part.later:
                owed += _for_worker(name, part_name, ids)
            elif ids:
                wanted[Of(name, part_name)] = ids
            for table in part.follows:
                if ids := written.get(table):
                    wanted[Of(name, part_name, table)] = ids
        for table, objects_of in kind.touched.items():
            # When a row was stored that is new, nothing could point to it.
            if ids := [pk for pk in written.get(table, ()) if pk not in new[table]]:
                whole[name] |= set(objects_of(ids)) - new[_table(name)]
    owed += _write(wanted, whole, written.get(FILES, ()))
    enqueue_many(owed)


@cache
def _table(kind: str) -> str:
    """The table whose rows are the objects of a kind."""
    label: str = KINDS[kind].rows().model._meta.label  # noqa: SLF001
    return label


def _new_rows(fresh: Collection[tuple[str, int]]) -> _Objects:
    """By table the rows of which nothing had been told before."""
    found: _Objects = defaultdict(set)
    for kind, pk in fresh:
        if kind in KINDS:
            found[_table(kind)].add(pk)
    return found


def index(kind: str, part: str, ids: Ids) -> None:
    """Write the texts of these rows of a part anew; unchanged ones stay. In a transaction."""
    enqueue_many(_write({Of(kind, part): ids}, defaultdict(set), ()))


def index_objects(kind: str, ids: Ids) -> None:
    """Write every part of these objects anew."""
    enqueue_many(_write_whole(kind, ids))


# These give back what is left to the worker -------------------------------------------------------


def _write(wanted: Mapping[Of, Ids], whole: _Objects, files: Ids) -> list[NewOutboxItem]:
    """Rows of parts, and then whole objects."""
    owed: list[NewOutboxItem] = []
    for some in _slices(wanted):
        found = compared(some, files)
        owed += _for_files(found.files)
        files = ()
        _settle(found)
        for kind, pk in _spreading(found):
            whole[kind].add(pk)
    for kind, objects in whole.items():
        if len(objects) > AT_ONCE:
            for name, part in KINDS[kind].parts.items():
                owed += _for_worker(kind, name, part.of(objects))
        else:
            owed += _write_whole(kind, objects)
    return owed


def _write_whole(kind: str, ids: Ids) -> list[NewOutboxItem]:
    owed: list[NewOutboxItem] = []
    parts = KINDS[kind].parts
    for some in _batches(sorted(ids), WHOLE):
        for name, part in parts.items():
            if part.later:
                owed += _for_worker(kind, name, part.of(some))
        at_once = [name for name, part in parts.items() if not part.later]
        _settle(compared({Of(kind, name, OBJECTS): some for name in at_once}))
    return owed


def _for_worker(kind: str, part: str, ids: Iterable[int]) -> list[NewOutboxItem]:
    """A later change owes its own."""
    return [
        NewOutboxItem(
            kind=INDEX,
            key=f"{INDEX}:{uuid.uuid4().hex}",
            payload={"kind": kind, "part": part, "ids": list(some)},
        )
        for some in _batches(sorted(ids), BATCH)
    ]


def _for_files(files: Mapping[int, tuple[str, str | None]]) -> list[NewOutboxItem]:
    """What was taken off its row is forgotten at once, what is new is read by the worker."""
    if gone := [pk for pk, (_kind, removed_at) in files.items() if removed_at is not None]:
        FileText.objects.filter(attachment_id__in=gone).delete()
    laid = ((pk, kind) for pk, (kind, removed_at) in files.items() if removed_at is None)
    return for_reading(pk for pk, kind in laid if has_files(kind))


def for_reading(files: Iterable[int]) -> list[NewOutboxItem]:
    """The worker reads what stands in them; each once."""
    return [
        NewOutboxItem(kind=READ_FILE, key=f"{READ_FILE}:{pk}", payload={"file": pk}) for pk in files
    ]


def has_files(kind: str) -> bool:
    """Whether text of files is searched on rows of this kind."""
    known = KINDS.find(kind)
    return known is not None and any(part.table == FILES for part in known.parts.values())


# What the index holds -----------------------------------------------------------------------------


def _settle(found: Compared) -> None:
    """Make it what it should be. A chunk that goes leaves its row to one that comes."""
    made, kept = found.made, found.kept
    changed = [key for key, (_pk, text) in kept.items() if key in made and made[key] != text]
    gone = [key for key in kept if key not in made]
    new = [key for key in made if key not in kept]
    left, instead = gone[len(new) :], [*changed, *gone[: len(new)]]
    rows = [
        Chunk(
            old and kept[old][0], key.kind, made[key].object_id, key.part, key.part_id, key.code,
            key.owner, key.place, made[key].text,
        )
        for old, key in zip_longest(instead, [*changed, *new])
    ]  # fmt: skip
    before = {key: (pk, key.code, text.text) for key, (pk, text) in kept.items()}
    store(rows, instead=[before[key] for key in instead], gone=[before[key] for key in left])


def _spreading(found: Compared) -> Iterator[tuple[str, int]]:
    """Objects whose other parts have to follow."""
    held = ((key, text) for key, (_pk, text) in found.kept.items())
    for key, text in (*found.made.items(), *held):
        if key.code in KINDS[key.kind].spreading:
            yield key.kind, text.object_id


def _slices(wanted: Mapping[Of, Ids]) -> Iterator[dict[Of, list[int]]]:
    """So many rows at a time, of several parts together."""
    flat = ((of, pk) for of, ids in wanted.items() for pk in sorted(set(ids)))
    for some in _batches(flat, BATCH):
        piece: dict[Of, list[int]] = defaultdict(list)
        for of, pk in some:
            piece[of].append(pk)
        yield piece


def _batches(rows: Iterable[T], most: int) -> Iterator[list[T]]:
    ahead = iter(rows)
    while some := list(islice(ahead, most)):
        yield some
