"""Cells as a person would copy them out; what a spreadsheet has spoilt is refused. Pure."""

import re
import unicodedata
from datetime import datetime
from decimal import Decimal

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.spreadsheets import Cell
from zhuqi.foundation.typed import visible

# Beyond it a spreadsheet keeps no digit: a longer number is another one than was typed.
_EXACT = 15
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?\d{2}")
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"}
)
_CONTROL = dict.fromkeys((*range(32), 0x3000, 0xA0, 0x7F), " ")


def text_of(cell: Cell) -> str:
    """Its text: no control characters, full-width blanks or empty lines; numbers as typed.

    NotValid for a number that the spreadsheet has rounded, and for a formula gone wrong.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return f"{cell:%Y-%m-%d}" if midnight else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, int | float):
        return _number(float(cell))
    if cell in _ERRORS:
        raise NotValid(f"是公式错误 {cell}")
    return _clean(cell)


def digits_of(cell: Cell) -> str:
    """`text_of` for numbers that name something; 9.1E+17 has lost its digits too."""
    text = text_of(cell)
    if _SCIENTIFIC.fullmatch(text):
        raise NotValid(f"是科学记数 {text}，原来的数字已经丢失，请把该列设为文本后重新填写")
    return text


def plain(text: str) -> str:
    """What two writings of the same words have in common: NFKC, no blanks, no hidden letters."""
    folded = "".join(unicodedata.normalize("NFKC", visible(text)).casefold().split())
    if folded.isprintable():
        return folded
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "ZC")


def _number(value: float) -> str:
    if abs(value) >= 10**_EXACT:
        raise NotValid(
            f"是超过 {_EXACT} 位的数字（{value:.0f}），末几位已被表格软件改掉，"
            "请把该列设为文本后重新填写"
        )
    return f"{Decimal(f'{value:.{_EXACT}g}'):f}"


def _clean(text: str) -> str:
    if text.isprintable() and "  " not in text and "\u3000" not in text:
        return text.strip()
    lines = (" ".join(line.translate(_CONTROL).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
