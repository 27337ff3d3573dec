"""One case under someone's hands: everything a verb reads and changes, in memory.

`open_case` (store.py) wraps it in a lock and a transaction for one case; the sample city and
imports play whole lives on many dossiers and save them together. Both go through the same
verbs, the same `decide` and the same save, so there is no second rule book.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from zhuqi.foundation.access import Actor, ActorKind, NotValid, Person, Role, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import Calendar
from zhuqi.ledgers.cases.clocks import Happening, Promise, Reading, readings
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    AssignmentState,
    ClockKind,
    Hat,
    State,
    Verb,
)
from zhuqi.ledgers.cases.lifecycle import ASSIGNMENT_STEPS, Step
from zhuqi.ledgers.cases.models import Answer, Assignment, Case, Clock, Entry, Involvement
from zhuqi.ledgers.cases.rules import Facts, decide

# Written in full by the event; long or personal texts go beside the chain, as erasable values.
LOGGED_FIELDS = (
    "state", "level", "office_id", "enterprise_id", "channel", "foreign_number", "kind", "tier",
    "nature", "urgency", "sector", "item_id", "scheme_version_id", "disposition", "verdict",
    "satisfaction", "round", "lead_unit_id", "withdrawal_asked_at", "refused_by_organ",
    "refusal_ground", "where_to_go", "effect_money", "effect_staff", "carried_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What verbs need beside the case: the calendar and every scheme version named in it."""

    calendar: Calendar
    promises: Mapping[int, Promise]
    caps: Mapping[int, tuple[int, int]]
    """scheme version id → (rounds that reopen by themselves, days in which a firm may reopen)"""


@dataclass(frozen=True, slots=True)
class Logged:
    """An event not yet written."""

    verb: Verb
    by: Actor
    at: datetime
    data: Mapping[str, Any]
    erasable: Mapping[str, str]


@dataclass(slots=True)
class Dossier:
    """A case with what belongs to it, loaded or new; collects what has to be written."""

    case: Case
    rulebook: Rulebook
    assignments: list[Assignment] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    timeline: list[Happening] = field(default_factory=list)
    clocks: dict[tuple[str, int, int], Clock] = field(default_factory=dict)
    entry_count: int = 0
    new_rows: list[models.Model] = field(default_factory=list)
    touched: list[models.Model] = field(default_factory=list)
    involve: list[Involvement] = field(default_factory=list)
    uninvolve: list[int] = field(default_factory=list)
    logged: list[Logged] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = snapshot(self.case) if self.case.pk else {}

    @property
    def lead(self) -> Assignment | None:
        """The lead unit's sheet in force, if any."""
        return next(
            (
                a
                for a in self.assignments
                if a.role == AssignmentRole.LEAD and a.state != AssignmentState.RECALLED
            ),
            None,
        )

    def sheet_of(self, units: frozenset[int]) -> Assignment | None:
        """The sheet of one of the units that most needs an act: issued, then signed, then any."""
        order = [AssignmentState.ISSUED, AssignmentState.SIGNED]
        own = [
            a for a in self.assignments
            if a.unit_id in units and a.state != AssignmentState.RECALLED
        ]  # fmt: skip
        own.sort(key=lambda a: order.index(a.state) if a.state in order else len(order))  # type: ignore[arg-type]
        return own[0] if own else None

    @property
    def readings(self) -> list[Reading]:
        """All clocks, computed anew from what happened."""
        if self.case.historical:
            return []
        return readings(self.timeline, self.rulebook.promises, self.rulebook.calendar)


def snapshot(case: Case) -> dict[str, Any]:
    """The logged fields as plain JSON values."""
    return {name: _plain(getattr(case, name)) for name in LOGGED_FIELDS}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | models.TextChoices) else value


def hats_on(
    case: Case, assignments: list[Assignment], scope: Scope, actor: Actor
) -> frozenset[Hat]:
    """As what a person stands before a case."""
    hats = set()
    if actor.kind == ActorKind.SYSTEM:
        hats.add(Hat.SYSTEM)
    if case.enterprise_id in scope.enterprises:
        hats.add(Hat.FIRM)
    if case.enterprise_id in scope.liaised:
        hats.add(Hat.LIAISON)
    for role, hat in _OFFICE_HATS.items():
        if (role, case.office_id) in scope.posts:
            hats.add(hat)
    units = scope.units(Role.HANDLER, Role.UNIT_HEAD)
    for assignment in assignments:
        if assignment.unit_id in units and assignment.state != AssignmentState.RECALLED:
            hats.add(Hat.LEAD if assignment.role == AssignmentRole.LEAD else Hat.CO)
    return frozenset(hats)


_OFFICE_HATS = {
    Role.REGISTRAR: Hat.REGISTRAR,
    Role.REVIEWER: Hat.REVIEWER,
    Role.SIGNER: Hat.SIGNER,
    Role.LEADER: Hat.READER,
    Role.INSPECTOR: Hat.READER,
}


@dataclass(slots=True)
class Work:
    """A dossier, the person at work on it, and the moment."""

    dossier: Dossier
    by: Person
    now: datetime

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.dossier.case

    @property
    def hats(self) -> frozenset[Hat]:
        """What the person may stand as, here."""
        return hats_on(self.case, self.dossier.assignments, self.by.scope, self.by.actor)

    @property
    def own(self) -> Assignment | None:
        """The sheet of the person's own unit."""
        return self.dossier.sheet_of(self.by.scope.units(Role.HANDLER, Role.UNIT_HEAD))

    @property
    def facts(self) -> Facts:
        """What the rules need to know."""
        case, lead, own = self.case, self.dossier.lead, self.own
        cap, reopen_days = self.dossier.rulebook.caps.get(case.scheme_version_id or 0, (0, 0))
        return Facts(
            state=State(case.state),
            hats=self.hats,
            now=self.now,
            historical=case.historical,
            lead_sheet=AssignmentState(lead.state) if lead else "",
            own_sheet=AssignmentState(own.state) if own else "",
            disposition=case.disposition,
            verdict=case.verdict,
            round=case.round,
            redo_cap=cap,
            withdrawal_asked=case.withdrawal_asked_at is not None,
            rating_due=self._rating_due(),
            closed_at=case.closed_at,
            reopen_days=reopen_days,
        )

    def _rating_due(self) -> datetime | None:
        if self.case.state != State.COMPLETED or self.case.verdict:
            return None
        running = [r for r in self.dossier.readings if r.clock == ClockKind.RATING]
        return running[-1].due_at if running else self.case.completed_at

    def begin(self, verb: Verb, errors: Mapping[str, str] | None = None) -> Step:
        """Decide whether the verb may be done; only then complain about the input."""
        step = decide(self.facts, verb)
        if errors:
            raise NotValid(errors)
        return step

    def happen(
        self,
        step: Step | None,
        verb: Verb,
        *,
        data: Mapping[str, Any] | None = None,
        erasable: Mapping[str, str] | None = None,
        sheets: list[Assignment] | None = None,
        due: datetime | None = None,
    ) -> None:
        """Apply the step's state and log the event with before and after."""
        case = self.case
        if step and step.to:
            case.state = step.to
        after = snapshot(case)
        before = self.dossier.before
        changes = {k: [before.get(k), v] for k, v in after.items() if before.get(k) != v}
        self.dossier.before = after
        named = tuple((a.sheet, str(a.role)) for a in sheets or ())
        logged: dict[str, Any] = {**(data or {})}
        if changes:
            logged["changes"] = changes
        if named:
            logged["sheets"] = [list(pair) for pair in named]
        if due:
            logged["due"] = due.isoformat()
        event = Logged(verb, self.by.actor, self.now, logged, dict(erasable or {}))
        self.dossier.logged.append(event)
        self.dossier.timeline.append(happening_of(verb, self.now, logged))
        if verb != Verb.NOTE:
            case.version += 1

    def advance(self, assignment: Assignment, verb: Verb) -> None:
        """Move one sheet by its table; sheets the verb does not concern stay."""
        after = ASSIGNMENT_STEPS.get((AssignmentState(assignment.state), verb))
        if after is not None:
            assignment.state = after
            self.touch(assignment)

    def touch(self, row: models.Model) -> None:
        """Have a loaded row written again."""
        if row.pk and row not in self.dossier.touched:
            self.dossier.touched.append(row)

    def enter(self, verb: Verb, text: str, sheet: Assignment | None = None) -> int:
        """Keep a text of firm or unit; returns the ordinal its event names."""
        self.dossier.entry_count += 1
        self.dossier.new_rows.append(
            Entry(
                case=self.case,
                assignment=sheet,
                verb=verb,
                text=text,
                at=self.now,
                by=self.by.actor.name,
                ordinal=self.dossier.entry_count,
            )
        )
        return self.dossier.entry_count

    def involve(self, unit: Unit, role: str) -> None:
        """Let a unit see the case."""
        self.dossier.involve.append(Involvement(case=self.case, unit=unit, role=role))


def happening_of(verb: Verb, at: datetime, data: Mapping[str, Any]) -> Happening:
    """An event as the clocks see it; reads back exactly what `happen` logged."""
    changes = data.get("changes", {})

    def after(name: str) -> Any:
        return changes[name][1] if name in changes else None

    due = data.get("due")
    return Happening(
        verb=verb,
        at=at,
        sheets=tuple((int(number), str(role)) for number, role in data.get("sheets", ())),
        scheme=after("scheme_version_id"),
        tier=after("tier"),
        kind=after("kind"),
        due=datetime.fromisoformat(due) if due else None,
        state=after("state") or "",
    )


def required(errors: dict[str, str], name: str, text: str, label: str, limit: int) -> str:
    """The text trimmed; notes an error where it is empty or too long."""
    text = text.replace("\x00", "").strip()
    if not text:
        errors[name] = f"请填写{label}"
    elif len(text) > limit:
        errors[name] = f"{label}最多 {limit} 字，现在 {len(text)} 字"
    return text
