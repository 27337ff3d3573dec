"""Tell those who may see the case of an event, and of clocks that end."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import Q

from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.recipients import Recipient
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.workdays import next_opening, soon_at
from zhuqi.ledgers.cases.actions.store import rulebook
from zhuqi.ledgers.cases.contributions import REMINDER_DAYS, TOLD_OTHERWISE
from zhuqi.ledgers.cases.enums import FIRM_CLOCKS, ClockKind, Urgency, Verb, Verdict
from zhuqi.ledgers.cases.models import FAR, Case, Clock
from zhuqi.ledgers.cases.notifications.groups import (
    Group,
    Names,
    names_for,
    recipients_of,
    told_cases,
)
from zhuqi.ledgers.cases.notifications.steps import chosen, come, horizon
from zhuqi.ledgers.cases.notifications.texts import (
    NOTIFICATIONS,
    OFFICE_CLOCKS,
    Level,
    reminder_code,
    text_code,
    unnamed,
    values_of,
)
from zhuqi.ledgers.cases.verbs import Notify, To

REMIND = "cases.remind"
# How long after its moment a reminder is still given: a worker that stood still over a long
# holiday catches up, but a ledger that is seen for the first time does not flood anybody.
CATCH_UP = timedelta(days=10)


def notify_of(event_id: int) -> int:
    """Notify of one event, as things stand now; returns how many inboxes it reached.

    Not notified: who did it, and who may not (or no longer) see the case.
    """
    event = Event.objects.get(pk=event_id)
    case = told_cases([event.object_id])[event.object_id]
    verb = Verb(event.kind)
    lines = [line for line in NOTIFICATIONS.get(verb, ()) if line.when(case)]
    found = recipients_of([Group(case, line.to, event) for line in lines])
    [names] = names_for([(case, [one.user for group in found for one in group])])
    return notify(
        [
            notice
            for line, group in zip(lines, found, strict=True)
            for notice in _notices_of(case, verb, line, event, group, names)
        ]
    )


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


# Clocks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reminder:
    """One clock at one level, as it was found due; `step`: on which of the days chosen."""

    clock: int
    level: Level
    due: datetime
    step: int | None = None

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """As it was enqueued."""
        return cls(
            int(payload["clock"]),
            Level(payload["level"]),
            datetime.fromisoformat(payload["due"]),
            payload.get("step"),
        )

    @property
    def payload(self) -> dict[str, Any]:
        """To be enqueued."""
        due = self.due.isoformat()
        return {"clock": self.clock, "level": str(self.level), "due": due, "step": self.step}

    @property
    def key(self) -> str:
        """By it what is told of one clock is told once a level and time."""
        which = self.level if self.step is None else f"{self.level}-{self.step}"
        return f"{self.clock}:{which}:{self.due:%Y%m%d%H%M}"


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
                reminder = Reminder(pk, Level.SOON, due, step)
                items.append(_enqueued(reminder, soon_at(days, now, now, due)))
        elif since < warn <= now or due <= next_opening(days, now):
            items.append(_enqueued(Reminder(pk, Level.SOON, due), soon_at(days, now, warn, due)))
    items += [
        _enqueued(Reminder(pk, Level.OVER, due), book.calendar_of(office).effective_start(now))
        for pk, due, office in over.values_list("pk", "due_at", "case__office")
    ]
    enqueue_many(items)


def _enqueued(reminder: Reminder, when: datetime) -> NewOutboxItem:
    return NewOutboxItem(
        kind=REMIND,
        key=f"{REMIND}:{reminder.key}",
        payload=reminder.payload,
        not_before=when,
    )


def remind_all(asked: Sequence[Reminder], now: datetime) -> int:
    """Remind whoever the clocks run for, if they still run and this is still their level; returns
    how many inboxes it reached.

    A unit that is told otherwise that its time is over is not told twice. Who keeps the clocks and
    who may see the cases is asked for all of them together. Inside a transaction: it reaches all
    of them or nobody.
    """
    found = running_clocks(asked, now)
    over = [clock for one, clock in found if one.level == Level.OVER and _is_of_unit(clock)]
    otherwise = {pk for told in TOLD_OTHERWISE if over for pk in told(over, now)}
    left = [
        (one, clock) for one, clock in found if one.level != Level.OVER or clock.pk not in otherwise
    ]
    cases = told_cases({clock.case_id for _one, clock in left})
    groups = [_groups_of(cases[clock.case_id], clock, one.level) for one, clock in left]
    people = iter(recipients_of([group for several in groups for group in several]))
    told = [[(group.to, next(people)) for group in several] for several in groups]
    names = names_for(
        [
            (cases[clock.case_id], [one.user for _to, keepers in several for one in keepers])
            for (_one, clock), several in zip(left, told, strict=True)
        ]
    )
    return notify(
        [
            notice
            for (one, clock), several, named in zip(left, told, names, strict=True)
            for notice in _reminded(cases[clock.case_id], clock, one, several, named)
        ],
        now=now,
    )


def named_clock(clock: Clock) -> dict[str, str]:
    """What a reminder says of its clock."""
    return {
        "时钟": str(ClockKind(clock.clock).label),
        "单位": str(clock.owner) if clock.owner else "企业",
    }


def running_clocks(asked: Iterable[Reminder], now: datetime) -> list[tuple[Reminder, Clock]]:
    """Those whose clock still runs until then and is still at its level, with it; one query."""
    several = list(asked)
    rows = Clock.objects.filter(stopped_at__isnull=True).select_related("owner")
    running = rows.in_bulk({one.clock for one in several})
    return [
        (one, clock)
        for one in several
        if (clock := running.get(one.clock)) is not None
        and clock.due_at == one.due
        and (one.level == Level.SOON) == (now < clock.due_at)
    ]


def reminded(case: Case, clock: Clock, level: Level) -> list[Recipient]:
    """Whom a clock is kept by now, and the firm that is told that its time is over."""
    return [one for people in recipients_of(_groups_of(case, clock, level)) for one in people]


def _reminded(
    case: Case,
    clock: Clock,
    reminder: Reminder,
    groups: Iterable[tuple[To, Collection[Recipient]]],
    names: Names,
) -> Iterator[Notice]:
    extra, level = named_clock(clock), reminder.level
    aloud = values_of(case, unnamed(case), clock.due_at) | extra
    for to, recipient in ((to, one) for to, keepers in groups for one in keepers):
        if recipient.user.pk in names:
            yield Notice(
                user_id=recipient.user.pk,
                text_code=reminder_code(level, to, ClockKind(clock.clock)),
                values=values_of(case, names[recipient.user.pk], clock.due_at) | extra,
                key=f"clock:{reminder.key}",
                object_type="case",
                object_ref=case.number,
                unit=recipient.unit,
                aloud=aloud,
                about={"clock": clock.pk, "level": str(level), "due": clock.due_at.isoformat()},
            )


def _groups_of(case: Case, clock: Clock, level: Level) -> list[Group]:
    """Whoever keeps a clock; and when the firm's time to rate is over, the firm itself: it is told
    that it will be phoned, and may still rate before that."""
    unit = clock.owner_id if _is_of_unit(clock) else None
    over = ClockKind(clock.clock) in FIRM_CLOCKS and level == Level.OVER
    whose = [_whose(case, clock, level), *([To.FIRM] if over else [])]
    return [Group(case, to, unit=unit) for to in whose]


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
