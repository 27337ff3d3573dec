"""How a sample case is handled by its units: signed for, worked on, answered."""

from zhuqi.foundation.access import Role
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.approval_schemes import actions as approval
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    AssignmentState,
    Disposition,
    Rank,
    Tier,
)
from zhuqi.ledgers.cases.models import Assignment
from zhuqi.sample.begun import Begun
from zhuqi.sample.scans import signed_paper


class Handled(Begun):
    """Base: a life up to its answer."""

    def _sign(self) -> None:
        self._wait(0, 3.2 if self.slow else 1.1)
        for sheet in self.aggregate.assignments:
            if sheet.state != AssignmentState.ISSUED:
                continue
            if sheet.role == AssignmentRole.CO and self.rng.random() < 0.06:
                continue
            person = self._handler(sheet.unit)
            phone = self.society.phones[person.actor.user_id]
            handling.sign(self._work(person), handler_phone=phone)

    @property
    def _sheet(self) -> Assignment:
        lead = self.aggregate.lead
        if lead is None:
            raise ValueError("an assigned case has a lead sheet")
        return lead

    def _lead(self) -> CaseChange:
        return self._at(self._sheet)

    def _work_on_it(self) -> None:
        self._wait(0, 4 if self.slow else 1.6)
        handling.contact(self._lead(), text=self.say(self.submission.contact))
        self._wait(0.5, 6 if self.slow else 3.5)
        if self.rng.random() < 0.8:
            handling.report_progress(self._lead(), text=self.say(self.submission.progress))
        if self.rng.random() < 0.12 and (firm := self._firm()):
            intake.supplement(
                firm, text="补充一下：情况没有变化，联系人白天都在厂里，欢迎来现场看。"
            )
        if self.rng.random() < 0.04:
            handling.note(
                self._office(Role.REGISTRAR), text="已电话提醒主办单位，下周一前看一次进展。"
            )
        opinion = (
            self.say(self.submission.opinion) or "本单位职责内的情况已核对，配合主办单位办理。"
        )
        for sheet in self.aggregate.sheets:
            if (sheet.role, sheet.state) == (AssignmentRole.CO, AssignmentState.SIGNED):
                handling.give_opinion(self._at(sheet), text=opinion)

    def _answer(self) -> None:
        limit = {Tier.ORDINARY: 6.0, Tier.COMPLEX: 12.0, Tier.MAJOR: 16.0}[
            Tier(self.submission.tier)
        ]
        again = len(self.aggregate.answers) > 0
        self._wait(1, limit * 2.2 if self.slow else (3 if again else limit))
        text = self.say(self.submission.answer) + ("\n（已按要求补充落实情况。）" if again else "")
        disposition = self._disposition()
        needed = self._lead().needed_rank(disposition)
        unit = self._sheet.unit
        if needed and unit.kind != UnitKind.OFFICE:
            self._have_signed(text, disposition, needed)
            return
        # An office below has its paper signed; the scan lies with the answer.
        head = Role.SIGNER if unit.kind == UnitKind.OFFICE else Role.UNIT_HEAD
        handling.answer(
            self._lead(),
            text=text,
            disposition=disposition,
            signed_by=self.society.someone(self.rng, unit.pk, head).actor.name,
            scan=signed_paper() if needed else (),
        )

    def _have_signed(self, text: str, disposition: Disposition, needed: Rank) -> None:
        """The draft goes to whoever has to sign; now and then it comes back first."""
        approval.draft_answer(self._lead(), text=text, disposition=disposition)
        if self.rng.random() < 0.06:
            self._wait(0, 1.2)
            approval.return_draft(
                self._signer(needed), reason="完成时间没有写，请与业务科核对后再送。"
            )
            self._wait(0, 1)
            approval.draft_answer(self._lead(), text=text, disposition=disposition)
        self._wait(0, 1.6)
        approval.sign_answer(self._signer(needed))

    def _signer(self, needed: Rank) -> CaseChange:
        """A head of the lead unit; the deputy where that is enough and there is one."""
        people = self.society.people[self._sheet.unit_id]
        deputies = people.get(Role.UNIT_DEPUTY, []) if needed == Rank.DEPUTY else []
        return self._work(self.rng.choice(deputies or people[Role.UNIT_HEAD]))

    def _disposition(self) -> Disposition:
        wanted = Disposition(self.submission.disposition)
        if wanted == Disposition.RESOLVED and self.rng.random() < 0.1:
            return Disposition.PARTLY
        return wanted
