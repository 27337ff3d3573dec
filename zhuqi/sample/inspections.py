"""督导检查: of every ledger a round that is over and one under way, with something in
every state; the city has one more that is being planned and one that was called off."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions import findings, rounds, visits
from zhuqi.mechanisms.inspections.enums import FindingState, Result
from zhuqi.mechanisms.inspections.models import Finding, InspectionRound, InspectionVisit
from zhuqi.sample.city import City
from zhuqi.sample.offices import Office

ITEMS = (
    "县级领导和科级干部到联系企业调研，帮助解决问题",
    "问题台账与办理实际相符，办结有结果、有企业意见",
    "交办的问题按时签收、按时办结",
    "环保执法没有“一刀切”，停产限产有依据",
    "存在问题整改会定的事项有人办、有期限",
)
FOUND = (
    "走访记录不全，有三户只记了日期，没有写企业提出的问题。",
    "台账上三件已办结的，没有办理结果和企业意见。",
    "两件超过时限才签收，没有说明原因。",
    "预警期停产通知没有写依据和期限，企业不知道何时恢复。",
    "整改会定的两项没有明确责任人。",
)
CONCERNING = "走访的三户企业反映，窗口答复的办理时限与公布的不一致，涉及贵单位窗口。"
DEMAND = "对照问题逐项整改，补齐台账，明确责任人和时限，书面回复整改情况，举一反三。"
REPLY = "已逐项整改，台账已补齐，今后由办公室每周核对一次。"
PROOF = "已全部补齐，建立了每周核对制度。"
REMARK = "抽查五件，均已补齐。"
S = FindingState
# How far what is found comes, in the order of the units.
PLAN: Sequence[FindingState] = (
    S.SIGNED, S.REPLIED, S.DRAFTED, S.ISSUED, S.FOUND, S.CLOSED, S.DROPPED,
)  # fmt: skip


def inspect_units(city: City) -> None:
    """By the people of every ledger's office."""
    for office in city.offices:
        with transaction.atomic():
            _Chapter(Office(city, office, city.dice(f"inspections {office.pk}"))).tell()


class _Chapter:
    """What one office has inspected and entered."""

    def __init__(self, office: Office) -> None:
        self.office, self.city = office, office.city
        self.team = list(queries.candidates(office.unit)[:3])
        self.inspector = self._inspector()

    def _inspector(self) -> Person:
        """Of the office, so that no unit keeps them away."""
        people = self.city.society.people[self.office.unit.pk]
        held = people.get(Role.INSPECTOR) or people[Role.REGISTRAR]
        return held[0]

    def tell(self) -> None:
        """In the order of the days."""
        units = self.office.inspected()
        if not units:
            return
        year = timezone.localdate(self.city.now).year
        self._round(f"{year}年上半年督导检查", units[:5], 120, over=True)
        self._round(f"{year}年下半年督导检查", units, 18, over=False)
        if self.city.begins and self.office.unit == self.city.offices[0]:
            self._planned(f"{year}年岁末督导检查")
            self._cancelled(f"{year}年三季度督导检查")

    def _plan(self, title: str, at: datetime, days: int) -> InspectionRound:
        since = timezone.localdate(at)
        return rounds.plan(
            office=self.office.unit, title=title, basis="联席会议议定的年度督导安排", since=since,
            until=since + timedelta(days=days), copy_from=None, items="\n".join(ITEMS),
            by=self.office.by(Role.REGISTRAR), now=at,
        )  # fmt: skip

    def _planned(self, title: str) -> None:
        self._plan(title, self.office.ago(1), 40)

    def _cancelled(self, title: str) -> None:
        row = self._plan(title, self.office.ago(70), 20)
        with rounds.ROUNDS.open(
            row.pk, by=self.office.by(Role.REVIEWER), now=self.office.ago(66)
        ) as change:
            rounds.cancel(change, reason="与市委专项督查合并进行")

    def _round(self, title: str, units: Sequence[Unit], ago: int, *, over: bool) -> None:
        at = self.office.ago(ago)
        row = self._plan(title, at, 25)
        first, today = timezone.localdate(at), timezone.localdate(self.city.now)
        registrar = self.office.by(Role.REGISTRAR)
        people = User.objects.filter(pk=self.inspector.actor.user_id)
        with rounds.ROUNDS.open(row.pk, by=registrar, now=at) as change:
            rounds.name_team(change, members=[*people, *self.team])
            for place, unit in enumerate(units):
                day = max(first, today - timedelta(days=ago - 2 - 2 * place))
                rounds.add_units(change, units=[unit], day=day)
        with rounds.ROUNDS.open(row.pk, by=self.office.by(Role.REVIEWER), now=at) as change:
            rounds.start(change)
        planned = list(row.visits.order_by("day", "pk"))
        for place, visit in enumerate(planned[: -1 if over else None]):
            self._visit(visit, PLAN[place % len(PLAN)] if not over else S.CLOSED)
        if over:
            later = self.office.ago(ago - 28)
            with visits.VISITS.open(planned[-1].pk, by=registrar, now=later) as change:
                visits.skip(change, reason="机构改革合并，随新单位一并检查")
            with rounds.ROUNDS.open(
                row.pk, by=self.office.by(Role.REVIEWER), now=self.office.ago(ago - 30)
            ) as change:
                rounds.end(change)

    def _visit(self, visit: InspectionVisit, state: FindingState) -> None:
        at = self.office.worked(_morning(visit.day))
        if visit.day > timezone.localdate(self.city.now):
            return
        if visit.day == timezone.localdate(self.city.now):
            self._answer(visit, at, most=2)
            return
        bad = self._answer(visit, at)
        with visits.VISITS.open(visit.pk, by=self.inspector, now=at) as change:
            found = visits.find(
                change, item=visit.round.items.all()[bad], unit=visit.unit, text=FOUND[bad]
            )
            visits.finish(change, summary="总体较好，台账基本规范，个别事项需要整改。")
        self._follow(found, state, at)
        if state == S.REPLIED:
            self._ask(visit, at)

    def _ask(self, visit: InspectionVisit, at: datetime) -> None:
        """What was found there concerns a body that can't be commanded: it is asked."""
        people = self.city.society.people
        bodies = queries.concerned(visit).filter(commandable=False)
        body = next((one for one in bodies if Role.HANDLER in people.get(one.pk, {})), None)
        if body is None:
            return
        with visits.VISITS.open(visit.pk, by=self.inspector, now=at) as change:
            found = visits.find(change, item=None, unit=body, text=CONCERNING)
        self._follow(found, S.ISSUED, at)

    def _answer(self, visit: InspectionVisit, at: datetime, most: int = len(ITEMS)) -> int:
        """Each thing, one of them not met: which."""
        bad = self.office.dice.randrange(len(ITEMS))
        with visits.VISITS.open(visit.pk, by=self.inspector, now=at) as change:
            for place, item in enumerate(visit.round.items.all()[:most]):
                result = Result.NOT_MET if place == bad else Result.MET
                if place == len(ITEMS) - 1 and bad != place:
                    result = Result.NOT_APPLICABLE
                remark = FOUND[place] if place == bad else ""
                visits.answer(change, item=item, result=result, remark=remark)
        return bad

    def _follow(self, found: Finding, state: FindingState, at: datetime) -> None:
        way = [S.DRAFTED, S.ISSUED, S.SIGNED, S.REPLIED, S.CLOSED]
        steps = way[: way.index(state) + 1] if state in way else [state] * (state == S.DROPPED)
        for place, step in enumerate(steps, start=1):
            now = self.office.worked(min(at + timedelta(days=place / 2), self.city.now))
            by, act = self._step(found, step, timezone.localdate(now))
            with findings.FINDINGS.open(found.pk, by=by, now=now) as change:
                act(change)

    def _step(
        self, found: Finding, step: FindingState, today: date
    ) -> tuple[Person, Callable[[findings.FindingChange], None]]:
        limit, answering = self.office.dice.choice((2, 5, 10)), self.office.answering(found.unit)
        match step:
            case S.DRAFTED:
                by = self.office.by(Role.REGISTRAR)
                return by, lambda change: findings.draft(change, demand=DEMAND, limit=limit)
            case S.ISSUED:
                by = self.office.by(Role.SIGNER)
                return by, lambda change: findings.issue(change, demand=DEMAND, limit=limit)
            case S.SIGNED:
                return answering, findings.sign
            case S.REPLIED:
                return answering, lambda change: findings.reply(change, reply=REPLY)
            case S.CLOSED:
                by = self.inspector
                return by, lambda change: findings.pass_(change, day=today, remark=REMARK)
            case _:
                by = self.office.by(Role.REGISTRAR)
                return by, lambda change: findings.drop(change, reason="单位补交了材料，不算问题")


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=SHANGHAI)
