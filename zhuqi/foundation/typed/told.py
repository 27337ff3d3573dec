"""JSON that a program or a phone sends. Pure."""

import json
from typing import Any, NoReturn


def from_json(text: str | bytes, *, halves: bool = False) -> Any:
    """What it says. ValueError for what is no JSON: numbers that are none among it (NaN, Infinity,
    1e999), lists within lists without end, and, but for whoever looks for them (`halves`), texts
    with half a letter."""
    try:
        told = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not halves and not in_whole_letters(told):
        raise ValueError("half a letter")
    return told


def in_whole_letters(value: object) -> bool:
    """False where a text in it has half a letter, as where an emoji was cut in two: no column and
    no answer holds such a text."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        _no_number(text)
    return number
