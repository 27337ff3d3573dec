"""Reads that pages, API and reports share. Every list starts at `visible_to`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from statistics import median
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import UNIT_ROLES, Person, Role, Scope
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.keyset import PAGE, KeysetPage, keys_of, keyset_page
from zhuqi.foundation.typed import key
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import (
    LIVE_STATES,
    OPEN_STATES,
    TO_CARRY,
    AssignmentRole,
    AssignmentState,
    ClockKind,
    Light,
    Rank,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.lifecycle import DONE_WITH
from zhuqi.ledgers.cases.models import (
    FAR,
    Assignment,
    Case,
    Channel,
    Clock,
    Draft,
    Extension,
    Instruction,
    Objection,
    Pausing,
    Topic,
)
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, CaseQuerySet, working_units
from zhuqi.ledgers.cases.numbers import parse


def light_of(due_at: datetime, warn_at: datetime, now: datetime) -> Light:
    """Red from the due time on, yellow from the warning on; the same rule as `with_light`."""
    if due_at >= FAR:
        return Light.NONE
    if now >= due_at:
        return Light.RED
    return Light.YELLOW if now >= warn_at else Light.GREEN


def channel_names() -> dict[str, str]:
    """Every inlet's name by the code that cases keep, retired ones too. One query."""
    return dict(Channel.objects.values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class Timing:
    """By which clocks a person's lights go.

    Rows that fulfil `by_case` are as late as the case itself; the others as the clocks of `units`
    are, and have no light where none of these runs. Without units every row goes by the case.
    """

    units: frozenset[int] = frozenset()
    by_case: Q = field(default_factory=Q)
    ledgers: frozenset[int] = frozenset()
    enterprises: frozenset[int] = frozenset()
    granted: frozenset[int] = frozenset()

    def goes_by(self, case: Case) -> bool:
        """What `by_case` says of one case already at hand."""
        return (
            not self.units
            or case.office_id in self.ledgers
            or (case.enterprise_id in self.enterprises and not case.confidential)
            or case.pk in self.granted
        )

    def holds(self, light: Light, now: datetime) -> Q:
        """Cases whose light is this one."""
        own = _of_the_case(light, now)
        if not self.units:
            return own
        others = _of_units(light, now, self.units)
        return (self.by_case & own) | (~self.by_case & others) if self.by_case else others


def timing_of(scope: Scope) -> Timing:
    """Units see how late they are themselves; an office its whole ledger; who looks after a firm,
    or was granted a case, the case."""
    ledgers, enterprises = scope.units(*OFFICE_READERS), scope.enterprises | scope.liaised
    units = scope.units(*UNIT_ROLES) | ledgers
    granted = frozenset(scope.granted.get("case") or ())
    looks_on = Q()
    if ledgers:
        looks_on |= Q(office__in=sorted(ledgers))
    if enterprises:
        # Not by the firm of a confidential case: the light would tell whose it is.
        looks_on |= Q(enterprise__in=sorted(enterprises), confidential=False)
    if granted:
        looks_on |= Q(pk__in=sorted(granted))
    return Timing(units, looks_on, ledgers, enterprises, granted)


def with_light(
    cases: CaseQuerySet, light: Light, now: datetime, timing: Timing | None = None
) -> CaseQuerySet:
    """Only cases whose light is this one; by the case itself where nothing else is said."""
    return cases.filter((timing or Timing()).holds(light, now))


def _of_the_case(light: Light, now: datetime) -> Q:
    match light:
        case Light.RED:
            return Q(due_at__lte=now)
        case Light.YELLOW:
            return Q(due_at__gt=now, warn_at__lte=now)
        case Light.GREEN:
            return Q(due_at__gt=now, due_at__lt=FAR, warn_at__gt=now)
        case _:
            return Q(due_at__gte=FAR)


def _of_units(light: Light, now: datetime, units: Collection[int]) -> Q:
    own = _running_of(units)
    running, late = (
        Q(pk__in=own.values("case")),
        Q(pk__in=own.filter(due_at__lte=now).values("case")),
    )
    early = Q(pk__in=own.filter(warn_at__lte=now).values("case"))
    match light:
        case Light.RED:
            return late
        case Light.YELLOW:
            return early & ~late
        case Light.GREEN:
            return running & ~late & ~early
        case _:
            return ~running


def _running_of(units: Collection[int]) -> QuerySet[Clock]:
    """Clocks of these units that run; a paused one has no due time and stands still."""
    running = Clock.objects.filter(owner__in=units, stopped_at__isnull=True, due_at__lt=FAR)
    return running.order_by()


def running_clocks(cases: Collection[Case]) -> dict[int, list[Clock]]:
    """Every clock that runs for these cases, by case, what ends first before the others; one
    query."""
    found: dict[int, list[Clock]] = defaultdict(list)
    if cases:
        running = Clock.objects.filter(case__in=[c.pk for c in cases], stopped_at__isnull=True)
        for clock in running.select_related("owner").order_by("due_at", "pk"):
            found[clock.case_id].append(clock)
    return found


def first_of(clocks: Iterable[Clock], units: Collection[int]) -> Clock | None:
    """The clock of these units that ends first, warned of as soon as any of theirs is; None where
    none of theirs runs."""
    own = [clock for clock in clocks if clock.owner_id in units and clock.due_at < FAR]
    if not own:
        return None
    first = copy(min(own, key=lambda clock: (clock.due_at, clock.pk)))
    first.warn_at = min(clock.warn_at for clock in own)
    return first


# What was promised to the firm: the lead's answer, in the first round or in a later one.
PROMISED = frozenset({ClockKind.RESOLVE, ClockKind.REDO})


@dataclass(frozen=True, slots=True)
class Filters:
    """The ledger's filters, as they stand in the URL. Empty means: any.

    `owing`: the unit whose clock ends next.
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
    owing: int | None = None

    @property
    def reveals_firm(self) -> bool:
        """True if finding a row by these would tell, or narrow down, whose it is."""
        below_county = len(self.region) > 6  # noqa: PLR2004 (a county's code)
        return bool(self.enterprise or self.sector or self.channel or below_county)


class Condition(TextChoices):
    """What may be true of a case beside its state."""

    HANDED_UP = "handed_up", _("待上级研判")
    DISPUTED = "disputed", _("争议")
    PAUSED = "paused", _("已挂起")
    AGAIN = "again", _("第二轮以上")
    LAPSED = "lapsed", _("挂账到期")
    STUCK = "stuck", _("卡住的（以上任一）")


STUCK = (
    Condition.HANDED_UP,
    Condition.DISPUTED,
    Condition.PAUSED,
    Condition.AGAIN,
    Condition.LAPSED,
)


def holding(condition: Condition, now: datetime) -> Q:
    """Cases of which it is true; `STUCK` is any of the others."""
    match condition:
        case Condition.HANDED_UP:
            return Q(superior__isnull=False)
        case Condition.DISPUTED:
            return Q(disputed=True)
        case Condition.PAUSED:
            return Q(paused_until__isnull=False)
        case Condition.AGAIN:
            return Q(round__gt=1, state__in=OPEN_STATES)
        case Condition.LAPSED:
            return Q(state=State.CARRIED, due_at__lte=now)
        case _:
            return reduce(or_, (holding(one, now) for one in STUCK))


def conditions_of(case: Case, now: datetime) -> list[Condition]:
    """What `holding` says of one case already at hand."""
    pairs = (
        (Condition.HANDED_UP, case.superior_id is not None),
        (Condition.DISPUTED, case.disputed),
        (Condition.PAUSED, case.paused_until is not None),
        (Condition.AGAIN, case.round > 1 and case.state in OPEN_STATES),
        (Condition.LAPSED, case.state == State.CARRIED and case.due_at <= now),
    )
    return [condition for condition, holds in pairs if holds]


class Whose(TextChoices):
    """Which of the rows one may see: an office has its own ledger, and what it handed on or got."""

    OWN = "", _("本级台账")
    BELOW = "below", _("下级提级")
    FROM_ABOVE = "down", _("上级交办")
    HANDED_UP = "up", _("已提级")
    ALL = "all", _("全部经手")


def of_ledger(scope: Scope, whose: Whose = Whose.OWN) -> CaseQuerySet:
    """The rows to start from. Who reads no office's ledger has one: all they see."""
    if whose is Whose.OWN and has_ledger(scope):
        return Case.objects.in_own_ledger(scope)
    return Case.objects.visible_to(scope).filter(_handed(scope, whose))


def has_ledger(scope: Scope) -> bool:
    """True for those who read an office's whole ledger and do no unit's work elsewhere."""
    ledgers = scope.units(*OFFICE_READERS)
    return bool(ledgers) and not (scope.units(*UNIT_ROLES) - ledgers) and not scope.enterprises


def _handed(scope: Scope, whose: Whose) -> Q:
    """What was handed between this person's offices and others."""
    offices = scope.units(*OFFICE_READERS)
    match whose:
        case Whose.BELOW:
            return Q(superior__in=offices)
        case Whose.HANDED_UP:
            return Q(origin_office__in=offices)
        case Whose.FROM_ABOVE:
            given = Assignment.objects.filter(case=OuterRef("pk"), unit__in=offices)
            return Q(Exists(given.exclude(state=AssignmentState.RECALLED)))
        case _:
            return Q()


def _within(cases: CaseQuerySet, scope: Scope, whose: Whose) -> CaseQuerySet:
    """`of_ledger` among rows that are narrow already: costs what they are, not what ever was."""
    if whose is Whose.OWN and has_ledger(scope):
        return cases.in_own_ledger(scope)
    return cases.within_reach(scope).filter(_handed(scope, whose))


def live_of_ledger(scope: Scope) -> CaseQuerySet:
    """`of_ledger` among live rows."""
    return _within(Case.objects.live(), scope, Whose.OWN)


def timing_in(scope: Scope, whose: Whose) -> Timing:
    """By which clocks the lights of these rows go; a ledger's own rows all go by the case."""
    return Timing() if whose is Whose.OWN and has_ledger(scope) else timing_of(scope)


def ledger(scope: Scope, filters: Filters, now: datetime) -> CaseQuerySet:
    """The rows of the ledger one may see, filtered and in order, ready for a keyset page."""
    cases = _start(scope, filters, now).filter(historical=filters.historical)
    if filters.state:
        cases = cases.filter(state__in=filters.state)
    if filters.light:
        timing = timing_in(scope, Whose(filters.whose))
        cases = with_light(cases, Light(filters.light), now, timing)
    cases = _of_firms_like(cases, filters, scope)
    for name in ("sector", "tier", "kind", "verdict", "disposition", "channel", "topic"):
        if value := getattr(filters, name):
            cases = cases.filter(**{name: value})
    if filters.item:
        cases = cases.filter(Q(item=filters.item) | Q(item__parent=filters.item))
    if filters.enterprise:
        cases = cases.filter(enterprise=filters.enterprise)
    if filters.tag:
        tagged = Case.tags.through.objects.filter(case=OuterRef("pk"), tag=filters.tag)
        cases = cases.filter(Exists(tagged))
    if filters.unit:
        worked = Assignment.objects.filter(case=OuterRef("pk"), unit=filters.unit)
        cases = cases.filter(Exists(worked.exclude(state=AssignmentState.RECALLED)))
    if filters.condition:
        cases = cases.filter(holding(Condition(filters.condition), now))
    if filters.owing:
        cases = cases.filter(due_unit=filters.owing)
    return _matching(_between(cases, filters.since, filters.until), filters.text, scope)


def _between(cases: CaseQuerySet, since: date | None, until: date | None) -> CaseQuerySet:
    if since:
        cases = cases.filter(submitted_at__gte=datetime.combine(since, time.min, SHANGHAI))
    if until:
        end = datetime.combine(until + timedelta(days=1), time.min, SHANGHAI)
        cases = cases.filter(submitted_at__lt=end)
    return cases


def _start(scope: Scope, filters: Filters, now: datetime) -> CaseQuerySet:
    """The narrowest rows the filters leave: a queue, one firm's, live ones, else the ledger's."""
    whose = Whose(filters.whose)
    if filters.waiting:
        return _queue(scope, filters.waiting, now)
    if filters.enterprise and whose in {Whose.OWN, Whose.ALL} and not has_ledger(scope):
        return Case.objects.filter(enterprise=filters.enterprise).within_reach(scope)
    if filters.historical:
        return of_ledger(scope, whose)
    if filters.condition or (filters.state and LIVE_STATES.issuperset(filters.state)):
        return _within(Case.objects.live(), scope, whose)
    if filters.light not in {"", Light.NONE}:
        return _within(Case.objects.all(), scope, whose)
    return of_ledger(scope, whose)


def _of_firms_like(cases: CaseQuerySet, filters: Filters, scope: Scope) -> CaseQuerySet:
    if filters.reveals_firm:
        cases = cases.of_known_firms(scope)
    return cases.filter(region__code__startswith=filters.region) if filters.region else cases


def _matching(cases: CaseQuerySet, text: str, scope: Scope) -> CaseQuerySet:
    text = text.strip()
    if not text:
        return cases
    if number := parse(text):
        return cases.filter(number=number)
    # A title may name the firm, so that of a hidden one is not searched either.
    return cases.of_known_firms(scope).filter(
        spelled_in(text, "enterprise__name", "firm_stated", "title")
         | Q(foreign_key=key(text))
    )


ORDERS = {"due": ("due_at", "pk"), "newest": ("-submitted_at", "-pk")}


def page_of(
    cases: CaseQuerySet, order: str, cursor: str = "", size: int = PAGE
) -> KeysetPage[Case]:
    """One page by keyset of the columns officials know; an unknown order is the order of dates."""
    keys = keys_of(*ORDERS.get(order, ORDERS["due"]))
    return keyset_page(with_columns(cases), keys, cursor, size=size, salt="cases.cursor")


def with_columns(cases: CaseQuerySet) -> CaseQuerySet:
    """With what the columns officials know are made of, in a fixed number of queries."""
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
    """A queue of the home page: what to do, on which cases; `key` opens them all in the ledger
    (`Filters.waiting`)."""

    key: str
    verb: Verb
    label: StrOrPromise
    rows: list[Case] = field(default_factory=list)
    more: bool = False


TASK_ROWS = 20


def tasks(person: Person, now: datetime) -> list[Task]:
    """What waits for this person's hand: queues by urgency, rows too; empty ones left out."""
    tasks_ = []
    for task, cases in queues(person.scope, now):
        rows = list(
            cases.read_by(person.scope)
            .select_related("office", "enterprise", "lead_unit", "due_unit")
            .order_by("due_at", "pk")[: TASK_ROWS + 1]
        )
        if rows:
            tasks_.append(replace(task, rows=rows[:TASK_ROWS], more=len(rows) > TASK_ROWS))
    return sorted(tasks_, key=lambda task: task.rows[0].due_at)


def waiting_count(scope: Scope, now: datetime, most: int) -> int:
    """How many cases wait for this person's hand, each once, counted up to `most`; one query."""
    return len(_WAITING(scope, most, now=now))


def _waiting(scope: Scope, most: int, now: datetime) -> QuerySet[Case, tuple[int]]:
    none, *found = [
        cases.read_by(scope).order_by().values_list("pk")
        for task, cases in [(None, Case.objects.none()), *queues(scope, now)]
        if task is None or task.verb != Verb.RATE
    ]
    return none.union(*found)[:most]


_WAITING = Prepared(_waiting)


def queues(scope: Scope, now: datetime) -> list[tuple[Task, CaseQuerySet]]:
    """Every queue this person's roles have, with all its rows, empty or not. Asks nothing yet."""
    return [
        *_office_queues(scope, now),
        *_leader_queues(scope),
        *_request_queues(scope, now),
        *_unit_queues(scope),
        *_firm_queues(scope),
    ]


def _queue(scope: Scope, key: str, now: datetime) -> CaseQuerySet:
    """All rows of one queue; none of a queue the person does not have."""
    found = next((cases for task, cases in queues(scope, now) if task.key == key), None)
    reach = Case.objects.within_reach(scope)
    return reach.none() if found is None else found & reach


def _office_queues(scope: Scope, now: datetime) -> list[tuple[Task, CaseQuerySet]]:
    live = Case.objects.live()
    queues: list[tuple[Task, CaseQuerySet]] = []
    if offices := scope.units(Role.REGISTRAR):
        own = live.filter(office__in=offices)
        queues += [
            (Task("accept", Verb.ACCEPT, _("待受理")), own.filter(state=State.SUBMITTED)),
            (Task("assign", Verb.ASSIGN, _("待交办")), own.filter(state=State.ACCEPTED)),
            (
                Task("withdrawing", Verb.WITHDRAW, _("企业申请撤回，待电话核实")),
                own.filter(withdrawal_asked_at__isnull=False, state__in=OPEN_STATES),
            ),
            (
                Task("unrated", Verb.RATE_BY_PHONE, _("评价期满未评价，待电话回访")),
                own.filter(state=State.COMPLETED, verdict="", pk__in=_rating_over(now)),
            ),
            (Task("send_back", Verb.SEND_BACK, _("已有结果，待反馈来源")), _result_owed(offices)),
        ]
    if offices := scope.units(Role.REVIEWER):
        own = live.filter(office__in=offices)
        short = own.filter(state=State.COMPLETED, verdict__in=(Verdict.PARTLY, Verdict.NOT_SOLVED))
        queues += [
            (Task("review", Verb.COMPLETE, _("待办结审核")), own.filter(state=State.ANSWERED)),
            (Task("short", Verb.REDO, _("企业未认可，待研判")), short),
        ]
    if offices := scope.units(Role.SIGNER):
        own = live.filter(office__in=offices)
        queues += [
            (
                Task("solved", Verb.STRIKE_OFF, _("企业已认可，待销号")),
                own.filter(state=State.COMPLETED, verdict=Verdict.SOLVED)
                .exclude(disposition__in=TO_CARRY)
                .exclude(_COUNTY_ON_IT, strike_off_asked_at__isnull=True),
            ),
            (
                Task("to_transfer", Verb.TRANSFER, _("待移送")),
                own.filter(state__in=(State.SUBMITTED, State.ACCEPTED), boundary__transfer=True),
            ),
            (
                Task("to_carry", Verb.CARRY, _("待挂账")),
                own.filter(state=State.COMPLETED, disposition__in=TO_CARRY),
            ),
            (
                Task("carried", Verb.CARRY, _("挂账到期，待复核")),
                own.filter(state=State.CARRIED, due_at__lte=now),
            ),
        ]
    if offices := scope.units(Role.REGISTRAR, Role.REVIEWER):
        asked = live.filter(superior__in=offices)
        queues.append((Task("take_up", Verb.TAKE_UP, _("下级提级，待研判")), asked))
    if offices := scope.offices:
        solved = live.filter(
            state=State.COMPLETED, verdict=Verdict.SOLVED, strike_off_asked_at__isnull=True
        ).exclude(disposition__in=TO_CARRY)
        # Two short lists of ids, each from its own index: an OR would read every live row.
        from_us, ours = live.filter(origin_office__in=offices), live.filter(lead_unit__in=offices)
        ids = from_us.order_by().values("pk").union(ours.order_by().values("pk"))
        queues.append(
            (
                Task("ask", Verb.ASK_STRIKE_OFF, _("企业已认可，待向上级申请销号")),
                solved.filter(pk__in=ids),
            )
        )
    return queues


# A lower office handed the case up, or leads it: the strike-off is for it to ask.
_COUNTY_ON_IT = Q(origin_office__isnull=False) | Q(lead_unit__kind=UnitKind.OFFICE)


# An empty text without a parameter: SQLite takes `case_to_send_back` only for its own words.
NOTHING_WRITTEN = Func(template="''", output_field=CharField())


def _result_owed(offices: Collection[int]) -> CaseQuerySet:
    """Cases of inlets that wait to be told what came of them, those struck off included."""
    own = Case.objects.filter(historical=False, office__in=offices)
    waiting = Channel.objects.filter(result_owed=True).values("code")
    return own.filter(
        ~Q(foreign_number=NOTHING_WRITTEN),
        fed_back_at__isnull=True,
        state__in=DONE_WITH,
        channel__in=waiting,
    )


def _request_queues(scope: Scope, now: datetime) -> list[tuple[Task, CaseQuerySet]]:
    """What units asked and the office has to decide."""
    live = Case.objects.live()
    queues: list[tuple[Task, CaseQuerySet]] = []
    if offices := scope.units(Role.REGISTRAR, Role.REVIEWER):
        own = live.filter(office__in=offices)
        queues += [
            (
                Task("objection", Verb.UPHOLD, _("异议待裁定")),
                own.filter(Exists(_objections("waiting"))),
            ),
            (
                Task("consulting", Verb.REASSIGN, _("会商待定")),
                own.filter(Exists(_objections("consulting"))),
            ),
        ]
    if offices := scope.units(Role.REVIEWER, Role.SIGNER):
        own = live.filter(office__in=offices)
        asked = Extension.objects.filter(case=OuterRef("pk"), outcome="waiting")
        pauses = Pausing.objects.filter(case=OuterRef("pk"), outcome="waiting")
        queues += [
            (Task("extension", Verb.GRANT_EXTENSION, _("申请延期待审")), own.filter(Exists(asked))),
            (Task("pause", Verb.PAUSE, _("挂起待批")), own.filter(Exists(pauses))),
            (
                Task("resume", Verb.RESUME, _("挂起到期，待复核")),
                own.filter(paused_until__lte=timezone.localdate(now)),
            ),
        ]
    return queues


def _objections(outcome: str) -> QuerySet[Objection]:
    return Objection.objects.filter(case=OuterRef("pk"), outcome=outcome)


def _rating_over(now: datetime) -> QuerySet[Clock, Any]:
    """Ids of the cases whose firm has let its time to rate pass. Its clock has no owner, which
    the index of running clocks begins with."""
    running = Clock.objects.filter(owner__isnull=True, stopped_at__isnull=True, due_at__lte=now)
    return running.filter(clock="rating").order_by().values("case")


def _unit_queues(scope: Scope) -> list[tuple[Task, CaseQuerySet]]:
    heads = scope.units(Role.UNIT_HEAD, Role.UNIT_DEPUTY)
    # A head sees only what must be signed; what is being handled is the handlers'.
    units = working_units(scope) - heads | scope.units(Role.HANDLER)
    return [*_to_sign(scope, heads), *_to_handle(units)]


def _to_sign(scope: Scope, heads: Collection[int]) -> list[tuple[Task, CaseQuerySet]]:
    """Drafts one's rank in the unit suffices for."""
    if not heads:
        return []
    waiting = Draft.objects.filter(state=Draft.State.WAITING)
    mine = Q(assignment__unit__in=scope.units(Role.UNIT_HEAD)) | Q(
        assignment__unit__in=scope.units(Role.UNIT_DEPUTY), rank=Rank.DEPUTY
    )
    drafts = waiting.filter(mine).values("case")
    return [
        (
            Task("sign_answer", Verb.SIGN_ANSWER, _("待签发的答复")),
            Case.objects.filter(pk__in=drafts),
        )
    ]


def _to_handle(units: Collection[int]) -> list[tuple[Task, CaseQuerySet]]:
    if not units:
        return []
    issued = Assignment.objects.filter(unit__in=units, state=AssignmentState.ISSUED)
    open_co = Assignment.objects.filter(
        unit__in=units, state=AssignmentState.SIGNED, role=AssignmentRole.CO
    )
    open_part = Assignment.objects.filter(
        unit__in=units,
        state=AssignmentState.SIGNED,
        role__in=(AssignmentRole.PART, AssignmentRole.SUB),
    )
    live = Case.objects.live()
    return [
        (Task("sign", Verb.SIGN, _("待签收")), live.filter(pk__in=issued.values("case"))),
        (
            Task("answer", Verb.ANSWER, _("办理中")),
            live.filter(state=State.IN_PROGRESS, lead_unit__in=units),
        ),
        (
            Task("opinion", Verb.OPINION, _("待提协办意见")),
            live.filter(pk__in=open_co.values("case")),
        ),
        (
            Task("part", Verb.PART_ANSWER, _("待答复的分办")),
            live.filter(pk__in=open_part.values("case")),
        ),
        (
            Task("report", Verb.REPORT_ON, _("批示待报告")),
            live.filter(
                lead_unit__in=units,
                pk__in=Instruction.objects.filter(state=Instruction.State.OPEN).values("case"),
            ),
        ),
    ]


def _leader_queues(scope: Scope) -> list[tuple[Task, CaseQuerySet]]:
    """Reports that wait to be read by the leader they came back to, or the leader's deputy."""
    if not scope.holds(Role.LEADER):
        return []
    back = Instruction.objects.of_leader(scope).filter(state=Instruction.State.REPORTED)
    cases = Case.objects.visible_to(scope).filter(pk__in=back.values("case"))
    return [(Task("mark_read", Verb.MARK_READ, _("批示已有报告，等您圈阅")), cases)]


def _firm_queues(scope: Scope) -> list[tuple[Task, CaseQuerySet]]:
    if not scope.enterprises:
        return []
    own = Case.objects.live().filter(enterprise__in=scope.enterprises)
    return [(Task("rate", Verb.RATE, _("等您评价")), own.filter(state=State.COMPLETED, verdict=""))]


# Common topics ------------------------------------------------------------------------------------


def topics(scope: Scope) -> QuerySet[Topic]:
    """Those one may see, open ones first; `seen_cases`: how many of its cases one may see,
    `until`: when it was closed, later than ever where it is open."""
    seen = Case.objects.filter(topic=OuterRef("pk")).within_reach(scope).order_by()
    counted = seen.values("topic").annotate(n=Count("pk")).values("n")
    return (
        Topic.objects.visible_to(scope)
        .select_related("office")
        .annotate(
            seen_cases=Coalesce(Subquery(counted), 0), until=Coalesce("closed_at", Value(FAR))
        )
        .order_by("-until", "-pk")
    )


def cases_in_topic(scope: Scope, topic: Topic) -> QuerySet[Case]:
    """The cases of a topic one may see, as lists show them."""
    rows = Case.objects.filter(topic=topic).within_reach(scope)
    return rows.select_related("office", "enterprise", "lead_unit", "due_unit").order_by(
        "due_at", "pk"
    )


# Firms --------------------------------------------------------------------------------------------


def cases_of_firms(person: Person, enterprise_ids: Collection[int]) -> CaseQuerySet:
    """The cases of these firms that the person may see *as theirs*: every list, count and sum by
    firm starts here, so that what hides a firm from someone is said in one place."""
    seen = Case.objects.filter(enterprise__in=enterprise_ids).within_reach(person.scope)
    return seen.of_known_firms(person.scope)


def live_of_firms(person: Person, enterprise_ids: Collection[int]) -> CaseQuerySet:
    """`cases_of_firms` that are neither over nor imported, from the index of live rows."""
    return cases_of_firms(person, enterprise_ids) & Case.objects.live()


def cases_of_firm(person: Person, enterprise: Enterprise) -> CaseQuerySet:
    """`cases_of_firms` of a single firm."""
    return cases_of_firms(person, [enterprise.pk])


def firms_worked_on(person: Person) -> QuerySet[Case, Any]:
    """Ids of the firms whose cases the person sees: a unit knows the firms it works for."""
    known = Case.objects.visible_to(person.scope).of_known_firms(person.scope)
    worked = known.filter(enterprise__isnull=False)
    return worked.order_by().values("enterprise_id")


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows stand at a light, among which: what `ledger` finds by the same filters."""

    light: Light
    whose: Whose
    number: int

    @property
    def filters(self) -> Filters:
        """What opens them."""
        return Filters(light=self.light.value, whose=self.whose.value)


LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN)


def figures_by_light(scope: Scope, now: datetime) -> list[Figure]:
    """How a person's rows stand in time. An office's are its ledger's; what was handed up to it, or
    assigned to it from above, is told apart where it is late."""
    figures = [
        Figure(light, Whose.OWN, number) for light, number in counts_by_light(scope, now).items()
    ]
    if not has_ledger(scope):
        return figures
    handed = [
        Figure(Light.RED, whose, ledger(scope, Filters(light=Light.RED, whose=whose), now).count())
        for whose in (Whose.BELOW, Whose.FROM_ABOVE)
    ]
    return [figures[0], *(figure for figure in handed if figure.number), *figures[1:]]


def counts_by_light(scope: Scope, now: datetime) -> dict[Light, int]:
    """How many cases stand at each light, as `ledger` lists them by that light."""
    timing = timing_in(scope, Whose.OWN)
    if timing.units:
        counted = (ledger(scope, Filters(light=light), now).order_by() for light in LIGHTS)
        return dict(zip(LIGHTS, (rows.count() for rows in counted), strict=True))
    timed = _within(Case.objects.filter(historical=False, due_at__lt=FAR), scope, Whose.OWN)
    row = timed.order_by().aggregate(
        **{light.value: Count("pk", filter=timing.holds(light, now)) for light in LIGHTS}
    )
    return {light: row[light.value] for light in LIGHTS}


def median_delay(scope: Scope) -> timedelta:
    """The median time from a historical case's word to its reply; zero where none has one."""
    answered = Case.objects.visible_to(scope).filter(historical=True, answered_at__isnull=False)
    delays = [
        replied - asked
        for asked, replied in answered.order_by().values_list("submitted_at", "answered_at")
        if replied is not None
    ]
    return timedelta(seconds=median(d.total_seconds() for d in delays)) if delays else timedelta(0)
