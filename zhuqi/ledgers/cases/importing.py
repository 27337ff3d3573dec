"""Historical cases from a spreadsheet: read by a mapping file, every row accounted for.

A mapping is TOML: `office`, `channel`, and under `[columns]` which column feeds which field.
`number` (the foreign number) makes a second run import nothing twice.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import NotValid, Person
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.quarantine.actions import Marked, take_in
from zhuqi.foundation.quarantine.marks import marked
from zhuqi.foundation.spreadsheets import SheetRow, read_rows
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions.history import PastCase, import_past
from zhuqi.ledgers.cases.models import Channel

NEEDED = ("number", "title", "submitted_at", "body")
OPTIONAL = ("reporter_name", "reply", "replied_at")
CHUNK = 500
TIME_FORMATS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%d",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a mapping file says, checked."""

    office: Unit
    channel: str
    columns: Mapping[str, str]
    sheet: str | None = None


@dataclass(slots=True)
class Report:
    """Where every row went: rows = imported + known + refused."""

    rows: int = 0
    imported: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def reasons(self) -> Counter[str]:
        """How often each reason was given."""
        return Counter(reason for _row, reason in self.refused)


def read_mapping(path: Path) -> Plan:
    """Read a mapping; NotValid names what is missing or unknown."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NotValid(f"读不懂对照文件 {path.name}：{error}") from error
    columns = data.get("columns", {})
    if missing := [name for name in NEEDED if name not in columns]:
        raise NotValid(f"对照文件缺少列：{'、'.join(missing)}")
    if unknown := set(columns) - {*NEEDED, *OPTIONAL}:
        raise NotValid(f"对照文件有不认识的列：{'、'.join(sorted(unknown))}")
    office = Unit.objects.filter(case_prefix=str(data.get("office", ""))).first()
    if office is None:
        raise NotValid("对照文件的 office 应为某活动办的编号前缀，如 1000")
    inlets = list(Channel.objects.values_list("code", flat=True))
    if data.get("channel") not in inlets:
        raise NotValid(f"对照文件的 channel 应为：{'、'.join(inlets)}")
    return Plan(office, data["channel"], columns, data.get("sheet"))


def import_cases(
    path: Path,
    mapping: Path,
    *,
    by: Person,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Import a sheet of answered messages as historical cases, in chunks of one transaction each.

    A row that can't be used is refused with its line number and reason; the rest goes in. A run
    that was cut is simply run again.
    """
    plan = read_mapping(mapping)
    report = Report()
    rows = iter(read_rows(path, sheet=plan.sheet))
    seen: set[str] = set()
    while chunk := list(islice(rows, CHUNK)):
        secret: list[Marked] = []
        past = list(_usable(chunk, plan, report, seen, secret))
        if secret and not dry_run:
            take_in(secret, place=f"导入 {path.name}", by=by)
        imported = 0 if dry_run else import_past(plan.office, plan.channel, past, by=by)
        report.imported += len(past) if dry_run else imported
        report.known += 0 if dry_run else len(past) - imported
        if progress:
            progress(report.rows)
    return report


def _usable(
    chunk: Iterable[SheetRow], plan: Plan, report: Report, seen: set[str], secret: list[Marked]
) -> Iterable[PastCase]:
    for row in chunk:
        report.rows += 1
        line = row.number
        if found := [Marked(_text(v), f"第 {line} 行 {name}"[:80]) for name, v in _secrets(row)]:
            secret += found
            report.refused.append((line, "带有密级标志，已交保密员处理"))
            continue
        try:
            past = _past_case(row, plan.columns)
        except NotValid as refusal:
            report.refused.append((line, refusal.reason))
            continue
        if past.number in seen:
            report.refused.append((line, "同一文件中编号重复"))
            continue
        seen.add(past.number)
        yield past


def _secrets(row: SheetRow) -> Iterator[tuple[str, Any]]:
    """Cells of a row that bear a mark of secrecy; any column's, mapped or not."""
    for name, value in row.items():
        if isinstance(value, str) and marked(value):
            yield str(name), value


def _past_case(row: Mapping[str, Any], columns: Mapping[str, str]) -> PastCase:
    def text(name: str) -> str:
        if name not in columns:
            return ""
        if columns[name] not in row:
            raise NotValid(f"表中没有“{columns[name]}”列")
        return _text(row[columns[name]])

    title, body, number = text("title"), text("body"), text("number")
    for value, label in ((number, "编号"), (title, "主题"), (body, "内容")):
        if not value:
            raise NotValid(f"{label}为空")
    submitted_at = _time(row[columns["submitted_at"]], "提出时间")
    replied = row.get(columns.get("replied_at", ""))
    replied_at = _time(replied, "答复时间") if replied not in {None, ""} else None
    if replied_at and replied_at < submitted_at:
        raise NotValid("答复时间早于提出时间")
    return PastCase(
        number=number[:60],
        title=title[:120],
        body=body,
        reporter_name=text("reporter_name")[:40],
        submitted_at=submitted_at,
        reply=text("reply"),
        replied_at=replied_at,
    )


def _text(value: Any) -> str:
    """Text as a person would copy it: no control characters, full-width blanks or empty lines."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    lines = str(value).replace("\u3000", " ").replace("\xa0", " ").splitlines()
    clean = (" ".join("".join(max(c, " ") for c in line).split()) for line in lines)
    return "\n".join(line for line in clean if line)


def _time(value: Any, label: str) -> datetime:
    """A moment in Shanghai time, from a date cell or any of the notations seen."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value
    text = _text(value)
    for pattern in TIME_FORMATS:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    raise NotValid(f"{label}读不懂：{text[:30]!r}" if text else f"{label}为空")
