"""Figures measured, and the rows behind each; what was known at any event."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from zhuqi.foundation.access import UNIT_ROLES, NotYours, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.reporting.statistics.enums import Dimension, Part
from zhuqi.reporting.statistics.figures import FIGURES, AsOf, Cut, Figure, Period, Value
from zhuqi.reporting.statistics.measuring import (
    Asked,
    Found,
    Key,
    by_lines,
    by_tallies,
    empty,
    firms_of,
    within,
)
from zhuqi.reporting.statistics.models import CaseLine, Standing

ALL = Cut()
NEVER_YET = AsOf(0, datetime(2004, 1, 1, tzinfo=UTC))


def newest() -> AsOf:
    """To which event the lines are complete, and when that was."""
    row = Standing.objects.order_by("pk").first()
    return AsOf(row.event, row.at) if row else NEVER_YET


def end_of(day: date) -> AsOf:
    """What was known when a day ended: all recorded by then; `newest` for a day not over yet."""
    latest = newest()
    ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)
    if ends > latest.at:
        return latest
    last = (
        Event.objects.filter(recorded_at__lt=ends)
        .order_by("-recorded_at", "-id")
        .values_list("id", flat=True)
        .first()
    )
    return AsOf(min(last or 0, latest.event), ends - timedelta(microseconds=1))


def measure(
    codes: Sequence[str],
    *,
    period: Period,
    by: Sequence[Dimension] = (),
    cut: Cut = ALL,
    as_of: AsOf | None = None,
) -> dict[Key, dict[str, Value]]:
    """The figures for each combination of the dimensions that has any row, as of an event.

    The key is the dimensions' values in their order (ids of offices, units and items, months as
    202611), () without dimensions. At most three queries, one more where `as_of` is left out;
    a single one where tallies are kept (one dimension besides office and month, as of now).
    """
    moment = as_of or newest()
    # One asked for twice would be counted twice.
    figures = [FIGURES[code] for code in dict.fromkeys(codes)]
    asked = Asked(period, tuple(by), cut, moment.event)
    counted = [figure for figure in figures if not figure.is_distinct]
    found = by_tallies(counted, asked)
    if found is None:
        found = by_lines(counted, asked)
    for figure in figures:
        if figure.is_distinct:
            _put_in(found, figures, firms_of(figure, asked))
    if not by and not found:
        found = {(): {figure.code: empty(figure) for figure in figures}}
    return in_order(found)


def _put_in(found: Found, figures: Sequence[Figure], others: Found) -> None:
    """Figures measured apart, in the order of all; a cell without them holds nothing of them."""
    for key in found.keys() | others.keys():
        values = found.get(key, {}) | others.get(key, {})
        found[key] = {one.code: values.get(one.code) or empty(one) for one in figures}


def in_order(found: Found) -> Found:
    """By the values of the dimensions."""
    return dict(sorted(found.items(), key=lambda entry: [str(one).zfill(9) for one in entry[0]]))


def nothing(code: str) -> Value:
    """The value of a figure of no rows."""
    return empty(FIGURES[code])


# Rows behind a figure -----------------------------------------------------------------------------


def lines_of(
    code: str, part: Part, *, period: Period, cut: Cut = ALL, as_of: AsOf | None = None
) -> QuerySet[CaseLine]:
    """The lines that a part of a figure counts: as many as it says."""
    figure = FIGURES[code]
    mask = figure.mask(part)
    if not mask:
        return CaseLine.objects.none()
    asked = Asked(period, (), cut, (as_of or newest()).event)
    return within(figure.column, asked).flagged(mask).order_by()


def rows_of(
    code: str, part: Part, *, period: Period, cut: Cut = ALL, as_of: AsOf | None = None
) -> QuerySet[CaseLine, int]:
    """The ids of the cases behind a part of a figure, for `pk__in`."""
    found = lines_of(code, part, period=period, cut=cut, as_of=as_of)
    return found.values_list("case_id", flat=True)


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows behind a number: those one may see, and how many lines lie behind others.

    `shown` + `hidden` is the number. A figure of sheets may count a case more than once."""

    cases: QuerySet[Case]
    shown: int
    hidden: int

    @property
    def total(self) -> int:
        """The number itself."""
        return self.shown + self.hidden


def opened(
    scope: Scope,
    code: str,
    part: Part,
    *,
    period: Period,
    cut: Cut = ALL,
    as_of: AsOf | None = None,
) -> Opened:
    """The cases behind a part of a figure that one may see, and how much is not shown. What may be
    asked at all is `readable_cut`'s matter."""
    lines = lines_of(code, part, period=period, cut=cut, as_of=as_of)
    visible = Case.objects.visible_to(scope)
    seen = visible.filter(pk__in=lines.values("case_id"))
    total = lines.count()
    shown = lines.filter(case__in=visible.order_by().values("pk")).count()
    return Opened(seen, shown, total - shown)


def narrowed(cut: Cut, values: Mapping[Dimension, object]) -> Cut:
    """A cut narrowed to a cell of a table: what opens its rows. Months are the period's matter.

    An empty value ("", 0) is a value of its own there: rows that have none.
    """
    chosen: dict[str, Any] = {
        one.value: value for one, value in values.items() if one is not Dimension.MONTH
    }
    blank = frozenset(name for name, value in chosen.items() if not value)
    return replace(cut, **chosen, blank=cut.blank | blank)


# Who may read what --------------------------------------------------------------------------------

_RANK = tuple(Level)
# What of an office says which others stand below it.
PLACE = ("pk", "level", "region__code")
Place = tuple[int, str, str]


def readable_cut(scope: Scope, wanted: Cut = ALL) -> Cut:
    """The cut somebody may read, of one they want: an office with its ledger and those below it,
    a unit with its own rows. NotYours for another's, and for who reads no figures at all."""
    return cut_among(scope, wanted, lambda: list(offices().values_list(*PLACE)))


def cut_among(scope: Scope, wanted: Cut, places: Callable[[], Iterable[Place]]) -> Cut:
    """`readable_cut` among these offices, asked for where it depends on them."""
    offices = scope.units(*OFFICE_READERS)
    if offices:
        reach = _with_those_below(offices, places())
        if wanted.office and wanted.office not in reach:
            raise NotYours(_OTHERS)
        return replace(wanted, offices=reach, units=None)
    units = scope.units(*UNIT_ROLES)
    if not units:
        raise NotYours(_NO_FIGURES)
    if wanted.unit and wanted.unit not in units:
        raise NotYours(_OTHERS)
    return replace(wanted, offices=None, units=units)


_OTHERS = "只能查看本级台账及下级台账、本单位的统计"
_NO_FIGURES = "您的岗位没有统计可看"


def reads_figures(scope: Scope) -> bool:
    """True for who may read any."""
    return scope.holds(*OFFICE_READERS, *UNIT_ROLES)


def compares_units(scope: Scope) -> bool:
    """True for who supervises units, and may set them side by side."""
    return scope.holds(*OFFICE_READERS)


def offices() -> QuerySet[Unit]:
    """Every office that keeps a ledger, in use or not."""
    return Unit.objects.filter(kind=UnitKind.OFFICE).order_by("pk")


def _with_those_below(offices: frozenset[int], places: Iterable[Place]) -> frozenset[int]:
    """Offices with those of lower levels within their regions."""
    known = {pk: (_RANK.index(Level(level)), code) for pk, level, code in places}
    own = [known[pk] for pk in offices if pk in known]
    return offices | {
        pk
        for pk, (rank, code) in known.items()
        if any(rank > above and code.startswith(prefix(there)) for above, there in own)
    }
