"""What leaves the house: promised with what calls for it, sent by the worker, at least once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.notices.addresses import masked, mobile, reach_of
from zhuqi.foundation.notices.channels import apprise, email, sms
from zhuqi.foundation.notices.channels.parcel import Parcel, Unsent
from zhuqi.foundation.notices.enums import FINAL, Channel, DeliveryState, Part, Topic
from zhuqi.foundation.notices.leaving import Leaving, current
from zhuqi.foundation.notices.letters import letter_of
from zhuqi.foundation.notices.models import Delivery, Gateway
from zhuqi.foundation.notices.queries import TOGETHER, problem_of, sms_ready, wordings
from zhuqi.foundation.notices.texts import filled, text_of
from zhuqi.foundation.outbox.actions import NewOutboxItem, enqueue_many
from zhuqi.foundation.outbox.enums import Priority

DELIVER = "notices.deliver"
# 15 s, 30 s, 1 min … : the last one is tried about a quarter of an hour after the first.
MOST_ATTEMPTS = 7


BEFORE = "before"
OVERTAKEN, TOLD_TOGETHER, GONE = "已过时", "并入同一件事的另一条通知", "账号已停用"


class TryAgainError(Exception):
    """Tells the outbox to come back later; the reason stands in the delivery's row."""


def send_sms(
    *,
    phone: str,
    text_code: str,
    values: Mapping[str, str],
    key: str,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """Send a text to a number, once this commits; a second call with the same key does nothing.

    For people without an account yet; everyone else is told by `tell`. Past `expires_at` it is
    not sent any more. NotValid if it is no mobile number, NotNow if the channel isn't set up.
    """
    number = mobile(phone)
    if not number:
        raise NotValid({"phone": "请填写11位手机号"})
    if not sms_ready():
        raise NotNow("短信通道还没有设置好，请联系系统管理员")
    _promise(
        Channel.SMS, number, Part.SHORT,
        text_code=text_code, values=values, key=key, expires_at=expires_at, now=now,
    )  # fmt: skip


def send_email(
    *,
    email: str,
    text_code: str,
    values: Mapping[str, str],
    key: str,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """The same by a letter, to a mailbox that is nobody's yet; the address is clean already."""
    _promise(
        Channel.EMAIL, email, Part.FULL,
        text_code=text_code, values=values, key=key, expires_at=expires_at, now=now,
    )  # fmt: skip


def _promise(
    channel: Channel,
    to: str,
    part: Part,
    *,
    text_code: str,
    values: Mapping[str, str],
    key: str,
    expires_at: datetime | None,
    now: datetime | None,
) -> None:
    """To an address that is nobody's yet."""
    moment = now or timezone.now()
    text_of(text_code)
    wording = wordings([text_code])[text_code, part]
    delivery = Delivery(
        key=f"{channel.value}:{key}",
        channel=channel,
        text_code=text_code,
        address=masked(channel, to),
        to=to,
        title=filled(wording.title, values),
        body=filled(wording.body, values),
        created_at=moment,
        send_at=moment,
        expires_at=expires_at,
    )
    enqueue_deliveries([delivery])


def _priority(row: Delivery) -> Priority:
    """What ends soon and what reminds of a time goes before the other letters."""
    pressing = row.expires_at is not None or text_of(row.text_code).topic == Topic.REMINDER
    return Priority.SOON if pressing else Priority.LAST


def enqueue_deliveries(rows: Sequence[Delivery]) -> None:
    """Promise to send; rows whose key is known already are left alone."""
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    stored = Delivery.objects.filter(
        key__in=[row.key for row in rows], state=DeliveryState.QUEUED, attempts=0
    )
    enqueue_many(
        [
            NewOutboxItem(
                kind=DELIVER,
                key=f"{DELIVER}:{row.stable_id}",
                payload={"delivery": row.pk},
                not_before=row.send_at,
                priority=_priority(row),
            )
            for row in stored
        ]
    )


def deliver(delivery_id: int, *, now: datetime | None = None) -> None:
    """Try to send one. Raises TryAgainError while another attempt may help.

    From the moment before the gateway is called until its answer is kept, the row says 未确认:
    that is what stays to be seen if the process is killed in between, until the next attempt.
    """
    begun = _begin(delivery_id, now or timezone.now())
    if begun is None:
        return
    row, gateway = begun
    try:
        answer = _send(row, gateway)
    except Unsent as failure:
        _not_sent(row, failure)
        return
    _end(row, DeliveryState.SENT, answer)


def _begin(delivery_id: int, now: datetime) -> tuple[Delivery, Gateway] | None:
    with transaction.atomic():
        row, waiting = _with_others(delivery_id, now)
        if row is None or row.state in FINAL or row.ended_at is not None:
            return None
        gateway = Gateway.objects.filter(channel=row.channel, unit=row.unit_id).first()
        why_not = problem_of(gateway) if gateway else "通道没有设置"
        if not why_not and row.expires_at and now >= row.expires_at:
            why_not = "已过有效期"
        if gateway is None or why_not:
            _end(row, DeliveryState.SKIPPED, why_not)
            return None
        if not _as_it_stands(row, waiting, now):
            return None
        row.state, row.tried_at = DeliveryState.UNCONFIRMED, now
        row.attempts += 1
        row.save(update_fields=["state", "tried_at", "attempts"])
        return row, gateway


def _with_others(delivery_id: int, now: datetime) -> tuple[Delivery | None, list[Delivery]]:
    """The row, and what else waits for the same person by the same channel about the same thing;
    all locked, in the order of ids."""
    rows = Delivery.objects.select_related("message__user__official")
    first = rows.filter(pk=delivery_id).first()
    if first is None:
        return None, []
    wanted = Q(pk=delivery_id)
    if first.about and not first.attempts:
        person = Q(message__user=first.message.user) if first.message else Q(message=None)
        wanted |= person & Q(
            channel=first.channel,
            unit=first.unit_id,
            object_type=first.object_type,
            object_ref=first.object_ref,
            state=DeliveryState.QUEUED,
            attempts=0,
            send_at__lte=now + TOGETHER,
        )
    found = list(rows.select_for_update(of=("self",)).filter(wanted).order_by("pk"))
    row = next((one for one in found if one.pk == delivery_id), None)
    return row, [one for one in found if one.pk != delivery_id]


def _as_it_stands(row: Delivery, waiting: Sequence[Delivery], now: datetime) -> bool:
    """Look again at what is told: whatever is overtaken is dropped with a note, the rest is worded
    as it stands now and goes together, the newest first. False where nothing is left to send.
    """
    if not row.about:
        return _still_somebodys(row)
    valid: list[Delivery] = []
    for one in sorted([row, *waiting], key=lambda one: one.pk):
        why_not = _reworded(one, now)
        if why_not:
            _end(one, DeliveryState.SKIPPED, f"{OVERTAKEN}：{why_not}")
        else:
            valid.append(one)
    if not valid:
        return False
    newest, before = valid[-1], valid[:-1]
    titles = [*newest.about.get(BEFORE, ()), *(one.title for one in before)]
    newest.about = {**newest.about, BEFORE: list(dict.fromkeys(filter(None, titles)))}
    newest.body = _together(newest)
    newest.save(update_fields=["about", "title", "body"])
    for one in before:
        _end(one, DeliveryState.SKIPPED, TOLD_TOGETHER)
    # An earlier one gives way: the newest leaves when its own turn comes.
    return newest.pk == row.pk


def _still_somebodys(row: Delivery) -> bool:
    if row.message is None or row.message.user.is_active:
        return True
    _end(row, DeliveryState.SKIPPED, f"{OVERTAKEN}：{GONE}")
    return False


def _reworded(row: Delivery, now: datetime) -> str:
    """Why it is not sent any more; else "", with the words of now in it."""
    user = row.message.user if row.message else None
    if user is not None and not user.is_active:
        return GONE
    state = current(row.object_type, Leaving(user, row.unit_id, row.about, now))
    if state.why_not or not state.values:
        return state.why_not
    words = wordings([row.text_code])
    full, short = words[row.text_code, Part.FULL], words[row.text_code, Part.SHORT]
    row.title = filled(full.title, state.values)[:200]
    row.body = filled(short.body, state.values)
    if row.channel == Channel.EMAIL and row.message is not None and user is not None:
        body = filled(full.body, state.values)
        row.body = letter_of(row.message, firm=user.official_id is None, body=body)
    return ""


def _together(newest: Delivery) -> str:
    """The newest step, and in a line what came before it."""
    titles = "；".join(newest.about[BEFORE])
    line = f"\n\n此前：{titles}" if titles else ""
    return newest.body if newest.body.endswith(line) else f"{newest.body}{line}"


def _send(row: Delivery, gateway: Gateway) -> str:
    parcel = Parcel(id=row.stable_id.hex, to=row.to, title=row.title, text=row.body)
    return dispatch(gateway, parcel, reach_of(row.message.user if row.message else None))


def dispatch(gateway: Gateway, parcel: Parcel, person: Mapping[str, str]) -> str:
    """Hand a parcel to its channel; returns the other side's answer, or raises Unsent."""
    match Channel(gateway.channel):
        case Channel.SMS:
            return sms.send(gateway, parcel)
        case Channel.EMAIL:
            return email.send(gateway, parcel)
        case Channel.CHAT:
            return apprise.send(gateway, parcel, person)


def _not_sent(row: Delivery, failure: Unsent) -> None:
    if not failure.again or row.attempts >= MOST_ATTEMPTS:
        state = DeliveryState.UNCONFIRMED if failure.unknown else DeliveryState.FAILED
        _end(row, state, failure.reason)
        return
    state = DeliveryState.UNCONFIRMED if failure.unknown else DeliveryState.QUEUED
    row.state, row.reason = state, failure.reason
    row.save(update_fields=["state", "reason"])
    raise TryAgainError(failure.reason)


def _end(row: Delivery, state: DeliveryState, reason: str) -> None:
    """Keep what became of it, and no longer what was sent to whom."""
    row.state, row.reason, row.ended_at = state, reason[:300], timezone.now()
    row.to = row.title = row.body = ""
    row.about = {name: value for name, value in row.about.items() if name != BEFORE}
    row.save(update_fields=["state", "reason", "ended_at", "to", "title", "body", "about"])
