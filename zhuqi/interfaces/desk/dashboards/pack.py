"""What the weekly assignment meeting (周交办会) is given: rows of one's own ledger, and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.dashboards.asking import Ask, Reader
from zhuqi.interfaces.desk.dashboards.figure_tables import FigureLines
from zhuqi.interfaces.desk.dashboards.page import Page
from zhuqi.interfaces.desk.dashboards.reading import EVERY, Overview, read
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing import Order, exporting
from zhuqi.interfaces.shell.listing.listing import Whole
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.ledgers.cases.reading.requests import OpenRequest, open_requests
from zhuqi.ledgers.cases.reading.situation import UnitNow

# New is what came in within so many days; carried cases are told of so long before.
WEEK, AHEAD = timedelta(days=6), timedelta(days=14)
# So many rows of a part are printed; the file has all.
PRINTED = 300
_NEWEST = Order("newest", _("新提出的在前"), ("-submitted_at", "-pk"))
_BY_UNIT = Order("unit", _("按责任单位"), ("due_unit", "due_at", "pk"))
_BY_DUE = Order("due", _("时限最近在前"), ("due_at", "pk"))


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the ledger for one item of the meeting: what opens them there, in which columns."""

    key: str
    title: StrOrPromise
    asked: Mapping[str, str]
    columns: tuple[str, ...]
    order: Order
    none: StrOrPromise

    @property
    def url(self) -> str:
        """The same rows in the ledger."""
        return f"{reverse('desk:ledger')}?{urlencode(self.asked)}"

    def whole(self, person: Person) -> Whole[Any, Any]:
        """All of them, as the ledger's own file would have them: the same rows and masks."""
        ledger = exporting.EXPORTS["ledger"].listing(person)
        whole = ledger.whole(QueryDict(urlencode(self.asked)), person, self.columns)
        return replace(whole, order=self.order)


def parts(since: date, today: date) -> list[Part]:
    """In the order of the meeting."""
    return [
        Part(
            "new", _("一、近期新收的诉求"), {"since": since.isoformat()},
            ("firm", "title", "region", "item", "units", "progress", "step"), _NEWEST,
            _("这几天没有新收的诉求。"),
        ),
        Part(
            "assign", _("二、待交办的诉求"), {"state": "accepted"},
            ("firm", "title", "region", "sector", "item", "note", "step"), _BY_DUE,
            _("没有待交办的诉求。"),
        ),
        Part(
            "late", _("三、逾期的诉求（按责任单位）"), {"light": "red"},
            ("units", "firm", "title", "leader", "handler", "progress", "step"), _BY_UNIT,
            _("没有逾期的诉求。"),
        ),
        Part(
            "carried", _("五、即将复核的挂账诉求"),
            {"state": "carried", "carried_until": (today + AHEAD).isoformat()},
            ("units", "firm", "title", "leader", "result", "note"), _BY_DUE,
            _("两周内没有要复核的挂账诉求。"),
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A part on paper."""

    part: Part
    total: int
    table: Table

    @property
    def more(self) -> int:
        """How many stand in the file alone."""
        return max(0, self.total - len(self.table.rows))


@dataclass(frozen=True)
class Pack:
    """Everything for one person at one moment."""

    person: Person
    since: date
    now: datetime

    @classmethod
    def of(cls, person: Person, since: str, now: datetime) -> "Pack":
        """New since a day of an address; since six days ago where it names none."""
        today = timezone.localdate(now)
        try:
            day = date.fromisoformat(since)
        except ValueError:
            day = today - WEEK
        # A year is no week, and nothing is new tomorrow.
        return cls(person, min(max(day, today - timedelta(days=366)), today), now)

    @property
    def today(self) -> date:
        """The day it is made on."""
        return timezone.localdate(self.now)

    @property
    def title(self) -> str:
        """周交办会材料."""
        return _("周交办会材料")

    @property
    def days(self) -> str:
        """11月24日—11月30日."""
        first, last = (wording.day(one, weekday=False) for one in (self.since, self.today))
        return f"{first}—{last}"

    @cached_property
    def parts(self) -> list[Part]:
        """Its rows, part by part."""
        return parts(self.since, self.today)

    @cached_property
    def requests(self) -> list[OpenRequest]:
        """Objections and extensions asked."""
        return open_requests(self.person.scope)

    @cached_property
    def _overview(self) -> Overview:
        ask = Ask.of(Reader.OFFICE, {}, self.person.scope)
        return read(ask, self.person, self.now)

    @property
    def late_units(self) -> list[UnitNow]:
        """Units with something late, the most first."""
        live = self._overview.live
        return [one for one in live.units if one.late] if live else []

    @property
    def figures(self) -> FigureLines:
        """This month so far, and the last."""
        lines = Page(self._overview).lines[0]
        columns = [
            replace(column, label=label)
            for column, label in zip(lines.columns, (_("本月至今"), _("上月")), strict=False)
        ]
        return FigureLines((*EVERY[0], *EVERY[1]), columns)

    @property
    def figure_tables(self) -> list[Table]:
        """The same in two halves."""
        return [replace(self.figures, codes=codes).table() for codes in EVERY]

    @property
    def figures_scope(self) -> str:
        """Whose figures, known until when."""
        page = Page(self._overview)
        return f"{page.scope} · {page.before_words} · {page.known}"

    def total(self) -> int:
        """How many rows it has, none of a part counted further than a file may have."""
        counted = (
            part.whole(self.person).rows.order_by()[: exporting.MOST + 1].count()
            for part in self.parts
        )
        return sum(counted) + len(self.requests)

    # On paper ------------------------------------------------------------------------------------

    @cached_property
    def printed(self) -> Mapping[str, Printed]:
        """The parts with their first rows."""
        return {part.key: self._printed(part) for part in self.parts}

    def _printed(self, part: Part) -> Printed:
        whole = part.whole(self.person)
        rows = list(whole.rows.order_by(*whole.order.fields)[: PRINTED + 1])
        total = len(rows) if len(rows) <= PRINTED else whole.rows.order_by().count()
        rows = rows[:PRINTED]
        context = whole.listing.context(whole.asked, rows)
        cells = [
            [number, *(column.write(row, context) for column in whole.columns)]
            for number, row in enumerate(rows, start=1)
        ]
        return Printed(part, total, replace(whole.table, rows=cells, css="d-pack"))

    @property
    def units_table(self) -> Table:
        """How much is late, by unit."""
        rows: Sequence[Sequence[Cell | object]] = [
            [
                one.name or _("未定单位"), one.late, one.soon or "—",
                wording.moment(one.since) if one.since else "",
            ]
            for one in self.late_units
        ]  # fmt: skip
        headings = [
            Heading(_("责任单位")),
            Heading(_("逾期（件）"), number=True),
            Heading(_("临期（件）"), number=True),
            Heading(_("最早逾期")),
        ]
        return Table(headings, rows, css="d-pack d-pack--units", keys=False)

    @property
    def requests_table(self) -> Table:
        """What units asked."""
        headings = [
            Heading(_("编号"), css="d-no"), Heading(_("类别")), Heading(_("单位")),
            Heading(_("企业")), Heading(_("诉求")), Heading(_("要求")), Heading(_("理由")),
            Heading(_("提出")), Heading(_("状态")),
        ]  # fmt: skip
        rows = [self._request(one) for one in self.requests[:PRINTED]]
        return Table(headings, rows, css="d-pack", keys=False)

    @staticmethod
    def _request(one: OpenRequest) -> list[Cell | object]:
        url = reverse("desk:case", args=[one.case.number])
        return [
            Cell(one.case.number, url=url), str(one.verb.label), one.unit, one.case.firm_name,
            one.case.title, one.wish, one.reason, wording.moment(one.asked_at), one.state,
        ]  # fmt: skip
