"""The child process: finds out what a file is, opens one sheet, writes its rows as JSON lines.

Run with -m, never imported. Arguments: path, sheet name ("" is the first that is not hidden), an
open file for what is too large for memory, memory limit in bytes, seconds of CPU. The first line
says what the file is, as `Book` has it; then each line is [row number, cells, columns filled from a
merged cell]; dates are {"t": ISO text}. A last line {"end": true} says that nothing was cut off;
{"refused": sentence} takes its place.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

# The most one row may hold; Excel itself keeps 32,767 characters a cell.
_ROW_CHARACTERS = 1_000_000
# A workbook's texts, which are no longer than what it may unpack to. Rows go to a pipe, which is
# not counted.
_MOST_WRITTEN = 400 * 1024 * 1024


def main() -> int:
    """Write the rows to standard output; 1 if the file was refused."""
    path, name, spill, memory, seconds = sys.argv[1:6]
    _limit(int(memory), int(seconds))
    # Under the limits from here on: these imports bring the parsers.
    from zhuqi.foundation.access import NotValid

    try:
        _write_rows(Path(path), name, int(spill))
    except NotValid as refusal:
        return _refuse(refusal.reason)
    except OSError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return _refuse("服务器磁盘空间不足，表格没有读完，请稍后再试")
    except MemoryError:
        return _refuse("表格过大，超出了内存限制，请分开导入")
    _write({"end": True})
    return 0


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # Whatever a parser is talked into, it fills no disk and leaves no image of the memory.
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write_rows(path: Path, name: str, spill: int) -> None:
    from zhuqi.foundation.access import NotValid

    for number, cells, filled in _rows(path, name, spill):
        if sum(len(cell) for cell in cells if isinstance(cell, str)) > _ROW_CHARACTERS:
            raise NotValid(f"第 {number} 行内容过长")
        _write([number, [_plain(cell) for cell in cells], filled])


def _rows(path: Path, name: str, spill: int) -> Iterator[tuple[int, list[Any], list[int]]]:
    """The rows of whatever kind of file it is; what the file is called says nothing."""
    from zhuqi.foundation.spreadsheets.inspection import KindOfFile, kind_of
    from zhuqi.foundation.spreadsheets.markup import markup_lines
    from zhuqi.foundation.spreadsheets.text import text_lines
    from zhuqi.foundation.spreadsheets.workbooks import workbook_lines

    kind = kind_of(path)
    if kind is KindOfFile.WORKBOOK:
        yield from workbook_lines(path, name, spill=spill, tell=_write)
        return
    _write({"book": {"sheets": [], "hidden": [], "sheet": "", "epoch_1904": False}})
    lines = markup_lines(path) if kind is KindOfFile.MARKUP else text_lines(path)
    for number, cells, *filled in lines:
        yield number, cells, filled[0] if filled else []


def _plain(cell: object) -> object:
    if isinstance(cell, datetime | date | time):
        return {"t": cell.isoformat()}
    return str(cell) if isinstance(cell, timedelta) else cell


def _refuse(sentence: str) -> int:
    _write({"refused": sentence})
    return 1


def _write(line: object) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
