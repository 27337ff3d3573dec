"""What lines are made of: the log of some cases, read in a fixed number of queries and folded."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Cast

from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.processes import Share
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.findings import FINDINGS
from zhuqi.ledgers.cases.models import Assignment, Boundary, Case, Clock
from zhuqi.reporting.statistics.folding import CaseFold, county_of
from zhuqi.reporting.statistics.lines import FOLDING, FOUND, Basis, Happened, Known, Line
from zhuqi.reporting.statistics.models import CaseLine
from zhuqi.reporting.statistics.tallying import MASKS

# Ids of cases read, folded and written at a time: a short transaction.
CHUNK = 500
_JUDGED = (ClockKind.SIGN, ClockKind.RESOLVE, ClockKind.REDO)
_WHOLE = Share()
LineRow = tuple[Any, ...]
"""A line as its table has it, without the id: by `NAMES`"""

NAMES = tuple(
    field.attname
    for field in CaseLine._meta.concrete_fields  # noqa: SLF001 (Django's public name)
    if not field.primary_key
)


def every_case(share: Share = _WHOLE) -> Iterator[list[int]]:
    """The ids of all cases that count in figures, in chunks; of a share those in its blocks of
    ids, whatever is added meanwhile."""
    rows = Case.objects.filter(historical=False).order_by("pk").values_list("pk", flat=True)
    for block in range(share.number, blocks(), share.of):
        first = block * CHUNK
        if chunk := list(rows.filter(pk__gte=first, pk__lt=first + CHUNK)):
            yield chunk


def blocks() -> int:
    """In how many blocks of ids the cases lie."""
    last = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return last // CHUNK + 1


def basis_of() -> tuple[Basis, str]:
    """What no event of a case says, and its digest: lines made by another are made anew."""
    days = calendar()
    uncounted = frozenset(
        Boundary.objects.filter(count=False).order_by().values_list("pk", flat=True)
    )
    offices = frozenset(
        Unit.objects.filter(kind=UnitKind.OFFICE).order_by().values_list("pk", flat=True)
    )
    rules = (days.overrides, days.notices, days.published_through)
    sources = [name for name, _source in FINDINGS.items()]
    told = repr((FOLDING, MASKS, sources, rules, sorted(uncounted), sorted(offices)))
    digest = hashlib.sha256(told.encode()).hexdigest()
    return Basis(days.working_days, uncounted, offices), digest


def folded(cases: Sequence[int], basis: Basis) -> dict[int, list[Known]]:
    """The lines of some cases, from what the log says of them; none of imported ones."""
    sheets: dict[int, dict[int, tuple[int, str]]] = defaultdict(dict)
    for case, number, unit, role in _SHEETS(cases=cases):
        sheets[case][number] = unit, role
    clocks: dict[int, dict[tuple[str, int, int], bool]] = defaultdict(dict)
    for case, clock, sheet, run, is_late in _CLOCKS(cases=cases):
        clocks[case][clock, sheet, run] = bool(is_late)
    happened = _happened(cases)
    return {
        case: CaseFold(basis, county_of(region), sheets.get(case, {}), clocks.get(case, {})).play(
            happened.get(case, ())
        )
        for case, region in _REGIONS(cases=cases)
    }


def stored_lines(cases: Sequence[int]) -> list[LineRow]:
    """The lines of some cases as they are stored."""
    return _STORED(cases=cases)


def _happened(cases: Sequence[int]) -> Mapping[int, list[Happened]]:
    found: dict[int, list[Happened]] = defaultdict(list)
    sorted_anew = set[int]()
    for case, *event in _EVENTS(cases=cases):
        found[case].append(Happened._make(event))
    for source in FINDINGS:
        for one in source.read(cases):
            told = f'{{"finding": "{one.finding.value}"}}'
            found[one.case].append(Happened(one.event, FOUND, one.at.isoformat(), told))
            sorted_anew.add(one.case)
    for case in sorted_anew:
        found[case].sort(key=lambda event: event.pk)
    return found


# The same questions of every chunk --------------------------------------------------------------

Cases = Collection[int]
Rows = QuerySet[Any, Any]


def _regions(cases: Cases) -> Rows:
    of = Case.objects.filter(pk__in=cases, historical=False).order_by()
    return of.values_list("pk", "region__code")


def _sheets(cases: Cases) -> Rows:
    of = Assignment.objects.filter(case__in=cases).order_by()
    return of.values_list("case_id", "sheet", "unit_id", "role")


def _clocks(cases: Cases) -> Rows:
    late = ExpressionWrapper(Q(stopped_at__gt=F("due_at")), BooleanField())
    of = Clock.objects.filter(case__in=cases, clock__in=_JUDGED).order_by()
    return of.values_list("case_id", "clock", "sheet", "run", late)


def _events(cases: Cases) -> Rows:
    # As text: the moments of many are never looked at, and reading them costs as much as the rest.
    at = Cast("occurred_at", CharField())
    of = Event.objects.filter(object_type=OBJECT, object_id__in=cases)
    return of.order_by("object_id", "seq").values_list("object_id", "pk", "kind", at, "data")


def _stored(cases: Cases) -> Rows:
    return CaseLine.objects.filter(case__in=cases).order_by().values_list(*NAMES)


_REGIONS, _SHEETS, _CLOCKS, _EVENTS, _STORED = map(
    Prepared, (_regions, _sheets, _clocks, _events, _stored)
)


def rows_of_lines(lines: Mapping[int, Sequence[Known]]) -> list[LineRow]:
    """Lines as their table has them."""
    return [
        (case, line[0], since, until, *line[1:])
        for case, known in lines.items()
        for since, until, line in known
    ]


def lines_at(rows: Iterable[LineRow], event: int) -> Iterator[Line]:
    """Those of some rows that were known once an event was recorded."""
    return (Line(row[1], *row[4:]) for row in rows if row[2] <= event < row[3])
