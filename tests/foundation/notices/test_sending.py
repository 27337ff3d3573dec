"""What is owed leaves by the worker: at least once, with a stable id, and nothing is kept."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.foundation.notices.gateways import SmsServer, sms_gateway
from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.notices.actions import sending
from zhuqi.foundation.notices.actions.sending import deliver, send_sms
from zhuqi.foundation.notices.enums import DeliveryState
from zhuqi.foundation.notices.models import Delivery
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db

CODE = {"验证码": "318604", "分钟": "10"}


@pytest.fixture
def gateway(sms: SmsServer) -> SmsServer:
    """The channel, switched on."""
    sms_gateway(sms).save()
    return sms


def code(key: str = "reg:1", **more: object) -> None:
    with transaction.atomic():
        send_sms(
            phone="138 0013 8000",
            text_code="account.code",
            values=CODE,
            key=key,
            **more,  # type: ignore[arg-type]
        )


@pytest.mark.django_db(transaction=True)
def test_a_code_reaches_the_phone_once_the_transaction_is_over(gateway: SmsServer) -> None:
    code()
    assert gateway.asked == []

    assert drain() == 1

    [asked] = gateway.asked
    assert asked.json["mobile"] == "13800138000"
    assert asked.json["content"] == "【许昌助企】您的验证码是318604，10分钟内有效。请勿告诉他人。"
    row = Delivery.objects.get()
    assert row.state == DeliveryState.SENT
    assert asked.json["uid"] == row.stable_id.hex


@pytest.mark.usefixtures("gateway")
@pytest.mark.django_db(transaction=True)
def test_afterwards_neither_number_nor_code_is_kept_anywhere() -> None:
    code()
    drain()

    row = Delivery.objects.get()
    assert (row.to, row.title, row.body) == ("", "", "")
    assert row.address == "138****8000"
    assert "318604" not in row.reason
    assert OutboxItem.objects.get().payload == {"delivery": row.pk}


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twice_is_one_text(gateway: SmsServer) -> None:
    code()
    code()
    drain()
    code()
    drain()

    assert len(gateway.asked) == 1


@pytest.mark.usefixtures("gateway")
def test_what_is_rolled_back_is_never_sent() -> None:
    with transaction.atomic():
        send_sms(phone="13800138000", text_code="account.code", values=CODE, key="k")
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()
    assert not OutboxItem.objects.exists()


def test_without_a_channel_the_caller_is_told_so() -> None:
    with pytest.raises(NotNow):
        code()


@pytest.mark.usefixtures("gateway")
def test_a_landline_is_refused_before_anything_is_owed() -> None:
    with pytest.raises(NotValid), transaction.atomic():
        send_sms(phone="0374-2961234", text_code="account.code", values=CODE, key="k")


@pytest.mark.django_db(transaction=True)
def test_a_broken_gateway_is_asked_again_with_the_same_id_and_then_given_up(
    gateway: SmsServer,
) -> None:
    gateway.answer = lambda: (500, b"")
    code()
    for _attempt in range(sending.MOST_ATTEMPTS + 2):
        drain()
        OutboxItem.objects.update(not_before=timezone.now())

    assert len(gateway.asked) == sending.MOST_ATTEMPTS
    assert len({asked.json["uid"] for asked in gateway.asked}) == 1
    row = Delivery.objects.get()
    assert (row.state, row.to) == (DeliveryState.FAILED, "")
    assert row.reason == "网关答复 HTTP 500"
    assert OutboxItem.objects.get().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_between_two_attempts_the_text_waits_and_then_goes(gateway: SmsServer) -> None:
    gateway.answer = lambda: (503, b"")
    code()
    drain()
    assert Delivery.objects.get().state == DeliveryState.QUEUED

    gateway.answer = lambda: (200, b'{"code": 0}')
    OutboxItem.objects.update(not_before=timezone.now())
    drain()

    assert Delivery.objects.get().state == DeliveryState.SENT


@pytest.mark.django_db(transaction=True)
def test_a_code_that_has_run_out_is_not_sent_any_more(gateway: SmsServer) -> None:
    code(expires_at=timezone.now() - timedelta(seconds=1))
    drain()

    assert gateway.asked == []
    row = Delivery.objects.get()
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, "已过有效期")


def test_delivering_what_is_over_or_gone_does_nothing(gateway: SmsServer) -> None:
    code()
    row = Delivery.objects.get()
    deliver(row.pk)
    deliver(row.pk)
    deliver(row.pk + 1)

    assert len(gateway.asked) == 1


@pytest.mark.django_db(transaction=True)
def test_rooms_below_may_owe_a_text_by_name(gateway: SmsServer) -> None:
    from zhuqi.foundation.outbox.actions import enqueue

    payload = {"phone": "13800138000", "text_code": "account.code", "values": CODE, "key": "x"}
    with transaction.atomic():
        enqueue(kind="notices.sms", key="x", payload=payload)
    drain()

    assert len(gateway.asked) == 1
