"""What pages show of rhythms and what came of them; and whom a run tells what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import held_on, running
from zhuqi.foundation.accounts.queries import actor_of, scopes_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import EnterpriseStatus, LiaisonKind
from zhuqi.foundation.directory.models import LiaisonLink, Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.notices.recipients import stand_ins_of
from zhuqi.ledgers.cases.enums import WITH_UNIT_STATES, Light, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries.lights import timing_of, with_light
from zhuqi.ledgers.firms.queries import tallies
from zhuqi.mechanisms.leader_visits.queries import leaders_of, planned_by
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import Visit
from zhuqi.mechanisms.rhythm import rules
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmKind, RhythmState
from zhuqi.mechanisms.rhythm.models import Rhythm, RhythmNote, RhythmRun

WRITERS = (Role.REGISTRAR, Role.REVIEWER)
# A day that was missed for longer is left: what it would have told is no longer so.
CATCH_UP = timedelta(days=4)
# The inlet of what firms say to the office's face (座谈会、企业服务日).
SPOKEN = "talks"


def rhythms(scope: Scope) -> QuerySet[Rhythm]:
    """All one may see, with when each came round last."""
    seen = Rhythm.objects.visible_to(scope).select_related("office__region")
    return seen.annotate(last=Max("runs__day"))


def notes(scope: Scope) -> QuerySet[RhythmNote]:
    """All one may see, the newest run first."""
    return RhythmNote.objects.visible_to(scope).select_related("run__rhythm__office", "user")


def next_day(row: Rhythm, now: datetime) -> date | None:
    """When it comes round next; None while it is paused."""
    if row.state != RhythmState.RUNNING:
        return None
    today = timezone.localdate(now)
    after = today - timedelta(days=1) if _moment(row, today) > now else today
    return rules.following(Pace(row.pace), _days(row), after, _works(row))


def due(now: datetime) -> list[tuple[int, date]]:
    """Rhythms whose newest day has come and was not told of, with that day; however late this is
    asked, each day once, and none that is over for longer than `CATCH_UP`."""
    found = []
    for row in Rhythm.objects.filter(state=RhythmState.RUNNING).select_related("office__region"):
        today = timezone.localdate(now)
        until = today if _moment(row, today) <= now else today - timedelta(days=1)
        day = rules.last(Pace(row.pace), _days(row), until, _works(row))
        if day is None or today - day > CATCH_UP or _moment(row, day) < row.since:
            continue
        if not RhythmRun.objects.filter(rhythm=row, day__gte=day).exists():
            found.append((row.pk, day))
    return found


def _days(row: Rhythm) -> list[int]:
    return rules.days_of(row.days, Pace(row.pace))


def _moment(row: Rhythm, day: date) -> datetime:
    at: time = row.at
    return timezone.make_aware(datetime.combine(day, at))


def _works(row: Rhythm) -> rules.Works:
    # Leaders' plans are asked for at the weekend [S0], so a day off is as good as another.
    if row.kind == RhythmKind.PLANS:
        return lambda _day: True
    return calendar(row.office.region.code).is_working


# Whom a run tells what ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """One person, and their figures."""

    user: User
    firms: int = 0
    open: int = 0
    late: int = 0


def told_by(row: Rhythm, now: datetime) -> list[Told]:
    """Of each kind those it is for; whoever has nothing to do there is left in peace."""
    if row.kind == RhythmKind.PROGRESS:
        return _handlers(row.office, now)
    if row.kind == RhythmKind.SERVICE_DAY:
        return _writers(row.office, now)
    if row.kind == RhythmKind.PLANS:
        return _leaders(row.office, now)
    kind = LiaisonKind.LEADER if row.kind == RhythmKind.LETTER else LiaisonKind.OFFICIAL
    return _carers(row.office, kind, now)


def _carers(office: Unit, kind: LiaisonKind, now: datetime) -> list[Told]:
    """Who looks after firms of the office's ledger: how many, and what is open there, as each of
    them may see it."""
    links = LiaisonLink.objects.filter(
        held_on(timezone.localdate(now)), kind=kind, enterprise__office=office,
        official__active=True,
    ).exclude(enterprise__status=EnterpriseStatus.CLOSED)  # fmt: skip
    firms: dict[int, set[int]] = {}
    for official, firm in links.order_by().values_list("official", "enterprise"):
        firms.setdefault(official, set()).add(firm)
    people = list(User.objects.filter(official__in=sorted(firms), is_active=True).order_by("pk"))
    scopes, found = scopes_of(people, now), []
    for user in people:
        mine = firms[user.official_id or 0]
        person = Person(actor_of(user, now), scopes[user.pk])
        counted = tallies(person, mine, now).values() if kind == LiaisonKind.LEADER else ()
        found.append(
            Told(user, len(mine), sum(t.under_way for t in counted), sum(t.late for t in counted))
        )
    return found


def _leaders(office: Unit, now: datetime) -> list[Told]:
    """The leaders of the office's level, and who stands in for those who are away."""
    leaders = list(leaders_of([office.pk], now).order_by("pk"))
    people = [*leaders, *(one.user for leader in leaders for one in stand_ins_of(leader))]
    return [Told(user) for user in dict.fromkeys(people)]


def _handlers(office: Unit, now: datetime) -> list[Told]:
    """Who handles cases of the office's ledger for a unit: how many, and how many are late."""
    at_hand = Case.objects.live().filter(office=office, state__in=sorted(WITH_UNIT_STATES))
    units = set(at_hand.order_by().values_list("lead_unit", flat=True)) - {None}
    holders = RoleAssignment.objects.filter(running(now), role=Role.HANDLER, unit__in=units)
    people = list(
        User.objects.filter(is_active=True, pk__in=holders.order_by().values("user")).order_by("pk")
    )
    scopes, found = scopes_of(people, now), []
    for user in people:
        scope = scopes[user.pk]
        mine = at_hand.within_reach(scope).filter(lead_unit__in=sorted(scope.units(Role.HANDLER)))
        n = mine.count()
        if n:
            late = with_light(mine, Light.RED, now, timing_of(scope)).count()
            found.append(Told(user, open=n, late=late))
    return found


def _writers(office: Unit, now: datetime) -> list[Told]:
    """Who receives and reviews in the office: how much of what firms said to its face is open."""
    holders = RoleAssignment.objects.filter(running(now), role__in=WRITERS, unit=office)
    active = User.objects.filter(is_active=True, pk__in=holders.order_by().values("user"))
    people = list(active.order_by("pk"))
    if not people:
        return []
    spoken = Case.objects.live().filter(office=office, channel=SPOKEN)
    timing = timing_of(scopes_of(people[:1], now)[people[0].pk])
    late = with_light(spoken, Light.RED, now, timing).count()
    number = spoken.count()
    return [Told(user, open=number, late=late) for user in people]


# What came of it ----------------------------------------------------------------------------------


def results(rows: Sequence[RhythmNote], scope: Scope) -> dict[int, int]:
    """By note what the person did about it: cases of which progress was reported on the day and
    the one after, cases written down of what firms said within the month, visits made on the day
    (of a letter, within the week), or plans for the week after, of those the reader is named for.
    Two queries a run."""
    by_run: dict[int, list[RhythmNote]] = {}
    for row in rows:
        by_run.setdefault(row.run_id, []).append(row)
    found: dict[int, int] = {}
    for several in by_run.values():
        run = several[0].run
        people = [row.user_id for row in several]
        counted: Mapping[int, int]
        if run.rhythm.kind == RhythmKind.PLANS:
            counted = planned_by(scope, people, run.day + timedelta(days=7 - run.day.weekday()))
        else:
            counted = _DONE.get(RhythmKind(run.rhythm.kind), _visited)(people, run)
        found |= {row.pk: counted.get(row.user_id, 0) for row in several}
    return found


def _reported(people: Collection[int], run: RhythmRun) -> Mapping[int, int]:
    until = timezone.make_aware(datetime.combine(run.day + timedelta(days=2), time.min))
    events = Event.objects.filter(
        object_type="case", kind=Verb.PROGRESS.value, actor_id__in=people,
        occurred_at__gte=run.ran_at, occurred_at__lt=until,
    )  # fmt: skip
    counted = events.order_by().values_list("actor_id")
    return dict(counted.annotate(n=Count("object_id", distinct=True)))


def _visited(people: Collection[int], run: RhythmRun) -> Mapping[int, int]:
    until = run.day + timedelta(days=6 if run.rhythm.kind == RhythmKind.LETTER else 0)
    made = Visit.objects.filter(
        visitor__in=people, state=VisitState.MADE, day__range=(run.day, until),
        enterprise__office=run.rhythm.office_id,
    )  # fmt: skip
    return dict(made.order_by().values_list("visitor").annotate(n=Count("pk")))


def _registered(people: Collection[int], run: RhythmRun) -> Mapping[int, int]:
    until = timezone.make_aware(datetime.combine(run.day + timedelta(days=31), time.min))
    said = Case.objects.filter(
        channel=SPOKEN, office=run.rhythm.office_id, submitted_by__in=people,
        submitted_at__gte=run.ran_at, submitted_at__lt=until,
    )  # fmt: skip
    return dict(said.order_by().values_list("submitted_by").annotate(n=Count("pk")))


_DONE = {RhythmKind.PROGRESS: _reported, RhythmKind.SERVICE_DAY: _registered}
