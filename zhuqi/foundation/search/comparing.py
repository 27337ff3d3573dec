"""What the index should hold of rows, beside what it holds: one query, whatever the rows are of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.changes import ValuesTogether
from zhuqi.foundation.search.kinds import KINDS, Ids, Passage, Read, Values, Which
from zhuqi.foundation.search.models import SearchText
from zhuqi.foundation.search.normal import chunks, joined


class Of(NamedTuple):
    """Rows of a part, named by ids: their own, of their objects, or of rows of a table they
    follow."""

    kind: str
    part: str
    by: str = ""


OBJECTS = "objects"


class Key(NamedTuple):
    """What is in the index once."""

    kind: str
    part: str
    part_id: int
    code: str
    owner: int
    place: int


class Text(NamedTuple):
    """A chunk, and whose."""

    object_id: int
    text: str


@dataclass(slots=True)
class Compared:
    """`made`: the chunks there should be. `kept`: those there are, with their ids. `files`: of
    attachments asked about what they lie on, and when they were taken off."""

    made: dict[Key, Text] = field(default_factory=dict)
    kept: dict[Key, tuple[int, Text]] = field(default_factory=dict)
    files: dict[int, tuple[str, str | None]] = field(default_factory=dict)


_HELD = ("pk", "kind", "object_id", "part", "part_id", "code", "owner", "place", "text")


# How many lists a part reads, as its statement was written.
_WIDTHS: dict[tuple[str, str], int] = {}


def _reads(wanted: tuple[Of, ...], with_files: bool, **ids: Ids) -> list[Read]:  # noqa: FBT001 (a constant)
    found: list[Read] = []
    for place, each in enumerate(wanted):
        which = _which(each, ids[f"of{place}"])
        reads = KINDS[each.kind].parts[each.part].reads(which)
        found += reads
        _WIDTHS[each.kind, each.part] = len(reads)
        held = SearchText.objects.filter(kind=each.kind, part=each.part, part_id__in=which)
        found.append((held, _HELD))
    if with_files:
        laid = Attachment.objects.filter(pk__in=ids["files"])
        found.append((laid, ("pk", "object_type", "removed_at")))
    return found


_TOGETHER = ValuesTogether(_reads)


def _which(of: Of, ids: Ids) -> Which:
    part = KINDS[of.kind].parts[of.part]
    if not of.by:
        return ids
    return part.of(ids) if of.by == OBJECTS else part.follows[of.by](ids)


def compared(wanted: Mapping[Of, Ids], files: Ids = ()) -> Compared:
    """Of these rows, and of these attachments; in one query."""
    found = Compared()
    if not wanted and not files:
        return found
    lists = iter(_read(wanted, files))
    for kind, name, _by in wanted:
        found.made |= _made(kind, name, _passages(kind, name, lists))
        for row in next(lists):
            text = Text(row["object_id"], row["text"])
            found.kept[Key(*(row[column] for column in Key._fields))] = (row["pk"], text)
    for row in next(lists, ()):
        found.files[row["pk"]] = (row["object_type"], row["removed_at"])
    return found


def passages(kind: str, ids: Mapping[str, Ids]) -> list[Passage]:
    """The texts of these rows, by part, as they are written; in one query."""
    if not ids:
        return []
    lists = iter(_read({Of(kind, part): some for part, some in ids.items()}, ()))
    found: list[Passage] = []
    for name in ids:
        found += _passages(kind, name, lists)
        next(lists)
    return found


def _read(wanted: Mapping[Of, Ids], files: Ids) -> list[list[dict[str, Any]]]:
    """Of each what its part reads, and what is held; then the files."""
    asked = {f"of{place}": ids for place, ids in enumerate(wanted.values())}
    if files:
        asked["files"] = files
    return _TOGETHER(tuple(wanted), bool(files), **asked)


def _passages(kind: str, name: str, lists: Iterator[Values]) -> Iterable[Passage]:
    read = list(islice(lists, _WIDTHS[kind, name]))
    return KINDS[kind].parts[name].texts(read)


def _made(kind: str, part: str, passages: Iterable[Passage]) -> dict[Key, Text]:
    """The chunks of passages; texts of one row and code are joined."""
    pieces: dict[tuple[int, int, str, int], list[str]] = defaultdict(list)
    for one in passages:
        pieces[one.object_id, one.part_id, one.code, one.owner] += one.pieces
    found: dict[Key, Text] = {}
    for (object_id, part_id, code, owner), texts in pieces.items():
        if text := joined(texts):
            for place, chunk in enumerate(chunks(text)):
                found[Key(kind, part, part_id, code, owner, place)] = Text(object_id, chunk)
    return found
