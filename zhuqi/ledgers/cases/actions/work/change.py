"""An aggregate, the person at work on it, and the moment: what a verb gets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from zhuqi.foundation.access import Absent, Actor, NotValid, Refusal, Role, Scope
from zhuqi.foundation.changes import Change, NewEvent, new_row
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.actions.work.aggregate import REVEALING_FIELDS, CaseAggregate
from zhuqi.ledgers.cases.actions.work.happenings import happening_of
from zhuqi.ledgers.cases.actions.work.standing import (
    SHEET_ROLES,
    case_roles_on,
    refuse_recused,
    signature_of,
)
from zhuqi.ledgers.cases.approval_schemes.rules import needed_rank, rank_in
from zhuqi.ledgers.cases.assigning import against_assigning
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    AssignmentState,
    CaseRole,
    ClockKind,
    Rank,
    State,
    Verb,
)
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle import ESCALATION, SHEET, CaseStep
from zhuqi.ledgers.cases.models import (
    Allowed,
    Assignment,
    Case,
    CaseFact,
    Cover,
    Draft,
    Entry,
    Escalation,
    Involvement,
    Transfer,
    allows,
    forbidden,
)
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.models.fact import FACT_FIELDS
from zhuqi.ledgers.cases.requests.actions.asking import dispute_facts, end_requests
from zhuqi.ledgers.cases.rules import decide
from zhuqi.ledgers.cases.topics.following import follow

TO_ANSWER = frozenset({AssignmentState.ISSUED, AssignmentState.SIGNED})


class CaseChange(Change[CaseAggregate]):
    """An aggregate, the person at work on it, and the moment; `beside`: others locked with it."""

    __slots__ = ()

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.aggregate.case

    @property
    def case_roles(self) -> frozenset[CaseRole]:
        """What the person may stand as, here; recused, nothing but the firm itself."""
        case_roles = case_roles_on(
            self.case, self.aggregate.assignments, self.by.scope, self.by.actor
        )
        recused = any(recusal.binds(self.by.scope) for recusal in self.aggregate.recusals)
        return case_roles & {CaseRole.FIRM} if recused else case_roles

    @property
    def signature(self) -> Actor:
        """Who did it, as the log and the rows name them; `signature_of` says why."""
        return signature_of(self.case, self.by.actor)

    @property
    def own(self) -> Assignment | None:
        """The sheet of the person's own unit."""
        return self.aggregate.sheet_of(working_units(self.by.scope))

    @property
    def facts(self) -> Facts:
        """What the rules need to know."""
        case, lead, own = self.case, self.aggregate.lead, self.own
        cap, reopen_days = self.aggregate.rulebook.caps.get(case.scheme_version_id or 0, (0, 0))
        return Facts(
            state=State(case.state),
            roles=self.case_roles,
            now=self.now,
            disputes=dispute_facts(self),
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
            own_answer=self._is_own_answer(),
            handles_or_heads=self._handles_or_heads(),
            below_the_city=case.level in {Level.COUNTY, Level.TOWN},
            handed_up=case.superior_id is not None,
            from_elsewhere=bool(case.foreign_number),
            fed_back=case.fed_back_at is not None,
            county=self.county,
            strike_off_asked=case.strike_off_asked_at is not None,
            parts_open=tuple(
                str(a.unit)
                for a in self.aggregate.sheets
                if a.role == AssignmentRole.PART and a.state in TO_ANSWER
            ),
            to_check=tuple(str(a.unit) for a in self.answered_below),
            to_release=tuple(str(a.unit) for a in self.releasable),
            draft_waits=self.draft_waits,
            instructed=frozenset(str(i.state) for i in self.aggregate.instructions),
            no_instruction=forbidden(case, Allowed.INSTRUCT),
            no_rating=forbidden(case, Allowed.RATE),
            rating_refused=case.rating_refused_at is not None,
            no_assigning=_must_be_handed_over(case) or self._against_assigning(),
            receipt_owed=self._receipt_owed(),
            tagged=self.aggregate.tagged,
            confidential=case.confidential,
            has_sheets=bool(self.aggregate.sheets),
            recusals_in_force=any(r.in_force for r in self.aggregate.recusals),
            complained_open=case.complained_open,
            marks_open=sum(
                case.confidential and cover.state == Cover.State.OPEN
                for cover in self.aggregate.covers
            ),
        )

    def _against_assigning(self) -> str:
        """What other rooms say against it; they are asked once, and only of who could assign it."""
        if self.case.state != State.ACCEPTED or CaseRole.REGISTRAR not in self.case_roles:
            return ""
        if self.aggregate.against_assigning is None:
            self.ask_against_assigning(hold=False)
        return self.aggregate.against_assigning or ""

    def ask_against_assigning(self, *, hold: bool) -> None:
        """Ask other rooms, again where they have been asked; with `hold` so that it stays true."""
        case = self.case
        found = against_assigning([case], hold=hold) if case.state == State.ACCEPTED else {}
        self.aggregate.against_assigning = found.get(case.pk, "")

    def _is_own_answer(self) -> bool:
        """True if the answer that waits was written by this very person, whoever they stand for."""
        user_id = self.by.actor.user_id
        return bool(self.aggregate.answers and user_id) and (
            self.aggregate.answers[-1].author == user_id
        )

    def _handles_or_heads(self) -> bool:
        head = (Role.UNIT_HEAD, self.case.lead_unit_id) in self.by.scope.posts
        return head or self.case.handler in {0, self.by.actor.user_id}

    @property
    def rank(self) -> Rank | None:
        """The person's rank in the unit that leads the case."""
        lead = self.aggregate.lead
        if lead is None:
            return None
        return rank_in(role for role, unit in self.by.scope.posts if unit == lead.unit_id)

    def needed_rank(self, disposition: str) -> Rank | None:
        """Who has to sign this answer; None where the office has adopted no scheme."""
        rows = self.aggregate.rulebook.signing.get(self.case.office_id, ())
        return needed_rank(rows, tier=self.case.tier, disposition=disposition)

    @property
    def draft_waits(self) -> bool:
        """True while a draft waits for its signature."""
        drafts = self.aggregate.drafts
        return bool(drafts) and drafts[-1].state == Draft.State.WAITING

    @property
    def county(self) -> str:
        """The office below that has to ask for the strike-off; empty where none is on the case."""
        lead, case = self.aggregate.lead, self.case
        if lead is not None and lead.unit.kind == UnitKind.OFFICE:
            return str(lead.unit)
        return str(case.origin_office) if case.origin_office_id else ""

    @property
    def speaks_for_county(self) -> bool:
        """True for people of the office below that leads the case or handed it up."""
        lead = self.aggregate.lead
        offices = {self.case.origin_office_id}
        if lead is not None and lead.unit.kind == UnitKind.OFFICE:
            offices.add(lead.unit_id)
        return bool(offices & self.by.scope.offices)

    @property
    def below(self) -> list[Assignment]:
        """Sheets under one's hand: the office's co and part sheets, a unit's own inner ones."""
        aggregate, found = self.aggregate, list[Assignment]()
        if self.case.office_id in self.by.scope.offices:
            found += [a for a in aggregate.sheets if a.role != AssignmentRole.LEAD]
        units = working_units(self.by.scope)
        for sheet in aggregate.sheets:
            if sheet.unit_id in units:
                found += aggregate.inner(sheet)
        return found

    @property
    def answered_below(self) -> list[Assignment]:
        """Part answers one may send back."""
        parts = {AssignmentRole.PART, AssignmentRole.SUB}
        return [a for a in self.below if a.role in parts and a.state == AssignmentState.ANSWERED]

    @property
    def releasable(self) -> list[Assignment]:
        """Sheets one may take back: nothing has been answered on them yet."""
        return [a for a in self.below if a.state in TO_ANSWER]

    def _rating_due(self) -> datetime | None:
        if self.case.state != State.COMPLETED or self.case.verdict:
            return None
        running = [r for r in self.aggregate.readings if r.clock == ClockKind.RATING]
        return running[-1].due_at if running else self.case.completed_at

    def _receipt_owed(self) -> bool:
        if self.case.state != State.TRANSFERRED:
            return False
        # Looked up by the case itself, so that who decides on many may read it along.
        sheet: Transfer | None = getattr(self.case, "transfer", None)
        return sheet is not None and not sheet.receipt

    def begin(self, verb: Verb, errors: Mapping[str, str] | None = None) -> CaseStep:
        """Decide whether the verb may be done; only then complain about the input.

        From then on `by` says in whose place it is done, if the person stands in for somebody.
        """
        step = decide(self.facts, verb)
        if self.by.scope.acting_for:
            absent = self._in_place_of(verb, step)
            self.by = replace(self.by, actor=replace(self.by.actor, acting_for=absent))
        if errors:
            raise NotValid(errors)
        return step

    def _in_place_of(self, verb: Verb, step: CaseStep) -> Absent | None:
        """For whom a deputy does this; None where it is their own work.

        It is an absent person's work where that person handles the case, and where the deputy
        could not do it without acting for them.
        """
        acting_for, own = self.by.scope.acting_for, self.by.scope.own
        if step.roles & self.case_roles & frozenset(SHEET_ROLES.values()):
            handler = next(
                (s.absent for s in acting_for if s.absent.user_id == self.case.handler), None
            )
            if handler is not None:
                return handler
        if self._could(verb, own):
            return None
        for one in acting_for:
            delegated = replace(own, posts=own.posts | one.posts, liaised=own.liaised | one.liaised)
            if self._could(verb, delegated):
                return one.absent
        return None

    def _could(self, verb: Verb, scope: Scope) -> bool:
        """True if the verb could be done with that scope."""
        try:
            decide(CaseChange(self.aggregate, replace(self.by, scope=scope), self.now).facts, verb)
        except Refusal:
            return False
        return True

    def happen(
        self,
        step: CaseStep | None,
        verb: Verb,
        *,
        data: Mapping[str, Any] | None = None,
        erasable: Mapping[str, str] | None = None,
        sheets: Sequence[Assignment] = (),
        ended: Sequence[Assignment] = (),
        lines: Sequence[tuple[int, str]] = (),
        due: datetime | None = None,
        extra: int = 0,
    ) -> None:
        """Apply the step's state and log the event with before and after.

        `sheets`: those the verb is about; `ended`: those whose clocks stop with it; `lines`:
        what has a clock of its own but is no sheet, by number and role; `extra`: by how much a
        clock is lengthened.
        """
        end_requests(self, verb, sheets, ended)
        case = self.case
        if step and step.to:
            case.state = step.to
        changes = self.aggregate.changes()
        named = (*((a.sheet, str(a.role)) for a in sheets), *lines)
        logged: dict[str, Any] = {**(data or {})}
        private = dict(erasable or {})
        if case.confidential:
            told = {name: changes.pop(name)[1] for name in REVEALING_FIELDS if name in changes}
            private |= {name: str(value or "") for name, value in told.items()}
            if self.signature != self.by.actor:
                private["actor"] = self.by.actor.name
        if changes:
            logged["changes"] = changes
        if named:
            logged["sheets"] = [list(pair) for pair in named]
        if ended:
            logged["ended"] = [a.sheet for a in ended]
        if due:
            logged["due"] = due.isoformat()
        if extra:
            logged["extra"] = extra
        if not case.historical and any(name in changes for name in FACT_FIELDS):
            self._begin_fact()
        event = NewEvent(verb, self.signature, self.now, logged, private)
        self.aggregate.logged.append(event)
        # What came from an old register is in no clock: nothing reads its timeline.
        if not case.historical:
            self.aggregate.timeline.append(happening_of(verb, self.now, logged))
        if verb != Verb.NOTE:
            self.count()
        follow(self, verb)

    def on(self, other: CaseAggregate) -> "CaseChange":
        """The same person at the same moment, on a case that is locked beside this one."""
        return CaseChange(other, self.by, self.now)

    def _begin_fact(self) -> None:
        facts = self.aggregate.facts
        if facts:
            facts[-1].until = self.now
        values = {name: getattr(self.case, name) for name in FACT_FIELDS}
        facts.append(CaseFact(case=self.case, since=self.now, **values))

    def decide_escalation(self, verb: Verb, decision: str) -> Escalation:
        """Note what became of the hand-up that waits; it waits no longer."""
        row = self.aggregate.escalations[-1]
        row.outcome = ESCALATION.move(Escalation.Outcome(row.outcome), verb)
        row.decision = decision
        row.decided_at, row.decided_by = self.now, self.by.actor.name
        self.touch(row)
        self.case.superior = None
        return row

    def advance(self, assignment: Assignment, verb: Verb) -> None:
        """Move one sheet by its table; sheets the verb does not concern stay."""
        after = SHEET.after(AssignmentState(assignment.state), verb)
        if after is not None:
            assignment.state = after
            self.touch(assignment)

    def enter(self, verb: Verb, text: str, sheet: Assignment | None = None) -> int:
        """Keep a text of firm or unit; returns the ordinal its event names."""
        entry = new_row(
            Entry,
            case=self.case,
            assignment=sheet,
            verb=verb,
            text=text,
            at=self.now,
            by=self.signature.name,
            ordinal=len(self.aggregate.entries) + 1,
        )
        self.aggregate.entries.append(entry)
        self.aggregate.new_rows.append(entry)
        return entry.ordinal

    def involve(self, unit: Unit, role: str) -> None:
        """Let a unit see the case. NotValid if it has to keep away from it (回避)."""
        refuse_recused(self.aggregate, unit)
        row = new_row(Involvement, case=self.case, unit=unit, role=role)
        self.aggregate.involve.append(row)

    def uninvolve(self, unit_id: int, role: str) -> None:
        """End a unit's sight of the case by this reason; others it may have stay."""
        self.aggregate.involve = [
            row for row in self.aggregate.involve if (row.unit_id, row.role) != (unit_id, role)
        ]
        self.aggregate.uninvolve.append((unit_id, role))


def _must_be_handed_over(case: Case) -> str:
    if allows(case, Allowed.KEEP_COPY):
        return ""
    return f"“{case.boundary}”事项不能交办，由签发人员移送{case.boundary.organ}"  # type: ignore[union-attr]
