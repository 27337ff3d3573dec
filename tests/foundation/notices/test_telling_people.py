"""Telling people: the inbox once, and what else they want to be told by."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.cast import Cast
from tests.foundation.notices.gateways import MailServer, SmsServer, sms_gateway
from zhuqi.foundation.access import NOTHING, NotYours, Scope
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.notices.actions import Notice, erase_due, mark_all_read, mark_read, notify
from zhuqi.foundation.notices.actions.sending import deliver
from zhuqi.foundation.notices.enums import DeliveryState
from zhuqi.foundation.notices.leaving import Leaving, current
from zhuqi.foundation.notices.models import (
    Delivery,
    Gateway,
    Message,
    NotificationPreference,
    QuietHours,
)
from zhuqi.foundation.notices.texts import UnknownTextError
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.workdays import SHANGHAI

pytestmark = pytest.mark.django_db

CODE = "case.assign.lead"
VALUES = {
    "编号": "1000-26-0001-0", "企业": "许昌钻石公司", "诉求": "电压波动", "活动办": "市活动办",
    "主办": "许昌供电", "结果": "已解决", "评价": "部分解决", "时限": "11月24日 17:30",
}  # fmt: skip
ALOUD = VALUES | {"企业": "一家企业", "诉求": "（内容请登录查看）"}
MONDAY_MORNING = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)
SATURDAY_NIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=SHANGHAI)


def notice(user: User, key: str = "case:1:1", **more: object) -> Notice:
    settings: dict[str, object] = {
        "user_id": user.pk, "text_code": CODE, "values": VALUES, "key": key,
        "object_type": "case", "object_ref": "1000-26-0001-0",
    }  # fmt: skip
    return Notice(**settings | more)  # type: ignore[arg-type]


def say(*notices: Notice, now: datetime = MONDAY_MORNING) -> int:
    with transaction.atomic():
        return notify(notices, now=now)


def test_the_inbox_is_told_once_however_often_it_is_told(cast: Cast) -> None:
    assert say(notice(cast.sun), notice(cast.zhou)) == 2
    assert say(notice(cast.sun), notice(cast.wu)) == 1
    assert say(notice(cast.sun), notice(cast.sun)) == 0

    assert Message.objects.count() == 3


def test_who_left_is_not_told(cast: Cast) -> None:
    User.objects.filter(pk=cast.sun.pk).update(is_active=False)

    assert say(notice(cast.sun)) == 0


def test_a_text_nobody_declared_or_told_by_half_is_a_fault_of_ours(cast: Cast) -> None:
    with pytest.raises(UnknownTextError):
        say(notice(cast.sun, text_code="no.such"))
    with pytest.raises(ValueError, match="时限"):
        say(notice(cast.sun, values={k: v for k, v in VALUES.items() if k != "时限"}))


def test_without_a_channel_only_the_inbox_is_told(cast: Cast) -> None:
    say(notice(cast.sun), notice(cast.zhao))

    assert not Delivery.objects.exists()
    assert not OutboxItem.objects.exists()


def test_a_firm_s_person_gets_a_text_by_default(cast: Cast, sms: SmsServer) -> None:
    sms_gateway(sms).save()
    say(notice(cast.zhao, text_code="case.assign.firm"))

    [row] = Delivery.objects.all()
    assert row.address == "138****0000"
    assert row.body == "您的诉求已交办（1000-26-0001-0）。详情请登录助企平台查看。"
    assert row.send_at == MONDAY_MORNING


def test_an_official_gets_a_text_only_when_asked_for_and_with_a_mobile_number(
    cast: Cast, sms: SmsServer
) -> None:
    sms_gateway(sms).save()
    say(notice(cast.sun, "a"))
    assert not Delivery.objects.exists()

    NotificationPreference.objects.create(user=cast.sun, topic="work", channel="sms", wanted=True)
    say(notice(cast.sun, "b"))
    assert not Delivery.objects.exists(), "the directory knows a landline only"

    User.objects.filter(pk=cast.sun.pk).update(phone="13900139000")
    say(notice(cast.sun, "c"))
    assert Delivery.objects.get().to == "13900139000"


@pytest.mark.django_db(transaction=True)
def test_a_letter_leads_to_the_case_where_the_address_is_known(
    cast: Cast, mail: MailServer, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://zhuqi.xuchang.example/"
    Gateway.objects.create(channel="email", enabled=True)
    User.objects.filter(pk=cast.sun.pk).update(email="sun@example.com")
    say(notice(cast.sun))
    OutboxItem.objects.update(not_before=MONDAY_MORNING)
    drain()

    assert mail.to == ["sun@example.com"]
    row = Delivery.objects.get()
    assert (row.state, row.address, row.to, row.body) == (
        DeliveryState.SENT, "su***@example.com", "", "",
    )  # fmt: skip
    assert len(mail.letters) == 1


def test_the_link_in_a_letter_is_the_reader_s_own_page(cast: Cast, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://zhuqi.example"
    settings.EMAIL_HOST = "127.0.0.1"
    Gateway.objects.create(channel="email", enabled=True)
    User.objects.filter(pk__in=[cast.sun.pk, cast.zhao.pk]).update(email="a@example.com")
    say(notice(cast.sun), notice(cast.zhao))

    links = {row.body.splitlines()[-1] for row in Delivery.objects.all()}
    assert links == {
        "https://zhuqi.example/desk/cases/1000-26-0001-0/",
        "https://zhuqi.example/portal/cases/1000-26-0001-0/",
    }


def test_on_a_saturday_night_a_firm_waits_until_morning_and_an_official_until_monday(
    cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    Gateway.objects.create(channel="email", enabled=True)
    User.objects.filter(pk__in=[cast.sun.pk, cast.zhao.pk]).update(email="a@example.com")
    say(notice(cast.sun), notice(cast.zhao), now=SATURDAY_NIGHT)

    when = dict(Delivery.objects.values_list("message__user__username", "send_at"))
    assert when["zhao"] == datetime(2026, 11, 22, 7, 30, tzinfo=SHANGHAI)
    assert when["sun"] == datetime(2026, 11, 23, 8, 30, tzinfo=SHANGHAI)
    assert set(OutboxItem.objects.values_list("not_before", flat=True)) == set(when.values())
    assert Message.objects.count() == 2, "the inbox does not wait"


def test_one_s_own_quiet_hours_are_kept_and_an_emergency_breaks_them(
    cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    Gateway.objects.create(channel="email", enabled=True)
    User.objects.filter(pk=cast.sun.pk).update(email="a@example.com")
    QuietHours.objects.create(user=cast.sun, begins="08:00", ends="10:15")
    say(notice(cast.sun, "a"), notice(cast.sun, "b", urgent=True))

    when = dict(Delivery.objects.values_list("message__key", "send_at"))
    assert when == {
        "a": datetime(2026, 11, 16, 10, 15, tzinfo=SHANGHAI),
        "b": MONDAY_MORNING,
    }


def test_a_unit_s_group_is_told_once_and_aloud(
    cast: Cast, sms: SmsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUQI_NOTICES_INDUSTRY", f"json://{sms.url.removeprefix('http://')}/g")
    Gateway.objects.create(
        channel="chat", unit=cast.industry, enabled=True, variable="ZHUQI_NOTICES_INDUSTRY"
    )
    both = [notice(who, unit=cast.industry.pk, aloud=ALOUD) for who in (cast.zhou, cast.wu)]
    say(*both, notice(cast.sun, unit=cast.power.pk, aloud=ALOUD))

    [row] = Delivery.objects.all()
    assert row.message is None
    assert "电压波动" not in f"{row.title}{row.body}"
    assert "许昌钻石公司" not in f"{row.title}{row.body}"
    assert "1000-26-0001-0" in row.body


@pytest.mark.django_db(transaction=True)
def test_a_group_really_hears_it(
    cast: Cast, sms: SmsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUQI_NOTICES_INDUSTRY", f"json://{sms.url.removeprefix('http://')}/g")
    Gateway.objects.create(
        channel="chat", unit=cast.industry, enabled=True, variable="ZHUQI_NOTICES_INDUSTRY"
    )
    say(notice(cast.zhou, unit=cast.industry.pk, aloud=ALOUD, urgent=True))
    drain()

    [asked] = sms.asked
    assert asked.json["title"] == "新交办，请签收"


def test_a_messenger_reaches_only_whom_its_address_can_name(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUQI_NOTICES_CHAT", "json://localhost/{email}")
    Gateway.objects.create(channel="chat", enabled=True, variable="ZHUQI_NOTICES_CHAT")
    User.objects.filter(pk=cast.sun.pk).update(email="a@example.com")
    say(notice(cast.sun), notice(cast.zhou))

    assert Delivery.objects.get().address == "sun"


def test_a_channel_switched_off_meanwhile_says_so(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    gateway = Gateway.objects.create(channel="email", enabled=True)
    User.objects.filter(pk=cast.sun.pk).update(email="a@example.com")
    say(notice(cast.sun))
    gateway.delete()
    from zhuqi.foundation.notices.actions import deliver

    row = Delivery.objects.get()
    deliver(row.pk)

    row.refresh_from_db()
    assert (row.state, row.reason, row.to) == (DeliveryState.SKIPPED, "通道没有设置", "")


def test_telling_thirty_costs_as_many_queries_as_telling_one(
    cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    Gateway.objects.create(channel="email", enabled=True)
    people = [cast.sun, cast.zhou, cast.wu, cast.ma, cast.he_fan]
    User.objects.filter(pk__in=[who.pk for who in people]).update(email="a@example.com")
    with CaptureQueriesContext(connection) as one:
        say(notice(cast.zhao, "one"), notice(cast.sun, "one"))
    with CaptureQueriesContext(connection) as many:
        say(*(notice(who, f"k{n}") for who in people for n in range(6)))

    assert len(many) == len(one)


def test_only_one_s_own_are_marked_read(cast: Cast) -> None:
    say(notice(cast.sun))
    message = Message.objects.get()

    with pytest.raises(NotYours):
        mark_read(message_id=message.pk, by=Scope(user_id=cast.zhou.pk))
    assert mark_all_read(by=NOTHING, up_to=message.pk) == 0
    first = mark_read(message_id=message.pk, by=Scope(user_id=cast.sun.pk), now=MONDAY_MORNING)
    mark_read(message_id=first.pk, by=Scope(user_id=cast.sun.pk))

    message.refresh_from_db()
    assert message.read_at == MONDAY_MORNING


def test_after_a_year_what_was_read_is_forgotten(cast: Cast) -> None:
    say(notice(cast.sun, "read"), notice(cast.sun, "unread"))
    Message.objects.filter(key="read").update(read_at=MONDAY_MORNING)
    erase_due(MONDAY_MORNING + timedelta(days=366))

    assert Message.objects.get().key == "unread"


def test_who_is_no_longer_active_when_it_leaves_is_not_written_to(
    cast: Cast, sms: SmsServer
) -> None:
    sms_gateway(sms).save()
    say(notice(cast.zhao, text_code="case.assign.firm"))
    User.objects.filter(pk=cast.zhao.pk).update(is_active=False)
    row = Delivery.objects.get()

    deliver(row.pk, now=MONDAY_MORNING)

    row.refresh_from_db()
    assert sms.asked == []
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, "已过时：账号已停用")


def test_a_registration_decided_meanwhile_is_not_asked_for(cast: Cast, sms: SmsServer) -> None:
    sms_gateway(sms).save()
    member = FirmMember.objects.get(user=cast.qian)
    about = {"member": member.pk, "office": True}
    told = Leaving(cast.he_fan, None, about, MONDAY_MORNING)

    assert current("member", told).why_not == "登记已有结果"

    FirmMember.objects.filter(pk=member.pk).update(status=FirmMember.Status.PENDING)
    assert current("member", told).why_not == ""
    elsewhere = Leaving(cast.qin_lan, None, about, MONDAY_MORNING)
    assert current("member", elsewhere).why_not
