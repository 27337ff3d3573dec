"""Whole lives of sample cases, played through the same verbs as real use, up to now.

Every step happens at a time of its own in office hours; a life stops where the next step would
lie in the future, so every state, every light and every kind of lateness comes by itself.
"""

import contextlib
from datetime import datetime, time, timedelta
from decimal import Decimal

from zhuqi.foundation.access import Role
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions import closing
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange
from zhuqi.ledgers.cases.enums import (
    TO_CARRY,
    Disposition,
    Satisfaction,
    State,
    Verdict,
)
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.sample.begun import Later
from zhuqi.sample.handled import Handled


class Life(Handled):
    """One case from its first word to where it stands today."""

    def play(self) -> CaseAggregate:
        """The aggregate at today's stand."""
        self._begin()
        with contextlib.suppress(Later):
            self._handle()
        return self.aggregate

    def _handle(self) -> None:
        self._wait(0.2, 4.6 if self.slow else 2.6)
        if self._turned_away():
            return
        self._on_arrival()
        self._accept()
        self._wait(0.1, 1.8)
        self._on_acceptance()
        self._assign()
        self._on_assignment()
        self._sign()
        self._work_on_it()
        self._on_progress()
        self._answer_for_good()

    def _answer_for_good(self) -> None:
        """Answered, checked and judged, until the firm or the office leaves it at that."""
        for _round in range(4):
            self._answer()
            if not self._checked():
                continue
            if not self._judged():
                break

    def _checked(self) -> bool:
        """False if the office returned the answer."""
        self._wait(0, 2.6 if self.slow else 1.3)
        if len(self.aggregate.answers) == 1 and self.rng.random() < 0.12:
            closing.return_answer(
                self._office(Role.REVIEWER),
                reason="答复没有写明完成时间和责任人，也没有附现场核实情况，请补充后重新提交。",
            )
            return False
        solved = self.aggregate.case.disposition == Disposition.RESOLVED
        closing.complete(
            self._office(Role.REVIEWER),
            effect_money=Decimal(self.submission.money)
            if solved and self.submission.money
            else None,
            effect_staff=self.submission.staff if solved else None,
        )
        return True

    def _judged(self) -> bool:
        """True if another round follows."""
        case = self.aggregate.case
        self.brisk = False
        if self._says_nothing():
            return self._silent()
        self._wait(0, 4.5)
        self._rate(self._verdict())
        self._on_verdict()
        if case.state == State.IN_PROGRESS:
            return True
        self._wait(0, 2)
        if case.disposition in TO_CARRY or (case.verdict != Verdict.SOLVED and case.round > 2):
            self._carry()
            return False
        if case.verdict == Verdict.SOLVED:
            self._strike_off()
            return self._second_thoughts()
        closing.redo(
            self._office(Role.REVIEWER),
            reason="企业反映仍有遗留，请主办单位再次上门核实",
            liable=True,
        )
        return True

    def _says_nothing(self) -> bool:
        return self.rng.random() < 0.22

    def _silent(self) -> bool:
        case = self.aggregate.case
        self._wait(7, 10)
        if case.disposition in TO_CARRY:
            self._carry()
        elif (heard := self.rng.random()) < 0.5:
            if self.rng.random() < 0.4:
                self._call_in_vain()
            closing.rate_by_phone(
                self._office(Role.REGISTRAR),
                verdict=Verdict.SOLVED,
                satisfaction=Satisfaction.SATISFIED,
                comment="",
                spoken_to=case.reporter_name,
            )
            self._wait(0, 2)
            self._strike_off()
        elif heard < 0.6:
            who = case.reporter_name
            closing.refuse_rating(
                self._office(Role.REGISTRAR),
                reason=f"与{who}通话，表示问题已办，没有时间，不评价",
            )
            self._wait(0, 2)
            self._strike_off()
        else:
            self._call_in_vain()
            self._call_in_vain()
            self._strike_off("评价期满未评价；两次致电联系人均未接通，短信已告知办理结果")
        return False

    def _call_in_vain(self) -> None:
        """Nobody answers; the next call is agreed on for a working day or two later."""
        change = self._office(Role.REGISTRAR)
        days = self.rng.choice((1, 2))
        day = self.calendar.due(self.at, days, TimeUnit.WORKING_DAY).date()
        at = time(self.rng.choice((9, 10, 15, 16)))
        reason = self.rng.choice(("无人接听", "占线", "关机", "对方在开会，请改天再打"))
        closing.call_again(change, day=day, at=at, reason=reason)
        agreed = datetime.combine(day, at, tzinfo=SHANGHAI)
        self.at = self._in_office_hours(agreed + timedelta(minutes=self.rng.randrange(30)))
        if self.at > self.stage.now:
            raise Later

    def _strike_off(self, reason: str = "") -> None:
        """By the office of the ledger; the county asks first for what the city assigned."""
        if county := self._county():
            levels.ask_strike_off(county, reason="已与企业核对，问题解决，申请销号。")
            self._on_strike_off_asked()
            self._wait(0, 1.6)
        closing.strike_off(self._office(Role.SIGNER), reason=reason)
        self._on_strike_off()

    def _county(self) -> CaseChange | None:
        """Someone of the office below that has to ask for the strike-off, if one is on the case."""
        case, lead = self.aggregate.case, self._sheet
        below = lead.unit if lead.unit.kind == UnitKind.OFFICE else case.origin_office
        if below is None:
            return None
        return self._work(self.society.someone(self.rng, below.pk, Role.REGISTRAR))

    def _on_strike_off_asked(self) -> None:
        """Before the office decides on it."""

    def _on_strike_off(self) -> None:
        """After it is over."""

    def _rate(self, verdict: Verdict) -> None:
        stars = {
            Verdict.SOLVED: (
                Satisfaction.VERY_SATISFIED,
                Satisfaction.VERY_SATISFIED,
                Satisfaction.SATISFIED,
            ),
            Verdict.PARTLY: (Satisfaction.BASICALLY, Satisfaction.SATISFIED),
            Verdict.NOT_SOLVED: (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED),
        }[verdict]
        words = {
            Verdict.SOLVED: ("谢谢，来得很快。", "问题解决了，感谢。", ""),
            Verdict.PARTLY: ("解决了一半，剩下的希望继续盯一盯。",),
            Verdict.NOT_SOLVED: ("答复说解决了，实际上现场还是老样子。",),
        }[verdict]
        comment, satisfaction = self.rng.choice(words), self.rng.choice(stars)
        if firm := self._firm():
            closing.rate(firm, verdict=verdict, satisfaction=satisfaction, comment=comment)
            return
        closing.rate_by_phone(
            self._office(Role.REGISTRAR), verdict=verdict, satisfaction=satisfaction,
            comment=comment, spoken_to=self.aggregate.case.reporter_name,
        )  # fmt: skip

    def _verdict(self) -> Verdict:
        rounds = self.aggregate.case.round
        weights = (80, 12, 8) if rounds == 1 else (90, 8, 2)
        return self.rng.choices(list(Verdict), weights)[0]

    def _carry(self) -> None:
        """Carried, and looked at again on each next date; now and then one is looked at late."""
        reason = "已列入下一步计划，到期复核进展并告知企业"
        while True:
            until = (self.at + timedelta(days=self.rng.choice((45, 60, 90, 120)))).date()
            closing.carry(self._office(Role.SIGNER), until=until, reason=reason)
            self.at = self._in_office_hours(self.at + (until - self.at.date()))
            self._wait(0, 15 if self.slow else 1)
            reason = "项目已立项，资金落实中，继续跟踪"

    def _second_thoughts(self) -> bool:
        """A few firms come back within the window."""
        if self.rng.random() >= 0.03 or not (firm := self._firm()):
            return False
        self._wait(3, 12)
        firm.now = self.at
        closing.reopen(firm, reason="用了十来天又出现同样的问题，请再看看")
        return True


class AtWork(Life):
    """Begun of late and not answered yet, so that whoever tries the city finds something to do."""

    def _on_progress(self) -> None:
        raise Later
