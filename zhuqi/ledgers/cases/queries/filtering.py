"""The ledger's filters, orders and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Exists,
    OuterRef,
    Q,
)
from django.utils import timezone

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.queries import looked_after_by
from zhuqi.foundation.keyset import PAGE, KeysetPage, keys_of, keyset_page
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import (
    LIVE_STATES,
    OPEN_STATES,
    AssignmentState,
    Light,
)
from zhuqi.ledgers.cases.models import (
    Assignment,
    Case,
    Channel,
)
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, CaseQuerySet
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.ledgers.cases.queries.conditions import OF_OFFICE, Condition, holding
from zhuqi.ledgers.cases.queries.lights import Due, with_light
from zhuqi.ledgers.cases.queries.reach import Whose, has_ledger, of_ledger, timing_in, within
from zhuqi.ledgers.cases.queries.work_queues import rows_of_queue
from zhuqi.ledgers.cases.searching.reading import holding_words


def channel_names() -> dict[str, str]:
    """Every inlet's name by the code that cases keep, retired ones too. One query."""
    return dict(Channel.objects.values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class Filters:
    """The ledger's filters, as they stand in the URL. Empty means: any.

    `owing`: units of which one's clock ends next, `hand`: who has it in hand (`Due`); with days,
    these and the light are asked of what is due then. `ahead`: still to come due. `quiet_until`:
    in hand, and nothing done since that day (`quiet`). `county`: the region itself, or a town
    right below it.
    `part`: as what `unit`, or any unit, works on it.
    `liaison` is the name of whoever looks after the firm today, or part of it.
    `today`: in hand now, or closed today.
    """

    state: Sequence[str] = ()
    light: str = ""
    region: str = ""
    sector: str = ""
    item: int | None = None
    tier: str = ""
    kind: str = ""
    unit: int | None = None
    tag: int | None = None
    channel: str = ""
    enterprise: int | None = None
    verdict: str = ""
    disposition: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    historical: bool = False
    whose: str = ""
    condition: str = ""
    waiting: str = ""
    topic: int | None = None
    owing: Sequence[int] = ()
    hand: int | None = None
    level: str = ""
    nature: str = ""
    urgency: str = ""
    part: str = ""
    park: int | None = None
    liaison: str = ""
    due_since: date | None = None
    due_until: date | None = None
    carried_since: date | None = None
    carried_until: date | None = None
    ahead: bool = False
    quiet_until: date | None = None
    county: int | None = None
    today: bool = False

    @property
    def reveals_firm(self) -> bool:
        """True if finding a row by these would tell, or narrow down, whose it is."""
        below_county = len(self.region) > 6  # noqa: PLR2004 (a county's code)
        told = (
            self.enterprise, self.sector, self.channel, self.park, self.liaison, self.county
        )  # fmt: skip
        return any(told) or below_county


def ledger(scope: Scope, filters: Filters, now: datetime) -> CaseQuerySet:
    """The rows of the ledger one may see, filtered and in order, ready for a keyset page."""
    cases = _start(scope, filters, now).imported(historical=filters.historical)
    if filters.state:
        cases = cases.filter(state__in=filters.state)
    cases = _in_time(cases, filters, scope, now)
    cases = _of_firms_like(cases, filters, scope, now)
    for name in _PLAIN:
        if value := getattr(filters, name):
            cases = cases.filter(**{name: value})
    if filters.item:
        cases = cases.filter(Q(item=filters.item) | Q(item__parent=filters.item))
    if filters.enterprise:
        cases = cases.filter(enterprise=filters.enterprise)
    if filters.tag:
        tagged = Case.tags.through.objects.filter(tag=filters.tag).order_by().values("case")
        cases = cases.filter(pk__in=tagged)
    if filters.level:
        cases = cases.filter(office__level=filters.level)
    if filters.unit or filters.part:
        cases = cases.filter(_worked_on(filters))
    if filters.condition:
        cases = _under(cases, Condition(filters.condition), scope, now)
    if filters.quiet_until:
        _first, end = _moments(None, filters.quiet_until)
        cases = cases.filter(quiet(end or now))
    if filters.today:
        midnight = datetime.combine(now.astimezone(SHANGHAI), time.min, SHANGHAI)
        cases = cases.filter(Q(state__in=LIVE_STATES) | Q(closed_at__gte=midnight))
    return _matching(cases.filter(_between(filters)), filters.text, scope)


# Filters that are a column's value.
_PLAIN = (
    "sector", "tier", "kind", "nature", "urgency", "verdict", "disposition", "channel", "topic",
)  # fmt: skip


def _in_time(cases: CaseQuerySet, filters: Filters, scope: Scope, now: datetime) -> CaseQuerySet:
    """By light and by what is due between two days, as the person's own clocks or the case's."""
    timing = timing_in(scope, Whose(filters.whose))
    due = due_of(filters, now)
    if filters.due_since or filters.due_until or filters.ahead:
        cases = cases.filter(pk__in=timing.timed(due.at)) if timing.units else cases
        return cases.filter(timing.due(due, now))
    if filters.light:
        cases = with_light(cases, Light(filters.light), now, timing)
    if filters.owing or filters.hand is not None:
        cases = cases.filter(Due(owing=filters.owing, hand=filters.hand).of_case(now))
    return cases


def due_of(filters: Filters, now: datetime) -> Due:
    """What the filters say of what is due."""
    since, until = _moments(filters.due_since, filters.due_until)
    after = now if filters.ahead else None
    return Due(since, until, filters.light, filters.owing, filters.hand, after)


def _under(cases: CaseQuerySet, condition: Condition, scope: Scope, now: datetime) -> CaseQuerySet:
    cases = cases.filter(holding(condition, now))
    own = Q(office__in=sorted(scope.units(*OFFICE_READERS)))
    return cases.filter(own) if condition in OF_OFFICE else cases


def quiet(before: datetime) -> Q:
    """Somebody has it in hand, and nothing has been done about it since. What is paused or
    carried, and what waits for the firm's word, is not said to be quiet."""
    return Q(last_event_at__lt=before, state__in=sorted(OPEN_STATES), paused_until__isnull=True)


def _between(filters: Filters) -> Q:
    since, until = _moments(filters.since, filters.until)
    bounds = {
        "submitted_at__gte": since,
        "submitted_at__lt": until,
        "carried_until__gte": filters.carried_since,
        "carried_until__lte": filters.carried_until,
    }
    return Q(**{bound: value for bound, value in bounds.items() if value is not None})


def _moments(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """From the beginning of one day to the end of another."""
    start = datetime.combine(since, time.min, SHANGHAI) if since else None
    end = datetime.combine(until + timedelta(days=1), time.min, SHANGHAI) if until else None
    return start, end


def _worked_on(filters: Filters) -> Exists:
    """A unit has, or had and did not lose, a sheet of it."""
    sheets = Assignment.objects.filter(case=OuterRef("pk")).exclude(state=AssignmentState.RECALLED)
    if filters.unit:
        sheets = sheets.filter(unit=filters.unit)
    return Exists(sheets.filter(role=filters.part) if filters.part else sheets)


def _start(scope: Scope, filters: Filters, now: datetime) -> CaseQuerySet:
    """The narrowest rows the filters leave: a queue, one firm's, live ones, else the ledger's."""
    whose = Whose(filters.whose)
    if filters.waiting:
        return rows_of_queue(scope, filters.waiting, now)
    if filters.enterprise and whose in {Whose.OWN, Whose.ALL} and not has_ledger(scope):
        return Case.objects.filter(enterprise=filters.enterprise).within_reach(scope)
    if filters.historical:
        return of_ledger(scope, whose)
    in_hand = filters.state and LIVE_STATES.issuperset(filters.state)
    if filters.condition or filters.quiet_until or in_hand:
        return within(Case.objects.live(), scope, whose)
    days = filters.due_since or filters.due_until or filters.ahead
    timed = filters.light not in {"", Light.NONE} or days
    if timed:
        return within(Case.objects.all(), scope, whose)
    return of_ledger(scope, whose)


def _of_firms_like(
    cases: CaseQuerySet, filters: Filters, scope: Scope, now: datetime
) -> CaseQuerySet:
    if filters.reveals_firm:
        cases = cases.of_known_firms(scope)
    if filters.county:
        town = Q(region__level=Level.TOWN, region__parent=filters.county)
        cases = cases.filter(town | Q(region=filters.county))
    if filters.park:
        cases = cases.filter(enterprise__park=filters.park)
    if filters.liaison:
        theirs = looked_after_by(filters.liaison, timezone.localdate(now))
        cases = cases.filter(enterprise__in=theirs)
    return cases.filter(region__code__startswith=filters.region) if filters.region else cases


def _matching(cases: CaseQuerySet, text: str, scope: Scope) -> CaseQuerySet:
    text = text.strip()
    if not text:
        return cases
    if number := parse(text):
        return cases.filter(number=number)
    return holding_words(cases, text, scope)


ORDERS = {"due": ("due_at", "pk"), "newest": ("-submitted_at", "-pk")}


def page_of(
    cases: CaseQuerySet, order: str, cursor: str = "", size: int = PAGE
) -> KeysetPage[Case]:
    """One page by keyset of the columns officials know; an unknown order is the order of dates."""
    keys = keys_of(*ORDERS.get(order, ORDERS["due"]))
    return keyset_page(with_columns(cases), keys, cursor, size=size, salt="cases.cursor")


def with_columns(cases: CaseQuerySet) -> CaseQuerySet:
    """With what the columns officials know are made of, in a fixed number of queries."""
    return cases.with_names(sheets=True)
