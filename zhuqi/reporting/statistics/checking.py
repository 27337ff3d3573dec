"""`zhuqi check tallies`: are lines and tallies what the log gives, folded anew, and no more."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from zhuqi.foundation.contributions.checks import Check, CheckOutput
from zhuqi.ledgers.cases.models import Case
from zhuqi.reporting.statistics.lines import NEVER
from zhuqi.reporting.statistics.models import CaseLine, Standing, Tally
from zhuqi.reporting.statistics.sources import (
    LineRow,
    basis_of,
    every_case,
    folded,
    lines_at,
    rows_of_lines,
    stored_lines,
)
from zhuqi.reporting.statistics.tallying import SHAPE, Cell, CellKey, Tallies, cell_of

_SHOWN = 20


def differences(progress: Callable[[int], None] | None = None) -> Iterator[str]:
    """A sentence for every case whose lines, and every cell whose numbers, the log gives otherwise.

    What was recorded after the last time is the worker's to do and is not judged; nothing is
    judged where all is to be made anew.
    """
    standing = Standing.objects.order_by("pk").first()
    basis, digest = basis_of()
    if standing is None or standing.basis != digest or standing.shape != SHAPE:
        return
    tallies, done = Tallies(), 0
    for chunk in every_case():
        rows = _at(rows_of_lines(folded(chunk, basis)), standing.event)
        wrong = Counter(rows)
        wrong.subtract(_at(stored_lines(chunk), standing.event))
        off = sorted({row[0] for row, number in wrong.items() if number})
        numbers = Case.objects.in_bulk(off)
        yield from (f"诉求 {numbers[case].number} 的统计行与日志不符" for case in off)
        tallies.count(lines_at(rows, standing.event))
        done += len(chunk)
        if progress:
            progress(done)
    others = CaseLine.objects.filter(case__historical=True)
    for case in others.order_by().values_list("case__number", flat=True).distinct():
        yield f"诉求 {case} 是历史导入，不应有统计行"
    yield from _cells(standing, tallies.cells())


def _at(rows: Sequence[LineRow], event: int) -> list[LineRow]:
    """Rows as they were known once that event was recorded."""
    return [
        (*row[:3], row[3] if row[3] <= event else NEVER, *row[4:])
        for row in rows
        if row[2] <= event
    ]


def _cells(standing: Standing, tallies: dict[CellKey, Cell]) -> Iterator[str]:
    cells = Tally.objects.filter(generation=standing.generation).order_by()
    for *parts, counts in cells.values_list(*CellKey._fields, "counts").iterator():
        key = CellKey(*parts)
        told = tallies.pop(key, None)
        stored = cell_of(counts)
        if (told is None and not stored.is_empty) or (told and told.stored() != stored.stored()):
            yield f"{_named(key)}的合计与统计行不符"
    yield from (f"缺少{_named(key)}的合计" for key, cell in tallies.items() if not cell.is_empty)


def _named(key: CellKey) -> str:
    what = f"，{key.dimension}={key.value}" if key.dimension else ""
    return f"{key.month} {key.column}（台账 {key.office}{what}）"


def _run(output: CheckOutput) -> bool:
    found = 0
    with output.progress("已核对诉求") as progress:
        for sentence in differences(progress):
            found += 1
            if found <= _SHOWN:
                output.say(sentence)
    output.say("核对了：每件诉求的统计行、每个台账每月各维度的合计，按日志重新折算。")
    if not found:
        output.say("统计与日志一致。")
        return False
    output.say(f"发现 {found} 处不一致。可用 zhuqi tallies 重建。")
    return True


TALLY_CHECK = Check("统计行和合计是否与日志一致：按日志重新折算，逐件、逐格比较", _run)
