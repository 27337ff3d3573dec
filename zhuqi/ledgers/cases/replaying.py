"""What the rows beside a case must say, played again from its events: pure, for `checking`.

Pauses, extensions, objections and instructions are rows because pages and rules read them; every
step of theirs is an event too. Here the events alone are read, by what the verbs say of
themselves, so that a row somebody tore or edited stands out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhuqi.ledgers.cases.clocks import ASKED_MORE, INSTRUCTED, OBJECTED
from zhuqi.ledgers.cases.enums import AssignmentRole, Verb
from zhuqi.ledgers.cases.models import Extension, Instruction, Objection, Pausing
from zhuqi.ledgers.cases.verbs import ANSWERS, END_ALL, END_SHEETS

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReplayedEvent:
    """An event as it was logged."""

    verb: Verb
    at: datetime
    facts: Mapping[str, Any]

    def line(self, role: str) -> int:
        """The number that stands beside the role, 0 where none does."""
        return next((int(n) for n, event in self.facts.get("sheets", ()) if event == role), 0)

    @property
    def over(self) -> frozenset[int]:
        """Sheets it ended, and those it answered."""
        roles = set(AssignmentRole.values)
        named = {int(n) for n, role in self.facts.get("sheets", ()) if role in roles}
        return frozenset(self.facts.get("ended", ())) | (
            named if self.verb in ANSWERS else frozenset()
        )

    @property
    def until(self) -> date | None:
        """The day named, of a pause."""
        day = self.facts.get("until")
        return date.fromisoformat(day) if day else None


@dataclass(slots=True)
class Replay:
    """The rows so far. `units`: whose each sheet is; `leads`: which are the lead's."""

    units: Mapping[int, int]
    leads: frozenset[int]
    pausings: list[Row] = field(default_factory=list)
    extensions: list[Row] = field(default_factory=list)
    objections: list[Row] = field(default_factory=list)
    instructions: list[Row] = field(default_factory=list)

    def play(self, events: Iterable[ReplayedEvent]) -> "Replay":
        """All of them in order: what a verb decides, then what ends with it."""
        for event in events:
            if step := _STEPS.get(event.verb):
                step(self, event)
            self._settle(event)
        return self

    @property
    def disputed(self) -> bool:
        """True while an objection is not decided for good."""
        return any(
            row["outcome"] in {Objection.Outcome.WAITING, Objection.Outcome.CONSULTING}
            for row in self.objections
        )

    @property
    def paused_until(self) -> date | None:
        """The day on which the pause that runs is looked at again."""
        row = self._pausing(Pausing.Outcome.RUNNING)
        day: date | None = row["review_on"] if row else None
        return day

    def _settle(self, event: ReplayedEvent) -> None:
        everything, over = event.verb in END_ALL | END_SHEETS, event.over
        consulting = Objection.Outcome.CONSULTING
        for row in self.objections:
            argued = row["outcome"] == Objection.Outcome.WAITING
            if (argued and (everything or row["sheet"] in over)) or (
                everything and row["outcome"] == consulting
            ):
                row |= {"outcome": Objection.Outcome.LAPSED, "decided_at": event.at}
        for row in self.extensions:
            if row["outcome"] == Extension.Outcome.WAITING and (everything or row["sheet"] in over):
                row |= {"outcome": Extension.Outcome.LAPSED, "decided_at": event.at}
        if everything or over & self.leads:
            if asked := self._pausing(Pausing.Outcome.WAITING):
                asked |= {"outcome": Pausing.Outcome.LAPSED, "decided_at": event.at}
            self.resume(event)

    def _pausing(self, outcome: Pausing.Outcome) -> Row | None:
        return next((row for row in self.pausings if row["outcome"] == outcome), None)

    def _waiting(self, rows: list[Row], sheet: int) -> Row:
        """The last row about a sheet; where no event asked for one, nothing is kept of it, and
        the rows are told to be too many."""
        return next((row for row in reversed(rows) if row["sheet"] == sheet), {})

    def ask_pause(self, event: ReplayedEvent) -> None:
        """申请挂起."""
        self.pausings.append(
            {
                "outcome": Pausing.Outcome.WAITING, "asked_at": event.at,
                "wanted_until": event.until,
                "decided_at": None, "since": None, "review_on": None, "resumed_at": None,
            }
        )  # fmt: skip

    def pause(self, event: ReplayedEvent) -> None:
        """批准挂起, or going on with it."""
        row = self._pausing(Pausing.Outcome.RUNNING) or self._pausing(Pausing.Outcome.WAITING)
        if row is None:
            row = {"asked_at": None, "wanted_until": None, "since": None, "resumed_at": None}
            self.pausings.append(row)
        row |= {
            "outcome": Pausing.Outcome.RUNNING,
            "decided_at": event.at,
            "since": row["since"] or event.at,
            "review_on": event.until,
        }

    def refuse_pause(self, event: ReplayedEvent) -> None:
        """不同意挂起."""
        if row := self._pausing(Pausing.Outcome.WAITING):
            row |= {"outcome": Pausing.Outcome.REFUSED, "decided_at": event.at}

    def resume(self, event: ReplayedEvent) -> None:
        """恢复办理, by the verb or with what ends the lead's work."""
        if row := self._pausing(Pausing.Outcome.RUNNING):
            row |= {"outcome": Pausing.Outcome.ENDED, "resumed_at": event.at}

    def ask_extension(self, event: ReplayedEvent) -> None:
        """申请延期."""
        self.extensions.append(
            {
                "outcome": Extension.Outcome.WAITING, "sheet": event.line(ASKED_MORE),
                "asked_at": event.at, "amount": event.facts["amount"], "unit": event.facts["unit"],
                "granted": 0, "decided_at": None,
            }
        )  # fmt: skip

    def decide_extension(self, event: ReplayedEvent) -> None:
        """同意 or 不同意延期."""
        granted = event.verb == Verb.GRANT_EXTENSION
        outcome = Extension.Outcome.GRANTED if granted else Extension.Outcome.REFUSED
        row = self._waiting(self.extensions, event.line(ASKED_MORE))
        row |= {"outcome": outcome, "granted": event.facts.get("extra", 0), "decided_at": event.at}

    def object_to(self, event: ReplayedEvent) -> None:
        """提出异议."""
        self.objections.append(
            {
                "outcome": Objection.Outcome.WAITING, "sheet": event.line(OBJECTED),
                "asked_at": event.at, "suggested_unit_id": event.facts.get("suggested"),
                "decided_at": None, "fallback_unit_id": None, "given_to_id": None,
            }
        )  # fmt: skip

    def decide_objection(self, event: ReplayedEvent) -> None:
        """维持, 改派 or 会商."""
        sheet = event.line(OBJECTED)
        row = self._waiting(self.objections, sheet)
        row["decided_at"] = event.at
        if event.verb == Verb.UPHOLD:
            row |= {"outcome": Objection.Outcome.UPHELD, "given_to_id": self.units.get(sheet)}
        elif event.verb == Verb.REASSIGN:
            row |= {"outcome": Objection.Outcome.REASSIGNED, "given_to_id": event.facts["unit"]}
        else:
            row |= {
                "outcome": Objection.Outcome.CONSULTING,
                "fallback_unit_id": event.facts["unit"],
            }

    def instruct(self, event: ReplayedEvent) -> None:
        """批示."""
        self.instructions.append(
            {
                "state": Instruction.State.OPEN, "ordinal": event.line(INSTRUCTED),
                "leader_id": event.facts["leader"], "instructed_at": event.at,
                "reported_at": None, "read_at": None,
            }
        )  # fmt: skip

    def report_on(self, event: ReplayedEvent) -> None:
        """报告批示."""
        self._instruction(event).update(state=Instruction.State.REPORTED, reported_at=event.at)

    def mark_read(self, event: ReplayedEvent) -> None:
        """圈阅."""
        self._instruction(event).update(state=Instruction.State.READ, read_at=event.at)

    def _instruction(self, event: ReplayedEvent) -> Row:
        ordinal = event.facts["instruction"]
        return next((row for row in self.instructions if row["ordinal"] == ordinal), {})


_STEPS = {
    Verb.ASK_PAUSE: Replay.ask_pause,
    Verb.PAUSE: Replay.pause,
    Verb.REFUSE_PAUSE: Replay.refuse_pause,
    Verb.RESUME: Replay.resume,
    Verb.ASK_EXTENSION: Replay.ask_extension,
    Verb.GRANT_EXTENSION: Replay.decide_extension,
    Verb.REFUSE_EXTENSION: Replay.decide_extension,
    Verb.OBJECT: Replay.object_to,
    Verb.UPHOLD: Replay.decide_objection,
    Verb.REASSIGN: Replay.decide_objection,
    Verb.CONSULT: Replay.decide_objection,
    Verb.INSTRUCT: Replay.instruct,
    Verb.REPORT_ON: Replay.report_on,
    Verb.MARK_READ: Replay.mark_read,
}
