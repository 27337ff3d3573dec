"""Pictures of numbers. Each stands beside a table of the same numbers, which is the truth: the
picture is drawn of the very values, by a script (`charts.js`) or, where it is small, here."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.shell.markup import escaped
from zhuqi.interfaces.shell.parts import Table

Number = float | int | None


class Drawn(StrEnum):
    """As what a series is drawn."""

    BAR = "bar"
    LINE = "line"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind, one a label; `around` are the bounds of each, where it has any.

    They differ by pattern and shape in the order in which they come, never by colour alone.
    `late`: what is late, the only thing that is red.
    """

    label: StrOrPromise
    values: Sequence[Number]
    drawn: Drawn = Drawn.BAR
    around: Sequence[tuple[float, float] | None] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and its table. `id` is no other's on the page; `lying`: bars lie, as long names
    need; `stacked`: they are parts of a whole; `percent`: numbers are shares of one; `below`: the
    table has more columns than there is room beside.

    `scope` is said with the title, and stands in the picture when it is taken out.
    """

    id: str
    title: StrOrPromise
    labels: Sequence[str]
    series: Sequence[Series]
    table: Table
    scope: str = ""
    note: StrOrPromise = ""
    percent: bool = False
    lying: bool = False
    stacked: bool = False
    below: bool = False

    @property
    def drawable(self) -> bool:
        """False where there is nothing to draw."""
        return any(value is not None for one in self.series for value in one.values)

    @property
    def told(self) -> str:
        """What the script draws."""
        return json.dumps(
            {
                "title": str(self.title),
                "scope": self.scope,
                "labels": list(self.labels),
                "percent": self.percent,
                "lying": self.lying,
                "stacked": self.stacked,
                "series": [_plain(one) for one in self.series],
            },
            ensure_ascii=False,
        )

    @property
    def words(self) -> str:
        """What a screen reader says of the picture."""
        names = "、".join(str(one.label) for one in self.series)
        return _("%(title)s：%(names)s，数据见旁边的表") % {"title": self.title, "names": names}


def _plain(series: Series) -> dict[str, Any]:
    return {
        "label": str(series.label),
        "values": list(series.values),
        "drawn": series.drawn.value,
        "around": [list(one) if one else None for one in series.around],
        "late": series.late,
    }


# Small ones, drawn here ---------------------------------------------------------------------------

_WIDE, _HIGH, _EDGE = 120, 28, 3


def sparkline(values: Sequence[Number]) -> SafeString:
    """How something went, its last value marked; "" where fewer than two are known. Decoration:
    the numbers stand beside it or are a press away."""
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 (a line needs two points)
        return SafeString("")
    low, high = min(known), max(known)
    step = (_WIDE - 2 * _EDGE) / (len(values) - 1)

    def at(place: int, value: float) -> tuple[float, float]:
        part = (value - low) / (high - low) if high > low else 0.5
        return _EDGE + place * step, _HIGH - _EDGE - part * (_HIGH - 2 * _EDGE)

    points = [at(place, value) for place, value in enumerate(values) if value is not None]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return SafeString(
        f'<svg class="z-spark" viewBox="0 0 {_WIDE} {_HIGH}" aria-hidden="true" focusable="false">'
        f'<polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    )


def measure_bar(value: float, most: float, *, late: bool = False) -> SafeString:
    """A bar as long as the value is of the most; decoration beside the number."""
    part = max(0.0, min(1.0, value / most)) * _WIDE if most else 0.0
    css = "z-meter z-meter--late" if late else "z-meter"
    return SafeString(
        f'<svg class="{escaped(css)}" viewBox="0 0 {_WIDE} 8" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">'
        f'<rect class="z-meter__all" width="{_WIDE}" height="8"/>'
        f'<rect width="{part:.1f}" height="8"/></svg>'
    )
