"""Find who is to be told of an event or a clock, and tell those who may see the case."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import Deputy, FirmMember, User
from zhuqi.foundation.accounts.queries import people_holding, scopes_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.queries import liaison_officials
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.of_rows import seen_by
from zhuqi.foundation.notices.recipients import Recipient, deputies_of, people_of
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.workdays import next_opening, soon_at
from zhuqi.ledgers.cases.actions.store import rulebook
from zhuqi.ledgers.cases.contributions import REMINDER_DAYS, TOLD_OTHERWISE
from zhuqi.ledgers.cases.enums import (
    FIRM_CLOCKS,
    VERBS,
    AssignmentRole,
    AssignmentState,
    ClockKind,
    Urgency,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.lifecycle import SHEET
from zhuqi.ledgers.cases.models import FAR, Assignment, Case, Clock
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.notifications.steps import chosen, come, horizon
from zhuqi.ledgers.cases.notifications.texts import (
    NOTIFICATIONS,
    OFFICE_CLOCKS,
    Level,
    named_firm,
    reminder_code,
    text_code,
    unnamed,
    values_of,
)
from zhuqi.ledgers.cases.secrecy.models import disclosed_units, knows, redact
from zhuqi.ledgers.cases.verbs import Notify, To

REMIND = "cases.remind"
# How long after its moment a reminder is still given: a worker that stood still over a long
# holiday catches up, but a ledger that is seen for the first time does not flood anybody.
CATCH_UP = timedelta(days=10)
_OFFICE_ROLES = {
    To.REGISTRARS: Role.REGISTRAR,
    To.REVIEWERS: Role.REVIEWER,
    To.SIGNERS: Role.SIGNER,
}


def notify_of(event_id: int) -> int:
    """Notify of one event, as things stand now; returns how many inboxes it reached.

    Not notified: who did it, and who may not (or no longer) see the case.
    """
    event = Event.objects.get(pk=event_id)
    case = told_case(event.object_id)
    verb = Verb(event.kind)
    lines = [line for line in NOTIFICATIONS.get(verb, ()) if line.when(case)]
    found = [(line, recipients(case, line.to, event)) for line in lines]
    names = names_for([one.user for _line, group in found for one in group], case)
    return notify(
        [
            notice
            for line, group in found
            for notice in _notices_of(case, verb, line, event, group, names)
        ]
    )


def told_case(case_id: int) -> Case:
    """The case with what a notice says of it."""
    return Case.objects.select_related("office", "enterprise", "lead_unit").get(pk=case_id)


Names = Mapping[int, Mapping[str, str]]


def _notices_of(  # noqa: PLR0917 (all of one notice)
    case: Case, verb: Verb, line: Notify, event: Event, group: Sequence[Recipient], names: Names
) -> Iterator[Notice]:
    due = case.due_at if case.due_at < FAR else None
    urgent = case.urgency == Urgency.URGENT and line.about == Topic.WORK
    for recipient in group:
        if recipient.user.pk == event.actor_id or recipient.user.pk not in names:
            continue
        yield Notice(
            user_id=recipient.user.pk,
            text_code=text_code(verb, line.to),
            values=values_of(case, names[recipient.user.pk], due),
            key=f"case:{case.pk}:{event.seq}",
            object_type="case",
            object_ref=case.number,
            urgent=urgent,
            unit=recipient.unit,
            aloud=values_of(case, unnamed(case), due),
            about={"event": event.pk, "to": str(line.to)},
            step=True,
        )


def names_for(users: Collection[User], case: Case) -> dict[int, dict[str, str]]:
    """How the case is named to each of them who may see it, by user id.

    A fixed number of queries: who sees it is asked in one, each within their own reach.
    """
    scopes = scopes_of({user.pk: user for user in users}.values())
    seen = sorted(seen_by(Case.objects.all().within_reach, case.pk, scopes))
    if not seen:
        return {}
    told = disclosed_units(case)
    hidden: dict[str, str] = {}
    found: dict[int, dict[str, str]] = {}
    for pk in seen:
        scope = scopes[pk]
        knows_firm = knows(case, scope, [case.pk] if told & working_units(scope) else ())
        if knows_firm and not case.sealed:
            found[pk] = named_firm(case)
            continue
        if case.sealed or not hidden:  # what hides the firm is the same for all it is hidden from
            row = copy(case)
            redact([row], scope)
            hidden = named_firm(row)
        found[pk] = hidden
    return found


def recipients(case: Case, to: To, event: Event | None = None) -> list[Recipient]:
    """The people of a group around a case, and whoever stands in for those who are away."""
    found = _personally(case, to, event)
    if found is None:
        pairs = _units_of(case, to, event)
        found = [
            Recipient(user, unit)
            for unit, roles in dict(pairs).items()
            for role in roles
            for user in people_holding(role, unit)
        ]
    return [*found, *deputies_of(found)]


def _personally(case: Case, to: To, event: Event | None) -> list[Recipient] | None:
    """Groups of persons; None for groups that are units."""
    if to == To.FIRM:
        return [Recipient(user) for user in _people_of_firm(case)]
    if to == To.LIAISON:
        return [Recipient(user) for user in _liaisons(case)]
    if to == To.INSTRUCTORS:
        rows = case.instructions.order_by()
        if event is not None and "instruction" in event.facts:
            rows = rows.filter(ordinal=event.facts["instruction"])
        users = list(User.objects.filter(pk__in=rows.values("leader")).order_by("pk"))
        away = Deputy.objects.running(timezone.localdate()).filter(
            unit=case.office_id, absent__in=users
        )
        deputies = [row.deputy for row in away.select_related("deputy").order_by("pk")]
        return [Recipient(user) for user in [*users, *deputies]]
    return None


Post = tuple[int, tuple[Role, ...]]
# Whoever works on a sheet; an office below has its registrars for it.
_WORKERS = (Role.HANDLER, Role.REGISTRAR)


def _units_of(case: Case, to: To, event: Event | None) -> list[Post]:
    """The units of a group and the roles in them that are told."""
    if to in _OFFICE_ROLES:
        return [(case.office_id, (_OFFICE_ROLES[to],))]
    if to == To.SUPERIOR:
        return [(case.superior_id, (Role.REGISTRAR, Role.REVIEWER))] if case.superior_id else []
    if to == To.ORIGIN:
        return [(case.origin_office_id, (Role.REGISTRAR,))] if case.origin_office_id else []
    if to == To.CHAMBER:
        return [(case.chamber_id, (Role.CHAMBER,))] if case.chamber_id else []
    return [(unit, _WORKERS) for unit in _sheet_units(case, to, event)]


def _sheet_units(case: Case, to: To, event: Event | None) -> list[int]:
    sheets = [
        sheet
        for sheet in Assignment.objects.filter(case=case).select_related("parent").order_by("sheet")
        if sheet.state != AssignmentState.RECALLED or _takes_back(event)
    ]
    leads = [s.unit_id for s in sheets if s.role == AssignmentRole.LEAD][-1:]
    if to == To.LEAD:
        return leads
    if to == To.CO:
        return [s.unit_id for s in sheets if s.role == AssignmentRole.CO]
    facts = event.facts if event else {}
    # A sheet that simply goes on is not among those whose clocks the event moved.
    numbers = {facts.get("kept"), *(number for number, _role in facts.get("sheets", ()))}
    named = [s for s in sheets if s.sheet in numbers]
    if to == To.NAMED:
        return [s.unit_id for s in named]
    return [s.parent.unit_id for s in named if s.parent] or leads


def _takes_back(event: Event | None) -> bool:
    """Whether what is told is that sheets nobody had signed for need no work any more; where the
    matter goes to another unit, that unit's sheet is the one that is told of."""
    if event is None or event.kind not in VERBS - {Verb.REASSIGN, Verb.CONSULT}:
        return False
    return SHEET.after(AssignmentState.ISSUED, Verb(event.kind)) == AssignmentState.RECALLED


def _people_of_firm(case: Case) -> Sequence[User]:
    if case.enterprise_id is None:
        return []
    members = FirmMember.objects.filter(
        enterprise=case.enterprise_id, status=FirmMember.Status.CONFIRMED
    )
    return list(User.objects.filter(pk__in=members.order_by().values("user")).order_by("pk"))


def _liaisons(case: Case) -> Sequence[User]:
    if case.enterprise is None:
        return []
    officials = liaison_officials(case.enterprise, timezone.localdate())
    return list(User.objects.filter(official__in=officials).order_by("pk"))


# Clocks -----------------------------------------------------------------------------------------


def enqueue_reminders(now: datetime) -> None:
    """Enqueue a reminder for every running clock that is near its end or past it, once a level.

    A clock whose end was moved is reminded of anew. They are given in working time; the firm's
    own (rating) too, because people answer in working time. What is due before office opens again
    is told of in the last office hours before it; each office by its own hours. Where an office
    has chosen days (`REMINDER_DAYS`), what its people and units owe is reminded of on these.
    """
    book = rulebook()
    ruled = {office: rows for read in REMINDER_DAYS for office, rows in read().items() if rows}
    most = max((max(rows) for rows in ruled.values()), default=0)
    calendars = (book.calendar, *book.of_offices.values())
    opens = max(next_opening(days, now) for days in calendars)
    ahead = max(horizon(most, days, now) for days in calendars) if ruled else now
    running = Clock.objects.filter(stopped_at__isnull=True, due_at__lt=FAR)
    since = now - CATCH_UP
    near = Q(warn_at__lte=now, warn_at__gt=since) | Q(due_at__lte=opens)
    near |= Q(case__office__in=sorted(ruled), due_at__lte=ahead)
    soon = running.filter(near, due_at__gt=now).order_by("pk")
    over = running.filter(due_at__lte=now, due_at__gt=since).order_by("pk")
    columns = ("pk", "clock", "started_at", "warn_at", "due_at", "case__office")
    items: list[NewOutboxItem] = []
    for pk, clock, start, warn, due, office in soon.values_list(*columns):
        days = book.calendar_of(office)
        rows = () if clock in FIRM_CLOCKS else ruled.get(office, ())
        if chosen_rows := chosen(rows, days, start, due):
            step = come(chosen_rows, days, now, due)
            if step is not None:
                items.append(_reminder(pk, Level.SOON, due, soon_at(days, now, now, due), step))
        elif since < warn <= now or due <= next_opening(days, now):
            items.append(_reminder(pk, Level.SOON, due, soon_at(days, now, warn, due)))
    items += [
        _reminder(pk, Level.OVER, due, book.calendar_of(office).effective_start(now))
        for pk, due, office in over.values_list("pk", "due_at", "case__office")
    ]
    enqueue_many(items)


def _reminder(
    pk: int, level: Level, due: datetime, when: datetime, step: int | None = None
) -> NewOutboxItem:
    which = level if step is None else f"{level}-{step}"
    return NewOutboxItem(
        kind=REMIND,
        key=f"{REMIND}:{pk}:{which}:{due:%Y%m%d%H%M}",
        payload={"clock": pk, "level": str(level), "due": due.isoformat(), "step": step},
        not_before=when,
    )


def remind(
    clock_id: int, level: Level, due: datetime, now: datetime, step: int | None = None
) -> int:
    """Remind whoever the clock runs for, if it still runs and this is still its level.

    A unit that is told otherwise that its time is over is not told twice.
    """
    clock = running_clock(clock_id, level, due, now)
    if clock is None:
        return 0
    over = level == Level.OVER and _is_of_unit(clock)
    if over and any(told(clock, now) for told in TOLD_OTHERWISE):
        return 0
    case = told_case(clock.case_id)
    return notify(list(_reminded(case, clock, level, step)), now=now)


def named_clock(clock: Clock) -> dict[str, str]:
    """What a reminder says of its clock."""
    return {
        "时钟": str(ClockKind(clock.clock).label),
        "单位": str(clock.owner) if clock.owner else "企业",
    }


def running_clock(clock_id: int, level: Level, due: datetime, now: datetime) -> Clock | None:
    """The clock, if it still runs until then and this is still its level."""
    clock = (
        Clock.objects.filter(pk=clock_id, stopped_at__isnull=True, due_at=due)
        .select_related("owner")
        .first()
    )
    if clock is None or (level == Level.SOON) != (now < clock.due_at):
        return None
    return clock


def reminded(case: Case, clock: Clock, level: Level) -> list[Recipient]:
    """Whom a clock is kept by now, and the firm that is told that its time is over."""
    return [one for to in _told_of(case, clock, level) for one in _keepers(case, clock, to)]


def _reminded(case: Case, clock: Clock, level: Level, step: int | None) -> Iterator[Notice]:
    which = level if step is None else f"{level}-{step}"
    extra = named_clock(clock)
    groups = [(to, _keepers(case, clock, to)) for to in _told_of(case, clock, level)]
    names = names_for([one.user for _to, keepers in groups for one in keepers], case)
    for to, recipient in ((to, one) for to, keepers in groups for one in keepers):
        if recipient.user.pk in names:
            yield Notice(
                user_id=recipient.user.pk,
                text_code=reminder_code(level, to, ClockKind(clock.clock)),
                values=values_of(case, names[recipient.user.pk], clock.due_at) | extra,
                key=f"clock:{clock.pk}:{which}:{clock.due_at:%Y%m%d%H%M}",
                object_type="case",
                object_ref=case.number,
                unit=recipient.unit,
                aloud=values_of(case, unnamed(case), clock.due_at) | extra,
                about={"clock": clock.pk, "level": str(level), "due": clock.due_at.isoformat()},
            )


def _told_of(case: Case, clock: Clock, level: Level) -> tuple[To, ...]:
    """Whoever keeps a clock; and when the firm's time to rate is over, the firm itself: it is told
    that it will be phoned, and may still rate before that."""
    whose = _whose(case, clock, level)
    over = ClockKind(clock.clock) in FIRM_CLOCKS and level == Level.OVER
    return (whose, To.FIRM) if over else (whose,)


def _whose(case: Case, clock: Clock, level: Level) -> To:
    """The group that keeps a clock. A firm that stays silent is phoned by the office; one that is
    content has its case struck off by the signers, any other its case studied by the reviewers."""
    if ClockKind(clock.clock) in FIRM_CLOCKS:
        return To.FIRM if level == Level.SOON else To.REGISTRARS
    if clock.sheet and ClockKind(clock.clock) not in OFFICE_CLOCKS:
        return To.LEAD
    if clock.clock == ClockKind.CONCLUDE:
        return To.SIGNERS if case.verdict == Verdict.SOLVED else To.REVIEWERS
    return OFFICE_CLOCKS.get(ClockKind(clock.clock), To.REGISTRARS)


def _is_of_unit(clock: Clock) -> bool:
    return bool(clock.sheet and clock.owner_id) and ClockKind(clock.clock) not in OFFICE_CLOCKS


def _keepers(case: Case, clock: Clock, to: To) -> list[Recipient]:
    if clock.owner_id and _is_of_unit(clock):
        return people_of(clock.owner_id, *_WORKERS)
    return recipients(case, to)
