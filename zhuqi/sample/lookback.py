"""回头看: each office's sample of a month that is over, its calls made, with one in every state."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, Person, Role
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.mechanisms.lookback import actions
from zhuqi.mechanisms.lookback.enums import LookBackState
from zhuqi.mechanisms.lookback.models import LookBack
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS
from zhuqi.mechanisms.lookback.rules import month_before
from zhuqi.sample.city import City
from zhuqi.sample.plan import CITY

S = LookBackState
# What the calls of an office come to, in the order drawn and over again.
PLAN = (
    S.VERIFIED, S.DOUBTFUL, S.DRAWN, S.VERIFIED, S.FAULT, S.UNREACHABLE, S.VERIFIED, S.HEARD,
    S.CALLED, S.VERIFIED, S.NO_FAULT, S.DRAWN, S.VERIFIED, S.DROPPED, S.VERIFIED,
)  # fmt: skip
# So long ago at least, that there were days to ring up on.
SPAN = timedelta(days=9)
DAY = 5
# So many days after the draw somebody tries in vain: on three days, weekends aside.
TRIED = (0, 3, 7)
SAID = "来过一次就没了下文，问题还在。"
STATEMENT = "已完成现场勘查，材料到货晚了一周，月底前可以收尾。"
FAULT = "答复时工程没有完工，按已解决办结不实。"
NO_FAULT = "办结时确已解决，企业说的是之后新出现的情况。"


def look_back(city: City) -> None:
    """By every office whose ledger is told of; the city looks at what its counties closed too."""
    if city.begins:
        actions.load_look_back_schemes(by=SYSTEM)
    for code in city.ledgers:
        office = city.society.offices[code]
        scheme = "city" if code == CITY else "county"
        with transaction.atomic():
            LOOK_BACKS.adopt(office=office, code=scheme, by=SYSTEM)
            _Story(city, office, _day_of_draw(city.now)).tell()


def _day_of_draw(now: datetime) -> datetime:
    """The morning of the last fifth of a month that is long enough ago."""
    day = timezone.localdate(now - SPAN)
    while day.day != DAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time(7, 30), SHANGHAI)


@dataclass(frozen=True, slots=True)
class _Story:
    """One office's draw and what came of it."""

    city: City
    office: Unit
    at: datetime

    def tell(self) -> None:
        """Drawn by the worker; then each call in its turn."""
        month = month_before(timezone.localdate(self.at))
        seed = self.city.dice(f"look back {self.office.pk}").randrange(10**9)
        draw = actions.draw(
            office=self.office, month=month, by=SYSTEM_PERSON, now=self.at, seed=seed
        )
        rows = LookBack.objects.filter(draw=draw, caller__isnull=False).order_by("pk")
        for row, state in zip(rows.select_related("caller", "unit"), cycle(PLAN), strict=False):
            self._go(row, state)

    def _go(self, row: LookBack, state: LookBackState) -> None:
        assert row.caller is not None  # noqa: S101 (for the type checker: asked for so)
        caller = person_of(row.caller)
        if state is S.DROPPED:
            with self._open(row, self._one_of(self.office, Role.REGISTRAR), 1) as change:
                actions.drop(change, reason="企业已注销，没有人可问")
        elif state is S.CALLED:
            self._miss(row, caller, 7)
        elif state is S.UNREACHABLE:
            self._give_up(row, caller)
        elif state is S.VERIFIED:
            with self._open(row, caller, 2) as change:
                actions.verify(change, spoken_to="企业负责人", said="确实办好了。")
        elif state is not S.DRAWN:
            self._doubt(row, state, caller)

    def _give_up(self, row: LookBack, caller: Person) -> None:
        """On three days; around a long holiday there are not so many."""
        if len({timezone.localdate(self._when(days)) for days in TRIED}) < len(TRIED):
            return
        for days in TRIED[:-1]:
            self._miss(row, caller, days)
        with self._open(row, caller, TRIED[-1]) as change:
            actions.give_up(change)

    def _doubt(self, row: LookBack, state: LookBackState, caller: Person) -> None:
        with self._open(row, caller, 6 if state is S.DOUBTFUL else 2) as change:
            actions.doubt(change, spoken_to="企业负责人", said=SAID)
        if state is S.DOUBTFUL:
            return
        with self._open(row, self._one_of(row.unit, Role.HANDLER, Role.REGISTRAR), 4) as change:
            actions.state(change, statement=STATEMENT)
        if state is S.HEARD:
            return
        with self._open(row, self._one_of(self.office, Role.REVIEWER), 6) as change:
            if state is S.FAULT:
                actions.find_fault(change, finding=FAULT)
            else:
                actions.find_no_fault(change, finding=NO_FAULT, again=False)

    def _miss(self, row: LookBack, caller: Person, days: int) -> None:
        again = self.city.now + timedelta(days=1)
        with self._open(row, caller, days) as change:
            actions.miss(change, day=timezone.localdate(again), at=time(15))

    def _one_of(self, unit: Unit, *roles: Role) -> Person:
        people = self.city.society.people[unit.pk]
        return next(people[role][0] for role in roles if people.get(role))

    def _when(self, days: int) -> datetime:
        """In office hours, so many days after the draw."""
        moment = self.at + timedelta(days=days, hours=2)
        return min(calendar(self.office.region.code).effective_start(moment), self.city.now)

    def _open(
        self, row: LookBack, by: Person, days: int
    ) -> AbstractContextManager[actions.LookBackChange]:
        return actions.LOOK_BACKS.open(row.pk, by=by, now=self._when(days))
