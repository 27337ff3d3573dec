"""Whole lives of sample cases, played through the same verbs as real use, up to now.

Every step happens at a time of its own in office hours; a life stops where the next step would
lie in the future, so every state, every light and every kind of lateness comes by itself.
"""

import contextlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Enterprise, Item, Unit
from zhuqi.foundation.workdays import Calendar
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.work import Dossier, Rulebook, Work
from zhuqi.ledgers.cases.enums import (
    TO_CARRY,
    Channel,
    Disposition,
    Kind,
    Nature,
    Satisfaction,
    State,
    Tier,
    Urgency,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.models import SchemeVersion
from zhuqi.sample.plan import Trouble
from zhuqi.sample.society import ROADS, Society

INLETS = (
    Channel.VISIT,
    Channel.PHONE,
    Channel.WECHAT,
    Channel.MAILBOX,
    Channel.TALKS,
    Channel.HOTLINE,
)


class Later(Exception):  # noqa: N818 (not an error: the rest has not happened yet)
    """The next step lies in the future."""


@dataclass(slots=True)
class Stage:
    """What all lives share."""

    society: Society
    book: Rulebook
    versions: dict[int, SchemeVersion]
    items: dict[str, Item]
    now: datetime


class Life:
    """One case from its first word to where it stands today."""

    def __init__(
        self, stage: Stage, rng: random.Random, firm: Enterprise, trouble: Trouble, start: datetime
    ) -> None:
        self.stage, self.rng, self.firm, self.trouble = stage, rng, firm, trouble
        self.society = stage.society
        self.office: Unit = firm.office
        self.calendar: Calendar = stage.book.calendar
        self.at = self._in_office_hours(start)
        self.words = {
            "企业": firm.name,
            "县": firm.region.name,
            "路": rng.choice(ROADS),
            "数": str(rng.randrange(3, 60)),
            "月": str((start.month - 2) % 12 + 1),
        }
        self.dossier: Dossier
        self.slow = rng.random() < 0.14

    def play(self) -> Dossier | None:
        """The dossier at today's stand; None if not even the first word has been said."""
        if self.at > self.stage.now:
            return None
        self._begin()
        with contextlib.suppress(Later):
            self._handle()
        return self.dossier

    # Time

    def _wait(self, low: float, high: float) -> None:
        """Let so many working days pass, then some moment of an office day."""
        days = self.rng.uniform(low, high)
        day = self.calendar.due(self.at, int(days), TimeUnit.WORKING_DAY)
        moment = day - timedelta(hours=self.rng.uniform(0.2, 8.5))
        self.at = max(
            self._in_office_hours(moment), self.at + timedelta(minutes=self.rng.randrange(4, 50))
        )
        if self.at > self.stage.now:
            raise Later

    def _in_office_hours(self, moment: datetime) -> datetime:
        return self.calendar.effective_start(moment).replace(
            second=self.rng.randrange(60), microsecond=0
        )

    # People

    def _office(self, role: Role) -> Work:
        return self._work(self.society.someone(self.rng, self.office.pk, role))

    def _firm(self) -> Work | None:
        person = self.society.firm_people.get(self.firm.pk)
        return self._work(person) if person else None

    def _work(self, person: Person) -> Work:
        return Work(self.dossier, person, self.at)

    def _say(self, text: str) -> str:
        for word, value in self.words.items():
            text = text.replace(f"{{{word}}}", value)
        return text

    # Steps

    def _begin(self) -> None:
        name, phone = self.society.firm_contacts[self.firm.pk]
        trouble = intake.Trouble(
            self._say(self.trouble.title),
            self._say(self.trouble.body),
            self._say(self.trouble.wish),
            name,
            phone,
        )
        person = self.society.firm_people.get(self.firm.pk)
        by_itself = person is not None and self.rng.random() < 0.75
        clerk = self.society.someone(self.rng, self.office.pk, Role.REGISTRAR)
        coming = intake.Intake(
            enterprise=self.firm,
            trouble=trouble,
            channel=Channel.PORTAL if by_itself else self.rng.choice(INLETS),
        )
        self.dossier = intake.new_dossier(
            Verb.SUBMIT if by_itself else Verb.REGISTER,
            coming,
            person if person and by_itself else clerk,
            self.at,
            self.stage.book,
            self.stage.versions[self.office.pk],
        )
        case = self.dossier.case
        case.is_sample = True
        case.source_note = self.trouble.source

    def _handle(self) -> None:
        self._wait(0.2, 4.6 if self.slow else 2.6)
        dice = self.rng.random()
        if not self.trouble.source and dice < 0.03:
            self._decline()
            return
        if not self.trouble.source and dice < 0.05 and (firm := self._firm()):
            intake.withdraw(firm, reason="已自行协调解决，不再需要帮助")
            return
        self._accept()
        self._wait(0.1, 1.8)
        self._assign()
        self._sign()
        self._work_on_it()
        for _round in range(4):
            self._answer()
            if not self._checked():
                continue
            if not self._judged():
                break

    def _decline(self) -> None:
        intake.decline(
            self._office(Role.REGISTRAR),
            organ=self.office.name,
            ground="所反映事项已由人民法院立案受理，属于涉法涉诉事项，依照依法分类处理的规定不由活动办受理",
            where_to_go="请向受理法院的诉讼服务中心查询进展；需要法律帮助的，可到公共法律服务中心申请",
        )

    def _accept(self) -> None:
        trouble = self.trouble
        urgent = trouble.tier == Tier.MAJOR or self.rng.random() < 0.08
        intake.accept(
            self._office(Role.REGISTRAR),
            kind=Kind(trouble.kind),
            tier=Tier(trouble.tier),
            nature=Nature(trouble.nature),
            item=self.stage.items[trouble.item],
            sector=self.firm.sector,
            urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
        )

    def _assign(self) -> None:
        lead = self._unit_for(self.trouble.item)
        co = [unit for code in self.trouble.co_items if (unit := self._unit_for(code)) != lead]
        handling.assign(
            self._office(Role.REGISTRAR),
            lead=lead,
            co=list(dict.fromkeys(co)),
            requirement="请主动联系企业，核实情况，按时限答复；需要协调的及时报告活动办。",
        )

    def _unit_for(self, code: str) -> Unit:
        """Whoever answers for the item in the office's region, else in the city."""
        for region in (self.office.region.code, "411000"):
            for level in (code, code[:2]):
                if unit := self.society.answering.get((region, level)):
                    return unit
        return self.society.units["市工信局"]

    def _handler(self, unit: Unit) -> Person:
        return self.society.someone(self.rng, unit.pk, Role.HANDLER)

    def _sign(self) -> None:
        self._wait(0, 3.2 if self.slow else 1.1)
        for sheet in self.dossier.assignments:
            if self.rng.random() < 0.06 and sheet is not self.dossier.lead:
                continue
            person = self._handler(sheet.unit)
            handling.sign(
                self._work(person), handler_phone=self.society.phones[person.actor.user_id]
            )

    def _lead(self) -> Work:
        lead = self.dossier.lead
        if lead is None:
            raise ValueError("an assigned case has a lead sheet")
        return self._work(self._handler(lead.unit))

    def _work_on_it(self) -> None:
        self._wait(0, 4 if self.slow else 1.6)
        handling.contact(self._lead(), text=self._say(self.trouble.contact))
        self._wait(0.5, 6 if self.slow else 3.5)
        if self.rng.random() < 0.8:
            handling.report_progress(self._lead(), text=self._say(self.trouble.progress))
        if self.rng.random() < 0.12 and (firm := self._firm()):
            intake.supplement(
                firm, text="补充一下：情况没有变化，联系人白天都在厂里，欢迎来现场看。"
            )
        for sheet in self.dossier.assignments:
            if sheet is not self.dossier.lead and sheet.signed_at and self.trouble.opinion:
                handling.give_opinion(
                    self._work(self._handler(sheet.unit)), text=self._say(self.trouble.opinion)
                )

    def _answer(self) -> None:
        limit = {Tier.ORDINARY: 6.0, Tier.COMPLEX: 12.0, Tier.MAJOR: 16.0}[Tier(self.trouble.tier)]
        again = len(self.dossier.answers) > 0
        self._wait(1, limit * 2.2 if self.slow else (3 if again else limit))
        lead = self.dossier.lead
        head = self.society.someone(self.rng, lead.unit_id, Role.UNIT_HEAD) if lead else None
        handling.answer(
            self._lead(),
            text=self._say(self.trouble.answer) + ("\n（已按要求补充落实情况。）" if again else ""),
            disposition=self._disposition(),
            signed_by=head.actor.name if head else "分管负责人",
        )

    def _disposition(self) -> Disposition:
        wanted = Disposition(self.trouble.disposition)
        if wanted == Disposition.RESOLVED and self.rng.random() < 0.1:
            return Disposition.PARTLY
        return wanted

    def _checked(self) -> bool:
        """False if the office returned the answer."""
        self._wait(0, 2.6 if self.slow else 1.3)
        if len(self.dossier.answers) == 1 and self.rng.random() < 0.12:
            closing.return_answer(
                self._office(Role.REVIEWER),
                reason="答复没有写明完成时间和责任人，也没有附现场核实情况，请补充后重新提交。",
            )
            return False
        solved = self.dossier.case.disposition == Disposition.RESOLVED
        closing.complete(
            self._office(Role.REVIEWER),
            effect_money=Decimal(self.trouble.money) if solved and self.trouble.money else None,
            effect_staff=self.trouble.staff if solved else None,
        )
        return True

    def _judged(self) -> bool:
        """True if another round follows."""
        silent = self.rng.random() < 0.22
        case = self.dossier.case
        if silent:
            return self._silent()
        self._wait(0, 4.5)
        self._rate(self._verdict())
        if case.state == State.IN_PROGRESS:
            return True
        self._wait(0, 2)
        if case.disposition in TO_CARRY or (case.verdict != Verdict.SOLVED and case.round > 2):
            self._carry()
            return False
        if case.verdict == Verdict.SOLVED:
            closing.strike_off(self._office(Role.SIGNER))
            return self._second_thoughts()
        closing.redo(
            self._office(Role.REVIEWER),
            reason="企业反映仍有遗留，请主办单位再次上门核实",
            liable=True,
        )
        return True

    def _silent(self) -> bool:
        case = self.dossier.case
        self._wait(7, 10)
        if case.disposition in TO_CARRY:
            self._carry()
        elif self.rng.random() < 0.5:
            closing.rate_by_phone(
                self._office(Role.REGISTRAR),
                verdict=Verdict.SOLVED,
                satisfaction=Satisfaction.SATISFIED,
                comment="",
                spoken_to=case.reporter_name,
            )
        else:
            self._wait(1, 4)
            closing.strike_off(
                self._office(Role.SIGNER),
                reason="评价期满未评价；两次致电联系人均未接通，短信已告知办理结果",
            )
        return False

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
            comment=comment, spoken_to=self.dossier.case.reporter_name,
        )  # fmt: skip

    def _verdict(self) -> Verdict:
        rounds = self.dossier.case.round
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
        if self.rng.random() >= 0.03 or not (self.society.firm_people.get(self.firm.pk)):
            return False
        self._wait(3, 12)
        firm = self._firm()
        if firm is None:
            return False
        closing.reopen(firm, reason="用了十来天又出现同样的问题，请再看看")
        return True
