"""Ladders as a kind of scheme: what a row says, what makes an edition, what comes shipped.

A case goes by the newest edition of what its office has adopted. A ladder promises nobody anything
and takes nothing from a unit that is late, so what an office improves holds from that day on, for
what is late already too; what was issued stays, and counts.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.schemes.kinds import RowWords, SchemeKind, ShippedScheme, Term
from zhuqi.mechanisms.supervision.ladder.enums import Step
from zhuqi.mechanisms.supervision.ladder.models import (
    LadderRule,
    LadderScheme,
    LadderVersion,
    OfficeLadder,
)
from zhuqi.mechanisms.supervision.ladder.rules import LEAST, MOST, MOST_REMINDERS, Rung
from zhuqi.mechanisms.supervision.rules import LONGEST_LIMIT

DATA = Path(__file__).resolve().parent / "ladders.toml"
_ORDER = {step: place for place, step in enumerate(Step)}
_TIMES = ("第一次", "第二次", "第三次")


def _about(rung: Rung) -> str:
    """第一次提醒, 催办, 问效."""
    return f"{_TIMES[rung.nth - 1]}提醒" if rung.step is Step.REMIND else str(rung.step.label)


def says(rung: Rung) -> str:
    """What a row says, in words."""
    match rung.step:
        case Step.REMIND:
            return f"到期前 {rung.number} 个工作日" if rung.number else "到期当天"
        case Step.URGE:
            return f"逾期 {rung.number} 个工作日后" if rung.number else "一逾期就发"
        case Step.AGAIN:
            return f"每 {rung.number} 个工作日一次，直到办结"
        case _:
            return f"催办 {rung.number} 次后拟问效建议单"


def _refuse(rungs: Sequence[Rung], terms: Mapping[str, Any]) -> None:
    """NotValid for rows that make no ladder."""
    if not 1 <= int(terms.get("reply_days", 3)) <= LONGEST_LIMIT:
        raise NotValid({"reply_days": f"回复时限应在 1 到 {LONGEST_LIMIT} 个工作日之间"})
    seen: set[tuple[Step, int]] = set()
    for rung in rungs:
        if not LEAST[rung.step] <= rung.number <= MOST[rung.step]:
            within = f"{LEAST[rung.step]} 到 {MOST[rung.step]}"
            raise NotValid(f"“{_about(rung)}”应在 {within} 之间")
        if (rung.step, rung.nth) in seen or not 1 <= rung.nth <= MOST_REMINDERS:
            raise NotValid(f"“{rung.step.label}”规定了两次")
        seen.add((rung.step, rung.nth))
    reminders = [rung.number for rung in rungs if rung.step is Step.REMIND]
    if len(set(reminders)) < len(reminders):
        raise NotValid("几次提醒不能在同一天")
    steps = {rung.step for rung in rungs}
    if not steps:
        raise NotValid("至少要有一步")
    if Step.AGAIN in steps and Step.URGE not in steps:
        raise NotValid("没有第一次催办，就没有再次催办")
    if Step.INQUIRE in steps and Step.AGAIN not in steps:
        raise NotValid("问效建议单在又该催办的那天拟稿，请先规定几个工作日再次催办")


LADDERS = SchemeKind(
    LadderScheme,
    LadderVersion,
    LadderRule,
    OfficeLadder,
    object_type="ladder",
    name="催办阶梯",
    columns=("step", "nth", "number"),
    about=("step", "nth"),
    read=lambda row: Rung(Step(row.step), row.nth, row.number),
    words=RowWords(what=_about, says=says, place=lambda rung: (_ORDER[rung.step], rung.nth)),
    refuse=_refuse,
    adopted=("ladder_chosen", "ladder"),
    terms=(Term("reply_days", "回复时限", "个工作日"),),
    optional=True,
)


def load_ladders(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the ladders of the data file that are missing; never changes one. Returns how many."""
    return LADDERS.add_missing(shipped(), by=by, now=now)


def shipped() -> list[ShippedScheme[Rung]]:
    """The ladders of the data file."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["scheme"]
    return [
        ShippedScheme(
            code=row["code"],
            name=row["name"],
            source=row["source"],
            rules=[Rung(Step(r["step"]), r.get("nth", 1), r["number"]) for r in row["rules"]],
            terms={"reply_days": row["reply_days"]},
        )
        for row in rows
    ]
