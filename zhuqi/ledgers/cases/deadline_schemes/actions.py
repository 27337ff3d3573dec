"""Deadline schemes as they come with the software."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import Actor
from zhuqi.foundation.schemes.kinds import ShippedScheme
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import Scheme

DATA = Path(__file__).resolve().parent.parent / "data" / "schemes.toml"


def load_schemes(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the schemes of the data file that are missing; never changes one. Returns how many."""
    return DEADLINES.add_missing(shipped(), by=by, now=now)


def renew_schemes(*, by: Actor, now: datetime | None = None) -> tuple[list[Scheme], list[Scheme]]:
    """New editions where the data file says otherwise by now; see `SchemeKind.renew`."""
    return DEADLINES.renew(shipped(), by=by, now=now)


def shipped() -> list[ShippedScheme[Rule]]:
    """The schemes of the data file, as they would be published now."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    ours, terms = data["ours"], [term.column for term in DEADLINES.terms]
    return [
        ShippedScheme(
            code=row["code"],
            name=row["name"],
            source=row["source"],
            rules=_merged(ours["rules"], row["rules"]),
            terms={name: row.get(name, ours[name]) for name in terms},
        )
        for row in data["scheme"]
    ]


def _merged(ours: Iterable[Mapping[str, Any]], own: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """The scheme's own rows; clocks it does not name as we ship them, marked as ours."""
    own = list(own)
    named = {row["clock"] for row in own}
    rows = [*own, *({**row, "ours": True} for row in ours if row["clock"] not in named)]
    return [
        Rule(
            ClockKind(row["clock"]),
            row.get("amount", 0),
            TimeUnit(row.get("unit", TimeUnit.WORKING_DAY)),
            row.get("tier", ""),
            row.get("kind", ""),
            row.get("followed", False),
            row.get("ours", False),
            row.get("note", ""),
        )
        for row in rows
    ]
