"""How a sample case begins: who brings it in, whether it is taken on, whose it becomes.

Every step happens at a time of its own in office hours.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhuqi.foundation.access import NotNow, Person, Role
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.foundation.workdays import Calendar
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, Rulebook
from zhuqi.ledgers.cases.enums import (
    CHAMBER_CHANNEL,
    PORTAL_CHANNEL,
    Kind,
    Nature,
    Tier,
    Urgency,
    Verb,
)
from zhuqi.ledgers.cases.models import Assignment, SchemeVersion
from zhuqi.ledgers.cases.rules import decide
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.sample.agenda import Matter
from zhuqi.sample.narration import Narration
from zhuqi.sample.plan import CITY
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


class Begun:
    """Base: a life up to the moment its units have their sheets."""

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
