"""Tables as text (.csv), in the two encodings that office programs write."""

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zhuqi.foundation.access import NotValid

if TYPE_CHECKING:
    from zhuqi.foundation.spreadsheets.reading import Cell

_ENCODINGS = ("utf-8-sig", "gb18030")
_PIECE = 1024 * 1024


def text_lines(path: Path) -> Iterator[tuple[int, list["Cell"]]]:
    """Every row with the line it ends on; all cells are text or None. NotValid if unreadable."""
    encoding = next((name for name in _ENCODINGS if _reads_as(path, name)), None)
    if encoding is None:
        raise NotValid("文件不是文本表格（.csv），或编码不是 UTF-8、GB18030")
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file)
        try:
            for row in rows:
                yield rows.line_num, [cell.strip() or None for cell in row]
        except csv.Error as error:
            raise NotValid(f"第 {rows.line_num} 行读不懂：{error}") from error


def _reads_as(path: Path, encoding: str) -> bool:
    """To the last byte, and without the zeros of UTF-16 and of programs."""
    decoder = getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if "\x00" in decoder.decode(piece):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
