"""A title in lines: broken between words, in the shape of a lozenge or a trapezoid. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from zhuqi.foundation.papers.layout.texts import NOT_FIRST, NOT_LAST, shown, width_of

# What is longer is broken line by line: no shape can be seen in so many.
_SHAPED: Final = 90.0
_RUN: Final = re.compile(r"（[^（）]{1,12}）|[\u3400-\u9fff]+|[^\u3400-\u9fff（]+|（")
_WORD: Final = re.compile(r"[A-Za-z0-9.+#/_—-]+|\s+|.", re.DOTALL)
# What is counted stays with its number.
_COUNTED: Final = frozenset("年月日号期个项条家次")
# Costs of a break: the lower, the rather.
_A_LINE, _LONE, _DENT, _UNEVEN, _IN_NAME = 14.0, 400.0, 12.0, 0.35, 4.0
_SHORTEST: Final = 0.6
_NEVER: Final = float("inf")
_TAIL: Final = frozenset("的了等省市县区镇乡村局委办厅处科室会案书函令")
_PLACES: Final = frozenset("省市县区")
_AND: Final = frozenset("和与及暨或")
_ORGANS: Final = ("局", "委员会", "办公室", "办公厅", "政府", "公司", "领导小组", "联合会", "中心")


def title_lines(title: str, width: float) -> tuple[str, ...]:
    """The title in few lines, none wider than `width` (in Chinese characters).

    Lines end between words, not before 的 and not within an organ's name; none begins with
    punctuation or ends with an opening bracket; no line in the middle is shorter than both its
    neighbours; none is left with one character, where a way round exists. A line that was typed as
    one stays one. What is longer than a line without a place to break is cut.
    """
    if width < 1:
        raise ValueError("A line holds at least one character.")
    parts = (" ".join(part.split()) for part in shown(title).split("\n"))
    return tuple(line for part in parts if part for line in _lines(part, width))


def _lines(part: str, width: float) -> list[str]:
    if width_of(part) <= width:
        return [part]
    units = list(_units(_words(part), width))
    ends = _shaped(units, width) if width_of(part) <= _SHAPED else _plain(units, width)
    starts = [0, *ends[:-1]]
    lines = ("".join(text for text, _cost in units[a:b]) for a, b in zip(starts, ends, strict=True))
    return [line.strip() for line in lines if line.strip()]


Unit = tuple[str, float]


def _words(part: str) -> Iterator[Unit]:
    """Its words, each with what a break before it costs."""
    before, inside = "", False
    for word in _split(part):
        yield word, _cost(before, word) + _IN_NAME * inside
        before, inside = word, (inside or "《" in word) and "》" not in word


def _cost(before: str, word: str) -> float:
    if not before or word[0] in NOT_FIRST or before[-1] in NOT_LAST or word.isspace():
        return _NEVER
    if word in _COUNTED and before[-1].isdigit():
        return _NEVER
    if word in {"关于", "印发", "转发"} or before == "的" or before.endswith(_ORGANS):
        return 0 if word == "关于" else 2
    for bad, cost in ((word in _TAIL, 40), (before in _PLACES, 25), (before in _AND, 20)):
        if bad:
            return cost
    if before[-1] in NOT_FIRST or before.isspace() or word in _AND:
        return 3
    return 6 if len(before) > 1 and len(word) > 1 else 12


def _split(part: str) -> Iterator[str]:
    """Numbers with what they count, Latin words, and of Chinese the fewest words known."""
    for run in _RUN.findall(part):
        if "\u3400" <= run[0] <= "\u9fff":
            yield from _known(run)
        elif run[0] == "（" and len(run) > 1:
            yield run
        else:
            yield from _WORD.findall(run)


def _known(run: str) -> list[str]:
    """The run in the fewest words; what is not known is one character."""
    words, longest = _vocabulary()
    best: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(run) + 1):
        best.append(
            min(
                (best[start][0] + (1 if end - start > 1 else 2), start)
                for start in range(max(0, end - longest), end)
                if end - start == 1 or run[start:end] in words
            )
        )
    found, end = [], len(run)
    while end:
        start = best[end][1]
        found.append(run[start:end])
        end = start
    return found[::-1]


@cache
def _vocabulary() -> tuple[frozenset[str], int]:
    text = Path(__file__).with_name("title_words.txt").read_text(encoding="utf-8")
    words = frozenset(text.split())
    return words, max(map(len, words))


def _units(words: Iterator[Unit], width: float) -> Iterator[Unit]:
    """Words that may not be parted, together; what is wider than a line, in pieces."""
    held: Unit | None = None
    for word, cost in words:
        if held is not None and cost == _NEVER:
            held = held[0] + word, held[1]
            continue
        if held is not None:
            yield from _pieces(held, width)
        held = word, cost
    if held is not None:
        yield from _pieces(held, width)


def _pieces(unit: Unit, width: float) -> Iterator[Unit]:
    text, cost = unit
    while width_of(text) > width:
        end = next(place for place in range(1, len(text) + 1) if width_of(text[:place]) > width)
        end = max(end - 1, 1)
        # A comma takes the letter before it along, unless there are nothing but commas.
        back = end
        while back > 1 and text[back : back + 1] in NOT_FIRST:
            back -= 1
        end = back if text[back : back + 1] not in NOT_FIRST else end
        yield text[:end], cost
        text, cost = text[end:], _LONE
    if text:
        yield text, cost


def _plain(units: Sequence[Unit], width: float) -> list[int]:
    """Where lines end, each as full as it gets."""
    ends, wide = [], 0.0
    for place, (text, _cost) in enumerate(units):
        own = width_of(text)
        if wide and wide + own > width:
            ends.append(place)
            wide = 0.0
        wide = round(wide + own, 1)
    if len(units) - (ends[-1] if ends else 0) == 1 and len(units[-1][0]) == 1 and len(ends) > 1:
        ends[-1] -= ends[-1] - ends[-2] > 1
    return [*ends, len(units)]


def _shaped(units: Sequence[Unit], width: float) -> list[int]:
    """Where lines end that look best together."""
    widths = [width_of(text) for text, _cost in units]
    letters = [len(text.strip()) for text, _cost in units]
    # Far shorter ones than lines of the same length would be are not tried: they would cost more.
    least = min(width, sum(widths) / (sum(widths) // width + 2)) * _SHORTEST

    @cache
    def best(start: int, before: float, falling: bool) -> tuple[float, tuple[int, ...]]:  # noqa: FBT001
        if start == len(units):
            return 0.0, ()
        found: tuple[float, tuple[int, ...]] | None = None
        wide, long = 0.0, 0
        for end in range(start + 1, len(units) + 1):
            wide, long = round(wide + widths[end - 1], 1), long + letters[end - 1]
            if wide > width and end > start + 1:
                break
            if end < len(units) and wide < least and wide + widths[end] <= width:
                continue
            cost = _A_LINE + (units[start][1] if start else 0)
            cost += _LONE if long == 1 else 0
            if before:
                cost += _UNEVEN * abs(wide - before) + _DENT * (falling and wide > before)
            rest, ends = best(end, wide, bool(before) and (falling or wide < before))
            if found is None or cost + rest < found[0]:
                found = cost + rest, (end, *ends)
        return found or (_NEVER, ())

    return list(best(0, 0.0, False)[1])  # noqa: FBT003
