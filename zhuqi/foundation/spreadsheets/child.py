"""The child process: inspects a workbook, opens one sheet, writes its rows as JSON lines.

Run with -m, never imported. Arguments: path, sheet name ("" is the first), memory limit in bytes,
seconds of CPU. Each line is [row number, cells]; dates are {"t": ISO text}. A last line
{"end": true} says that nothing was cut off; {"refused": sentence} takes its place.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

# The most one row may hold; Excel itself keeps 32,767 characters a cell.
_ROW_CHARACTERS = 1_000_000
# Complaints go to a file; rows go to a pipe, which is not counted.
_MOST_WRITTEN = 1024 * 1024


def main() -> int:
    """Write the rows to standard output; 1 if the file was refused."""
    path, name, memory, seconds = sys.argv[1:5]
    _limit(int(memory), int(seconds))
    # Under the limits from here on: these imports bring the parsers.
    from python_calamine import CalamineError, PasswordError

    from zhuqi.foundation.access import NotValid
    from zhuqi.foundation.spreadsheets.inspection import inspect

    try:
        inspect(Path(path))
        _write_rows(path, name)
    except NotValid as refusal:
        return _refuse(refusal.reason)
    except PasswordError:
        return _refuse("文件有密码，请另存为不加密的 .xlsx")
    except CalamineError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return _refuse("表格内容已损坏，请用表格软件打开后另存为 .xlsx")
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


def _write_rows(path: str, name: str) -> None:
    from python_calamine import CalamineWorkbook

    from zhuqi.foundation.access import NotValid

    book = CalamineWorkbook.from_path(path)
    if name and name not in book.sheet_names:
        there = "、".join(book.sheet_names[:10])
        raise NotValid(f"文件里没有名为“{name}”的工作表，只有：{there}")
    if not book.sheet_names:
        raise NotValid("文件里没有工作表")
    sheet = book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if sum(len(cell) for cell in row if isinstance(cell, str)) > _ROW_CHARACTERS:
            raise NotValid(f"第 {number} 行内容过长")
        _write([number, [_plain(cell) for cell in row]])


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
