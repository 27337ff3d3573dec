"""督办看板 on screen: tables and figures of `mechanisms.supervision.board`, each number a link to
its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.spreadsheets.writing import Head, Holds, Sheet, SheetColumn
from zhuqi.foundation.workdays import Calendar
from zhuqi.interfaces.desk.cases.rows import state_pill
from zhuqi.interfaces.desk.supervision.several import Several
from zhuqi.interfaces.desk.supervision.views import OURS, writes_sheets
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.bulk.bars import ADDRESS, Bar, Button
from zhuqi.interfaces.shell.bulk.choosing import WHOLE
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.navigation import address
from zhuqi.interfaces.shell.parts import Cell, Heading, Stat, Table, Tick
from zhuqi.ledgers.cases.enums import Light
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Condition, Whose, has_ledger
from zhuqi.ledgers.cases.reading.clock_rows import remaining
from zhuqi.mechanisms.supervision import board
from zhuqi.mechanisms.supervision.board import Sheets, Times, Week, Whom

_MEASURE: Final = _lazy("个单位")
_WAITS: Final[Mapping[Condition, StrOrPromise]] = {
    Condition.DISPUTED: _lazy("异议待裁定、会商中"),
    Condition.EXTENSION: _lazy("申请延期待审"),
    Condition.LONG_PAUSED: _lazy("挂起超过 30 天"),
    Condition.LAPSED: _lazy("挂账到期，待复核"),
    Condition.REPORT: _lazy("批示待报告"),
    Condition.REPORT_DUE: _lazy("其中报告已到期"),
}
_PRESS: Final[Mapping[Several, StrOrPromise]] = {
    Several.URGE: _lazy("催办所选单位的逾期件"),
    Several.REQUEST: _lazy("商请所选单位的逾期件"),
}
_SHEETS: Final[Mapping[Sheets, StrOrPromise]] = {
    Sheets.DRAFTED: _lazy("待签发"),
    Sheets.UNSIGNED: _lazy("已发出，未签收"),
    Sheets.UNANSWERED: _lazy("已签收，未回复"),
    Sheets.LATE: _lazy("逾期未回复"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What waits, how many, and where they are listed; "" where nothing is."""

    label: StrOrPromise
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Units:
    """A table of units, and what can be done for those that are ticked."""

    table: Table
    bar: Bar | None


@dataclass(frozen=True)
class BoardPage:
    """The board as one person sees it at a moment; three queries, the calendar's among them."""

    person: Person
    now: datetime

    @cached_property
    def _days(self) -> Calendar:
        return calendar()

    @cached_property
    def week(self) -> Week:
        """What today and this week are."""
        return Week.of(self._days, self.now)

    @cached_property
    def _numbers(self) -> board.Numbers:
        return board.numbers(self.person.scope, self.week)

    # Addresses ---------------------------------------------------------------------------------

    @cached_property
    def _own(self) -> Sequence[tuple[str, object]]:
        """What makes the ledger one's office's, where one would see more of it."""
        return [] if has_ledger(self.person.scope) else [("whose", Whose.LEDGER.value)]

    def _ledger(self, **conditions: object) -> str:
        return f"{address('desk:ledger')}?{urlencode([*self._own, *conditions.items()])}"

    @cached_property
    def _until(self) -> Mapping[str, Mapping[str, object]]:
        """The ledger's filters for a column."""
        today, last = self.week.today, self.week.last
        return {
            "late": {"light": Light.RED.value},
            "today": {"due_since": today, "due_until": today, "ahead": "on"},
            "week": {"due_since": today, "due_until": last, "ahead": "on"},
        }

    def _cell(self, times: Times, column: str, **of: object) -> Cell | str:
        number = getattr(times, column)
        return Cell(number, url=self._ledger(**of, **self._until[column])) if number else ""

    # What the page shows -----------------------------------------------------------------------

    @property
    def scope(self) -> str:
        """Whose ledger the numbers are of."""
        return "、".join(self._numbers.offices)

    @property
    def until(self) -> str:
        """The last day of the week."""
        return wording.day(self.week.last)

    @property
    def stats(self) -> list[Stat]:
        """What is late, what comes, what stands still."""
        all_ = self._numbers.all
        return [
            Stat(_("件已逾期"), all_.late, self._all("late"), Light.RED.value),
            Stat(_("件今天还要到期"), all_.today, self._all("today")),
            Stat(_("件本周还要到期"), all_.week, self._all("week")),
            Stat(_("件久无动静"), self._numbers.quiet, self.quiet_url),
        ]

    def _all(self, column: str) -> str:
        number = getattr(self._numbers.all, column)
        return self._ledger(**self._until[column]) if number else ""

    @cached_property
    def units(self) -> list[tuple[str, Units]]:
        """Tables of units under their names: those that are urged, those that are asked, and the
        office's own steps; empty ones left out."""
        kinds: dict[str, list[tuple[Whom, Times]]] = {"urge": [], "ask": [], "own": []}
        for unit, times in board.by_lateness(self._numbers.units.items()):
            kind = "own" if unit.office else "urge" if unit.commandable else "ask"
            kinds[kind].append((unit, times))
        named = (
            (_("按单位"), "urge", Several.URGE),
            (_("不能直接交办的单位（发商请函）"), "ask", Several.REQUEST),
            (_("活动办自己的环节"), "own", None),
        )
        return [
            (label, self._units(kinds[kind], label, verb))
            for label, kind, verb in named
            if kinds[kind]
        ]

    def _units(
        self, units: Sequence[tuple[Whom, Times]], label: str, verb: Several | None
    ) -> Units:
        table = self._table(units, _("单位"), "owing", label)
        late = [unit for unit, times in units if times.late]
        if verb is None or not late or not writes_sheets(self.person.scope):
            return Units(table, None)
        words = _("选择 %(row)s")
        ticks = [Tick(unit.pk, words % {"row": unit.name}, verb.value) for unit, _times in units]
        table = replace(table, ticks=ticks, ticks_for=verb.value, ticks_as="owing")
        return Units(table, self._bar(verb))

    def _bar(self, verb: Several) -> Bar:
        """Sends the late cases of the units ticked to the preview; the others have time still."""
        button = Button(verb.value, str(_PRESS[verb]), reverse(ADDRESS, args=["ledger", verb]))
        kept = [*self._own, (WHOLE, "1"), ("light", Light.RED.value)]
        sent = [(name, str(value)) for name, value in kept]
        return Bar([button], sent, str(_MEASURE), paged=False, form=verb.value)

    @property
    def counties(self) -> Table | None:
        """By county; None where there is but one."""
        found = list(board.by_lateness(self._numbers.counties.items()))
        return self._table(found, _("县区"), "county", _("按县区")) if len(found) > 1 else None

    def _table(self, rows: Sequence[tuple[Whom, Times]], head: str, name: str, label: str) -> Table:
        oldest = _("最久逾期")
        return Table(
            [
                Heading(head),
                Heading(_("已逾期"), number=True),
                Heading(_("今天还要到期"), number=True, short=_("今天到期")),
                Heading(_("本周还要到期"), number=True, short=_("本周到期")),
                Heading(oldest),
            ],
            [
                [
                    Cell(whom.name),
                    *(self._cell(times, one, **{name: whom.pk}) for one in self._until),
                    self._oldest(times),
                ]
                for whom, times in rows
            ],
            css="d-watchboard",
            label=label,
        )

    def _oldest(self, times: Times) -> SafeString | str:
        if times.since is None:
            return ""
        return light_mark(Light.RED, remaining(times.since, self.now, self._days, late=_("逾期")))

    @property
    def waits(self) -> list[Line]:
        """What waits for a decision, a review, a report."""
        return [
            Line(_WAITS[one], number, self._ledger(condition=one.value) if number else "")
            for one in board.CONDITIONS
            for number in [self._numbers.conditions.get(one, 0)]
        ]

    @property
    def sheets(self) -> list[Line]:
        """Where the sheets of the office stand."""
        return [
            Line(label, number, self._sheets(kind) if number else "")
            for kind, label in _SHEETS.items()
            for number in [self._numbers.sheets.get(kind, 0)]
        ]

    def _sheets(self, kind: Sheets) -> str:
        of = {"replies": "late"} if kind is Sheets.LATE else {"state": kind.value}
        return f"{address('desk:supervision')}?{urlencode({OURS: 'on', **of})}"

    @property
    def quiet_url(self) -> str:
        """All that stands still; "" where nothing does."""
        until = self.week.quiet_until
        return self._ledger(quiet_until=until) if self._numbers.quiet else ""

    @property
    def quiet(self) -> int:
        """How much stands still."""
        return self._numbers.quiet

    @property
    def quiet_days(self) -> int:
        """For how long, in working days."""
        return board.QUIET_DAYS

    @cached_property
    def quiet_table(self) -> Table | None:
        """The first of what stands still, each one press from its page."""
        rows = board.quiet_cases(self.person.scope, self.week) if self._numbers.quiet else []
        if not rows:
            return None
        return Table(
            [
                Heading(_("编号"), css="d-no"),
                Heading(_("诉求"), css="d-quiet__title"),
                Heading(_("在谁手上")),
                Heading(_("状态")),
                Heading(_("最近动态")),
            ],
            [self._quiet(case) for case in rows],
            css="d-quiet",
            label=_("久无动静"),
        )

    def _quiet(self, case: Case) -> list[Cell | object]:
        last = timezone.localdate(case.last_event_at)
        days = self._days.working_days(last, self.week.today)
        return [
            Cell(case.number, url=reverse("desk:case", args=[case.number])),
            Cell(case.title, case.firm_name, clamp=True, whole=True),
            Cell(str(case.lead_unit or _("活动办")), case.handler_name),
            state_pill(case.state),
            Cell(wording.day(last), _("%(n)s 个工作日没有动静") % {"n": days}),
        ]

    # A file --------------------------------------------------------------------------------------

    def workbook(self, by: str) -> Iterator[Sheet]:
        """The numbers, a sheet for each way they are told apart; `by` is who takes them out."""
        head = [f"{self.scope} · {wording.moment(self.now)}", by]
        sides = ((_("按单位"), _("单位"), self._numbers.units),
                 (_("按县区"), _("县区"), self._numbers.counties))  # fmt: skip
        for title, who, found in sides:
            rows = [
                (whom.name, times.late, times.today, times.week, times.since)
                for whom, times in board.by_lateness(found.items())
            ]
            columns = [
                SheetColumn(who, width=24),
                SheetColumn(_("已逾期"), Holds.NUMBER),
                SheetColumn(_("今天还要到期"), Holds.NUMBER),
                SheetColumn(_("本周还要到期"), Holds.NUMBER),
                SheetColumn(_("最久逾期自"), Holds.MOMENT, width=18),
            ]
            yield Sheet(title, Head(title, head), columns, rows)
        all_ = self._numbers.all
        counts = (all_.late, all_.today, all_.week, self._numbers.quiet)
        stats = [(one.label, number) for one, number in zip(self.stats, counts, strict=True)]
        lines = [(str(one.label), one.number) for one in (*self.waits, *self.sheets)]
        title = _("待定待审、催办督办")
        columns = [SheetColumn(_("事项"), width=28), SheetColumn(_("件数"), Holds.NUMBER)]
        yield Sheet(title, Head(title, head), columns, [*stats, *lines])
