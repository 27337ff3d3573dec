"""Where notices go: seen, changed and proven by oneself, on both sides."""

import email
import re
from collections.abc import Iterator
from datetime import timedelta
from email import policy

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast
from tests.foundation.notices.gateways import (
    MailServer,
    SmsServer,
    mail_server,
    sms_gateway,
    sms_server,
)
from zhuqi.foundation.accounts.models import EmailCode, PhoneCode, User
from zhuqi.foundation.accounts.queries import holder_of_phone
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Official
from zhuqi.foundation.notices.models import Delivery, Gateway, Message
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db(transaction=True)

NEW, PHONE = "sun@new.example", "13800138000"
SIDES = ["desk", "portal"]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    """A mail server that really listens, switched on."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "助企 <zhuqi@xuchang.example>"
        Gateway.objects.create(channel="email", enabled=True)
        yield server


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    """A gateway for texts, the same."""
    with sms_server() as server:
        sms_gateway(server).save()
        yield server


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(side: str, page: str = "") -> str:
    return f"/{side}/notices/wishes/{page}"


def someone(cast: Cast, side: str) -> User:
    return cast.sun if side == "desk" else cast.zhao


def text_of(letter: bytes) -> str:
    return str(email.message_from_bytes(letter, policy=policy.default).get_content())


def code_in(server: MailServer) -> str:
    drain()
    found = re.search(r"验证码是 (\d{6})，", text_of(server.letters[-1]))
    assert found is not None
    return found[1]


def code_in_text(server: SmsServer) -> str:
    drain()
    told = reversed([asked.json["content"] for asked in server.asked])
    found = next(filter(None, (re.search(r"(\d{6})，", text) for text in told)), None)
    assert found is not None
    return found[1]


def mailbox_of(user: User) -> str:
    return User.objects.get(pk=user.pk).email


def had(user: User, **kept: str) -> User:
    User.objects.filter(pk=user.pk).update(**kept)
    return User.objects.get(pk=user.pk)


# Mailboxes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", SIDES)
def test_a_mailbox_is_changed_by_the_code_sent_there(
    cast: Cast, mail: MailServer, side: str
) -> None:
    user = had(someone(cast, side), email="old@old.example")
    client = client_of(user)
    assert "old@old.example" in client.get(at(side)).content.decode()

    asked = client.post(at(side, "email/"), {"email": NEW})

    assert asked["Location"] == at(side, "email/code/")
    code = code_in(mail)
    assert mail.to == [NEW]
    page = client.get(at(side)).content.decode()
    assert "old@old.example" in page
    assert "等您验证" in page
    assert NEW in page
    assert mailbox_of(user) == "old@old.example"

    done = client.post(at(side, "email/code/"), {"code": code})

    assert done["Location"] == at(side)
    page = client.get(at(side)).content.decode()
    assert f"通知邮箱已换成 {NEW}" in page
    assert "old@old.example" not in page
    assert "等您验证" not in page


def test_the_old_mailbox_is_told_and_so_is_the_inbox(cast: Cast, mail: MailServer) -> None:
    user = had(cast.sun, email="old@old.example")
    client = client_of(user)
    client.post(at("desk", "email/"), {"email": NEW})
    client.post(at("desk", "email/code/"), {"code": code_in(mail)})
    drain()

    assert mail.to == [NEW, "old@old.example"]
    told = text_of(mail.letters[-1])
    assert "不是您本人操作的" in told
    assert NEW not in told
    assert "su***@new.example" in told
    assert Message.objects.get(user=user).title == "接收通知的电子邮箱已更换"


def test_no_code_and_no_address_stays_with_what_was_sent(cast: Cast, mail: MailServer) -> None:
    client = client_of(cast.sun)
    client.post(at("desk", "email/"), {"email": NEW})
    code = code_in(mail)
    delivery = Delivery.objects.get()
    assert (delivery.to, delivery.body, delivery.address) == ("", "", "su***@new.example")
    assert code not in str(EmailCode.objects.values())
    assert not Event.objects.filter(data__contains=code).exists()


def test_sent_twice_it_is_changed_once_and_no_fault(cast: Cast, mail: MailServer) -> None:
    client = client_of(cast.sun)
    client.post(at("desk", "email/"), {"email": NEW})
    code = code_in(mail)
    for _time in range(2):
        assert client.post(at("desk", "email/code/"), {"code": code})["Location"] == at("desk")
    assert Event.objects.filter(kind="email_proven").count() == 1


def test_the_question_sent_twice_sends_one_letter(cast: Cast, mail: MailServer) -> None:
    client = client_of(cast.sun)
    assert client.post(at("desk", "email/"), {"email": NEW}).status_code == 302
    again = client.post(at("desk", "email/"), {"email": NEW})
    assert again.status_code == 429
    assert again["Retry-After"]
    assert f'value="{NEW}"' in again.content.decode()
    drain()
    assert len(mail.letters) == 1


def test_another_persons_code_changes_nothing(cast: Cast, mail: MailServer) -> None:
    suns, zhous = client_of(cast.sun), client_of(cast.zhou)
    suns.post(at("desk", "email/"), {"email": NEW})
    code = code_in(mail)
    stolen = zhous.post(at("desk", "email/code/"), {"code": code})
    assert stolen.status_code == 409
    assert NEW not in stolen.content.decode()
    assert (mailbox_of(cast.zhou), mailbox_of(cast.sun)) == ("", "")


def test_wrong_digits_can_be_typed_again_and_then_no_more(cast: Cast, mail: MailServer) -> None:
    client = client_of(cast.sun)
    client.post(at("desk", "email/"), {"email": NEW})
    right = code_in(mail)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    first = client.post(at("desk", "email/code/"), {"code": wrong})
    assert first.status_code == 422
    assert "还可以试 4 次" in first.content.decode()
    assert client.post(at("desk", "email/code/"), {"code": ""}).status_code == 422
    assert client.post(at("desk", "email/code/"), {"code": "1\x00"}).status_code == 422
    statuses = [
        client.post(at("desk", "email/code/"), {"code": wrong}).status_code for _try in range(4)
    ]
    assert statuses == [422, 422, 422, 409]
    assert client.post(at("desk", "email/code/"), {"code": right}).status_code == 409
    assert mailbox_of(cast.sun) == ""


def test_a_code_gone_stale_says_so_and_asks_for_the_address_again(
    cast: Cast, mail: MailServer
) -> None:
    client = client_of(cast.sun)
    client.post(at("desk", "email/"), {"email": NEW})
    code = code_in(mail)
    EmailCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = client.post(at("desk", "email/code/"), {"code": code})
    assert late.status_code == 409
    page = late.content.decode()
    assert "验证码已经失效" in page
    assert 'name="email"' in page
    assert client.get(at("desk", "email/code/"))["Location"] == at("desk", "email/")
    assert "等您验证" not in client.get(at("desk")).content.decode()


def test_another_letter_can_be_asked_for_a_minute_later(cast: Cast, mail: MailServer) -> None:
    client = client_of(cast.sun)
    client.post(at("desk", "email/"), {"email": NEW})
    first = code_in(mail)
    assert client.post(at("desk", "email/code/"), {"step": "again"}).status_code == 429
    cache.clear()
    again = client.post(at("desk", "email/code/"), {"step": "again"})
    assert again["Location"] == at("desk", "email/code/")
    second = code_in(mail)
    if first != second:
        assert client.post(at("desk", "email/code/"), {"code": first}).status_code == 422
    assert client.post(at("desk", "email/code/"), {"code": second}).status_code == 302


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize(
    "text", ["", "没有", "a@b.example\r\nBcc: all@x.example", "<b>@x.example", "a\x00@b.example"]
)
def test_what_is_no_mailbox_is_said_at_its_field(cast: Cast, text: str) -> None:
    for side in SIDES:
        answer = client_of(someone(cast, side)).post(at(side, "email/"), {"email": text})
        assert answer.status_code == 422
        assert "电子邮箱" in answer.content.decode()
        assert "<b>@x" not in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_mailbox_of_the_directory_is_used_until_one_has_ones_own(
    cast: Cast, mail: MailServer
) -> None:
    Official.objects.filter(user=cast.sun).update(email="sun@unit.example")
    client = client_of(cast.sun)
    page = client.get(at("desk")).content.decode()
    assert "sun@unit.example" in page
    assert "单位通讯录里登记的" in page
    client.post(at("desk", "email/"), {"email": NEW})
    client.post(at("desk", "email/code/"), {"code": code_in(mail)})
    drain()
    assert mail.to == [NEW, "sun@unit.example"]
    assert Official.objects.get(user=cast.sun).email == "sun@unit.example"


def test_where_no_letters_are_sent_the_page_says_so_and_whom_to_ask(cast: Cast) -> None:
    desk = client_of(cast.sun).get(at("desk")).content.decode()
    assert "地址也不能在这里更换。需要的，请联系系统管理员 系统员。" in desk
    portal = client_of(cast.zhao).get(at("portal")).content.decode()
    assert "需要的，请联系许昌市活动办" in portal
    for side in SIDES:
        client = client_of(someone(cast, side))
        for page in ("email/", "email/code/", "phone/", "phone/code/"):
            assert at(side, page) not in client.get(at(side)).content.decode()
            answer = client.get(at(side, page))
            assert answer.status_code == 409
            assert "还没有开通" in answer.content.decode()
            assert client.post(at(side, page), {"email": NEW, "phone": PHONE}).status_code == 409


# Phones -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", SIDES)
def test_a_phone_is_changed_by_the_code_sent_there(cast: Cast, sms: SmsServer, side: str) -> None:
    user = had(someone(cast, side), phone="13900139000")
    client = client_of(user)
    assert client.post(at(side, "phone/"), {"phone": "138 0013 8000"})["Location"] == at(
        side, "phone/code/"
    )
    assert User.objects.get(pk=user.pk).phone == "13900139000"
    code = code_in_text(sms)
    assert "139****9000" in client.get(at(side)).content.decode()

    assert client.post(at(side, "phone/code/"), {"code": code})["Location"] == at(side)

    page = client.get(at(side)).content.decode()
    assert "通知手机号已换成 138****8000" in page
    kept = User.objects.get(pk=user.pk)
    assert (kept.phone, kept.phone_proven_at is None) == (PHONE, False)
    event = Event.objects.get(kind="phone_proven")
    assert event.actor_kind == ("official" if side == "desk" else "firm")
    assert PHONE not in event.data


def test_a_firms_person_told_by_text_hears_of_it_on_the_old_phone(
    cast: Cast, sms: SmsServer
) -> None:
    user = had(cast.zhao, phone="13900139000")
    client = client_of(user)
    client.post(at("portal", "phone/"), {"phone": PHONE})
    client.post(at("portal", "phone/code/"), {"code": code_in_text(sms)})
    drain()
    assert [asked.json["mobile"] for asked in sms.asked] == [PHONE, "13900139000"]
    assert "已换成138****8000" in sms.asked[-1].json["content"]


def test_an_officials_proven_phone_opens_no_door(cast: Cast, sms: SmsServer) -> None:
    client = client_of(cast.sun)
    client.post(at("desk", "phone/"), {"phone": PHONE})
    client.post(at("desk", "phone/code/"), {"code": code_in_text(sms)})
    assert holder_of_phone(PHONE) is None


def test_a_phone_in_another_hand_gets_no_more_of_the_firsts_notices(
    cast: Cast, sms: SmsServer
) -> None:
    for user, side in ((cast.zhao, "portal"), (cast.sun, "desk")):
        cache.clear()
        client = client_of(user)
        client.post(at(side, "phone/"), {"phone": PHONE})
        client.post(at(side, "phone/code/"), {"code": code_in_text(sms)})
    first = User.objects.get(pk=cast.zhao.pk)
    assert (first.phone, first.phone_proven_at) == ("", None)
    assert "还没有手机号" in client_of(first).get(at("portal")).content.decode()


def test_a_code_of_a_phone_is_worth_nothing_in_another_browser(cast: Cast, sms: SmsServer) -> None:
    client_of(cast.sun).post(at("desk", "phone/"), {"phone": PHONE})
    code = code_in_text(sms)
    answer = client_of(cast.zhou).post(at("desk", "phone/code/"), {"code": code})
    assert answer["Location"] == at("desk", "phone/")
    assert not User.objects.filter(phone=PHONE).exists()


def test_wrong_stale_and_repeated_digits_of_a_phone(cast: Cast, sms: SmsServer) -> None:
    client = client_of(cast.sun)
    client.post(at("desk", "phone/"), {"phone": PHONE})
    right = code_in_text(sms)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    code_page = at("desk", "phone/code/")
    assert client.post(code_page, {"code": wrong}).status_code == 422
    assert client.post(code_page, {"step": "again"}).status_code == 429
    PhoneCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(code_page, {"code": right}).status_code == 409
    cache.clear()
    client.post(code_page, {"step": "again"})
    right = code_in_text(sms)
    before = client.session["notice_phone_asked"]
    assert client.post(code_page, {"code": right})["Location"] == at("desk")
    # The second press of the button, on its way before the first was answered.
    session = client.session
    session["notice_phone_asked"] = before
    session.save()
    assert client.post(code_page, {"code": right})["Location"] == at("desk")
    assert Event.objects.filter(kind="phone_proven").count() == 1


@pytest.mark.usefixtures("sms")
@pytest.mark.parametrize("text", ["", "0374-2661234", "不是电话", "1\x00", "9" * 40])
def test_what_is_no_mobile_is_said_at_its_field(cast: Cast, text: str) -> None:
    answer = client_of(cast.sun).post(at("desk", "phone/"), {"phone": text})
    assert answer.status_code == 422
    assert "手机号" in answer.content.decode()


@pytest.mark.usefixtures("sms", "mail")
def test_looking_writes_nothing_and_strangers_sign_in_first(cast: Cast, client: Client) -> None:
    for side in SIDES:
        for page in ("", "email/", "email/code/", "phone/", "phone/code/"):
            assert client.get(at(side, page))["Location"].startswith("/accounts/login/")
        other = client_of(someone(cast, SIDES[side == "desk"]))
        assert other.get(at(side, "email/")).status_code == 403
    assert not EmailCode.objects.exists()
