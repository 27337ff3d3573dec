"""What happened is told: owed with the event, spread to who may know, sent until it is taken."""

import json
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import SYSTEM, NotNow, NotYours, Person
from zhuqi.foundation.audit.chain import Stored
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.webhooks import posting, rules
from zhuqi.foundation.webhooks.actions.keeping import stop
from zhuqi.foundation.webhooks.actions.queueing import enqueue_deliveries, queue
from zhuqi.foundation.webhooks.enums import ON_THE_WAY, DeliveryState, Pause
from zhuqi.foundation.webhooks.models import Delivery, Webhook
from zhuqi.foundation.webhooks.notifying import tell_of_pause
from zhuqi.foundation.webhooks.queries import (
    Reader,
    readable_groups,
    reader_of,
    wanted_codes,
)
from zhuqi.foundation.webhooks.signing import BOX, headers
from zhuqi.foundation.webhooks.subjects import SUBJECTS, Telling, code_of, wants

SPREAD: Final = "webhooks.spread"
KEPT: Final = timedelta(days=30)
_AGENT: Final = "Zhuqi-Webhooks/1"
_BATCH: Final = 500
_FORGOTTEN: Final = 5000


def heard(events: Sequence[Stored]) -> None:
    """Something happened: what anybody wants to be told is owed in the same transaction.

    One query for events that could be told of, none for others.
    """
    told = [(one, code_of(one.object_type, one.kind)) for one in events
            if one.object_type in SUBJECTS]  # fmt: skip
    wanted = wanted_codes() if told else frozenset()
    items = [
        NewOutboxItem(kind=SPREAD, key=f"{SPREAD}:{one.id}", payload={"event": one.id})
        for one, code in told
        if wants(wanted, code)
    ]
    if items:
        enqueue_many(items)


def spread(event_id: int, now: datetime | None = None) -> int:
    """A message for each webhook that wants this event and whose account may know of it.

    Nobody else has a trace of it. Returns how many there are. Must run inside a transaction.
    """
    moment, event = now or timezone.now(), Event.objects.get(pk=event_id)
    code = code_of(event.object_type, event.kind)
    rows = Webhook.objects.listening().select_related("user").order_by("pk")
    listening = [row for row in rows if wants(row.chosen, code)]
    tellings = {
        pk: reader.telling(code, event.object_id, event.seq)
        for pk, reader in _readers(listening, moment).items()
    }
    made = [
        Delivery(
            webhook=row, event_id=event.pk, kind=code, about=telling.href,
            occurred_at=event.occurred_at, created_at=moment, begun_at=moment,
        )
        for row in listening
        if (telling := tellings.get(row.user_id)) is not None
    ]  # fmt: skip
    Delivery.objects.bulk_create(made, batch_size=_BATCH, ignore_conflicts=True)
    # By webhook too: that is what the index begins with.
    mine = Delivery.objects.filter(webhook__in=[one.webhook_id for one in made])
    stored = mine.filter(event_id=event.pk, turn=0, attempts=0).order_by("pk")
    enqueue_deliveries(list(stored))
    return len(made)


def _readers(rows: Sequence[Webhook], now: datetime) -> Mapping[int, Reader]:
    users = {row.user_id: row.user for row in rows}
    groups = readable_groups(users, now)
    found = {pk: reader_of(user, groups[pk], now) for pk, user in users.items()}
    return {pk: reader for pk, reader in found.items() if reader is not None}


def deliver(delivery_id: int, turn: int, now: datetime | None = None) -> None:
    """Try to send one. What comes of it, the next attempt included, is written in one transaction:
    a process killed before that leaves 发送中, and the same message goes out again."""
    moment = now or timezone.now()
    row = _begun(delivery_id, turn, moment)
    if row is None:
        return
    telling = _telling(row, moment)
    secrets = [one for one in map(BOX.opened, row.webhook.secrets(moment)) if one]
    if telling is None:
        _ended(row, DeliveryState.SKIPPED, _("账号已无权查看，或没有有效的访问令牌"))
        return
    if not secrets:
        _ended(row, DeliveryState.SKIPPED, _("密钥已失效，请更换"))
        return
    body = _body(row, telling)
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": _AGENT,
        **headers(row.message_id, moment, body, secrets),
    }
    answer = posting.post(row.webhook.url, sent, body)
    _answered(row, answer, now or timezone.now())


def _begun(delivery_id: int, turn: int, now: datetime) -> Delivery | None:
    """The message, marked as being sent; None where this piece of work has nothing to do."""
    with transaction.atomic():
        found = Delivery.objects.select_for_update(of=("self",)).select_related("webhook__user")
        row = found.filter(pk=delivery_id, turn=turn, state__in=ON_THE_WAY).first()
        if row is None:
            return None
        webhook = row.webhook
        if webhook.paused_at:
            _ended(row, DeliveryState.HELD, "")
            return None
        end = row.begun_at + rules.PATIENCE
        if webhook.retry_at and webhook.retry_at > now and now < end:
            # Another message has just failed there: this one need not find out by itself, but
            # when its day ends.
            _again(row, min(webhook.retry_at, end))
            return None
        row.state, row.tried_at, row.attempts = DeliveryState.SENDING, now, row.attempts + 1
        row.save(update_fields=["state", "tried_at", "attempts"])
        return row


def _telling(row: Delivery, now: datetime) -> Telling | None:
    """What the account may read of it now; None where it may not any more."""
    webhook = Webhook.objects.listening().filter(pk=row.webhook_id).select_related("user").first()
    event = Event.objects.filter(pk=row.event_id).only("object_id", "seq").first()
    reader = _readers([webhook], now).get(webhook.user_id) if webhook else None
    if reader is None or event is None:
        return None
    return reader.telling(row.kind, event.object_id, event.seq)


def _body(row: Delivery, telling: Telling) -> bytes:
    said = {
        "id": row.message_id,
        "kind": row.kind,
        "occurred_at": timezone.localtime(row.occurred_at).isoformat(),
        "href": telling.href,
        "data": telling.data,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _answered(row: Delivery, answer: posting.Answer, now: datetime) -> None:
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().filter(pk=row.webhook_id).first()
        still = Delivery.objects.select_for_update().filter(pk=row.pk, turn=row.turn).exists()
        if webhook is None or not still:
            return
        row.status, row.answer = answer.status, answer.text
        if answer.taken:
            webhook.failures, webhook.retry_at, webhook.answered_at = 0, None, now
            webhook.save(update_fields=["failures", "retry_at", "answered_at"])
            _ended(row, DeliveryState.SENT, answer.text)
        else:
            _failed(row, webhook, answer, now)


def _failed(row: Delivery, webhook: Webhook, answer: posting.Answer, now: datetime) -> None:
    row.failures, webhook.failures = row.failures + 1, webhook.failures + 1
    jitter = random.uniform(-1, 1)
    rest = rules.delay_after(webhook.failures, jitter)
    webhook.retry_at = now + max(rest, answer.wait or timedelta(0))
    webhook.save(update_fields=["failures", "retry_at"])
    next_at = rules.next_try(
        row.begun_at, now, failures=row.failures, jitter=jitter, asked=answer.wait
    )
    gone = answer.status == rules.GONE
    silent = webhook.answered_at is None or webhook.answered_at < row.begun_at
    if webhook.paused_at:
        _ended(row, DeliveryState.HELD, answer.text)
    elif gone or (next_at is None and silent):
        why = Pause.GONE if gone else Pause.FAILING
        stop(webhook, why, SYSTEM, now)
        tell_of_pause(webhook, why, now)
        _ended(row, DeliveryState.HELD, answer.text)
    elif next_at is None:
        _ended(row, DeliveryState.FAILED, answer.text)
    else:
        _again(row, next_at)


def _again(row: Delivery, at: datetime) -> None:
    row.state, row.turn, row.next_at = DeliveryState.RETRYING, row.turn + 1, at
    row.save(update_fields=["state", "turn", "next_at", "failures", "status", "answer"])
    enqueue_deliveries([row])


def _ended(row: Delivery, state: DeliveryState, answer: str) -> None:
    row.state, row.answer, row.next_at = state, answer, None
    row.save(update_fields=["state", "answer", "next_at", "failures", "status"])


def replay(*, delivery: Delivery, by: Person, now: datetime | None = None) -> Delivery:
    """Send a message once more, under the id it had. NotYours for somebody else's; NotNow where it
    is on its way, or its webhook paused."""
    moment = now or timezone.now()
    with transaction.atomic():
        webhooks = Webhook.objects.visible_to(by).select_for_update(of=("self",))
        webhook = webhooks.filter(pk=delivery.webhook_id).first()
        row = Delivery.objects.select_for_update().filter(pk=delivery.pk).first()
        if webhook is None or row is None:
            raise NotYours(_("这不是您管理的推送"))
        if webhook.paused_at:
            raise NotNow(_("推送已暂停，请先恢复"), state=_("已暂停"))
        if row.state in ON_THE_WAY:
            raise NotNow(_("这一条还在发送"), state=str(row.get_state_display()))
        # Whoever asks for it says that the other side is well again.
        webhook.retry_at = None
        webhook.save(update_fields=["retry_at"])
        queue([row], moment)
    return row


def forget_old(now: datetime) -> int:
    """Forget messages of a month ago, a few thousand at a time; returns how many went."""
    old = Delivery.objects.filter(created_at__lt=now - KEPT).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:_FORGOTTEN])
    return Delivery.objects.filter(pk__in=ids).delete()[0]
