"""The calendar of due times: which days, what is due on each, where each number leads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar, posts_of
from zhuqi.foundation.workdays import SHANGHAI, Calendar
from zhuqi.interfaces.desk.cases.due_spans import WEEK, Span
from zhuqi.interfaces.desk.cases.ledger_ways import LINES
from zhuqi.interfaces.desk.cases.queues import LABELS
from zhuqi.interfaces.desk.cases.rows import CaseRow, RowFormatter, case_table, walk_url
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.bulk.filtering import JOB, OUTCOME
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.listing.chosen import Chosen
from zhuqi.interfaces.shell.parts import Cell, Heading, Stat, Tab, Table
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import Light
from zhuqi.ledgers.cases.queries import Filters
from zhuqi.ledgers.cases.queries.due_days import (
    HAND,
    OWING,
    Counted,
    Counts,
    DueRow,
    counts_by_day,
    rows_by_day,
)

SPAN, AT, BY = "span", "at", "by"
# The page says these itself; a row of an old register has no time.
UNASKED: Final = ("due_since", "due_until", "historical", JOB, OUTCOME)
SPANS: Final[Mapping[str, StrOrPromise]] = {"": _lazy("月"), WEEK: _lazy("周")}
WHOSE: Final[Mapping[str, StrOrPromise]] = {
    "": _lazy("合计"),
    OWING: _lazy("按单位"),
    HAND: _lazy("按经办人"),
}
# Of a day's rows in the week: as many as are read at a glance; the rest is one press away.
ROWS_A_DAY: Final = 12


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar. `mark` is 休 or 班 where a notice says so, `name` why."""

    date: date
    mark: str
    name: str
    css: str
    counted: Counted
    url: str
    lights: Sequence[tuple[SafeString, str]] = ()
    rows: Table | None = None
    more: int = 0

    @property
    def words(self) -> str:
        """12月3日 周四."""
        return wording.day(self.date)

    @property
    def urgent(self) -> SafeString:
        """The most urgent light of the day, where there is no room for each."""
        return light_mark(self.counted.light.value)


@dataclass(frozen=True)
class DuePage:
    """The calendar as one person sees it at a moment."""

    chosen: Chosen
    person: Person
    now: datetime
    span: Span = field(init=False)
    by: str = field(init=False)

    def __post_init__(self) -> None:
        query = self.chosen.query
        span = Span.of(query.get(SPAN, ""), query.get(AT, ""), self.today)
        object.__setattr__(self, "span", span)
        by = query.get(BY, "")
        object.__setattr__(self, "by", by if by in WHOSE else "")

    @property
    def today(self) -> date:
        """In the offices' time zone."""
        return self.now.astimezone(SHANGHAI).date()

    @cached_property
    def filters(self) -> Filters:
        """What is asked of the ledger, for the whole span."""
        return replace(
            Filters(**self.chosen.values), due_since=self.span.first, due_until=self.span.last
        )

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar()

    # Where one can go --------------------------------------------------------------------------

    @property
    def spans(self) -> list[Tab]:
        """Month and week."""
        now = WEEK if self.span.week else ""
        return [
            Tab(str(label), self.chosen.url(**{SPAN: key}), active=key == now)
            for key, label in SPANS.items()
        ]

    @property
    def groups(self) -> list[Tab]:
        """All together, by unit, by person."""
        return [
            Tab(str(label), self.chosen.url(**{BY: key}), active=key == self.by)
            for key, label in WHOSE.items()
        ]

    @property
    def before_url(self) -> str:
        """The month or week before."""
        return self._moved(self.span.before)

    @property
    def after_url(self) -> str:
        """The next one."""
        return self._moved(self.span.after)

    @property
    def today_url(self) -> str:
        """The one with today in it; "" where that is shown."""
        shown = self.span.first <= self.today <= self.span.last
        return "" if shown else self.chosen.url(**{AT: ""})

    @property
    def before_words(self) -> str:
        """Where `before_url` leads."""
        return _("上一周") if self.span.week else _("上个月")

    @property
    def after_words(self) -> str:
        """Where `after_url` leads."""
        return _("下一周") if self.span.week else _("下个月")

    def _moved(self, day: date | None) -> str:
        return self.chosen.url(**{AT: day.isoformat()}) if day else ""

    def _rows_url(self, since: date | None, until: date, **more: object) -> str:
        bounds = {"due_since": since, "due_until": until}
        named = {name: day.isoformat() for name, day in bounds.items() if day}
        return self.chosen.elsewhere(LINES, **named, **more)

    # Numbers -----------------------------------------------------------------------------------

    @property
    def stats(self) -> list[Stat]:
        """What is due in the span and how it stands; and what was due before it and is not done."""
        span, all_ = self.span, self._counts(self.filters, days=False).get((None, None), Counted())
        label = _("件本周到期") if span.week else _("件本月到期")
        found = [Stat(label, all_.number, self._rows_url(span.first, span.last))]
        for light in queries.LIGHTS:
            if number := all_.lights.get(light):
                url = self._rows_url(span.first, span.last, light=light.value)
                found.append(Stat(str(LABELS[light]), number, url, light.value))
        if earlier := self._earlier():
            url = self._rows_url(None, span.first - timedelta(days=1))
            found.append(Stat(_("件更早到期、还没有办完"), earlier, url, Light.RED.value))
        return found

    def _earlier(self) -> int:
        if self.span.first > self.today:
            return 0
        until = self.span.first - timedelta(days=1)
        filters = replace(self.filters, due_since=None, due_until=until)
        return self._counts(filters, days=False).get((None, None), Counted()).number

    def _counts(self, filters: Filters, *, days: bool, by: str = "") -> Counts:
        return counts_by_day(self.person.scope, filters, self.now, days=days, by=by)

    @property
    def provisional(self) -> bool:
        """True where the State Council's notice for some of the days is still to come."""
        return any(self._calendar.is_provisional(day) for day in (self.span.first, self.span.last))

    # Days --------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> list[Day]:
        """Every day of the span; in the week with its rows."""
        counts = self._counts(self.filters, days=True)
        rows = self._rows() if self.span.week else {}
        return [
            self._of_day(day, counts.get((day, None), Counted()), rows.get(day))
            for day in self.span.days
        ]

    @property
    def weekdays(self) -> Sequence[str]:
        """Monday first."""
        return wording.WEEKDAYS

    def _of_day(self, day: date, counted: Counted, rows: Sequence[DueRow] | None = None) -> Day:
        mark, name = self._marked(day)
        lights = [
            (light_mark(light.value, _LIT_SHORT[light] % {"n": number}),
             self._rows_url(day, day, light=light.value))
            for light in queries.LIGHTS
            if (number := counted.lights.get(light))
        ]  # fmt: skip
        return Day(
            day,
            mark,
            name,
            css=" ".join(self._css(day)),
            counted=counted,
            url=self._rows_url(day, day) if counted.number else "",
            lights=lights,
            rows=self._table(day, rows) if rows else None,
            more=counted.number - len(rows or ()),
        )

    def _marked(self, day: date) -> tuple[str, str]:
        name = self._calendar.name_of(day)
        if self._calendar.is_holiday(day):
            return _("休"), name
        weekend = day.weekday() >= 5  # noqa: PLR2004 (Saturday)
        if self._calendar.is_working(day):
            return (_("班"), name) if weekend else ("", "")
        return "", name

    def _css(self, day: date) -> Iterator[str]:
        if day.day == 1:
            yield f"d-cal__on-{day.isoweekday()}"
        yield "" if self._calendar.is_working(day) else "d-cal__off"
        if day == self.today:
            yield "d-cal__today"

    # Rows --------------------------------------------------------------------------------------

    def _rows(self) -> Mapping[date, Sequence[DueRow]]:
        return rows_by_day(self.person.scope, self.filters, self.now, ROWS_A_DAY)

    def _table(self, day: date, rows: Sequence[DueRow]) -> Table:
        """The rows as queues show them, each by what of it is due that day."""
        formatter = self._formatter
        written = formatter.rows([one.case for one in rows])
        walk = self.chosen.query_of(due_since=day.isoformat(), due_until=day.isoformat())
        shown = [self._line(row, one, walk) for row, one in zip(written, rows, strict=True)]
        return case_table(shown)

    @cached_property
    def _formatter(self) -> RowFormatter:
        return RowFormatter(self.person, self.now)

    def _line(self, row: CaseRow, one: DueRow, walk: str) -> CaseRow:
        return replace(
            row,
            url=walk_url(row.number, walk),
            unit=str(one.owner or row.unit),
            light=light_mark(one.light.value),
            clock="、".join(str(clock.label) for clock in one.clocks),
            due=f"{one.due_at.astimezone(SHANGHAI):%H:%M}",
        )

    # By unit, by person ------------------------------------------------------------------------

    @cached_property
    def matrix(self) -> Table | None:
        """A line a unit or person, a column a day; None where nobody has anything due."""
        by_day = self._counts(self.filters, days=True, by=self.by)
        alone = self._counts(self.filters, days=False, by=self.by)
        if not alone:
            return None
        names = self._names({whom for _day, whom in alone if whom})
        order = sorted(alone, key=lambda key: (not key[1], -alone[key].number, key[1] or 0))
        return Table(
            [
                Heading(WHOM[self.by]),
                Heading(_("共"), css="d-cal__all"),
                *map(self._head, self.span.days),
            ],
            [
                [
                    names.get(whom or 0, Cell(NOBODY)),
                    self._number(alone[None, whom], self.span.first, self.span.last, whom),
                    *(
                        self._number(by_day.get((day, whom), Counted()), day, day, whom)
                        for day in self.span.days
                    ),
                ]
                for _day, whom in order
            ],
            css="d-cal__matrix",
            label=_("时限日历"),
            pinned=True,
        )

    def _names(self, ids: set[int]) -> dict[int, Cell]:
        if self.by == OWING:
            return {pk: Cell(str(unit)) for pk, unit in Unit.objects.in_bulk(ids).items()}
        people = User.objects.filter(pk__in=ids).values_list("pk", "name", "official")
        named = {pk: (name, official) for pk, name, official in people}
        posts = posts_of({official for _n, official in named.values() if official}, self.today)
        return {
            pk: Cell(name, posts.get(official or 0, "")) for pk, (name, official) in named.items()
        }

    def _head(self, day: date) -> Heading:
        mark, name = self._marked(day)
        weekday = wording.WEEKDAYS[day.weekday()][1:]
        label = format_html('<span title="{}">{}<br>{}</span>', name, day.day, mark or weekday)
        return Heading(label, css=" ".join(["d-cal__day", *self._css(day)]), short=wording.day(day))

    def _number(
        self, counted: Counted, since: date, until: date, whom: int | None
    ) -> SafeString | str:
        if not counted.number:
            return ""
        said = "，".join(
            _LIT_SHORT[light] % {"n": number}
            for light in queries.LIGHTS
            if (number := counted.lights.get(light))
        )
        shape = light_mark(counted.light.value)
        url = self._rows_url(since, until, **{self.by: whom})
        return format_html('<a href="{}" title="{}">{} {}</a>', url, said, counted.number, shape)

    @property
    def legend(self) -> SafeString:
        """What the shapes say where no word stands beside them."""
        marks = ((light_mark(light.value),) for light in queries.LIGHTS)
        return format_html_join(" ", "{}", marks)


WHOM: Final[Mapping[str, StrOrPromise]] = {OWING: _lazy("单位"), HAND: _lazy("经办人")}
NOBODY: Final = _lazy("不在经办人手上（待签收、活动办环节等）")
_LIT_SHORT: Final[Mapping[Light, str]] = {
    Light.RED: "%(n)s 逾期",
    Light.YELLOW: "%(n)s 临期",
    Light.GREEN: "%(n)s 正常",
}
