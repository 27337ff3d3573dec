"""Reads that pages, API and reports share. Every list starts at `visible_to`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from statistics import median

from django.core import signing
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import (
    OPEN_STATES,
    TO_CARRY,
    AssignmentRole,
    AssignmentState,
    Light,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.models import FAR, Assignment, Case, Clock
from zhuqi.ledgers.cases.numbers import parse

PAGE = 50


def light_of(due_at: datetime, warn_at: datetime, now: datetime) -> Light:
    """Red from the due time on, yellow from the warning on; the same rule as `with_light`."""
    if due_at >= FAR:
        return Light.NONE
    if now >= due_at:
        return Light.RED
    return Light.YELLOW if now >= warn_at else Light.GREEN


def with_light(cases: QuerySet[Case], light: Light, now: datetime) -> QuerySet[Case]:
    """Only cases whose light is this one."""
    match light:
        case Light.RED:
            return cases.filter(due_at__lte=now)
        case Light.YELLOW:
            return cases.filter(due_at__gt=now, warn_at__lte=now)
        case Light.GREEN:
            return cases.filter(due_at__gt=now, due_at__lt=FAR, warn_at__gt=now)
        case _:
            return cases.filter(due_at__gte=FAR)


@dataclass(frozen=True, slots=True)
class Filters:
    """The ledger's filters, as they stand in the URL. Empty means: any."""

    state: Sequence[str] = ()
    light: str = ""
    region: str = ""
    sector: str = ""
    item: int | None = None
    tier: str = ""
    kind: str = ""
    unit: int | None = None
    enterprise: int | None = None
    verdict: str = ""
    disposition: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    historical: bool = False
    order: str = "due"


def ledger(scope: Scope, filters: Filters, now: datetime) -> QuerySet[Case]:
    """The rows of the ledger one may see, filtered and in order, ready for a keyset page."""
    cases: QuerySet[Case] = Case.objects.visible_to(scope).filter(historical=filters.historical)
    if filters.state:
        cases = cases.filter(state__in=filters.state)
    if filters.light:
        cases = with_light(cases, Light(filters.light), now)
    if filters.region:
        cases = cases.filter(region__code__startswith=filters.region)
    for name in ("sector", "tier", "kind", "verdict", "disposition"):
        if value := getattr(filters, name):
            cases = cases.filter(**{name: value})
    if filters.item:
        cases = cases.filter(Q(item=filters.item) | Q(item__parent=filters.item))
    if filters.enterprise:
        cases = cases.filter(enterprise=filters.enterprise)
    if filters.unit:
        worked = Assignment.objects.filter(case=OuterRef("pk"), unit=filters.unit)
        cases = cases.filter(Exists(worked.exclude(state=AssignmentState.RECALLED)))
    if filters.since:
        cases = cases.filter(submitted_at__gte=datetime.combine(filters.since, time.min, SHANGHAI))
    if filters.until:
        end = datetime.combine(filters.until + timedelta(days=1), time.min, SHANGHAI)
        cases = cases.filter(submitted_at__lt=end)
    return _matching(cases, filters.text)


def _matching(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    text = text.strip()
    if not text:
        return cases
    if number := parse(text):
        return cases.filter(number=number)
    return cases.filter(
        Q(enterprise__name__icontains=text) | Q(title__icontains=text) | Q(foreign_number=text)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A keyset page: its rows, and the cursors before and after ("" where there is none)."""

    rows: list[Case]
    before: str = ""
    after: str = ""


ORDERS: dict[str, tuple[str, bool]] = {"due": ("due_at", True), "newest": ("submitted_at", False)}


def page_of(cases: QuerySet[Case], order: str, cursor: str = "", size: int = PAGE) -> Page:
    """One page by keyset: its cost does not grow with the table nor with the page's place.

    `cursor` is one of the two a page gave, signed so that nobody can aim it at a column.
    """
    column, ascending = ORDERS.get(order, ORDERS["due"])
    forward, mark = _read_cursor(cursor)
    if mark:
        value, pk = datetime.fromisoformat(mark[0]), int(mark[1])
        above = forward == ascending
        edge = Q(**{f"{column}__{'gt' if above else 'lt'}": value}) | Q(
            **{column: value, f"pk__{'gt' if above else 'lt'}": pk}
        )
        cases = cases.filter(edge)
    sign = "" if forward == ascending else "-"
    rows = list(_for_ledger(cases.order_by(f"{sign}{column}", f"{sign}pk"))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not forward:
        rows.reverse()
    if not rows:
        return Page([])
    has_before = bool(mark) if forward else more
    has_after = more if forward else True
    return Page(
        rows,
        _cursor("b", rows[0], column) if has_before else "",
        _cursor("a", rows[-1], column) if has_after else "",
    )


def _cursor(way: str, row: Case, column: str) -> str:
    value = getattr(row, column).isoformat()
    return signing.dumps([way, value, row.pk], salt="cases.cursor")


def _read_cursor(cursor: str) -> tuple[bool, tuple[str, str] | None]:
    if not cursor:
        return True, None
    try:
        way, value, pk = signing.loads(cursor, salt="cases.cursor")
    except signing.BadSignature:
        return True, None
    return way == "a", (value, pk)


def _for_ledger(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With the columns officials know, in a fixed number of queries."""
    return cases.select_related(
        "office", "region", "enterprise", "item", "lead_unit", "lead_unit__leader", "due_unit"
    ).prefetch_related(
        Prefetch(
            "assignments",
            Assignment.objects.filter(role=AssignmentRole.CO)
            .exclude(state=AssignmentState.RECALLED)
            .select_related("unit"),
            to_attr="co_sheets",
        )
    )


@dataclass(frozen=True, slots=True)
class Task:
    """A pile of the home page: what to do, on which cases; `filters` opens them all."""

    verb: Verb
    label: StrOrPromise
    rows: list[Case] = field(default_factory=list)
    more: bool = False


TASK_ROWS = 20


def tasks(person: Person, now: datetime) -> list[Task]:
    """What waits for this person's hand: piles by urgency, rows too; empty piles left out."""
    piles = [
        *_office_piles(person.scope, now),
        *_unit_piles(person.scope),
        *_firm_piles(person.scope),
    ]
    tasks_ = []
    for task, cases in piles:
        rows = list(
            cases.select_related("office", "enterprise", "lead_unit", "due_unit").order_by(
                "due_at", "pk"
            )[: TASK_ROWS + 1]
        )
        if rows:
            tasks_.append(replace(task, rows=rows[:TASK_ROWS], more=len(rows) > TASK_ROWS))
    return sorted(tasks_, key=lambda task: task.rows[0].due_at)


def _office_piles(scope: Scope, now: datetime) -> list[tuple[Task, QuerySet[Case]]]:
    live = Case.objects.filter(historical=False)
    piles: list[tuple[Task, QuerySet[Case]]] = []
    if offices := scope.units(Role.REGISTRAR):
        own = live.filter(office__in=offices)
        piles += [
            (Task(Verb.ACCEPT, _("待受理")), own.filter(state=State.SUBMITTED)),
            (Task(Verb.ASSIGN, _("待交办")), own.filter(state=State.ACCEPTED)),
            (
                Task(Verb.WITHDRAW, _("企业申请撤回，待电话核实")),
                own.filter(withdrawal_asked_at__isnull=False, state__in=OPEN_STATES),
            ),
            (
                Task(Verb.RATE_BY_PHONE, _("评价期满未评价，待电话回访")),
                own.filter(state=State.COMPLETED, verdict="").filter(Exists(_rating_over(now))),
            ),
        ]
    if offices := scope.units(Role.REVIEWER):
        own = live.filter(office__in=offices)
        short = own.filter(state=State.COMPLETED, verdict__in=(Verdict.PARTLY, Verdict.NOT_SOLVED))
        piles += [
            (Task(Verb.COMPLETE, _("待办结审核")), own.filter(state=State.ANSWERED)),
            (Task(Verb.REDO, _("企业未认可，待研判")), short),
        ]
    if offices := scope.units(Role.SIGNER):
        own = live.filter(office__in=offices)
        piles += [
            (
                Task(Verb.STRIKE_OFF, _("企业已认可，待销号")),
                own.filter(state=State.COMPLETED, verdict=Verdict.SOLVED).exclude(
                    disposition__in=TO_CARRY
                ),
            ),
            (
                Task(Verb.CARRY, _("待挂账")),
                own.filter(state=State.COMPLETED, disposition__in=TO_CARRY),
            ),
            (
                Task(Verb.CARRY, _("挂账到期，待复核")),
                own.filter(state=State.CARRIED, due_at__lte=now),
            ),
        ]
    return piles


def _rating_over(now: datetime) -> QuerySet[Clock]:
    return Clock.objects.filter(
        case=OuterRef("pk"), clock="rating", stopped_at__isnull=True, due_at__lte=now
    )


def _unit_piles(scope: Scope) -> list[tuple[Task, QuerySet[Case]]]:
    units = scope.units(Role.HANDLER, Role.UNIT_HEAD)
    if not units:
        return []
    issued = Assignment.objects.filter(unit__in=units, state=AssignmentState.ISSUED)
    open_co = Assignment.objects.filter(
        unit__in=units, state=AssignmentState.SIGNED, role=AssignmentRole.CO
    )
    live = Case.objects.filter(historical=False)
    return [
        (Task(Verb.SIGN, _("待签收")), live.filter(pk__in=issued.values("case"))),
        (
            Task(Verb.ANSWER, _("办理中")),
            live.filter(state=State.IN_PROGRESS, lead_unit__in=units),
        ),
        (Task(Verb.OPINION, _("待提协办意见")), live.filter(pk__in=open_co.values("case"))),
    ]


def _firm_piles(scope: Scope) -> list[tuple[Task, QuerySet[Case]]]:
    if not scope.enterprises:
        return []
    own = Case.objects.filter(enterprise__in=scope.enterprises, historical=False)
    return [(Task(Verb.RATE, _("等您评价")), own.filter(state=State.COMPLETED, verdict=""))]


def counts_by_light(scope: Scope, now: datetime) -> dict[Light, int]:
    """How many visible open cases stand at each light; one pass over an index."""
    open_cases = Case.objects.visible_to(scope).filter(historical=False, due_at__lt=FAR)
    red = open_cases.filter(due_at__lte=now).count()
    yellow = open_cases.filter(due_at__gt=now, warn_at__lte=now).count()
    return {Light.RED: red, Light.YELLOW: yellow, Light.GREEN: open_cases.count() - red - yellow}


def median_delay(scope: Scope) -> timedelta:
    """The median time from a historical case's word to its reply; zero where none has one."""
    answered = Case.objects.visible_to(scope).filter(historical=True, answered_at__isnull=False)
    delays = [
        replied - asked
        for asked, replied in answered.order_by().values_list("submitted_at", "answered_at")
        if replied is not None
    ]
    return timedelta(seconds=median(d.total_seconds() for d in delays)) if delays else timedelta(0)
