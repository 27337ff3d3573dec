"""Whole lives of sample cases, played through the same verbs as real use, up to now.

Every step happens at a time of its own in office hours; a life stops where the next step would
lie in the future, so every state, every light and every kind of lateness comes by itself.
"""

import contextlib
import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from zhuqi.foundation.access import NotNow, Person, Role
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.foundation.workdays import SHANGHAI, Calendar
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, Rulebook
from zhuqi.ledgers.cases.approval_schemes import actions as approval
from zhuqi.ledgers.cases.enums import (
    CHAMBER_CHANNEL,
    PORTAL_CHANNEL,
    TO_CARRY,
    AssignmentRole,
    AssignmentState,
    Disposition,
    Kind,
    Nature,
    Rank,
    Satisfaction,
    State,
    Tier,
    Urgency,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.models import Assignment, SchemeVersion
from zhuqi.ledgers.cases.rules import decide
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.sample.agenda import Matter
from zhuqi.sample.narration import Narration
from zhuqi.sample.plan import CITY
from zhuqi.sample.scans import signed_paper
from zhuqi.sample.society import Society

REQUIREMENT = "请主动联系企业，核实情况，按时限答复；需要协调的及时报告活动办。"
INLETS = ("visit", "phone", "wechat", "mailbox", "talks", "hotline")


class Later(Exception):  # noqa: N818 (not an error: the rest has not happened yet)
    """The next step lies in the future."""


def may(change: CaseChange, verb: Verb) -> bool:
    """Whether it can be done now: what the rules no longer allow by then does not happen."""
    try:
        decide(change.facts, verb)
    except NotNow:
        return False
    return True


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

    def __init__(self, stage: Stage, rng: random.Random, matter: Matter) -> None:
        self.stage, self.rng = stage, rng
        self.firm, self.submission, self.turn = matter.firm, matter.submission, matter.turn
        self.how = matter.turn.how if matter.turn else ""
        self.society = stage.society
        self.handlers: dict[int, Person] = {}
        self.calendar: Calendar = stage.book.calendar
        self.at = matter.start
        self.say = Narration(rng, matter.submission, matter.firm, stage.society, matter.start)
        self.aggregate: CaseAggregate
        self.brisk = bool(matter.turn and matter.turn.ago)
        """Begun of late, so that it stands today where its turn is told."""
        self.slow = rng.random() < 0.14 and matter.turn is None

    def play(self) -> CaseAggregate:
        """The aggregate at today's stand."""
        self._begin()
        with contextlib.suppress(Later):
            self._handle()
        return self.aggregate

    # Time

    def _wait(self, low: float, high: float) -> None:
        """Let so many working days pass, then some moment of an office day."""
        days = self.rng.uniform(low, high) * (0.25 if self.brisk else 1)
        day = self.calendar.due(self.at, int(days), TimeUnit.WORKING_DAY)
        moment = day - timedelta(hours=self.rng.uniform(0.2, 8.5))
        self.at = max(
            self._in_office_hours(moment),
            self._in_office_hours(self.at + timedelta(minutes=self.rng.randrange(4, 50))),
        )
        if self.at > self.stage.now:
            raise Later

    def _in_office_hours(self, moment: datetime) -> datetime:
        return self.calendar.effective_start(moment).replace(
            second=self.rng.randrange(60), microsecond=0
        )

    def _lately(self) -> None:
        """What waits today was mostly asked within a day or two, whenever the case began."""
        moment = self._in_office_hours(self.stage.now - timedelta(hours=self.rng.uniform(0.5, 40)))
        if self.at < moment < self.stage.now:
            self.at = moment

    # People

    @property
    def office(self) -> Unit:
        """The office whose ledger the case is in now."""
        return self.aggregate.case.office

    def _office(self, role: Role) -> CaseChange:
        """Someone of the office who need not keep away."""
        people = self.society.people[self.office.pk][role]
        bound = self.aggregate.recusals
        free = [p for p in people if not any(recusal.binds(p.scope) for recusal in bound)]
        return self._work(self.rng.choice(free))

    def _firm(self) -> CaseChange | None:
        return self._work(self.firm.person) if self.firm.person else None

    def _work(self, person: Person) -> CaseChange:
        return CaseChange(self.aggregate, person, self.at)

    def _handler(self, unit: Unit) -> Person:
        """Whoever has the case in hand in a unit; the same person all through."""
        if unit.pk not in self.handlers:
            role = Role.REGISTRAR if unit.kind == UnitKind.OFFICE else Role.HANDLER
            self.handlers[unit.pk] = self.society.someone(self.rng, unit.pk, role)
        return self.handlers[unit.pk]

    def _at(self, sheet: Assignment) -> CaseChange:
        return self._work(self._handler(sheet.unit))

    # Steps

    def _begin(self) -> None:
        person, coming = self._coming()
        by_itself = person is self.firm.person
        self.aggregate = intake.new_aggregate(
            Verb.SUBMIT if by_itself else Verb.REGISTER,
            coming,
            person,
            self.at,
            self.stage.book,
            self.stage.versions[intake.ledger_of(coming).pk],
        )
        case = self.aggregate.case
        case.is_sample = True
        case.source_note = self.submission.source

    def _coming(self) -> tuple[Person, intake.Intake]:
        person, channel = self._teller()
        chamber = self.firm.chamber if channel == CHAMBER_CHANNEL else None
        return person, intake.Intake(
            enterprise=self.firm.row, submission=self._narrated(), channel=channel, chamber=chamber
        )

    def _narrated(self) -> intake.Submission:
        name, phone = self.firm.contact
        return intake.Submission(
            self.say.title, self.say.body, self.say(self.submission.wish), name, phone
        )

    def _teller(self) -> tuple[Person, str]:
        """Who brings it in, and by which inlet: the firm, its chamber, its liaison official, or
        the office."""
        if self.firm.chamber and self.rng.random() < 0.2:
            chamber = self.society.someone(self.rng, self.firm.chamber.pk, Role.CHAMBER)
            return chamber, CHAMBER_CHANNEL
        if self.firm.person and self.rng.random() < 0.75:
            return self.firm.person, PORTAL_CHANNEL
        inlet = self.rng.choice(INLETS)
        if inlet == "visit" and self.firm.liaison:
            return self.firm.liaison, inlet
        office = self.firm.row.office
        return self.society.someone(self.rng, office.pk, Role.REGISTRAR), inlet

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

    # What a turn may add; nothing in most lives.

    def _on_arrival(self) -> None:
        """Before the office has accepted it."""

    def _on_acceptance(self) -> None:
        """Before the office assigns it."""

    def _on_assignment(self) -> None:
        """Before the units have signed."""

    def _on_progress(self) -> None:
        """Before the lead answers."""

    def _on_verdict(self) -> None:
        """Before the office acts on what the firm says."""

    # Steps

    def _turned_away(self) -> bool:
        if self.submission.source or self.turn:
            return False
        dice = self.rng.random()
        if dice < 0.03:
            self._decline()
            return True
        if dice < 0.05 and (firm := self._firm()):
            intake.withdraw(firm, reason="已自行协调解决，不再需要帮助")
            return True
        return False

    def _decline(self) -> None:
        intake.decline(
            self._office(Role.REGISTRAR),
            organ=self.office.name,
            ground="所反映事项已由人民法院立案受理，属于涉法涉诉事项，依照依法分类处理的规定不由活动办受理",
            where_to_go="请向受理法院的诉讼服务中心查询进展；需要法律帮助的，可到公共法律服务中心申请",
        )

    def _kind(self) -> Kind:
        return Kind(self.submission.kind)

    def _accept(self) -> None:
        submission = self.submission
        urgent = submission.tier == Tier.MAJOR or self.rng.random() < 0.08
        intake.accept(
            self._office(Role.REGISTRAR),
            kind=self._kind(),
            tier=Tier(submission.tier),
            nature=Nature(submission.nature),
            item=self.stage.items[submission.item],
            sector=self.firm.row.sector,
            urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
        )

    def _assign(self) -> None:
        lead = self._whose()
        co = [unit for code in self.submission.co_items if (unit := self._unit_for(code)) != lead]
        registrar = self._office(Role.REGISTRAR)
        if registrar.facts.marks_open:
            marked = "\n".join(row.text for row in registrar.aggregate.covers)
            secrecy.cover(registrar, more=marked)
        handling.assign(
            registrar,
            lead=lead,
            co=list(dict.fromkeys(co)),
            part=self._parts(lead, co),
            requirement=REQUIREMENT,
        )

    def _whose(self) -> Unit:
        """Who is to lead."""
        return self._unit_for(self.submission.item)

    def _parts(self, _lead: Unit, _co: list[Unit]) -> list[Unit]:
        """Who is to answer a part of it."""
        return []

    def _unit_for(self, code: str) -> Unit:
        return self._answering(self.office.region.code, code)

    def _answering(self, region: str, code: str = "") -> Unit:
        """Whoever answers for the item (the trouble's own) in the region, else in the city."""
        item = code or self.submission.item
        for place in (region, CITY):
            for level in (item, item[:2]):
                if unit := self.society.answering.get((place, level)):
                    return unit
        return self.society.units["市工信局"]

    def _helpers(self) -> set[int]:
        """Units that will be asked for an opinion, by id."""
        region = self.firm.row.office.region.code
        return {self._answering(region, code).pk for code in self.submission.co_items}

    def _others(self, count: int, *but: Unit) -> list[Unit]:
        """Other units of the office's region that answer for something."""
        region = self.office.region.code
        units = {u.pk: u for (code, _item), u in self.society.answering.items() if code == region}
        for unit in but:
            units.pop(unit.pk, None)
        return self.rng.sample(list(units.values()), min(count, len(units)))

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
        elif self.rng.random() < 0.5:
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
