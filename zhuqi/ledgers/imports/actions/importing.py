"""The rows of a file go into the ledger, or are only checked: the same steps but for the last."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from zhuqi.foundation.access import NotValid, Person
from zhuqi.foundation.changes import new_row
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.processes import collected_by_chunk
from zhuqi.foundation.quarantine.actions import Marked, take_in
from zhuqi.foundation.quarantine.marks import marked
from zhuqi.foundation.spreadsheets import MAX_ROWS, Book, Line, read_lines
from zhuqi.foundation.typed import key
from zhuqi.ledgers.cases.actions.history import (
    Difference,
    PastCase,
    StoredPast,
    correct_past,
    import_past,
    refuse_others,
    stored_past,
)
from zhuqi.ledgers.cases.actions.store import rulebook
from zhuqi.ledgers.cases.models import Case, Channel
from zhuqi.ledgers.imports.enums import Outcome
from zhuqi.ledgers.imports.headings import SEARCHED, Headings, find_headings, headings_at
from zhuqi.ledgers.imports.judging import Judge, Judged
from zhuqi.ledgers.imports.lookups import lookups_for
from zhuqi.ledgers.imports.mapping import Register, checked, read_file
from zhuqi.ledgers.imports.models import ImportRun, PastRow
from zhuqi.ledgers.imports.report import Report, ReportLine

# Larger ones are no faster (measured), and take 9 MB more for each 200 rows.
CHUNK = 300
DEFAULT_CHANNEL = "excel"
_SHOWN = 40
_MARKED = "带有密级标志，已交保密员处理"
_MARKED_CHECKED = "带有密级标志，不能导入；导入时会交保密员处理"


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes where: a mapping, and the office into whose ledger the rows go."""

    office: Unit
    register: Register

    @property
    def channel(self) -> str:
        """The inlet the rows came by."""
        return self.register.channel or DEFAULT_CHANNEL


def plan_of(data: Mapping[str, Any], office: Unit | None = None) -> Plan:
    """A mapping as it was written, checked against the offices and inlets there are.

    NotValid names what is missing, unknown or of the wrong kind.
    """
    register = checked(data)
    if office is None:
        office = Unit.objects.filter(case_prefix=str(data.get("office", ""))).first()
    if office is None:
        raise NotValid("对照文件的 office 应为某活动办的编号前缀，如 1000")
    inlets = list(Channel.objects.values_list("code", flat=True))
    if (register.channel or DEFAULT_CHANNEL) not in inlets:
        raise NotValid(f"对照文件的 channel 应为：{'、'.join(inlets)}")
    return Plan(office, register)


def import_cases(
    path: Path,
    mapping: Path,
    *,
    by: Person,
    dry_run: bool = False,
    take_over: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """`import_file` by a mapping file."""
    plan = plan_of(read_file(mapping))
    return import_file(path, plan, by=by, dry_run=dry_run, take_over=take_over, progress=progress)


@contextmanager
def opened_register(path: Path, sheet: str) -> Iterator[tuple[Book, Generator[Line, None, None]]]:
    """The rows of a file's sheet; whoever stops half-way leaves no child behind."""
    book, lines = read_lines(path, sheet=sheet or None)
    try:
        yield book, lines
    finally:
        lines.close()


def headings_of(first: Sequence[Line], register: Register) -> Headings:
    """Where the mapping says they stand, or where its headings are found. NotValid without."""
    if register.heading_row:
        return headings_at(first, register.heading_row, register.heading_last)
    return find_headings(first, register.headings)


def import_file(
    path: Path,
    plan: Plan,
    *,
    by: Person,
    dry_run: bool = False,
    take_over: bool = False,
    run: ImportRun | None = None,
    file_name: str = "",
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Import a register as historical cases, in chunks of one transaction each, or only check it.

    A row that can't be used is refused with its line number and reason; the rest goes in. A run
    that was cut is simply run again. What differs from what was imported before is told, and
    corrected with `take_over`.

    NotYours for all but the office's own people, NotValid for a file or heading that is none.
    """
    refuse_others(plan.office.pk, by)
    name = file_name or path.name
    with opened_register(path, plan.register.sheet) as (book, lines):
        first = list(islice(lines, SEARCHED))
        headings = headings_of(first, plan.register)
        judge = Judge(
            plan.register,
            headings,
            office=plan.office,
            lookups=lookups_for(plan.office, by.scope),
            epoch_1904=book.epoch_1904,
            today=timezone.localdate(),
            file_name=name,
        )
        work = _Work(plan, judge, by, run, name, dry_run=dry_run, take_over=take_over)
        work.report.missing = judge.missing
        rows = (line for line in chain(first, lines) if line.number > headings.last)
        with collected_by_chunk() as collect:
            for chunk in iter(lambda: list(islice(rows, CHUNK)), []):
                work.take(chunk)
                collect()
                if progress:
                    progress(work.report.rows)
    return work.report


@dataclass(slots=True)
class _Work:
    """One pass over a file."""

    plan: Plan
    judge: Judge
    by: Person
    run: ImportRun | None
    file_name: str
    dry_run: bool = field(kw_only=True)
    take_over: bool = field(kw_only=True)
    report: Report = field(default_factory=Report)
    seen: dict[str, int] = field(default_factory=dict)
    book: Any = None

    def take(self, chunk: Sequence[Line]) -> None:
        """Every row of it goes somewhere."""
        report = self.report
        lines = [line for line in chunk if not (line.blank or self.judge.is_heading(line))]
        report.empty += len(chunk) - len(lines)
        report.rows += len(lines)
        if report.rows > MAX_ROWS:
            raise NotValid(f"表格超过 {MAX_ROWS} 行，请分开导入")
        usable = self._without_secrets(lines)
        judged = [one for one in self.judge.judge(usable) if self._is_fit(one)]
        known = self._known(judged)
        new = [one for one in judged if one.key not in known]
        self._compare([one for one in judged if one.key in known], known)
        self._import(new)

    def _without_secrets(self, lines: Sequence[Line]) -> list[Line]:
        """Cells that bear a mark of secrecy, any column's, keep their row out."""
        secret: list[Marked] = []
        usable: list[Line] = []
        for line in lines:
            found = [
                Marked(cell, f"第 {line.number} 行 {self._name(at)}"[:80])
                for at, cell in enumerate(line.cells)
                if isinstance(cell, str) and marked(cell)
            ]
            if found:
                secret += found
                self.report.secret += 1
                self.report.refuse(line.number, _MARKED_CHECKED if self.dry_run else _MARKED)
            else:
                usable.append(line)
        # An upload is checked before it is imported: there the keeper must have it at once.
        if secret and (self.run is not None or not self.dry_run):
            take_in(secret, place=f"导入 {self.file_name}"[:200], by=self.by)
        return usable

    def _name(self, at: int) -> str:
        names = self.judge.names
        return names[at] if at < len(names) else ""

    def _is_fit(self, one: Judged) -> bool:
        if one.past is None:
            self.report.refuse(one.line, one.reason, one.unknown)
            return False
        if (first := self.seen.setdefault(one.key, one.line)) != one.line:
            same = "编号重复" if one.past.number else "有相同的行"
            where = "" if one.past.number else f"（第 {first} 行）"
            self.report.refuse(one.line, f"同一文件中{same}{where}")
            return False
        return True

    def _known(self, judged: Sequence[Judged]) -> dict[str, Case]:
        """Cases these rows came in as before, by key: by an import, or registered by hand."""
        keys = [one.key for one in judged]
        mine = {"office": self.plan.office, "channel": self.plan.channel}
        rows = PastRow.objects.filter(**mine, key__in=keys).select_related("case")
        found = {row.key: row.case for row in rows.order_by()}
        numbered = [key(one.past.number) for one in judged if one.past and one.past.number]
        cases = Case.objects.filter(**mine, foreign_key__in=numbered).order_by()
        return {case.foreign_key[:80]: case for case in cases} | found

    def _compare(self, judged: Sequence[Judged], known: Mapping[str, Case]) -> None:
        mine = self._from_this_run(known.values())
        stored = stored_past([case for case in known.values() if case.historical])
        for one in judged:
            case = known[one.key]
            if case.pk in mine:
                # Cut and run again: it went in the first time.
                self.report.imported += 1
            elif one.past is None or case.pk not in stored:
                self.report.known += 1
            else:
                self._differ(one, one.past, stored[case.pk])

    def _from_this_run(self, cases: "Iterator[Case] | Any") -> set[int]:
        if self.run is None or self.dry_run:
            return set()
        rows = PastRow.objects.filter(run=self.run, case__in=[case.pk for case in cases])
        return set(rows.order_by().values_list("case_id", flat=True))

    def _differ(self, one: Judged, past: PastCase, stored: StoredPast) -> None:
        found = stored.differences(past)
        if not found:
            self.report.known += 1
            return
        told = "；".join(_told(difference) for difference in found)
        said = f"{stored.case.number}：{told}"
        if self.take_over and not self.dry_run:
            correct_past(stored.case.pk, past, by=self.by)
            self.report.corrected += 1
        else:
            self.report.differing.append(ReportLine(one.line, Outcome.DIFFERING, said))

    def _import(self, judged: Sequence[Judged]) -> None:
        for one in judged:
            self.report.note(one.line, one.notes)
            if one.past and one.past.firm_stated and one.past.enterprise is None:
                self.report.unlinked[one.past.firm_stated] += 1
        self.report.imported += len(judged)
        if self.dry_run or not judged:
            return
        by_row = {id(one.past): one for one in judged}
        self.book = self.book or rulebook()

        def along(case: Case, past: PastCase) -> models.Model:
            one = by_row[id(past)]
            return new_row(
                PastRow,
                case=case,
                run=self.run,
                office=self.plan.office,
                channel=self.plan.channel,
                key=one.key,
                line=one.line,
                firm_code=one.firm_code,
                unlinked=bool(past.firm_stated) and past.enterprise is None,
            )

        with transaction.atomic():
            made = import_past(
                self.plan.office,
                self.plan.channel,
                [one.past for one in judged if one.past],
                by=self.by,
                book=self.book,
                along=along,
            )
        gone_in = sum(case is not None for case in made)
        # Registered by somebody else between the look and the lock.
        self.report.imported -= len(judged) - gone_in
        self.report.known += len(judged) - gone_in


_TEXTS = {"progress": "办理进展", "reply": "答复内容", "remarks": "备注等"}


def _told(one: Difference) -> str:
    """A difference in words, both sides cut to what can be read at a glance."""
    label = _TEXTS.get(one.name)
    if label is None:
        column: Any = Case._meta.get_field(one.name.removesuffix("_id"))  # noqa: SLF001
        label = _FOREIGN.get(one.name) or str(column.verbose_name)
        if column.choices:
            words = dict(column.flatchoices)
            return f"{label} {words.get(one.before, '空')} → {words.get(one.after, one.after)}"
        if one.name in _FOREIGN:
            model = column.related_model
            names = {
                row.pk: str(row)
                for row in model.objects.filter(pk__in=[one.before or 0, one.after])
            }
            return f"{label} {names.get(one.before, '空')} → {names.get(one.after, '')}"
    return f"{label} {_shown(one.before)} → {_shown(one.after)}"


_FOREIGN = {
    "enterprise_id": "企业", "region_id": "县区", "item_id": "事项", "lead_unit_id": "主办单位",
}  # fmt: skip


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    text = " ".join(str(value if value is not None else "").split())
    if not text:
        return "空"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
