"""Rows of cases as lists show them: plain text, made in Python before the template loops.

Date filters inside a table's template cost more than the query (measured), so rows arrive written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Official
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.directory.queries import calendar
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.actions.work import hats_on
from zhuqi.ledgers.cases.enums import ClockKind, Hat, Light, Satisfaction, State
from zhuqi.ledgers.cases.fields import Field, visible_fields
from zhuqi.ledgers.cases.models import FAR, Assignment, Case
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.reading import remaining

LIGHT_WORDS = {
    Light.GREEN: "正常",
    Light.YELLOW: "临期",
    Light.RED: "逾期",
    Light.NONE: "不计时",
}
PILLS = {
    State.SUBMITTED: "waiting",
    State.ACCEPTED: "open",
    State.ASSIGNED: "open",
    State.IN_PROGRESS: "open",
    State.ANSWERED: "open",
    State.COMPLETED: "waiting",
}


@lru_cache(maxsize=512)
def light_mark(light: str, word: str = "") -> SafeString:
    """The shell's light, drawn once for each kind."""
    context = {"kind": light, "word": word or LIGHT_WORDS[Light(light)]}
    return mark_safe(render_to_string("shell/parts/light.html", context))  # noqa: S308 (our template)


@lru_cache(maxsize=64)
def state_pill(state: str) -> SafeString:
    """The shell's pill for a state, drawn once for each."""
    context = {"label": str(State(state).label), "kind": PILLS.get(State(state), "closed")}
    return mark_safe(render_to_string("shell/parts/pill.html", context))  # noqa: S308 (our template)


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a pile: enough to decide whether to open it first."""

    number: str
    url: str
    title: str
    firm: str
    unit: str
    light: SafeString
    state: SafeString
    clock: str
    due: str


class Pen:
    """Writes rows for one person at one moment; asks for the calendar once, when first needed."""

    def __init__(self, person: Person, now: datetime) -> None:
        self.person = person
        self.now = now
        self._calendar = calendar()

    def light(self, case: Case) -> Light:
        """How the case stands in time."""
        return light_of(case.due_at, case.warn_at, self.now)

    def remaining(self, case: Case) -> str:
        """还剩 2 个工作日; empty where nothing is timed."""
        return "" if case.due_at >= FAR else remaining(case.due_at, self.now, self._calendar)

    def row(self, case: Case, url: str = "") -> Row:
        """A case as a pile shows it."""
        return Row(
            number=case.number,
            url=url or reverse("desk:case", args=[case.number]),
            title=case.title,
            firm=firm_of(case),
            unit=str(case.lead_unit or case.office),
            light=light_mark(self.light(case), self.remaining(case)),
            state=state_pill(case.state),
            clock=str(ClockKind(case.due_clock).label) if case.due_clock else "",
            due=due_of(case),
        )

    def phone(self, case: Case, sheets: Sequence[Assignment]) -> str:
        """The handler's phone, masked for those who only read."""
        scope = self.person.scope
        hats = set(hats_on(case, list(sheets), scope, self.person.actor))
        if case.lead_unit_id in scope.units(Role.HANDLER, Role.UNIT_HEAD):
            hats.add(Hat.LEAD)
        open_ = Field.PHONES in visible_fields(frozenset(hats))
        return case.handler_phone if open_ else mask_phone(case.handler_phone)


def firm_of(case: Case) -> str:
    """The firm's name; an imported case may have only whoever reported it."""
    return case.enterprise.name if case.enterprise else case.reporter_name


def due_of(case: Case) -> str:
    """11月24日 周二 17:30; empty where nothing is timed."""
    return "" if case.due_at >= FAR else wording.moment(case.due_at)


# The ledger's columns --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column officials know."""

    key: str
    label: str
    css: str = ""

    @property
    def whole(self) -> bool:
        """Long text is clamped and shown whole on hover."""
        return self.key in {"firm", "title", "note"}


COLUMNS: tuple[Column, ...] = (
    Column("firm", "企业", "d-firm"),
    Column("title", "诉求", "d-title"),
    Column("region", "县区"),
    Column("sector", "行业"),
    Column("item", "类别"),
    Column("units", "主办/协办", "d-units"),
    Column("leader", "责任领导"),
    Column("handler", "经办人电话"),
    Column("liaison", "包联干部"),
    Column("assigned", "交办日"),
    Column("due", "时限", "d-due"),
    Column("progress", "进展"),
    Column("result", "结果"),
    Column("verdict", "评价"),
    Column("closed", "销号日"),
    Column("note", "备注", "d-note"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in its column; `more` stands quietly below it."""

    column: Column
    value: str | SafeString
    more: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger."""

    number: str
    url: str
    light: SafeString
    cells: list[Cell]


def ledger_rows(
    pen: Pen,
    cases: Iterable[Case],
    liaisons: Mapping[int, Sequence[Official]],
    columns: Sequence[Column],
) -> list[LedgerRow]:
    """The ledger's lines with the columns chosen. Rows come from `queries.page_of`."""
    return [
        LedgerRow(
            case.number,
            reverse("desk:case", args=[case.number]),
            light_mark(pen.light(case)),
            [_cell(column, case, pen, liaisons) for column in columns],
        )
        for case in cases
    ]


def _cell(
    column: Column, case: Case, pen: Pen, liaisons: Mapping[int, Sequence[Official]]
) -> Cell:
    sheets: list[Assignment] = getattr(case, "co_sheets", [])
    more = ""
    value: str | SafeString = ""
    match column.key:
        case "firm":
            value = firm_of(case)
        case "title":
            value = case.title
        case "region":
            value = case.region.name
        case "sector":
            value = case.get_sector_display() if case.sector else ""
        case "item":
            value = case.item.name if case.item else ""
        case "units":
            value = str(case.lead_unit or "")
            more = "、".join(str(sheet.unit) for sheet in sheets)
        case "leader":
            leader = case.lead_unit.leader if case.lead_unit else None
            value = leader.name if leader else ""
        case "handler":
            value, more = case.handler_name, pen.phone(case, sheets)
        case "liaison":
            value = "、".join(o.name for o in liaisons.get(case.enterprise_id or 0, ()))
        case "assigned":
            value = wording.day(case.assigned_at, weekday=False)
        case "due":
            value = light_mark(pen.light(case), pen.remaining(case)) if due_of(case) else ""
            more = due_of(case)
        case "progress":
            value = state_pill(case.state)
            more = f"第 {case.round} 轮" if case.round > 1 else ""
        case "result":
            value = str(case.get_disposition_display()) if case.disposition else ""
        case "verdict":
            value = str(case.get_verdict_display()) if case.verdict else ""
            more = str(Satisfaction(case.satisfaction).label) if case.satisfaction else ""
        case "closed":
            value = wording.day(case.closed_at, weekday=False)
        case _:
            value = note_of(case)
    return Cell(column, value, more)


def note_of(case: Case) -> str:
    """What officials would have written into 备注."""
    parts = []
    if case.urgency == "urgent":
        parts.append("紧急")
    if case.withdrawal_asked_at:
        parts.append("企业申请撤回")
    if case.carried_until:
        parts.append(f"挂账，{wording.day(case.carried_until, weekday=False)}复核")
    if case.foreign_number:
        parts.append(f"{case.get_channel_display()} {case.foreign_number}")
    return "；".join(parts)
