"""A table of firms read and matched: which firm each row means, and what is to be done for it."""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.ledgers.imports.cells import plain
from zhuqi.ledgers.imports.lookups import Lookups
from zhuqi.ledgers.imports.rosters.base import Holds, RosterField, Row, read_table
from zhuqi.ledgers.imports.rosters.firms import FIRM_CODE, FIRM_NAME
from zhuqi.mechanisms.rosters.enums import BatchWay, LineState
from zhuqi.mechanisms.rosters.models import NamedRoster, RosterEntry, RosterLine
from zhuqi.mechanisms.rosters.queries import standing

FIELDS = (
    FIRM_NAME,
    FIRM_CODE,
    RosterField("day", _("日期"), ("进入日期", "入库日期", "认定日期", "退出日期", "出库日期"),
                holds=Holds.DAY),
    RosterField("until", _("有效期至"), ("有效期", "到期日期", "截止日期"), holds=Holds.DAY),
    RosterField("ground", _("依据"), ("认定依据", "退出原因", "退出依据", "备注")),
)  # fmt: skip
_NOTE = 200


def lines_of(
    path: Path, *, roster: NamedRoster, way: str, day: date, by: Person, today: date
) -> list[RosterLine]:
    """Each row of the file, not saved yet. NotValid for what is no such table."""
    rows, _left = read_table(FIELDS, path)
    known = Lookups({}, {}, {}, by.scope)
    known.read_firms([row["uscc"] for row in rows], [row["name"] for row in rows])
    lines = [_line(row, known) for row in rows]
    there = standing(roster, [one.enterprise_id for one in lines if one.enterprise_id])
    seen: dict[int, int] = {}
    for one in lines:
        if one.state != LineState.MATCHED or one.enterprise_id is None:
            continue
        why = judged(way, one.day or day, one.expires_on, there.get(one.enterprise_id), today)
        if one.enterprise_id in seen:
            why = f"和第 {seen[one.enterprise_id]} 行重复"
        seen.setdefault(one.enterprise_id, one.number)
        if why:
            one.state, one.note = LineState.NEEDLESS, why
    return lines


def _line(row: Row, known: Lookups) -> RosterLine:
    line = RosterLine(
        number=row.number, name=row["name"][:120], code=row["uscc"][:30], day=row.days.get("day"),
        expires_on=row.days.get("until"), ground=row["ground"][:_NOTE], state=LineState.MATCHED,
    )  # fmt: skip
    if row.faults:
        line.state, line.note = LineState.UNKNOWN, "；".join(row.faults)[:_NOTE]
        return line
    found = known.firm(row["uscc"], row["name"])
    line.enterprise, line.note = found.firm, found.note[:_NOTE]
    if found.firm is None:
        line.state = LineState.SEVERAL if found.note else LineState.UNKNOWN
        line.note = line.note or "企业未建档，或不在本级范围内"
    elif found.note and plain(row["name"]) != plain(found.firm.name):
        # The code says one firm, the name another: a person decides.
        line.state, line.enterprise = LineState.SEVERAL, None
    return line


def judged(
    way: str, day: date, expires_on: date | None, entry: RosterEntry | None, today: date
) -> str:
    """Why nothing is to be done for a firm that stands there by this entry, if any; else ""."""
    if day > today:
        return "日期晚于今天"
    if way == BatchWay.ENTER:
        if entry is not None:
            return "已经在册"
        return "有效期早于进入日期" if expires_on is not None and expires_on < day else ""
    if entry is None:
        return "不在册"
    return "退出日期早于进入日期" if day < entry.entered_on else ""
