"""Rows of cases as lists show them: plain text, made in Python before the template loops.

Date filters inside a table's template cost more than the query (measured), so rows arrive written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.directory.queries import calendar
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import light_mark, pill
from zhuqi.interfaces.shell.listing import Asked, Column
from zhuqi.interfaces.shell.markup import escaped
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.actions.work import case_roles_on
from zhuqi.ledgers.cases.enums import (
    CaseRole,
    ClockKind,
    Disposition,
    Light,
    Satisfaction,
    State,
    Urgency,
    Verdict,
)
from zhuqi.ledgers.cases.models import FAR, Assignment, Case, Clock
from zhuqi.ledgers.cases.queries import (
    PROMISED,
    Condition,
    channel_names,
    first_of,
    light_of,
    running_clocks,
    timing_of,
)
from zhuqi.ledgers.cases.reading.clock_rows import remaining
from zhuqi.ledgers.cases.reading.fields import Field, visible_fields

PILLS = {
    State.SUBMITTED: "waiting",
    State.ACCEPTED: "open",
    State.ASSIGNED: "open",
    State.IN_PROGRESS: "open",
    State.ANSWERED: "open",
    State.COMPLETED: "waiting",
}


# Said of a case wherever its state is; round and next date stand in columns of their own.
NAMED = frozenset({Condition.HANDED_UP, Condition.DISPUTED, Condition.PAUSED})


def state_pill(state: str) -> SafeString:
    """The shell's pill for a state."""
    return pill(wording.label(State, state), PILLS.get(State(state), "closed"))


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a queue: enough to decide whether to open it first."""

    number: str
    url: str
    title: str
    firm: str
    unit: str
    light: SafeString
    state: SafeString
    clock: str
    due: str


def case_table(rows: Sequence[CaseRow]) -> Table:
    """Cases as a queue shows them, the most urgent first."""
    return _table(rows, *_WRITTEN, css="d-rows")


def firm_table(rows: Sequence[CaseRow]) -> Table:
    """The same of one firm, which is known there."""
    shown = (key for key in _WRITTEN if key != "firm")
    return _table(rows, *shown, css="d-rows d-rows--firm")


def closed_table(rows: Sequence[CaseRow], outcomes: Sequence[tuple[str, str]]) -> Table:
    """The same of what is over: what came of it, and when, instead of the time that runs."""
    table = _table(rows, "number", "title", "unit", "state", css="d-rows d-rows--firm")
    return replace(
        table,
        columns=[*table.columns, Heading(_("结果"), css="d-time")],
        rows=[
            [*cells, _stacked(words, day)]
            for cells, (words, day) in zip(table.rows, outcomes, strict=True)
        ],
    )


def _table(rows: Sequence[CaseRow], *keys: str, css: str) -> Table:
    shown = [_WRITTEN[key] for key in keys]
    return Table(
        [heading for heading, _write in shown],
        [[write(row) for _heading, write in shown] for row in rows],
        css=css,
    )


def _title(row: CaseRow) -> SafeString:
    title = escaped(row.title)
    return SafeString(f'<span class="z-clamp" title="{title}">{title}</span>')


def _time(row: CaseRow) -> SafeString:
    due = " · ".join(filter(None, (row.clock, row.due))) if row.due else ""
    return _stacked(row.light, due)


def _stacked(words: str, below: str) -> SafeString:
    more = f'<span class="d-time__at">{escaped(below)}</span>' if below else ""
    return SafeString(f"<span>{escaped(words)}</span>{more}")


_WRITTEN: Mapping[str, tuple[Heading, Callable[[CaseRow], Cell | object]]] = {
    "number": (Heading(_("编号"), css="d-no"), lambda row: Cell(row.number, url=row.url)),
    "title": (Heading(_("诉求"), css="d-rows__title", bare=True), _title),
    "firm": (Heading(_("企业"), css="d-rows__firm", bare=True), lambda row: row.firm),
    "unit": (Heading(_("单位")), lambda row: row.unit),
    "state": (Heading(_("状态")), lambda row: row.state),
    "time": (Heading(_("时限"), css="d-time"), _time),
}


def _queue_column(key: str) -> "Column[Case, Mapping[int, CaseRow]]":
    heading, write = _WRITTEN[key]
    return Column(
        key,
        heading.label,
        lambda case, rows: write(rows[case.pk]),
        heading.css,
        bare=heading.bare,
    )


def rows_by_key(asked: Asked, cases: Sequence[Case]) -> Mapping[int, CaseRow]:
    """What `QUEUE_COLUMNS` are written from."""
    rows = RowFormatter(asked.person, asked.now).rows(cases)
    return {case.pk: row for case, row in zip(cases, rows, strict=True)}


# The same columns for lists that are declared.
QUEUE_COLUMNS = tuple(map(_queue_column, _WRITTEN))


class RowFormatter:
    """Writes rows for one person at one moment; asks for the calendar once.

    A row is as late as `queries.Timing` says: to people of a unit as their own earliest running
    clock, to an office as the case itself. `look` says whose clocks are read at once, when the
    first of them is asked for.
    """

    def __init__(self, person: Person, now: datetime) -> None:
        self.person = person
        self.now = now
        self._calendar = calendar()
        self._timing = timing_of(person.scope)
        self._running: dict[int, list[Clock]] = {}
        self._unread: list[Case] = []
        self._channels: dict[str, str] | None = None
        self._open_phones: dict[object, bool] = {}

    def look(self, cases: Iterable[Case]) -> None:
        """Rows that are written soon, those looked at already excepted."""
        self._unread += [case for case in cases if case.pk not in self._running]

    def light(self, case: Case) -> Light:
        """How the case stands in time."""
        timed = self._timed(case)
        return light_of(timed.due_at, timed.warn_at, self.now) if timed else Light.NONE

    def remaining(self, case: Case) -> str:
        """还剩 2 个工作日; empty where nothing is timed, and said where only others are."""
        timed = self._timed(case)
        if timed is None:
            return str(_("本单位不计时"))
        if timed.due_at >= FAR:
            return ""
        unit = timed.unit if isinstance(timed, Clock) else self._unit_of(case)
        return remaining(timed.due_at, self.now, self._calendar, unit=unit)

    def clock(self, case: Case) -> str:
        """Which clock that is, and whose where it is not one's own or the lead unit's."""
        if self._timing.goes_by(case):
            return clock_of(case)
        own = self._own(case)
        if own is not None:
            return wording.label(ClockKind, own.clock)
        label = wording.label(ClockKind, case.due_clock)
        return f"{label}（{case.due_unit}）" if label and case.due_unit else label

    def due(self, case: Case) -> str:
        """11月24日 周二 17:30; empty where nothing is timed."""
        due_at = (self._timed(case) or case).due_at
        return "" if due_at >= FAR else wording.moment(due_at)

    def promised(self, case: Case) -> Clock | None:
        """The clock of the promised answer; none before it is promised and after it is given."""
        return next((c for c in self._clocks(case) if c.clock in PROMISED), None)

    def due_at(self, case: Case) -> datetime | None:
        """Until when what the row is timed by; None where nothing is."""
        due_at = (self._timed(case) or case).due_at
        return None if due_at >= FAR else due_at

    def promise(self, case: Case) -> tuple[SafeString | str, str]:
        """办理时限: how the promised answer stands in time, and until when; empty before it is
        promised and after it is given."""
        promised = self.promised(case)
        if promised is None:
            return "", ""
        words = remaining(promised.due_at, self.now, self._calendar, unit=promised.unit)
        if promised.due_at >= FAR:
            return light_mark("paused", words), ""
        light = light_of(promised.due_at, promised.warn_at, self.now)
        return light_mark(light, words), wording.moment(promised.due_at)

    def late_helpers(self, case: Case) -> list[str]:
        """签收逾期（许昌供电）: what units that only help are late with, for those who look at the
        whole case: it makes no row late."""
        if not self._timing.goes_by(case):
            return []
        return [
            _("%(clock)s逾期（%(unit)s）")
            % {"clock": wording.label(ClockKind, clock.clock), "unit": clock.owner}
            for clock in self._clocks(case)
            if clock.owner_id not in {None, case.office_id, case.lead_unit_id, case.superior_id}
            and clock.due_at <= self.now
        ]

    def _unit_of(self, case: Case) -> str:
        """The unit of time of the clock the case repeats."""
        same = (
            clock.unit
            for clock in self._clocks(case)
            if clock.clock == case.due_clock and clock.due_at == case.due_at
        )
        return next(same, "")

    def _clocks(self, case: Case) -> list[Clock]:
        if self._unread:
            found = running_clocks(self._unread)
            self._running |= {one.pk: found.get(one.pk, []) for one in self._unread}
            self._unread = []
        return self._running.get(case.pk, [])

    def _own(self, case: Case) -> Clock | None:
        return first_of(self._clocks(case), self._timing.units)

    def _timed(self, case: Case) -> Case | Clock | None:
        """What the row's time is read from; None where none of the own unit's clocks runs."""
        return case if self._timing.goes_by(case) else self._own(case)

    def channel(self, case: Case) -> str:
        """The name of the inlet it came by; names are asked for once, when first needed."""
        if self._channels is None:
            self._channels = channel_names()
        return self._channels.get(case.channel, case.channel)

    def rows(self, cases: Sequence[Case]) -> list[CaseRow]:
        """Cases as a queue shows them."""
        self.look(cases)
        return [self._row(case) for case in cases]

    def _row(self, case: Case) -> CaseRow:
        return CaseRow(
            number=case.number,
            url=walk_url(case.number),
            title=case.title,
            firm=case.firm_name,
            unit=str(case.lead_unit or case.office),
            light=light_mark(self.light(case), self.remaining(case)),
            state=_stacked(state_pill(case.state), calls_of(case)),
            clock=self.clock(case),
            due=self.due(case),
        )

    def phone(self, case: Case, sheets: Sequence[Assignment]) -> str:
        """The handler's phone, masked for those who only read."""
        if not case.handler_phone:
            return ""
        scope = self.person.scope
        # All that the roles are told by; a year's ledger has few kinds of row.
        kind = (
            case.office_id, case.lead_unit_id, case.superior_id, case.origin_office_id,
            case.chamber_id, case.confidential, case.enterprise_id in scope.enterprises,
            case.enterprise_id in scope.liaised,
            *[(one.unit_id, one.role, one.state, one.contested) for one in sheets],
        )  # fmt: skip
        if kind not in self._open_phones:
            self._open_phones[kind] = self._sees_phone(case, sheets)
        open_ = self._open_phones[kind]
        return case.handler_phone if open_ else mask_phone(case.handler_phone)

    def _sees_phone(self, case: Case, sheets: Sequence[Assignment]) -> bool:
        scope = self.person.scope
        case_roles = set(case_roles_on(case, list(sheets), scope, self.person.actor))
        if case.lead_unit_id in scope.units(Role.HANDLER, Role.UNIT_HEAD):
            case_roles.add(CaseRole.LEAD)
        fields = visible_fields(frozenset(case_roles), confidential=case.confidential)
        return Field.PHONES in fields


def clock_of(case: Case) -> str:
    """Which clock ends next, and whose where it is not the lead unit's: 受理（市活动办）."""
    if not case.due_clock:
        return ""
    label = wording.label(ClockKind, case.due_clock)
    other = case.due_unit if case.due_unit_id != case.lead_unit_id and case.lead_unit_id else None
    return f"{label}（{other}）" if other else label


# The ledger's columns --------------------------------------------------------------------------

# By firm the names of those who look after it.
Liaisons = Mapping[int, Sequence[str]]
# A value, and what stands quietly below it.
Text = tuple[str, str]
Write = Callable[[Case, RowFormatter, Liaisons], Text]


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """What the cells of a page of the ledger are written from."""

    formatter: RowFormatter
    liaisons: Liaisons
    step_shown: bool = True
    walk: str = ""
    """The list the rows stand in, for going on from one to the next."""
    tags: Mapping[int, str] = field(default_factory=dict)
    """By case: its tags, where they are shown."""


ListColumn: TypeAlias = "Column[Case, LedgerPage]"


def _column(key: str, label: StrOrPromise, write: Write, css: str = "") -> ListColumn:
    """A column officials know; long text is clamped and shown whole on hover."""
    whole = key in {"firm", "title", "note"}

    def cell(case: Case, page: LedgerPage) -> Cell | str:
        value, more = write(case, page.formatter, page.liaisons)
        # A third of the cells of a page are empty.
        return Cell(value, more, clamp=True, whole=whole) if value or more else ""

    return Column(key, label, cell, css)


def walk_url(number: str, walk: str = "") -> str:
    """A case's page, as one of the list that `walk` is the address of."""
    before, after = _around(walk)
    return f"{before}{number}{after}"


@lru_cache(maxsize=256)
def _around(walk: str) -> tuple[str, str]:
    """What stands before and behind a number there: a page has fifty of them."""
    before, after = reverse("desk:case", args=["~"]).split("~")
    return before, f"{after}?{urlencode({'of': walk})}" if walk else after


def _number(case: Case, page: LedgerPage) -> SafeString:
    """Where the column with the time is not shown, its light stands at the number."""
    link = f'<a href="{escaped(walk_url(case.number, page.walk))}">{escaped(case.number)}</a>'
    if page.step_shown:
        return SafeString(link)
    light, clock = page.formatter.light(case), page.formatter.clock(case)
    # Without its name it would be read as that of the promise, which stands in the same row.
    word = f"{clock}{light.label}" if light in {Light.YELLOW, Light.RED} else ""
    return SafeString(f"{link}<span>{light_mark(light, word)}</span>")


def _units(case: Case, _formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    return str(case.lead_unit or ""), "、".join(str(sheet.unit) for sheet in case.co_sheets)


def _leader(case: Case, _formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    leader = case.lead_unit.leader if case.lead_unit else None
    return leader.name if leader else "", ""


def _handler(case: Case, formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    return case.handler_name, formatter.phone(case, case.co_sheets)


def _liaison(case: Case, _formatter: RowFormatter, liaisons: Liaisons) -> Text:
    return "、".join(liaisons.get(case.enterprise_id or 0, ())), ""


def _due(case: Case, formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    return formatter.promise(case)


def _step(case: Case, formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    """What has to be done next, by whom and until when; beside it helpers that are late."""
    late = "；".join(formatter.late_helpers(case))
    due = formatter.due(case)
    if not due:
        return "", late
    mark = light_mark(formatter.light(case), formatter.remaining(case))
    return mark, "；".join(filter(None, (f"{formatter.clock(case)} · {due}", late)))


def conditions_of(case: Case, now: datetime) -> list[str]:
    """争议, 已挂起: what is true of a case beside its state."""
    found = queries.conditions_of(case, now)
    named = [str(one.label) for one in found if one in NAMED] if found else []
    calls = calls_of(case)
    return [*named, calls] if calls else named


def calls_of(case: Case) -> str:
    """已拨 2 次未打通，11月24日 周二 10:00 再打; 企业拒绝评价; "" where neither is so."""
    if case.state != State.COMPLETED or case.verdict:
        return ""
    if case.rating_refused_at:
        return str(_("企业拒绝评价"))
    if case.call_again_at is None:
        return ""
    words = _("已拨 %(tries)s 次未打通，%(at)s再打")
    return words % {"tries": case.call_tries, "at": wording.moment(case.call_again_at)}


def _progress(case: Case, formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    rounds = [f"第 {case.round} 轮"] if case.round > 1 else []
    return state_pill(case.state), " · ".join([*conditions_of(case, formatter.now), *rounds])


def _verdict(case: Case, _formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    if not case.verdict:
        return "", ""
    return wording.label(Verdict, case.verdict), wording.label(Satisfaction, case.satisfaction)


def _note(case: Case, formatter: RowFormatter, _liaisons: Liaisons) -> Text:
    parts = ["已保密"] if case.confidential else []
    if case.complained_open:
        parts.append("被反映单位待核定")
    if case.urgency == Urgency.URGENT:
        parts.append(str(Urgency.URGENT.label))
    if case.withdrawal_asked_at:
        parts.append("企业申请撤回")
    if case.carried_until:
        parts.append(f"挂账，{wording.day(case.carried_until, weekday=False)}复核")
    if case.foreign_number:
        parts.append(f"{formatter.channel(case)} {case.foreign_number}")
    return "；".join(parts), ""


def _plain(of: Callable[[Case], object]) -> Write:
    return lambda case, _formatter, _liaisons: (str(of(case) or ""), "")


def _day(of: Callable[[Case], datetime | None]) -> Write:
    return lambda case, _formatter, _liaisons: (wording.day(of(case), weekday=False), "")


TAGS: ListColumn = Column(
    "tags", _("标签"), lambda case, page: page.tags.get(case.pk, ""), hidden=True
)
NUMBER: ListColumn = Column("number", _("编号"), _number, "d-no")
COLUMNS: tuple[ListColumn, ...] = (
    _column("firm", _("企业"), _plain(lambda case: case.firm_name), "d-firm"),
    _column("title", _("诉求"), _plain(lambda case: case.title), "d-title"),
    # Ahead of their usual place: on a screen these must be in sight without scrolling.
    _column("progress", _("进展"), _progress, "d-progress"),
    _column("due", _("办理时限"), _due, "d-due"),
    _column("step", _("当前环节"), _step, "d-due"),
    _column("region", _("县区"), _plain(lambda case: case.region)),
    _column("sector", _("行业"), _plain(lambda case: wording.label(Sector, case.sector))),
    _column("item", _("类别"), _plain(lambda case: case.item)),
    _column("units", _("主办/协办"), _units, "d-units"),
    _column("leader", _("责任领导"), _leader),
    _column("handler", _("经办人电话"), _handler, "d-handler"),
    _column("liaison", _("包联干部"), _liaison),
    _column("assigned", _("交办日"), _day(lambda case: case.assigned_at)),
    _column("result", _("结果"), _plain(lambda case: wording.label(Disposition, case.disposition))),
    _column("verdict", _("评价"), _verdict),
    _column("closed", _("销号日"), _day(lambda case: case.closed_at)),
    _column("note", _("备注"), _note, "d-note"),
    TAGS,
)
# On paper the order officials know; whose turn it is changes sooner than paper.
PAPER = (
    "firm", "title", "region", "sector", "item", "units", "leader", "handler", "liaison",
    "assigned", "due", "progress", "result", "verdict", "closed", "note",
)  # fmt: skip
