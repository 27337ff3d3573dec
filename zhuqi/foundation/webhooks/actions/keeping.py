"""Make a webhook, pause it, change its secret, take it away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import SYSTEM, Actor, NotNow, NotValid, NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.tokens.models import ServiceAccount
from zhuqi.foundation.tokens.rules import may_keep_systems, may_make_own
from zhuqi.foundation.tokens.scopes import in_words, written
from zhuqi.foundation.webhooks import rules
from zhuqi.foundation.webhooks.actions.queueing import queue
from zhuqi.foundation.webhooks.enums import DeliveryState, Pause, WebhookEvent
from zhuqi.foundation.webhooks.models import Webhook
from zhuqi.foundation.webhooks.queries import missing_scopes, readable_groups
from zhuqi.foundation.webhooks.signing import BOX, new_secret

OBJECT: Final = "webhook"
# Of what waited while it was paused; more than that is read by the lists.
_MOST_RESUMED: Final = 5000


def make_own(
    *, name: str, url: str, chosen: Collection[str], by: Person, now: datetime | None = None
) -> tuple[Webhook, str]:
    """A webhook of one's own and its secret, which is shown once.

    NotYours for firms and administrators; NotNow beyond ten; NotValid for what leads nowhere, is no
    event, or is told of nothing a token of this account reads.
    """
    may_make_own(by)
    wish = _Wish(_tidy(name), url.strip(), chosen)
    return _make(User.objects.get(pk=by.actor.user_id), wish, by, now or timezone.now())


def make_system(
    *,
    account: User,
    name: str,
    url: str,
    chosen: Collection[str],
    by: Person,
    now: datetime | None = None,
) -> tuple[Webhook, str]:
    """The same for another system. NotYours for all but a security administrator; NotNow beyond
    ten; NotValid for an account that is somebody's, and as above."""
    may_keep_systems(by)
    if not ServiceAccount.objects.filter(user=account).exists():
        raise NotValid({"account": _("请选择系统账号")})
    wish = _Wish(_tidy(name), url.strip(), chosen)
    return _make(account, wish, by, now or timezone.now())


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a webhook shall be for, and where it leads."""

    name: str
    url: str
    chosen: Collection[str]


def _tidy(name: str) -> str:
    return name.replace("\x00", "").strip()


def _make(user: User, wish: _Wish, by: Person, now: datetime) -> tuple[Webhook, str]:
    _refuse_unfit(user, wish, now)
    secret = new_secret()
    with transaction.atomic():
        # Two made at once meet here, so that the count holds.
        owner = User.objects.select_for_update().get(pk=user.pk)
        if not owner.is_active:
            raise NotNow(_("账号已经停用"), state=_("已停用"))
        rules.refuse_too_many(Webhook.objects.filter(user=owner).count())
        row = Webhook.objects.create(
            user=owner,
            name=wish.name,
            url=wish.url,
            kinds=written(wish.chosen),
            secret=BOX.lock(secret),
            made_at=now,
            made_by_id=by.actor.user_id,
        )
        log(row, WebhookEvent.MADE, by.actor, now)
    return row, secret


def _refuse_unfit(user: User, wish: _Wish, now: datetime) -> None:
    columns = Webhook._meta  # noqa: SLF001 (Django's public name)
    longest = columns.get_field("name").max_length or 0
    longest_url = columns.get_field("url").max_length or 0
    rules.refuse_unfit(
        wish.name, longest, wish.url, longest_url, wish.chosen, http=settings.WEBHOOK_HTTP
    )
    if missing := missing_scopes(wish.chosen, readable_groups([user.pk], now)[user.pk]):
        words = _("请先为这个账号生成有“%(scopes)s”权限的访问令牌")
        raise NotValid({"chosen": words % {"scopes": in_words(missing)}})


def pause_webhook(*, webhook: Webhook, by: Person, now: datetime | None = None) -> Webhook:
    """Nothing is sent from now on, and what happens meanwhile is not made up for. NotYours for
    somebody else's; NotNow for one that is paused."""
    moment = now or timezone.now()
    with transaction.atomic():
        row = _locked(webhook, by)
        if row.paused_at:
            raise NotNow(_("这个推送已经暂停"), state=_("已暂停"))
        stop(row, Pause.OWNER, by.actor, moment)
    return row


def stop(row: Webhook, why: Pause, by: Actor, now: datetime) -> None:
    """Pause a locked one."""
    row.paused_at, row.pause = now, why
    row.save(update_fields=["paused_at", "pause"])
    log(row, WebhookEvent.PAUSED, by, now, {"pause": why.value})


def resume_webhook(*, webhook: Webhook, by: Person, now: datetime | None = None) -> int:
    """Send again, and what was on its way when it was paused as well; returns how much that is.

    NotYours for somebody else's; NotNow for one that is not paused.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        row = _locked(webhook, by)
        if not row.paused_at:
            raise NotNow(_("这个推送没有暂停"), state=_("推送中"))
        row.paused_at, row.pause, row.retry_at, row.failures = None, "", None, 0
        row.save(update_fields=["paused_at", "pause", "retry_at", "failures"])
        log(row, WebhookEvent.RESUMED, by.actor, moment)
        held = row.deliveries.select_for_update().filter(state=DeliveryState.HELD)
        waiting = list(held.order_by("pk")[:_MOST_RESUMED])
        queue(waiting, moment)
    return len(waiting)


def rotate_secret(
    *, webhook: Webhook, by: Person, now: datetime | None = None
) -> tuple[Webhook, str]:
    """Another secret, shown once; for a day both are signed with. NotYours for somebody else's."""
    moment, secret = now or timezone.now(), new_secret()
    with transaction.atomic():
        row = _locked(webhook, by)
        # One that no key opens signs nothing any more.
        row.secret_before = row.secret if BOX.opened(row.secret) else ""
        row.before_until = moment + rules.OVERLAP if row.secret_before else None
        row.secret = BOX.lock(secret)
        row.save(update_fields=["secret", "secret_before", "before_until"])
        log(row, WebhookEvent.ROTATED, by.actor, moment, {"before_until": row.before_until})
    return row, secret


def encrypted_before() -> list[Webhook]:
    """Those with a secret that lies under a key of the server used before this one."""
    rows = Webhook.objects.order_by("pk")
    return [row for row in rows if any(map(BOX.is_old, filter(None, _stored(row).values())))]


def _stored(row: Webhook) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("secret", "secret_before")}


def reencrypt(now: datetime | None = None) -> tuple[int, int]:
    """Lock every secret with the key in use: of how many webhooks, and in how many one stays that
    no key opens. Done twice it does nothing."""
    done = lost = 0
    for one in encrypted_before():
        with transaction.atomic():
            row = Webhook.objects.select_for_update().get(pk=one.pk)
            renewed = {name: text and BOX.renewed(text) for name, text in _stored(row).items()}
            if None in renewed.values():
                lost += 1
                continue
            row.secret, row.secret_before = renewed["secret"] or "", renewed["secret_before"] or ""
            row.save(update_fields=["secret", "secret_before"])
            log(row, WebhookEvent.REENCRYPTED, SYSTEM, now or timezone.now())
            done += 1
    return done, lost


def delete_webhook(*, webhook: Webhook, by: Person, now: datetime | None = None) -> None:
    """Take it away with what is known of its messages; the log keeps that there was one. NotYours
    for somebody else's."""
    with transaction.atomic():
        row = _locked(webhook, by)
        pk = row.pk
        row.delete()
        row.pk = pk  # Django takes it off what is gone
        log(row, WebhookEvent.DELETED, by.actor, now or timezone.now())


def _locked(webhook: Webhook, by: Person) -> Webhook:
    row = Webhook.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=webhook.pk)
    found = row.first()
    if found is None:
        raise NotYours(_("这不是您管理的推送"))
    return found


def log(
    row: Webhook,
    kind: WebhookEvent,
    by: Actor,
    now: datetime,
    more: dict[str, object] | None = None,
) -> None:
    """Say in the log what was done; an address may hold a key, so it lies beside the chain."""
    record(
        object_type=OBJECT,
        object_id=row.pk,
        kind=kind,
        by=by,
        data={"user": row.user_id, "told_kinds": row.kinds, **(more or {})},
        erasable={"name": row.name, "url": row.url},
        now=now,
    )
