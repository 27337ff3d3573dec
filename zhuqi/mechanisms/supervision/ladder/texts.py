"""What a sheet of the ladder says. It names the case by its number only: whoever must not know the
firm reads it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhuqi.mechanisms.supervision.enums import SheetKind

ASKED: Final = {
    SheetKind.URGING: "请抓紧办理，并按时书面回复办理进展、未办结的原因和下一步安排。",
    SheetKind.REQUEST: "商请贵单位协助推进，并告知目前进展和预计办结的时间。",
    SheetKind.EFFECTIVENESS: "建议对办理情况开展问效，请书面说明未办结的原因和办结时间。",
}


@dataclass(frozen=True, slots=True)
class Late:
    """What is late: the case's number, which time, since when, by how many working days."""

    number: str
    clock: str
    due: date
    days: int


def text_of(kind: SheetKind, late: Late, urged: Sequence[date] = ()) -> str:
    """How late it is, how often that was said before, and what is asked."""
    said = f"贵单位承办的诉求（编号 {late.number}），{late.clock}时限为{_day(late.due)}，"
    said += f"现已逾期 {late.days} 个工作日" if late.days else "现已到期"
    if kind is SheetKind.EFFECTIVENESS and urged:
        said += f"；已于{'、'.join(map(_day, urged))}催办 {len(urged)} 次，仍未办结"
    return f"{said}。{ASKED[kind]}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
