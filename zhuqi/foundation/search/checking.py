"""`zhuqi check search`: does the index hold what stands in the rows, no more and no less."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice

from django.db import connection

from zhuqi.foundation.contributions.checks import Check, CheckOutput
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.search.actions import INDEX
from zhuqi.foundation.search.comparing import Of, compared
from zhuqi.foundation.search.kinds import KINDS, Kind
from zhuqi.foundation.search.models import SearchText
from zhuqi.foundation.search.queries import unfilled

# Objects at a time.
_BATCH = 400
_SHOWN = 20


def wrong_rows(progress: Callable[[int], None] | None = None) -> Iterator[tuple[str, int]]:
    """Objects, by kind and id, of which the index holds something else than their rows; what the
    worker has still to write is not judged."""
    done, waiting = 0, _owed()
    for name, kind in KINDS.items():
        ids = iter(kind.rows().order_by("pk").values_list("pk", flat=True))
        while some := list(islice(ids, _BATCH)):
            yield from ((name, pk) for pk in sorted(_wrong(name, kind, some, waiting)))
            done += len(some)
            if progress:
                progress(done)
        rows = kind.rows().order_by().values("pk")
        lost = SearchText.objects.filter(kind=name).exclude(object_id__in=rows)
        yield from ((name, pk) for pk in sorted(set(lost.values_list("object_id", flat=True))))


def _owed() -> dict[tuple[str, str], set[int]]:
    """Ids of the rows left to the worker, by kind and part."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    left = OutboxItem.objects.filter(kind=INDEX, done_at=None, failed_at=None)
    for one in left.values_list("payload", flat=True):
        found[one["kind"], one["part"]] |= set(one["ids"])
    return found


def _wrong(
    name: str, kind: Kind, ids: list[int], waiting: Mapping[tuple[str, str], Collection[int]]
) -> set[int]:
    wrong: set[int] = set()
    for part_name, part in kind.parts.items():
        owed = waiting.get((name, part_name), ())
        part_ids = [pk for pk in part.of(ids) if pk not in owed]
        found = compared({Of(name, part_name): part_ids})
        held = {key: text for key, (_pk, text) in found.kept.items()}
        for key in found.made.keys() | held.keys():
            if found.made.get(key) != held.get(key):
                wrong.add((found.made.get(key) or held[key]).object_id)
    return wrong


def texts_without_grams() -> int:
    """How many texts are not found, or no longer texts, because their grams are lacking or left."""
    table = SearchText._meta.db_table  # noqa: SLF001 (Django's public name)
    if connection.vendor == "postgresql":
        sql = f"SELECT count(*) FROM {table} WHERE grams IS NULL"  # noqa: S608 (a name)
    else:
        sql = f"""SELECT (SELECT count(*) FROM {table}
            WHERE id NOT IN (SELECT id FROM search_grams_docsize))
          + (SELECT count(*) FROM search_grams_docsize
            WHERE id NOT IN (SELECT id FROM {table}))"""  # noqa: S608 (a name)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _run(output: CheckOutput) -> bool:
    if filling := unfilled():
        said = "、".join(f"{kind} {percent}%" for kind, percent in filling.items())
        output.say(f"索引还在建立（{said}），建好后再核对。")
        return False
    found = 0
    with output.progress("已核对索引") as progress:
        for kind, pk in wrong_rows(progress):
            found += 1
            if found <= _SHOWN:
                output.say(f"{kind} {pk}：索引与原记录不符。")
    if lacking := texts_without_grams():
        output.say(f"{lacking} 段文字与索引对不上。")
    if found or lacking:
        output.say(f"发现 {found} 条记录的索引不符，请运行 zhuqi search rebuild 重建。")
        return True
    output.say("查找的索引与原记录一致。")
    return False


SEARCH_CHECK = Check("查找的索引是否与原记录一致", _run)
