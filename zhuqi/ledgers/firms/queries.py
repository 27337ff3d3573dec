"""一企一档: firms as lists, cards and files show them, cut to what the person may see."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Person, Role
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import CorrectionStatus, EnterpriseEvent
from zhuqi.foundation.directory.models import (
    Correction,
    Enterprise,
    EnterpriseContact,
    EnterpriseNote,
    LiaisonLink,
)
from zhuqi.foundation.directory.queries import liaison_links, phones_revealed
from zhuqi.foundation.directory.rules import keeps_file, note_unit, note_units
from zhuqi.foundation.directory.size import Sizing, size_class
from zhuqi.ledgers.cases.enums import LIVE_STATES, OPEN_STATES, Light, State, Verdict
from zhuqi.ledgers.cases.models import FAR, Case, Clock, Rating
from zhuqi.ledgers.cases.queries import (
    Timing,
    cases_of_firm,
    cases_of_firms,
    firms_worked_on,
    light_of,
    live_of_firms,
    timing_of,
)
from zhuqi.ledgers.cases.queries.lights import Due
from zhuqi.ledgers.cases.reading.next_steps import NextStep, promise_of
from zhuqi.ledgers.firms.searching import holding_words

# What the office has promised by itself; a case that waits for the firm's rating promises nothing.
PROMISING = OPEN_STATES | {State.CARRIED}
LIVE_SHOWN, CLOSED_SHOWN, RATINGS_SHOWN, NOTES_SHOWN, EVENTS_SHOWN = 20, 10, 5, 30, 30
SUBSIDIARIES_SHOWN = 20
# Notes stay inside the unit that wrote them, and so does what the log says of them.
UNSHOWN = frozenset({EnterpriseEvent.NOTE_ADDED, EnterpriseEvent.NOTE_STRUCK})


# Lists ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirmFilters:
    """The filters of the list of firms, as they stand in the URL. Empty means: any."""

    text: str = ""
    region: str = ""
    sector: str = ""
    park: int | None = None
    tag: int | None = None
    with_open: bool = False
    correcting: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases of a firm are under way, and how many of them are late."""

    under_way: int = 0
    late: int = 0


def firms_seen(person: Person) -> QuerySet[Enterprise]:
    """The firms in one's reach; for those who work on cases, also the firms of these cases."""
    scope = person.scope
    reach = Enterprise.objects.visible_to(scope)
    if scope.holds(*UNIT_ROLES, Role.CHAMBER) or scope.granted.get("case"):
        reach = reach | Enterprise.objects.filter(pk__in=firms_worked_on(person))
    return reach


def firms(person: Person, filters: FirmFilters) -> QuerySet[Enterprise]:
    """The list of firms, filtered, with what lists show of them."""
    found = firms_seen(person).select_related("region", "park", "office")
    if filters.text.strip():
        found = holding_words(found, filters.text, person)
    if filters.region:
        found = found.filter(region__code__startswith=filters.region)
    if filters.sector:
        found = found.filter(sector=filters.sector)
    if filters.park:
        found = found.filter(park=filters.park)
    if filters.tag:
        tagged = Enterprise.tags.through.objects.filter(tag=filters.tag)
        found = found.filter(pk__in=tagged.order_by().values("enterprise"))
    if filters.with_open:
        under_way = Case.objects.live().within_reach(person.scope).of_known_firms(person.scope)
        under_way = under_way.filter(state__in=OPEN_STATES, enterprise__isnull=False)
        found = found.filter(pk__in=under_way.order_by().values("enterprise"))
    if filters.correcting:
        waiting = corrections_waiting(person.scope.offices)
        found = found.filter(pk__in=waiting.order_by().values("enterprise"))
    if filters.alone:
        found = found.filter(pk__in=looked_after_by_nobody(person.scope.offices).values("pk"))
    return found


def looked_after_by_nobody(office_ids: Collection[int]) -> QuerySet[Enterprise]:
    """The firms of these offices' ledgers that nobody looks after, in no order."""
    linked = LiaisonLink.objects.filter(enterprise__office__in=office_ids, until=None)
    own = Enterprise.objects.filter(office__in=office_ids).order_by()
    return own.exclude(pk__in=linked.order_by().values("enterprise"))


def tallies(person: Person, enterprise_ids: Collection[int], now: datetime) -> dict[int, Tally]:
    """`Tally` of many firms in two queries; firms with nothing under way or late are left out.

    Late are those the ledger lists as late of the firm. What is at hand comes first, each part from
    an index of its own: a place's firms have raised thousands of cases that are over.
    """
    if not enterprise_ids:
        return {}
    under_way, timing = Q(state__in=OPEN_STATES), timing_of(person.scope)
    late = timing.holds(Light.RED, now)
    rows = (
        cases_of_firms(person, enterprise_ids)
        .filter(pk__in=_at_hand(enterprise_ids, timing, now), historical=False)
        .filter(under_way | Q(due_at__lt=FAR) | late)
        .order_by()
        .values_list("enterprise_id")
    )
    counted = rows.annotate(n=Count("pk", filter=under_way), late=Count("pk", filter=late))
    return {pk: Tally(n, red) for pk, n, red in counted if pk is not None and (n or red)}


def _at_hand(enterprise_ids: Collection[int], timing: Timing, now: datetime) -> list[int]:
    """Ids of what may be under way or late of these firms, and of few others."""
    live = Case.objects.live().filter(enterprise__in=enterprise_ids)
    timed = Case.objects.filter(enterprise__in=enterprise_ids, historical=False, due_at__lt=FAR)
    own = timing.running(Due(), now).filter(case__enterprise__in=enterprise_ids)
    parts = [live.order_by().values_list("pk"), timed.order_by().values_list("pk")]
    return [pk for (pk,) in parts[0].union(parts[1], own.values_list("case"))]


def looked_after(person: Person, now: datetime) -> list[tuple[Enterprise, Tally]]:
    """The firms one looks after in person: those with something late first, then the busiest."""
    ids = person.scope.liaised
    found = Enterprise.objects.visible_to(person.scope).filter(pk__in=sorted(ids))
    listed = list(found.select_related("region", "park").order_by("name", "pk"))
    counted = tallies(person, ids, now)
    pairs = [(firm, counted.get(firm.pk, Tally())) for firm in listed]
    return sorted(pairs, key=lambda pair: (-pair[1].late, -pair[1].under_way))


def corrections_waiting(office_ids: Collection[int]) -> QuerySet[Correction]:
    """Requests to correct facts that these offices have yet to answer, the oldest first."""
    waiting = Correction.objects.filter(
        status=CorrectionStatus.WAITING, enterprise__office__in=office_ids
    )
    return waiting.order_by("asked_at", "pk")


# One firm -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirmPromise:
    """What the firm has been told will happen next with a case, until when, and how that stands."""

    case: Case
    step: NextStep
    light: Light


@dataclass(frozen=True, slots=True)
class Effect:
    """What the firm's cases came to. Money in 10,000 yuan; both sums over `solved` alone: those
    the firm itself calls solved. Historical cases count nowhere but in `historical`."""

    raised: int = 0
    solved: int = 0
    partly: int = 0
    not_solved: int = 0
    money: Decimal | None = None
    staff: int | None = None
    historical: int = 0


@dataclass(slots=True)
class FirmFile:
    """Everything the page of one firm needs, already cut to what the person may see.

    `in_reach` is False for units that know the firm only by a case: they see no history.
    """

    firm: Enterprise
    person: Person
    now: datetime
    in_reach: bool
    keeps: bool
    tally: Tally
    phones: bool
    notes_for: int | None
    sizing: Sizing
    contacts: list[EnterpriseContact]
    links: list[LiaisonLink]
    group: Enterprise | None
    subsidiaries: list[Enterprise]
    live: list[Case]
    more_live: bool
    closed: list[Case]
    more_closed: bool
    promises: list[FirmPromise]
    effect: Effect
    ratings: list[Rating]
    notes: list[EnterpriseNote]
    corrections: list[Correction]
    history: list[Event]


def firm_file(person: Person, enterprise_id: int, now: datetime | None = None) -> FirmFile | None:
    """The firm as the person may see it, None where they may not; a fixed number of queries."""
    moment = now or timezone.now()
    scope = person.scope
    rows = Enterprise.objects.select_related(
        "region", "office", "office__contact", "park", "parent_group"
    ).filter(pk=enterprise_id)
    firm = rows.visible_to(scope).first()
    in_reach = firm is not None
    if firm is None:
        firm = rows.first()
        if firm is None or not cases_of_firm(person, firm).exists():
            return None
    cases = cases_of_firm(person, firm)
    live = list(
        live_of_firms(person, [firm.pk]).with_names().order_by("due_at", "pk")[: LIVE_SHOWN + 1]
    )
    over = cases.exclude(historical=False, state__in=LIVE_STATES)
    closed = list(over.with_names().order_by("-submitted_at", "-pk")[: CLOSED_SHOWN + 1])
    group, subsidiaries = _group(person, firm)
    keeps = keeps_file(scope, firm.office_id)
    return FirmFile(
        firm=firm,
        person=person,
        now=moment,
        in_reach=in_reach,
        keeps=keeps,
        tally=tallies(person, [firm.pk], moment).get(firm.pk, Tally()),
        phones=may_call(person, firm)
        or phones_revealed("enterprise", firm.pk, person.scope.user_id),
        notes_for=note_unit(scope, firm.office_id),
        sizing=size_class(firm.industry, firm.employees, firm.revenue, firm.assets),
        contacts=list(firm.contacts.all()),
        links=liaison_links(firm),
        group=group,
        subsidiaries=subsidiaries,
        live=live[:LIVE_SHOWN],
        more_live=len(live) > LIVE_SHOWN,
        closed=closed[:CLOSED_SHOWN],
        more_closed=len(closed) > CLOSED_SHOWN,
        promises=_promises(live[:LIVE_SHOWN], moment),
        effect=effect_of(cases),
        ratings=list(
            Rating.objects.filter(case__in=cases)
            .select_related("case")
            .order_by("-rated_at", "-pk")[:RATINGS_SHOWN]
        ),
        notes=_notes(person, firm),
        corrections=list(firm.corrections.filter(status=CorrectionStatus.WAITING)) if keeps else [],
        history=_history(firm) if in_reach else [],
    )


def may_call(person: Person, firm: Enterprise) -> bool:
    """True for those who call the firm, its office and those who look after it; others see its
    numbers masked."""
    return firm.office_id in person.scope.units(*OFFICE_ROLES) or firm.pk in person.scope.liaised


def effect_of(cases: QuerySet[Case]) -> Effect:
    """Counts and sums over a firm's cases, in one query."""
    lively = Q(historical=False)
    solved = lively & Q(verdict=Verdict.SOLVED)
    row = cases.order_by().aggregate(
        raised=Count("pk", filter=lively),
        solved=Count("pk", filter=solved),
        partly=Count("pk", filter=lively & Q(verdict=Verdict.PARTLY)),
        not_solved=Count("pk", filter=lively & Q(verdict=Verdict.NOT_SOLVED)),
        money=Sum("effect_money", filter=solved),
        staff=Sum("effect_staff", filter=solved),
        historical=Count("pk", filter=~lively),
    )
    return Effect(**row)


def _group(person: Person, firm: Enterprise) -> tuple[Enterprise | None, list[Enterprise]]:
    """The group above and the subsidiaries below, those in one's reach."""
    family = Q(parent_group=firm)
    if firm.parent_group_id:
        family |= Q(pk=firm.parent_group_id)
    seen = list(
        Enterprise.objects.visible_to(person.scope)
        .filter(family)
        .select_related("region")
        .order_by("name", "pk")[: SUBSIDIARIES_SHOWN + 1]
    )
    above = next((one for one in seen if one.pk == firm.parent_group_id), None)
    return above, [one for one in seen if one.pk != firm.parent_group_id]


def _promises(cases: list[Case], now: datetime) -> list[FirmPromise]:
    promising = [case for case in cases if case.state in PROMISING]
    running: dict[int, list[Clock]] = defaultdict(list)
    clocks = Clock.objects.filter(case__in=[case.pk for case in promising], stopped_at__isnull=True)
    for clock in clocks.order_by("id"):
        running[clock.case_id].append(clock)
    return [_promised(case, running[case.pk], now) for case in promising]


def _promised(case: Case, clocks: list[Clock], now: datetime) -> FirmPromise:
    promise = promise_of(case, clocks)
    due, warn = promise.due_at, promise.warn_at
    light = light_of(due, warn, now) if due and warn else Light.NONE
    return FirmPromise(case, promise, light)


def _notes(person: Person, firm: Enterprise) -> list[EnterpriseNote]:
    own = firm.notes.filter(unit__in=note_units(person.scope))
    return list(own.select_related("unit").order_by("-pk")[:NOTES_SHOWN])


def _history(firm: Enterprise) -> list[Event]:
    events = Event.objects.filter(object_type="enterprise", object_id=firm.pk)
    shown = events.exclude(kind__in=[kind.value for kind in UNSHOWN])
    return list(shown.order_by("-seq").prefetch_related("erasables")[:EVENTS_SHOWN])
