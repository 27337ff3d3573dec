"""An overview as its page and its file show it: tables of figures, and pictures of some."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from zhuqi.foundation.spreadsheets.writing import Head, Sheet
from zhuqi.interfaces.desk.dashboards.asking import TREND, Reader, in_order
from zhuqi.interfaces.desk.dashboards.figure_tables import (
    ROWS,
    Column,
    FigureLines,
    FigureRow,
    FigureRows,
)
from zhuqi.interfaces.desk.dashboards.reading import (
    AT_A_GLANCE,
    EVERY,
    LEADERS,
    MONTHLY,
    MOVED,
    OF_UNITS,
    OUTCOMES,
    SIDE_BY_SIDE,
    Overview,
    Values,
)
from zhuqi.interfaces.desk.statistics.asking import Place, Question, period_words
from zhuqi.interfaces.desk.statistics.cells import number
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.charts import Chart, Drawn, Series, measure_bar
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.navigation import address
from zhuqi.interfaces.shell.parts import Cell, Heading, Stat, Table
from zhuqi.ledgers.cases.enums import Light
from zhuqi.ledgers.cases.queries import Condition, Whose
from zhuqi.ledgers.cases.reading.situation import UnitNow
from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.figures import FIGURES, Dimension, Period

# So many units a leader reads of at a glance; so many are drawn, and so many listed.
_GLANCE, _DRAWN, _LISTED = 5, 12, 20


def ledger_url(**conditions: object) -> str:
    """The ledger with these conditions."""
    return f"{address('desk:ledger')}?{urlencode(conditions)}"


def month_of(key: int) -> date:
    """202611 as its first day."""
    return date(key // 100, key % 100, 1)


@dataclass(frozen=True)
class Page:
    """What the templates show."""

    read: Overview

    # What it says of itself ----------------------------------------------------------------------

    @property
    def scope(self) -> str:
        """Whose figures, of which months: beside every title."""
        return f"{self.read.scope_words} · {period_words(self.read.ask.period)}"

    @property
    def known(self) -> str:
        """Until when something is counted."""
        if not self.read.as_of.event:
            return _("还没有统计过，后台几分钟内会补上")
        return _("截至 %(at)s") % {"at": wording.moment(self.read.as_of.at)}

    @property
    def today_url(self) -> str:
        """The same as things are known now; "" where it is."""
        return self.read.ask.url(day=None) if self.read.ask.day else ""

    @cached_property
    def _here(self) -> Place:
        return Place(self.read.ask.period, self.read.cut, self.read.as_of)

    # How it stands now ---------------------------------------------------------------------------

    @property
    def late(self) -> Stat:
        """What is late."""
        assert self.read.live is not None  # noqa: S101 (the template asks first)
        label = _("件逾期（%(scope)s）") % {"scope": self.read.live_words}
        return Stat(label, self.read.live.late, ledger_url(light=Light.RED.value), "red")

    @property
    def soon(self) -> Stat:
        """What is due soon."""
        assert self.read.live is not None  # noqa: S101 (the template asks first)
        return Stat(
            _("件临期"), self.read.live.soon, ledger_url(light=Light.YELLOW.value), "yellow"
        )

    @property
    def stats(self) -> list[Stat]:
        """The line at the top."""
        return [self.late, self.soon, *self.waiting] if self.read.live else []

    @property
    def waiting(self) -> list[Stat]:
        """What waits for one's hand, the most urgent first; what is stuck."""
        live = self.read.live
        if live is None:
            return []
        found = [
            Stat(str(one.label), one.cases, ledger_url(waiting=one.key)) for one in live.waiting
        ]
        if live.stuck:
            url = ledger_url(condition=Condition.STUCK.value, whose=Whose.ALL.value)
            found.append(Stat(_("件卡住（全部经手）"), live.stuck, url))
        return found

    @cached_property
    def late_units(self) -> list[UnitNow]:
        """Those with something late, the most first."""
        return [one for one in self.read.live.units if one.late] if self.read.live else []

    @property
    def late_table(self) -> Table:
        """The first of them: how many, since when, in a bar as long as its part."""
        most = max((one.late for one in self.late_units), default=0)
        return Table(
            [
                Heading(_("责任单位")),
                Heading(_("逾期"), number=True),
                Heading(_("临期"), number=True),
                Heading(_("最早逾期")),
            ],
            [self._late_row(one, most) for one in self.late_units[:_GLANCE]],
            "d-over d-lines d-over--late",
            keys=False,
        )

    def _late_row(self, one: UnitNow, most: int) -> list[Cell | object]:
        name = one.name or _("未定单位")
        return [
            Cell(name, below=measure_bar(one.late, most, late=True)),
            self._light_cell(one, Light.RED, one.late),
            self._light_cell(one, Light.YELLOW, one.soon),
            light_mark(Light.RED, _since(one.since)) if one.since else "",
        ]

    @staticmethod
    def _light_cell(one: UnitNow, light: Light, cases: int) -> Cell:
        url = ledger_url(light=light.value, owing=one.pk) if cases and one.pk else ""
        return Cell(_("%(n)s 件") % {"n": cases} if cases else "—", url=url)

    @property
    def more_late(self) -> int:
        """How many units are late besides."""
        return max(0, len(self.late_units) - _GLANCE)

    # Figures -------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[FigureLines]:
        """This period's figures beside the one before, and how each went."""
        read = self.read
        columns = [
            Column(_("本期"), read.this, self._here),
            Column(_("上期"), read.before, replace(self._here, period=read.ask.before)),
        ]
        if read.beside is not None:
            every = replace(self._here, cut=replace(read.cut, office=0))
            columns.append(Column(_("全部台账"), read.beside, every))
        groups = (LEADERS,) if read.ask.reader is Reader.LEADER else EVERY
        words = _("近 %(n)s 个月") % {"n": TREND}
        return [FigureLines(codes, columns, read.months, words) for codes in groups]

    @property
    def line_tables(self) -> list[Table]:
        """On the page."""
        return [one.table() for one in self.lines]

    @property
    def before_words(self) -> str:
        """Which months stand beside."""
        return _("上期：%(period)s") % {"period": period_words(self.read.ask.before)}

    @cached_property
    def moved(self) -> FigureLines:
        """What a county got from above and handed on."""
        return FigureLines(MOVED, [Column(_("本期"), self.read.this, self._here)])

    @cached_property
    def months(self) -> FigureRows:
        """How it went, month by month, the newest first."""
        rows = [
            FigureRow(_month_words(key), values, self._month(key))
            for key, values in reversed(list(self.read.months.items()))
        ]
        return FigureRows(_("月份"), MONTHLY, rows)

    def _month(self, key: int) -> Place:
        return replace(self._here, period=Period(month_of(key), month_of(key)))

    @cached_property
    def offices(self) -> FigureRows:
        """Ledgers side by side, each opening its own overview."""
        read = self.read
        rows = [
            FigureRow(
                one.name, read.by_office[one.pk],
                replace(self._here, cut=replace(read.cut, office=one.pk)),
                read.ask.url(reader=Reader.COUNTY, office=one.pk),
            )
            for one in in_order(read.offices)
            if one.pk in read.by_office
        ]  # fmt: skip
        leader = read.ask.reader is Reader.LEADER
        return FigureRows(_("台账"), AT_A_GLANCE if leader else SIDE_BY_SIDE, rows)

    @cached_property
    def all_units(self) -> FigureRows:
        """Units side by side, those with most done first, with what is late with them now."""
        read = self.read
        live = {one.pk: one for one in read.live.units} if read.live else {}
        keys = [key for key in read.by_unit if key]
        keys += [pk for pk, one in live.items() if one.late and pk and pk not in read.by_unit]
        rows = [self._unit_row(key, live) for key in keys]
        rows.sort(key=lambda row: -row.values[OF_UNITS[0]].numerator)
        heading = [Heading(_("现逾期"), number=True)] if read.live else []
        return FigureRows(_("主办单位"), OF_UNITS, rows, heading)

    @property
    def listed_units(self) -> FigureRows:
        """The first of them."""
        return replace(self.all_units, rows=self.all_units.rows[:_LISTED])

    @property
    def more_units(self) -> int:
        """How many are not listed."""
        return max(0, len(self.all_units.rows) - _LISTED)

    def _unit_row(self, key: int, live: Mapping[int, UnitNow]) -> FigureRow:
        read = self.read
        values = read.by_unit.get(key) or _nothing()
        place = replace(self._here, cut=queries.narrowed(read.cut, {Dimension.UNIT: key}))
        question = Question(read.ask.period, (), "", read.ask.day, place.cut)
        now = live.get(key)
        name = read.units.get(key) or (now.name if now else str(key))
        before = [self._light_cell(now, Light.RED, now.late) if now else Cell("—")]
        return FigureRow(name, values, place, question.url(), before if read.live else ())

    @property
    def units_url(self) -> str:
        """All units' figures."""
        read = self.read
        return Question(read.ask.period, (Dimension.UNIT,), "time", read.ask.day, read.cut).url()

    # Pictures ------------------------------------------------------------------------------------

    @property
    def charts(self) -> Iterator[Chart]:
        """Those of this reader; what has no rows is left out."""
        reader = self.read.ask.reader
        leader = reader is Reader.LEADER
        if self.read.months and not leader:
            yield self._months_chart
        if reader is not Reader.UNIT and len(self.offices.rows) > 1:
            yield self._offices_chart
        if self.all_units.rows:
            yield self._units_chart
        if not leader and self.read.this["completed_in"].numerator:
            yield self._outcomes_chart

    @property
    def _months_chart(self) -> Chart:
        codes = ("collected", "completed_in")
        return Chart(
            "months", _("收集与办结"),
            [_month_words(key) for key in self.read.months],
            [
                Series(
                    FIGURES[code].name,
                    [values[code].numerator for values in self.read.months.values()],
                )
                for code in codes
            ],
            self.months.table(),
            scope=f"{self.read.scope_words} · {period_words(self.read.ask.trend)}",
            note=_("收集按收集月，办结按办结月：一个月办结的，可能是以前收集的。"),
        )  # fmt: skip

    @property
    def _offices_chart(self) -> Chart:
        beside = self.read.ask.reader is Reader.LEADER
        chart = self._shares(
            "offices", _("各台账按期率"), self.offices.rows,
            self.offices.table("d-over d-lines" if beside else ROWS),
            _("圆点是按期率，横条是 95% 置信区间：横条越长，件数越少，越不宜比较。"),
        )  # fmt: skip
        scope = f"{self.read.every_words} · {period_words(self.read.ask.period)}"
        return replace(chart, scope=scope, below=not beside)

    @property
    def _units_chart(self) -> Chart:
        return self._shares(
            "units", _("各主办单位按期率"), self.all_units.rows[:_DRAWN],
            self.listed_units.table(),
            _("画出当期办结最多的 %(n)s 个单位。横条是 95%% 置信区间。") % {"n": _DRAWN},
        )  # fmt: skip

    def _shares(
        self, key: str, title: str, rows: Sequence[FigureRow], table: Table, note: str
    ) -> Chart:
        """What was in time, with how far each share can be trusted."""
        figure = FIGURES["on_time_rate"]
        drawn = [row for row in rows if row.values[figure.code].denominator]
        values = [row.values[figure.code] for row in drawn]
        shares, around = [number(figure, one) for one in values], [one.interval for one in values]
        return Chart(
            key, title, [row.name for row in drawn],
            [Series(figure.name, shares, Drawn.DOT, around)],
            table, self.scope, note, percent=True, lying=True, below=True,
        )  # fmt: skip

    @property
    def _outcomes_chart(self) -> Chart:
        lines = FigureLines(
            ("true_solved_rate", *OUTCOMES), [Column(_("本期"), self.read.this, self._here)]
        )
        series = Series(
            _("占办结"), [number(FIGURES[code], self.read.this[code]) for code in OUTCOMES]
        )
        names = [str(FIGURES[code].name).removesuffix(_("占比")) for code in OUTCOMES]
        return Chart(
            "outcomes", _("办理结果"), names, [series], lines.table(), self.scope,
            _("单位自报的结果；企业认可或者回头看核实了的，才算真解决。"), percent=True, lying=True,
        )  # fmt: skip

    # A file -------------------------------------------------------------------------------------

    def sheets(self, by: str) -> Iterator[Sheet]:
        """The tables of the page, each under what it is of; `by` is who takes them out."""
        first, *others = self.lines
        codes = [code for one in (first, *others) for code in one.codes]
        tables: list[tuple[str, str, FigureLines | FigureRows]] = [
            (_("主要指标"), f"{self.scope} · {self.before_words}", replace(first, codes=codes)),
            (_("收集与办结"), period_words(self.read.ask.trend), self.months),
        ]
        if self.read.ask.reader is not Reader.UNIT and len(self.offices.rows) > 1:
            words = f"{self.read.every_words} · {period_words(self.read.ask.period)}"
            tables.append((_("各台账"), words, self.offices))
        if self.all_units.rows:
            tables.append((_("各主办单位"), self.scope, self.all_units))
        for title, scope, table in tables:
            head = Head(title, [f"{scope} · {self.known}", by])
            yield Sheet(title, head, table.sheet_columns(), table.sheet_rows())


def _month_words(key: int) -> str:
    return _("%(year)02d年%(month)s月") % {"year": key // 100 % 100, "month": key % 100}


def _since(day: datetime) -> str:
    return _("%(day)s起") % {"day": wording.day(day, weekday=False)}


def _nothing() -> Values:
    return {code: queries.nothing(code) for code in OF_UNITS}
