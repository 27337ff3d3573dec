"""What the rows beside a case must say, played again from its events: pure, for `checking`.

Pauses, extensions, objections and instructions are rows because pages and rules read them; every
step of theirs is an event too. Here the events alone are read, by what the verbs say of
themselves, so that a row somebody tore or edited stands out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhuqi.ledgers.cases.clocks import ASKED_MORE, END_ALL, END_SHEETS, INSTRUCTED, OBJECTED
from zhuqi.ledgers.cases.enums import AssignmentRole, Verb
from zhuqi.ledgers.cases.models import Extension, Instruction, Objection, Pausing

# A unit that answers has taken its sheet as its own (`actions.requests.settle`).
ANSWERS = frozenset({Verb.ANSWER, Verb.PART_ANSWER, Verb.OPINION})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it was logged."""

    verb: Verb
    at: datetime
    facts: Mapping[str, Any]

    def line(self, role: str) -> int:
        """The number that stands beside the role, 0 where none does."""
        return next((int(n) for n, told in self.facts.get("sheets", ()) if told == role), 0)

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

    def play(self, events: Iterable[Told]) -> "Replay":
        """All of them in order: what a verb decides, then what ends with it."""
        for told in events:
            if step := _STEPS.get(told.verb):
                step(self, told)
            self._settle(told)
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

    def _settle(self, told: Told) -> None:
        everything, over = told.verb in END_ALL | END_SHEETS, told.over
        consulting = Objection.Outcome.CONSULTING
        for row in self.objections:
            argued = row["outcome"] == Objection.Outcome.WAITING
            if (argued and (everything or row["sheet"] in over)) or (
                everything and row["outcome"] == consulting
            ):
                row |= {"outcome": Objection.Outcome.LAPSED, "decided_at": told.at}
        for row in self.extensions:
            if row["outcome"] == Extension.Outcome.WAITING and (everything or row["sheet"] in over):
                row |= {"outcome": Extension.Outcome.LAPSED, "decided_at": told.at}
        if everything or over & self.leads:
            if asked := self._pausing(Pausing.Outcome.WAITING):
                asked |= {"outcome": Pausing.Outcome.LAPSED, "decided_at": told.at}
            self.resume(told)

    def _pausing(self, outcome: Pausing.Outcome) -> Row | None:
        return next((row for row in self.pausings if row["outcome"] == outcome), None)

    def _waiting(self, rows: list[Row], sheet: int) -> Row:
        """The last row about a sheet; where no event asked for one, nothing is kept of it, and
        the rows are told to be too many."""
        return next((row for row in reversed(rows) if row["sheet"] == sheet), {})

    def ask_pause(self, told: Told) -> None:
        """申请挂起."""
        self.pausings.append(
            {
                "outcome": Pausing.Outcome.WAITING, "asked_at": told.at, "wanted_until": told.until,
                "decided_at": None, "since": None, "review_on": None, "resumed_at": None,
            }
        )  # fmt: skip

    def pause(self, told: Told) -> None:
        """批准挂起, or going on with it."""
        row = self._pausing(Pausing.Outcome.RUNNING) or self._pausing(Pausing.Outcome.WAITING)
        if row is None:
            row = {"asked_at": None, "wanted_until": None, "since": None, "resumed_at": None}
            self.pausings.append(row)
        row |= {
            "outcome": Pausing.Outcome.RUNNING,
            "decided_at": told.at,
            "since": row["since"] or told.at,
            "review_on": told.until,
        }

    def refuse_pause(self, told: Told) -> None:
        """不同意挂起."""
        if row := self._pausing(Pausing.Outcome.WAITING):
            row |= {"outcome": Pausing.Outcome.REFUSED, "decided_at": told.at}

    def resume(self, told: Told) -> None:
        """恢复办理, by the verb or with what ends the lead's work."""
        if row := self._pausing(Pausing.Outcome.RUNNING):
            row |= {"outcome": Pausing.Outcome.ENDED, "resumed_at": told.at}

    def ask_extension(self, told: Told) -> None:
        """申请延期."""
        self.extensions.append(
            {
                "outcome": Extension.Outcome.WAITING, "sheet": told.line(ASKED_MORE),
                "asked_at": told.at, "amount": told.facts["amount"], "unit": told.facts["unit"],
                "granted": 0, "decided_at": None,
            }
        )  # fmt: skip

    def decide_extension(self, told: Told) -> None:
        """同意 or 不同意延期."""
        granted = told.verb == Verb.GRANT_EXTENSION
        outcome = Extension.Outcome.GRANTED if granted else Extension.Outcome.REFUSED
        row = self._waiting(self.extensions, told.line(ASKED_MORE))
        row |= {"outcome": outcome, "granted": told.facts.get("extra", 0), "decided_at": told.at}

    def object_to(self, told: Told) -> None:
        """提出异议."""
        self.objections.append(
            {
                "outcome": Objection.Outcome.WAITING, "sheet": told.line(OBJECTED),
                "asked_at": told.at, "suggested_unit_id": told.facts.get("suggested"),
                "decided_at": None, "fallback_unit_id": None, "given_to_id": None,
            }
        )  # fmt: skip

    def decide_objection(self, told: Told) -> None:
        """维持, 改派 or 会商."""
        sheet = told.line(OBJECTED)
        row = self._waiting(self.objections, sheet)
        row["decided_at"] = told.at
        if told.verb == Verb.UPHOLD:
            row |= {"outcome": Objection.Outcome.UPHELD, "given_to_id": self.units.get(sheet)}
        elif told.verb == Verb.REASSIGN:
            row |= {"outcome": Objection.Outcome.REASSIGNED, "given_to_id": told.facts["unit"]}
        else:
            row |= {
                "outcome": Objection.Outcome.CONSULTING,
                "fallback_unit_id": told.facts["unit"],
            }

    def instruct(self, told: Told) -> None:
        """批示."""
        self.instructions.append(
            {
                "state": Instruction.State.OPEN, "ordinal": told.line(INSTRUCTED),
                "leader_id": told.facts["leader"], "instructed_at": told.at,
                "reported_at": None, "read_at": None,
            }
        )  # fmt: skip

    def report_on(self, told: Told) -> None:
        """报告批示."""
        self._instruction(told).update(state=Instruction.State.REPORTED, reported_at=told.at)

    def mark_read(self, told: Told) -> None:
        """圈阅."""
        self._instruction(told).update(state=Instruction.State.READ, read_at=told.at)

    def _instruction(self, told: Told) -> Row:
        ordinal = told.facts["instruction"]
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
