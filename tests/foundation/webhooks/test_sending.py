"""何帆's system is told what happens to cases: signed, to nobody else, until it is taken."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from docs.examples.client import verified
from tests.cast import Cast, person
from tests.foundation.notices.gateways import SmsServer
from tests.scenes import steps
from tests.scenes.webhooks import Hook, waiting
from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox import actions as outbox
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.tokens.models import ApiToken
from zhuqi.foundation.webhooks import actions, posting
from zhuqi.foundation.webhooks.enums import DeliveryState, Pause
from zhuqi.foundation.webhooks.models import Delivery, Webhook
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.django_db
Later = Callable[[timedelta], datetime]
DAY = timedelta(days=1)


def told(receiver: SmsServer, secret: str) -> list[dict[str, object]]:
    return [dict(verified(secret, one.headers, one.body)) for one in receiver.asked]


def test_what_happens_is_told_signed_as_a_get_would(
    cast: Cast, hook: Hook, case: Case, receiver: SmsServer
) -> None:
    steps.accept(case, cast.he_fan, cast.electricity)
    assert receiver.asked == []
    drain()
    [one] = told(receiver, hook[1])
    [asked] = receiver.asked
    delivery = Delivery.objects.get()
    assert (asked.path, asked.headers["Content-Type"]) == (
        "/in?a=1", "application/json; charset=utf-8",
    )  # fmt: skip
    assert (one["id"], one["kind"]) == (f"msg_{delivery.named.hex}", "case.accept")
    assert one["href"] == f"/api/v1/cases/{case.number}"
    data = one["data"]
    assert isinstance(data, dict)
    assert (data["state"], data["reporter_phone"]) == ("accepted", "13812345678")
    assert (delivery.state, delivery.attempts, delivery.status) == ("sent", 1, 204)
    with pytest.raises(ValueError, match="signature"):
        verified(hook[1], asked.headers, asked.body + b" ")
    drain()
    assert len(receiver.asked) == 1


def test_what_the_account_may_not_know_leaves_no_trace(
    cast: Cast, hook: Hook, case: Case, receiver: SmsServer
) -> None:
    """A note is its unit's own; a case of another county is nobody's here; a token may be gone."""
    with open_case(case.pk, by=person(cast.shen_jing)) as change:
        handling.note(change, text="内部说明")
    Webhook.objects.filter(pk=hook[0].pk).update(user=cast.qin_lan)
    steps.accept(case, cast.he_fan, cast.electricity)
    drain()
    assert (Delivery.objects.count(), receiver.asked, waiting()) == (0, [], 0)


def test_rights_are_asked_again_when_it_leaves(
    cast: Cast, hook: Hook, case: Case, receiver: SmsServer
) -> None:
    steps.accept(case, cast.he_fan, cast.electricity)
    actions.spread(OutboxItem.objects.get(kind="webhooks.spread").payload["event"])
    ApiToken.objects.update(revoked_at=case.submitted_at)
    drain()
    assert receiver.asked == []
    assert Delivery.objects.get().state == DeliveryState.SKIPPED
    assert hook[0].deliveries.count() == 1


def test_a_killed_worker_loses_nothing_and_the_id_stays(
    cast: Cast, hook: Hook, case: Case, receiver: SmsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the other side had it already: it comes again, and is known by its id."""
    steps.accept(case, cast.he_fan, cast.electricity)
    real = posting.post

    def killed(*args: object) -> posting.Answer:
        real(*args)  # type: ignore[arg-type]  # as it was called
        raise KeyboardInterrupt

    monkeypatch.setattr(posting, "post", killed)
    with pytest.raises(KeyboardInterrupt):
        drain()
    assert Delivery.objects.get().state == DeliveryState.SENDING
    monkeypatch.setattr(posting, "post", real)
    item = OutboxItem.objects.get(kind="webhooks.deliver")
    assert item.lease_until is not None
    outbox.sweep(item.lease_until)
    drain()
    ids = [one.headers["webhook-id"] for one in receiver.asked]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert verified(hook[1], receiver.asked[1].headers, receiver.asked[1].body)
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_it_is_tried_for_a_day_then_paused_and_goes_on_where_it_stopped(
    cast: Cast, hook: Hook, case: Case, receiver: SmsServer, later: Later
) -> None:
    receiver.answer = lambda: (500, b"<b>down</b>\x00")
    steps.accept(case, cast.he_fan, cast.electricity)
    begun, tries = later(timedelta(0)), [1]
    steps.assign(case, steps.by_industry(cast))
    drain()
    first, second = Delivery.objects.order_by("pk")
    assert (first.state, first.answer) == (DeliveryState.RETRYING, "<b>down</b>")
    assert (second.state, second.attempts) == (DeliveryState.RETRYING, 0), "it need not find out"
    now = begun
    while not Webhook.objects.get().paused_at:
        pause = min(one.next_at for one in Delivery.objects.exclude(next_at=None) if one.next_at)
        now = later(max(pause - now, timedelta(0)) + timedelta(seconds=1))
        tries.append(len(receiver.asked))
    assert abs(now - begun - DAY) < timedelta(minutes=1)
    assert 9 <= tries[-1] <= 14
    assert Webhook.objects.get().pause == Pause.FAILING
    assert Message.objects.get(text_code="webhooks.paused").user == cast.he_fan
    later(DAY)
    assert {one.state for one in Delivery.objects.all()} == {DeliveryState.HELD}
    assert waiting() == 0
    receiver.answer = lambda: (200, b"ok")
    receiver.asked.clear()
    assert actions.resume_webhook(webhook=hook[0], by=person(cast.he_fan)) == 2
    later(timedelta(0))
    assert [one.headers["webhook-id"] for one in receiver.asked] == [
        first.message_id, second.message_id,
    ]  # fmt: skip


def test_gone_means_gone_and_a_redirect_is_not_followed(
    cast: Cast, hook: Hook, case: Case, receiver: SmsServer
) -> None:
    receiver.answer = lambda: (302, b"")
    steps.accept(case, cast.he_fan, cast.electricity)
    drain()
    assert [one.path for one in receiver.asked] == ["/in?a=1"]
    receiver.answer = lambda: (410, b"")
    by = person(cast.he_fan)
    with pytest.raises(NotNow):
        actions.replay(delivery=Delivery.objects.get(), by=by)
    OutboxItem.objects.filter(done_at=None).update(not_before=case.submitted_at)
    Webhook.objects.update(retry_at=None)
    drain()
    assert Webhook.objects.get().pause == Pause.GONE
    with pytest.raises(NotNow, match="先恢复"):
        actions.replay(delivery=Delivery.objects.get(), by=by)
    assert hook[0].pk


def test_a_message_is_sent_once_more_by_whoever_keeps_it(
    cast: Cast, hook: Hook, case: Case, receiver: SmsServer
) -> None:
    steps.accept(case, cast.he_fan, cast.electricity)
    drain()
    [delivery] = hook[0].deliveries.all()
    with pytest.raises(NotYours):
        actions.replay(delivery=delivery, by=person(cast.shen_jing))
    _hook, fresh = actions.rotate_secret(webhook=hook[0], by=person(cast.he_fan))
    actions.replay(delivery=delivery, by=person(cast.he_fan))
    drain()
    before, again = receiver.asked
    assert before.headers["webhook-id"] == again.headers["webhook-id"]
    assert json.loads(before.body)["id"] == json.loads(again.body)["id"]
    for secret in (hook[1], fresh):
        assert verified(secret, again.headers, again.body)
    actions.delete_webhook(webhook=hook[0], by=person(cast.he_fan))
    steps.assign(case, steps.by_industry(cast))
    drain()
    assert len(receiver.asked) == 2
