"""Tell people: their inbox exactly once, and what else they want to be told by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import NotYours, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.notices.actions.sending import enqueue_deliveries
from zhuqi.foundation.notices.addresses import masked, reach_of
from zhuqi.foundation.notices.channels import apprise
from zhuqi.foundation.notices.enums import Channel, Part
from zhuqi.foundation.notices.letters import letter_of
from zhuqi.foundation.notices.models import Delivery, Gateway, Message
from zhuqi.foundation.notices.queries import (
    TOGETHER,
    preferences_of,
    quiet_of,
    wordings,
    working_gateways,
)
from zhuqi.foundation.notices.rules import (
    DEFAULT_QUIET,
    NotificationPreferences,
    Quiet,
    channels_for,
    pace_of,
    send_at,
)
from zhuqi.foundation.notices.texts import Text, Wording, filled, text_of
from zhuqi.foundation.workdays import Calendar

BATCH = 500
# Accepted and assigned with one press, a slip taken back: told as one, a little later.
SETTLE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to tell one person. `key` is the same for the same thing, whoever is told.

    `unit`: the unit the person is told for; its group robot, if it has one, is told `aloud`
    (values fit for everyone in the group), once a key. `about`: what the room needs to look at it
    again when it leaves (`leaving`). `step`: one of several of the same thing, which leave as one
    where they are done within minutes.
    """

    user_id: int
    text_code: str
    values: Mapping[str, str]
    key: str
    object_type: str = ""
    object_ref: str = ""
    urgent: bool = False
    unit: int | None = None
    aloud: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    step: bool = False

    @property
    def settles(self) -> timedelta:
        """How long it waits for what is done to the same thing next."""
        return SETTLE if self.step and not self.urgent else timedelta(0)


def notify(notices: Sequence[Notice], *, now: datetime | None = None) -> int:
    """Put each into its person's inbox, once a person and key, and enqueue the outside channels.

    Must run inside a transaction. Returns how many inbox rows are new. A fixed number of queries.
    People whose account is not in use are not told.
    """
    moment = now or timezone.now()
    ids = {notice.user_id for notice in notices}
    users = {
        user.pk: user
        for user in User.objects.filter(pk__in=ids, is_active=True).select_related("official")
    }
    known = set(
        Message.objects.filter(user__in=ids, key__in={n.key for n in notices})
        .order_by()
        .values_list("user_id", "key")
    )
    fresh = {
        (notice.user_id, notice.key): notice
        for notice in notices
        if notice.user_id in users and (notice.user_id, notice.key) not in known
    }
    if not fresh:
        return 0
    words = wordings({notice.text_code for notice in fresh.values()})
    Message.objects.bulk_create(
        [_message(notice, words, moment) for notice in fresh.values()],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    stored = Message.objects.filter(
        user__in={user for user, _key in fresh}, key__in={key for _user, key in fresh}
    )
    told = [(row, fresh[row.user_id, row.key]) for row in stored if (row.user_id, row.key) in fresh]
    for row, _notice in told:
        row.user = users[row.user_id]
    _enqueue_outside(told, words, moment)
    return len(told)


Words = Mapping[tuple[str, Part], Wording]


def _message(notice: Notice, words: Words, now: datetime) -> Message:
    text = text_of(notice.text_code)
    wording = words[notice.text_code, Part.FULL]
    values = _complete(text, notice.values)
    return Message(
        user_id=notice.user_id,
        text_code=notice.text_code,
        topic=text.topic,
        title=filled(wording.title, values)[:200],
        body=filled(wording.body, values),
        object_type=notice.object_type,
        object_ref=notice.object_ref,
        urgent=notice.urgent,
        key=notice.key,
        created_at=now,
    )


def _complete(text: Text, values: Mapping[str, str]) -> Mapping[str, str]:
    """The values, which must cover every placeholder: an administrator may use any of them."""
    missing = text.placeholders.keys() - values.keys()
    if missing:
        raise ValueError(f"{text.code} is told without {sorted(missing)}")
    return values


@dataclass(frozen=True, slots=True)
class _Means:
    """What is needed to decide how and when people are told, read once."""

    gateways: Sequence[Gateway]
    preferences: Mapping[int, NotificationPreferences]
    quiet: Mapping[int, Quiet]
    calendar: Calendar

    def shared(self, channel: Channel) -> Gateway | None:
        """The gateway that reaches persons."""
        return next((g for g in self.gateways if g.channel == channel and not g.unit_id), None)

    def robot(self, unit: int | None) -> Gateway | None:
        """The unit's group robot."""
        return next((g for g in self.gateways if unit and g.unit_id == unit), None)


def _enqueue_outside(told: Sequence[tuple[Message, Notice]], words: Words, now: datetime) -> None:
    gateways = working_gateways()
    if not gateways or not told:
        return
    ids = {row.user_id for row, _notice in told}
    means = _Means(gateways, preferences_of(ids), quiet_of(ids), calendar())
    rows: dict[str, Delivery] = {}
    for message, notice in told:
        for delivery in (
            *_personal(message, notice, words, means, now),
            *_for_group(notice, words, means, now),
        ):
            rows.setdefault(delivery.key, delivery)
    if rows:
        enqueue_deliveries(list(rows.values()))


def _personal(
    message: Message, notice: Notice, words: Words, means: _Means, now: datetime
) -> Iterable[Delivery]:
    user = message.user
    firm = user.official_id is None
    text = text_of(notice.text_code)
    ready = {channel for channel in Channel if means.shared(channel)}
    when = send_at(
        now + notice.settles,
        pace_of(text.topic, firm=firm, urgent=notice.urgent),
        means.quiet.get(user.pk, DEFAULT_QUIET),
        means.calendar,
    )
    reach = reach_of(user)
    for channel in channels_for(
        text.topic, firm=firm, preferences=means.preferences.get(user.pk, {}), ready=ready
    ):
        gateway = means.shared(channel)
        to = _reached_by(channel, gateway, reach)
        if gateway is None or not to:
            continue
        short = filled(words[notice.text_code, Part.SHORT].body, notice.values)
        yield Delivery(
            key=f"{channel}:{user.pk}:{notice.key}",
            message=message,
            channel=channel,
            text_code=notice.text_code,
            object_type=notice.object_type,
            object_ref=notice.object_ref,
            about=dict(notice.about),
            address=masked(channel, to),
            to=to,
            title=message.title,
            body=letter_of(message, firm=firm) if channel == Channel.EMAIL else short,
            created_at=now,
            send_at=when,
        )


def _reached_by(channel: Channel, gateway: Gateway | None, reach: Mapping[str, str]) -> str:
    """The address on this channel; "" where the person has none."""
    if channel == Channel.SMS:
        return reach["phone"]
    if channel == Channel.EMAIL:
        return reach["email"]
    needed = apprise.needs(gateway) if gateway else set()
    return reach["username"] if all(reach[name] for name in needed) else ""


def _for_group(notice: Notice, words: Words, means: _Means, now: datetime) -> Iterable[Delivery]:
    gateway = means.robot(notice.unit)
    if gateway is None or not notice.aloud:
        return
    text = text_of(notice.text_code)
    pace = pace_of(text.topic, firm=False, urgent=notice.urgent)
    yield Delivery(
        key=f"group:{notice.unit}:{notice.key}",
        channel=Channel.CHAT,
        unit=gateway.unit,
        text_code=notice.text_code,
        object_type=notice.object_type,
        object_ref=notice.object_ref,
        about=dict(notice.about),
        address=str(gateway.unit),
        to="group",
        title=filled(words[notice.text_code, Part.FULL].title, notice.aloud)[:200],
        body=filled(words[notice.text_code, Part.SHORT].body, notice.aloud),
        created_at=now,
        send_at=send_at(now + notice.settles, pace, DEFAULT_QUIET, means.calendar),
    )


def mark_read(*, message_id: int, by: Scope, now: datetime | None = None) -> Message:
    """Note that its person has opened it, and the steps that read as one with it; a second time
    changes nothing. NotYours if not theirs.

    No event: nobody is to be measured by when they read (no added burden, no tracks).
    """
    message = Message.objects.filter(pk=message_id, user=by.user_id).first()
    if message is None:
        raise NotYours("这条消息不是发给您的")
    opened = Q(pk=message_id)
    if message.object_ref:
        opened |= ~Q(text_code=message.text_code) & Q(
            user=by.user_id,
            object_type=message.object_type,
            object_ref=message.object_ref,
            created_at__range=(message.created_at - TOGETHER, message.created_at),
        )
    Message.objects.filter(opened, read_at__isnull=True).update(read_at=now or timezone.now())
    return message


def mark_all_read(*, by: Scope, up_to: int, now: datetime | None = None) -> int:
    """Mark all up to the one the page showed; what came since stays unread."""
    unread = Message.objects.filter(user=by.user_id, read_at__isnull=True, pk__lte=up_to)
    return unread.update(read_at=now or timezone.now()) if by.user_id else 0


def forget(*, object_type: str, object_ref: str) -> int:
    """Forget everything told of one thing, whoever has it; returns how many messages went."""
    messages = Message.objects.filter(object_type=object_type, object_ref=object_ref)
    Delivery.objects.filter(message__in=messages.values("pk")).delete()
    return messages.delete()[0]
