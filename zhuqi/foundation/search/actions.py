"""Write the index: `index` does, in the transaction of the change, and nothing else.

It is written at once, not owed: a search made a moment after a change must find it, and what it
adds to a submit is two or three statements (docs/decisions/0008-search.md has the reasons). What
takes long or much memory (files, initials) the worker makes.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_
from typing import NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max, Q
from django.utils import timezone

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.search.kinds import KINDS, Ids, Kind, Part, Passage
from zhuqi.foundation.search.models import FileText, Filling, SearchText
from zhuqi.foundation.search.normal import chunks, grams, joined

BATCH = 400
INDEX, READ_FILE = "search.index", "search.read_file"
FILES = "attachments.Attachment"
T = TypeVar("T")


class _Key(NamedTuple):
    part_id: int
    code: str
    owner: int
    place: int


class _Stored(NamedTuple):
    pk: int
    object_id: int
    code: str
    text: str


def told(rows: Collection[tuple[str, int]], fresh: Collection[tuple[str, int]]) -> None:
    """Rows were written: what of them is text is written anew. Called with every event."""
    written: dict[str, list[int]] = defaultdict(list)
    for table, pk in rows:
        written[table].append(pk)
    if not written:
        return
    for name, kind in KINDS.items():
        _follow(name, kind, written, {pk for object_type, pk in fresh if object_type == name})
    if ids := written.get(FILES):
        _files_written(ids)


def _follow(
    name: str, kind: Kind, written: Mapping[str, Sequence[int]], fresh: Collection[int]
) -> None:
    """One kind's share of what was written."""
    whole: set[int] = set()
    at_once: dict[str, Sequence[int]] = {}
    for part_name, part in kind.parts.items():
        ids = written.get(part.table, ())
        if ids and part.later:
            _leave_to_worker(name, part_name, ids)
        elif ids:
            at_once[part_name] = ids
    if sum(map(len, at_once.values())) <= BATCH:
        whole |= _index_batch(name, at_once, fresh)
    else:
        for part_name, ids in at_once.items():
            whole |= _index(name, part_name, ids, fresh)
    for table, objects_of in kind.touched.items():
        if ids := written.get(table, ()):
            whole |= set(objects_of(ids)) - set(fresh)
    if len(whole) > BATCH:
        for part_name, part in kind.parts.items():
            _leave_to_worker(name, part_name, list(part.of(whole)))
    elif whole:
        index_objects(name, whole)


def _leave_to_worker(kind: str, part: str, ids: Ids) -> None:
    """The worker writes them; a later change owes its own."""
    enqueue_many(
        [
            NewOutboxItem(
                kind=INDEX,
                key=f"{INDEX}:{uuid.uuid4().hex}",
                payload={"kind": kind, "part": part, "ids": list(some)},
            )
            for some in _batches(sorted(ids))
        ]
    )


def _files_written(ids: Ids) -> None:
    """What was taken off its row is forgotten at once, what is new is read by the worker."""
    files = Attachment.objects.filter(pk__in=ids).values_list("pk", "object_type", "removed_at")
    rows = list(files.order_by("pk"))
    if gone := [pk for pk, _kind, removed_at in rows if removed_at is not None]:
        FileText.objects.filter(attachment_id__in=gone).delete()
    searched = {
        name for name, kind in KINDS.items() for part in kind.parts.values() if part.table == FILES
    }
    enqueue_many(
        [
            NewOutboxItem(kind=READ_FILE, key=f"{READ_FILE}:{pk}", payload={"file": pk})
            for pk, object_type, removed_at in rows
            if removed_at is None and object_type in searched
        ]
    )


def index_objects(kind: str, ids: Ids) -> None:
    """Write every part of these objects anew."""
    for name, part in KINDS[kind].parts.items():
        for some in _batches(sorted(ids)):
            if part.later:
                _leave_to_worker(kind, name, list(part.of(some)))
            else:
                _index(kind, name, list(part.of(some)))


def index(kind: str, part: str, ids: Ids) -> None:
    """Write the texts of these rows of a part anew; unchanged ones stay. In a transaction."""
    if whole := _index(kind, part, ids):
        index_objects(kind, whole)


def _index(kind: str, name: str, ids: Ids, fresh: Collection[int] = ()) -> set[int]:
    """The same; returns the objects whose other parts have to follow. `fresh`: those of which
    nothing can be stored yet."""
    touched: set[int] = set()
    for some in _batches(sorted(set(ids))):
        touched |= _index_batch(kind, {name: some}, fresh)
    return touched


def _index_batch(kind: str, parts: Mapping[str, Sequence[int]], fresh: Collection[int]) -> set[int]:
    """Rows of several parts; what is stored of all of them is read at once."""
    made = {name: _made(KINDS[kind].parts[name].texts(ids)) for name, ids in parts.items()}
    known: dict[str, set[int]] = {}
    for name, ids in parts.items():
        of_fresh = {key.part_id for key, (pk, _text) in made[name].items() if pk in fresh}
        known[name] = set(ids) - of_fresh
    kept = _stored(kind, {name: ids for name, ids in known.items() if ids})
    gone = [
        (old.pk, old.code, old.text)
        for name, olds in kept.items()
        for key, old in olds.items()
        if made[name].get(key) != (old.object_id, old.text)
    ]
    new = [
        (kind, object_id, name, key.part_id, key.code, key.owner, key.place, text)
        for name, texts in made.items()
        for key, (object_id, text) in texts.items()
        if _held(kept[name].get(key)) != (object_id, text)
    ]
    _remove(gone)
    _insert(new)
    spreading = KINDS[kind].spreading
    there = ((pk, key.code) for texts in made.values() for key, (pk, _text) in texts.items())
    before = ((old.object_id, old.code) for olds in kept.values() for old in olds.values())
    return {pk for pk, code in (*there, *before) if code in spreading}


def _held(old: _Stored | None) -> tuple[int, str] | None:
    return (old.object_id, old.text) if old else None


def _made(passages: Iterable[Passage]) -> dict[_Key, tuple[int, str]]:
    """The chunks there should be; texts of one row and kind are joined."""
    pieces: dict[tuple[int, int, str, int], list[str]] = defaultdict(list)
    for one in passages:
        pieces[one.object_id, one.part_id, one.code, one.owner] += one.pieces
    found: dict[_Key, tuple[int, str]] = {}
    for (object_id, part_id, code, owner), texts in pieces.items():
        if text := joined(texts):
            for place, chunk in enumerate(chunks(text)):
                found[_Key(part_id, code, owner, place)] = (object_id, chunk)
    return found


def made(part: Part, ids: Ids) -> dict[_Key, tuple[int, str]]:
    """What the index should hold of these rows; for the check."""
    return _made(part.texts(ids))


def stored(kind: str, part: str, ids: Ids) -> dict[_Key, _Stored]:
    """What the index holds of these rows."""
    return _stored(kind, {part: ids})[part]


def _stored(kind: str, parts: Mapping[str, Ids]) -> dict[str, dict[_Key, _Stored]]:
    found: dict[str, dict[_Key, _Stored]] = defaultdict(dict)
    if not parts:
        return found
    these = reduce(or_, (Q(part=name, part_id__in=ids) for name, ids in parts.items()))
    rows = SearchText.objects.filter(these, kind=kind).order_by()
    columns = ("pk", "object_id", "part", "part_id", "code", "owner", "place", "text")
    for pk, object_id, part, part_id, code, owner, place, text in rows.values_list(*columns):
        found[part][_Key(part_id, code, owner, place)] = _Stored(pk, object_id, code, text)
    return found


# The only writing ---------------------------------------------------------------------------------

_COLUMNS = '"kind", "object_id", "part", "part_id", "code", "owner", "place", "text"'
_TABLE = SearchText._meta.db_table  # noqa: SLF001 (Django's public name)
_Row = tuple[str, int, str, int, str, int, int, str]


def _insert(rows: Sequence[_Row]) -> None:
    for some in _batches(rows):
        (_insert_postgres if connection.vendor == "postgresql" else _insert_sqlite)(some)


def _grams(code: str, text: str) -> list[str]:
    return [code + gram for gram in grams(text)]


def _insert_postgres(rows: Sequence[_Row]) -> None:
    places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, array_to_tsvector(%s))"] * len(rows))
    sql = f'INSERT INTO {_TABLE} ({_COLUMNS}, "grams") VALUES {places}'  # noqa: S608 (names)
    values = [value for row in rows for value in (*row, _grams(row[4], row[7]))]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _insert_sqlite(rows: Sequence[_Row]) -> None:
    places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    sql = f'INSERT INTO {_TABLE} ({_COLUMNS}) VALUES {places} RETURNING "id"'  # noqa: S608 (names)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])
        ids = sorted(pk for (pk,) in cursor.fetchall())
    lay_grams([(pk, row[4], row[7]) for pk, row in zip(ids, rows, strict=True)])


def lay_grams(
    rows: Sequence[tuple[int, str, str]], into: BaseDatabaseWrapper | None = None
) -> None:
    """Index chunks that are stored already, by (id, code, text): rows that were copied, here or
    in another database."""
    place = into or connections[DEFAULT_DB_ALIAS]
    with place.cursor() as cursor:
        if place.vendor == "postgresql":
            cursor.executemany(
                f"UPDATE {_TABLE} SET grams = array_to_tsvector(%s) WHERE id = %s",  # noqa: S608 (a name)
                [(_grams(code, text), pk) for pk, code, text in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_grams (grams, rowid) VALUES (%s, %s)",
                [(" ".join(_grams(code, text)), pk) for pk, code, text in rows],
            )


def lift_grams(rows: Sequence[tuple[int, str, str]]) -> None:
    """Take chunks out of the index before they go; SQLite is told what it was told then."""
    if connection.vendor == "sqlite" and rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', %s, %s)",
                [(pk, " ".join(_grams(code, text))) for pk, code, text in rows],
            )


def _remove(rows: Sequence[tuple[int, str, str]]) -> None:
    for some in _batches(rows):
        lift_grams(some)
        SearchText.objects.filter(pk__in=[pk for pk, _code, _text in some]).delete()


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    ahead = iter(rows)
    while some := list(islice(ahead, BATCH)):
        yield some


# Filling ------------------------------------------------------------------------------------------


def begin_filling(*, again: bool = False, now: datetime | None = None) -> list[Filling]:
    """Note for every kind that never was how far it has to be filled; with `again` for all.

    What is written from now on writes itself, and a kind without rows is done at once.
    """
    moment = now or timezone.now()
    known = {row.kind: row for row in Filling.objects.order_by("pk")}
    begun = []
    for name, kind in KINDS.items():
        if name in known and not (again and known[name].done_at):
            continue
        last = kind.rows().order_by().aggregate(last=Max("pk"))["last"] or 0
        row = known.get(name, Filling(kind=name))
        row.last, row.upto, row.begun_at = 0, last, moment
        row.done_at = None if last else moment
        row.save()
        begun.append(row)
    return begun


def fill_on(row: Filling, *, now: datetime | None = None) -> bool:
    """Write the next rows of a kind into the index; False when there are no more."""
    kind = KINDS[row.kind]
    with transaction.atomic():
        ahead = kind.rows().filter(pk__gt=row.last, pk__lte=row.upto).order_by("pk")
        ids = list(ahead.values_list("pk", flat=True)[:BATCH])
        if ids:
            index_objects(row.kind, ids)
            _leave_files(row.kind, kind, ids)
            row.last = ids[-1]
        if len(ids) < BATCH:
            row.done_at = now or timezone.now()
        row.save(update_fields=["last", "done_at"])
    return row.done_at is None


def _leave_files(name: str, kind: Kind, ids: Ids) -> None:
    """Files of before that nobody has read yet."""
    if not any(part.table == FILES for part in kind.parts.values()):
        return
    laid = Attachment.objects.filter(object_type=name, object_id__in=ids, removed_at=None)
    read = FileText.objects.filter(attachment_id__in=laid.order_by().values("pk"))
    missing = laid.exclude(pk__in=read.order_by().values("attachment_id"))
    if found := list(missing.order_by("pk").values_list("pk", flat=True)):
        _files_written(found)


def strike_vanished(kind: str) -> int:
    """Take out what belongs to rows that are no more; how many chunks."""
    rows = KINDS[kind].rows().order_by().values("pk")
    lost = SearchText.objects.filter(kind=kind).exclude(object_id__in=rows).order_by("pk")
    struck = 0
    while some := list(lost.values_list("pk", "code", "text")[:BATCH]):
        with transaction.atomic():
            _remove(some)
        struck += len(some)
    return struck
