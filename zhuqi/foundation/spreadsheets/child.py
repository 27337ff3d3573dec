"""The child process: opens one sheet and writes its rows as JSON lines. Run with -m, never imported.

Input by arguments: path, sheet name ("" the first), memory limit in bytes, seconds of CPU.
Each line is a list of cells; dates are {"t": ISO text}. Exit 3: the sheet is not there.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

NO_SHEET, UNREADABLE = 3, 4


def _plain(cell: object) -> object:
    if isinstance(cell, datetime | date | time):
        return {"t": cell.isoformat()}
    return str(cell) if isinstance(cell, timedelta) else cell


def main() -> int:
    """Write the rows to standard output."""
    path, name, memory, seconds = sys.argv[1:5]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    try:
        book = CalamineWorkbook.from_path(path)
        if name and name not in book.sheet_names:
            return NO_SHEET
        sheet = book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)
    except CalamineError as error:
        sys.stderr.write(str(error))
        return UNREADABLE
    for row in sheet.iter_rows():
        sys.stdout.write(json.dumps([_plain(cell) for cell in row], ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
