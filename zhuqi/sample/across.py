"""Lives that go through the levels: handed up, handed down, forwarded, passed on inside."""

from datetime import date, timedelta

from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.work import CaseChange, close_of
from zhuqi.ledgers.cases.enums import AssignmentRole, State, Verb, Verdict
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.models import Assignment
from zhuqi.ledgers.cases.sheets import actions as sheets
from zhuqi.sample.begun import Later, may
from zhuqi.sample.lives import Life
from zhuqi.sample.plan import CITY

WHY_UP = (
    "事项权限在市级部门，县区已协调两次未果，请市活动办研判。",
    "涉及两个县区和市属单位，县级难以统筹，提请市级牵头。",
    "需要市级资金和指标支持，本级无权安排，附前期办理情况。",
)


class PassedOn(Life):
    """二次分办: the lead passes its sheet on inside, and answers by what comes back."""

    def _on_progress(self) -> None:
        self._pass_on(self._sheet)

    def _pass_on(self, outer: Assignment) -> None:
        units = [
            unit
            for unit in self.society.below[outer.unit_id]
            if self.society.people.get(unit.pk, {}).get(Role.HANDLER)
        ]
        change = self._at(outer)
        day = _inner_day(change)
        if not units or day is None or not may(change, Verb.SUB_ASSIGN):
            return
        sheets.sub_assign(
            change,
            units=self.rng.sample(units, min(len(units), self.rng.choice((1, 1, 2)))),
            until=day,
            requirement="请现场核实并提出办理意见，按期反馈。",
        )
        inner = self.aggregate.inner(outer)
        for sheet in inner:
            self._wait(0, 0.5)
            handling.sign(self._at(sheet))
        for sheet in inner:
            self._wait(0, 1.4)
            if may(self._at(sheet), Verb.PART_ANSWER):
                sheets.part_answer(
                    self._at(sheet), text="已到现场核实，情况属实；已提出处理意见，报请统一答复。"
                )


def _inner_day(change: CaseChange) -> date | None:
    """A working day within the outer limit, three days on at most; None if there is none."""
    calendar = change.aggregate.calendar
    today = change.now.astimezone(SHANGHAI).date()
    limit = sheets.outer_due(change)
    for ahead in (3, 2, 4, 1, 0):
        day = today + timedelta(days=ahead)
        if calendar.is_working(day) and change.now < close_of(day, calendar) <= limit:
            return day
    return None


class CountyLead(PassedOn):
    """The city assigns to a county's office, which passes it on and asks for the strike-off."""

    def _whose(self) -> Unit:
        return self.society.offices[self.firm.row.region.code]

    def _on_strike_off_asked(self) -> None:
        if self.how != "refused" or not (county := self._county()):
            return
        self._wait(0, 1.2)
        levels.refuse_strike_off(
            self._office(Role.SIGNER), reason="还缺企业确认的书面材料，请补齐后再申请。"
        )
        self._wait(0.5, 2)
        county.now = self.at
        levels.ask_strike_off(county, reason="企业确认材料已补齐，再次申请销号。")


class HandedUp(CountyLead):
    """提级: taken up and assigned by the city, or returned, or still waiting there."""

    def _whose(self) -> Unit:
        case = self.aggregate.case
        if self.how == "to_county" and case.origin_office is not None:
            return case.origin_office
        return Life._whose(self)  # noqa: SLF001 (the way of every life, not of a county lead)

    def _on_acceptance(self) -> None:
        if self.how == "waiting":
            self._lately()
        if self.how in {"taken", "to_county", "returned", "waiting"}:
            self._hand_up()
        if self.how == "waiting":
            raise Later
        if self.how == "returned":
            self._return()
        elif self.how in {"taken", "to_county"}:
            self._take()

    def _on_progress(self) -> None:
        if self.how == "to_county":
            self._pass_on(self._sheet)
        if self.how == "twice" and not self.aggregate.case.origin_office:
            self._hand_up()
            self._return()
            self._wait(1, 3)
            self._hand_up()
            self._take()
            self._again()

    def _on_verdict(self) -> None:
        case = self.aggregate.case
        if self.how != "after_verdict" or case.origin_office:
            return
        if case.state == State.COMPLETED and may(self._office(Role.REVIEWER), Verb.ESCALATE):
            self._hand_up()
            self._take()
            self._again()
            self._answer_for_good()
            raise Later

    def _verdict(self) -> Verdict:
        first = self.how == "after_verdict" and not self.aggregate.case.origin_office
        return Verdict.PARTLY if first else super()._verdict()

    def _says_nothing(self) -> bool:
        return self.how != "after_verdict" and super()._says_nothing()

    def _hand_up(self) -> None:
        levels.escalate(self._office(Role.REVIEWER), reason=self.rng.choice(WHY_UP))

    def _above(self) -> CaseChange:
        office = self.society.offices[CITY]
        role = self.rng.choice((Role.REGISTRAR, Role.REVIEWER))
        return self._work(self.society.someone(self.rng, office.pk, role))

    def _return(self) -> None:
        self._wait(0.3, 2.4)
        levels.send_down(
            self._above(),
            reason="属县区职权范围，请属地牵头办理；确需市级支持的，写明具体事项再报。",
        )

    def _take(self) -> None:
        self._wait(0.3, 2.4)
        levels.take_up(self._above(), decision="情况属实，由市级统筹。")
        self._wait(0.1, 1)

    def _again(self) -> None:
        """The city assigns it anew, and its unit begins."""
        self._assign()
        self._sign()
        self._work_on_it()


class Forwarded(Life):
    """转办: the trouble lies in another county; its office takes it as its own."""

    def _on_arrival(self) -> None:
        counties = [u for code, u in self.society.offices.items() if code != CITY]
        theirs = self.society.offices[self.firm.row.region.code]
        office = theirs
        if theirs == self.office:
            office = self.rng.choice([u for u in counties if u != theirs])
        levels.forward(
            self._office(Role.REGISTRAR),
            office=office,
            reason="所反映的问题发生在贵地，不属本级事权，转请受理。",
        )
        self._wait(0.2, 2)


class HandedDown(Life):
    """上级交办: comes with the number of whoever handed it down, and its result goes back."""

    def _coming(self) -> tuple[Person, intake.Intake]:
        office = self.firm.row.office
        due = self.calendar.due(self.at, 20, TimeUnit.WORKING_DAY)
        serial = self.rng.randrange(10_000, 100_000)
        return self.society.someone(self.rng, office.pk, Role.REGISTRAR), intake.Intake(
            enterprise=self.firm.row,
            submission=self._narrated(),
            channel="superior",
            foreign_number=f"豫企诉〔{timezone.localtime(self.at).year}〕{serial}号",
            result_due=timezone.localdate(due),
        )

    def _on_strike_off(self) -> None:
        self._wait(0.2, 2)
        self._send_back()

    def _carry(self) -> None:
        self._send_back()
        super()._carry()

    def _send_back(self) -> None:
        if self.how == "owed":
            return
        if may(self._office(Role.REGISTRAR), Verb.SEND_BACK):
            levels.send_back(
                self._office(Role.REGISTRAR), text="已办结并经企业确认，办理情况和企业评价附后。"
            )


class InParts(Life):
    """分办: some units answer their own part; one part may come back first."""

    def _parts(self, lead: Unit, co: list[Unit]) -> list[Unit]:
        return self._others(2, lead, *co)

    def _on_progress(self) -> None:
        parts = [s for s in self.aggregate.sheets if s.role == AssignmentRole.PART]
        for number, sheet in enumerate(parts):
            self._wait(0.2, 2)
            self._part_answer(sheet, "本单位负责的部分已办妥，情况说明如上。")
            if number == 0 and self.how == "returned":
                self._wait(0.2, 1)
                sheets.return_part(
                    self._office(Role.REVIEWER),
                    sheet=sheet.sheet,
                    reason="只写了转办情况，没有写处理结果，请补充。",
                )
                self._wait(0.5, 2)
                self._part_answer(sheet, "已补充：处理结果和完成时间均已告知企业。")

    def _part_answer(self, sheet: Assignment, text: str) -> None:
        sheets.part_answer(self._at(sheet), text=text)


class Helpers(Life):
    """More helpers enlisted later, one taken back, or the whole assignment recalled at once."""

    def _on_assignment(self) -> None:
        if self.how == "recall":
            self._wait(0, 0.4)
            handling.recall(self._office(Role.REGISTRAR), reason="协办单位漏选，撤回后重新交办。")
            self._wait(0, 0.3)
            self._assign()

    def _on_progress(self) -> None:
        if self.how == "recall":
            return
        here = [sheet.unit for sheet in self.aggregate.sheets]
        sheets.enlist(
            self._office(Role.REGISTRAR),
            co=self._others(1, *here),
            requirement="请就职责范围内的事项提出意见，配合主办单位办理。",
        )
        sheet = self.aggregate.sheets[-1]
        self._wait(0.1, 1)
        if self.how == "release":
            sheets.release(
                self._office(Role.REGISTRAR),
                sheet=sheet.sheet,
                reason="主办单位已经查清，不再需要贵单位意见。",
            )
            return
        handling.sign(self._at(sheet))
        self._wait(0.2, 2)
        handling.give_opinion(
            self._at(sheet), text="已核对，本单位职责内无障碍，同意主办单位意见。"
        )
