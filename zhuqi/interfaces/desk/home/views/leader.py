"""A leader's first page, made for the phone: my word, what is stuck, what is late, my firms."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Person, Role, Scope
from zhuqi.foundation.directory.queries import calendar
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.queues import light_stats
from zhuqi.interfaces.desk.cases.rows import CaseRow, RowFormatter
from zhuqi.interfaces.desk.home_queues import lines_of, queues_of
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.parts import Stat
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import Light, Verb
from zhuqi.ledgers.cases.models import FAR, Case, Instruction
from zhuqi.ledgers.cases.queries import Condition, Whose, light_of
from zhuqi.ledgers.cases.reading.clock_rows import remaining
from zhuqi.ledgers.cases.reading.leader_overview import Given, LateUnit, overview_of
from zhuqi.ledgers.firms import queries as firms

FIRMS_SHOWN = 6


def leads_only(scope: Scope) -> bool:
    """Leaders who do no office's or unit's work besides."""
    return scope.holds(Role.LEADER) and not scope.holds(*OFFICE_ROLES, *UNIT_ROLES)


@dataclass(frozen=True, slots=True)
class Report:
    """A report that came back: its first lines, and what marks it read with one press."""

    row: CaseRow
    ordinal: int
    seen: int
    asked: str
    text: str
    who: str
    act_url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and has no report yet."""

    row: CaseRow
    asked: str
    light: SafeString
    due: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A case on a card: why it is here, and whether one has written on it already."""

    row: CaseRow
    why: list[str]
    instructed: bool


@dataclass(frozen=True, slots=True)
class Late:
    """A unit that is late."""

    name: str
    cases: int
    oldest: SafeString
    url: str


@dataclass(frozen=True, slots=True)
class FirmCasesRow:
    """A firm one looks after."""

    name: str
    url: str
    under_way: int
    late: SafeString | str


class LeaderPage:
    """What the page shows; everything from the `Watch`."""

    def __init__(self, person: Person, now: datetime) -> None:
        self.person, self.now = person, now
        self.days = calendar()
        self.watch = overview_of(person, now)
        cases = {case.pk: case for case in self.watch.cases}
        self._rows = dict(
            zip(cases, RowFormatter(person, now).rows(list(cases.values())), strict=True)
        )
        self.lights = light_stats(person, now)
        self.looked_after = firms.looked_after(person, now)

    @property
    def stats(self) -> list[Stat]:
        """Four figures, each with its rows behind it."""
        back = len(self.watch.reported)
        return [
            Stat(_("份报告等圈阅"), back, "#word" if back else ""),
            Stat(_("件卡住（全部经手）"), self.watch.stuck_count, stuck(Condition.STUCK)),
            *(one for one in self.lights if one.light != Light.GREEN.value),
        ]

    @property
    def reports(self) -> list[Report]:
        """To be read, the longest waiting first."""
        return [self._report(row) for row in self.watch.reported]

    def _report(self, row: Instruction) -> Report:
        when = wording.moment(row.reported_at)
        url = reverse("desk:verb", args=[row.case.number, Verb.MARK_READ.value])
        return Report(
            self._rows[row.case_id],
            row.ordinal,
            row.case.version,
            row.requirement,
            row.report,
            f"{row.reported_by} {when}",
            url,
        )

    @property
    def asked(self) -> list[Asked]:
        """Without a report, the most urgent first."""
        return [self._asked(given) for given in self.watch.given]

    def _asked(self, given: Given) -> Asked:
        row, asked = self._rows[given.row.case_id], given.row.requirement
        clock = given.clock
        if clock is None or clock.due_at >= FAR:
            return Asked(row, asked, light_mark(Light.NONE), "")
        light = light_of(clock.due_at, clock.warn_at, self.now)
        left = remaining(clock.due_at, self.now, self.days, unit=clock.unit)
        return Asked(row, asked, light_mark(light, left), wording.moment(clock.due_at))

    @property
    def stuck(self) -> list[Watched]:
        """The first of what does not move."""
        return [self._watched(case) for case in self.watch.stuck]

    @property
    def stuck_for(self) -> list[tuple[str, int, str]]:
        """Why, how many, and where they are listed; reasons nothing is stuck for are left out."""
        return [
            (str(condition.label), number, stuck(condition))
            for condition, number in self.watch.stuck_for.items()
            if number
        ]

    @property
    def late(self) -> list[Watched]:
        """Those late the longest."""
        return [self._watched(case) for case in self.watch.late]

    def _watched(self, case: Case) -> Watched:
        why = [str(one.label) for one in queries.conditions_of(case, self.now)]
        return Watched(self._rows[case.pk], why, case.pk in self.watch.instructed)

    @property
    def late_units(self) -> list[Late]:
        """Units by how much is late with them."""
        return [self._late(one) for one in self.watch.late_units]

    def _late(self, one: LateUnit) -> Late:
        words = remaining(one.since, self.now, self.days, late=_("最久逾期"))
        url = ledger(light=Light.RED, owing=one.unit.pk)
        return Late(str(one.unit), one.cases, light_mark(Light.RED, words), url)

    @property
    def firms(self) -> list[FirmCasesRow]:
        """Those with something late first; each opens its card before a visit."""
        return [
            FirmCasesRow(
                firm.name,
                reverse("desk:enterprise_card", args=[firm.pk]),
                tally.under_way,
                light_mark(Light.RED, _("%(n)s 件逾期") % {"n": tally.late}) if tally.late else "",
            )
            for firm, tally in self.looked_after[:FIRMS_SHOWN]
        ]

    @property
    def more_firms(self) -> int:
        """How many are not shown."""
        return max(0, len(self.looked_after) - FIRMS_SHOWN)


def ledger(**conditions: object) -> str:
    """The ledger with these conditions."""
    return f"{reverse('desk:ledger')}?{urlencode(conditions)}"


def stuck(condition: Condition) -> str:
    """What does not move for this reason, in whatever ledger."""
    return ledger(condition=condition, whose=Whose.ALL)


def show(request: HttpRequest) -> HttpResponse:
    """The page; who comes here is decided by `home`."""
    now = timezone.now()
    context = {
        "page": LeaderPage(access.of(request), now),
        "queues": queues_of(access.of(request), now, leader=True),
        "lines": lines_of(access.of(request)),
        "today": wording.day(now),
        "red_url": ledger(light=Light.RED),
        "stuck_url": stuck(Condition.STUCK),
    }
    return render(request, "desk/home/leader.html", context)
