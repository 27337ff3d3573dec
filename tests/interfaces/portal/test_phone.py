"""A phone proven by six digits: signing in, registering, opening the firm at once."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from tests.foundation.accounts.accounts_cast import Clock
from tests.foundation.notices.gateways import SmsServer, sms_gateway, sms_server
from tests.scenes import portal as life
from zhuqi.foundation.accounts import rates
from zhuqi.foundation.accounts.actions import keep_proof
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "13800138000"
ASK, CODE = "/portal/phone/", "/portal/phone/code/"
REGISTER = {
    "firm_name": "许昌钻石公司",
    "uscc": "91411000MA0000001A",
    "region": "411000",
    "name": "新来的",
    "contact": PHONE,
    "password": "chang-ge-hao-mima",
    "agreed": "on",
    "code_checked": "on",
}


@pytest.fixture
def gateway() -> Iterator[SmsServer]:
    """A gateway that really listens, switched on."""
    with sms_server() as server:
        sms_gateway(server).save()
        yield server


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The counters' time, far from the edge of a window."""
    clock = Clock(1_800_000_010.0)
    monkeypatch.setattr(rates, "time", clock)
    return clock


def sent(gateway: SmsServer) -> str:
    """The digits of the newest code: what ends soon goes before other messages."""
    drain()
    texts = [asked.json["content"] for asked in reversed(gateway.asked)]
    found = next(filter(None, (re.search(r"(\d{6})，", text) for text in texts)))
    return found[1]


def prove(client: Client, gateway: SmsServer, phone: str = PHONE) -> str:
    """Ask, read the message, type it in; returns where that leads."""
    cache.clear()
    assert client.post(ASK, {"phone": phone})["Location"] == CODE
    return str(client.post(CODE, {"code": sent(gateway)})["Location"])


@pytest.mark.usefixtures("cast")
def test_without_a_gateway_no_page_offers_it(client: Client) -> None:
    for page in ("/accounts/login/", "/portal/register/"):
        assert ASK not in client.get(page).content.decode()
    for address in (ASK, CODE):
        answer = client.get(address)
        assert answer.status_code == 409
        assert "还没有开通短信验证码" in answer.content.decode()


@pytest.mark.usefixtures("cast", "gateway")
def test_with_one_it_is_offered(client: Client) -> None:
    for page in ("/accounts/login/", "/portal/register/"):
        assert ASK in client.get(page).content.decode()


def test_a_contact_of_the_firm_registers_and_is_in_at_once(
    cast: Cast, client: Client, gateway: SmsServer
) -> None:
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="新来的", phone=PHONE)
    assert prove(client, gateway) == "/portal/register/"
    assert f'value="{PHONE}"' in client.get("/portal/register/").content.decode()
    assert client.post("/portal/register/", REGISTER)["Location"] == "/portal/"
    assert "登记已确认" in life.text_of(client, "/portal/")
    member = FirmMember.objects.get(user__username=PHONE)
    assert (member.how, member.enterprise) == (FirmMember.How.PHONE, cast.diamond)


@pytest.mark.usefixtures("cast")
def test_somebody_else_waits_as_ever_and_sees_until_when(
    client: Client, gateway: SmsServer
) -> None:
    prove(client, gateway)
    assert client.post("/portal/register/", REGISTER)["Location"] == "/portal/registration/"
    page = life.text_of(client, "/portal/registration/")
    assert "待确认" in page
    assert "最晚" in page


def test_a_phone_proven_is_not_worth_another_number(
    cast: Cast, client: Client, gateway: SmsServer
) -> None:
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="陈", phone="13900139000")
    prove(client, gateway)
    other = {**REGISTER, "contact": "13900139000"}
    assert client.post("/portal/register/", other)["Location"] == "/portal/registration/"
    assert User.objects.named("13900139000").get().phone_proven_at is None


def test_who_has_proven_a_phone_signs_in_by_it(
    cast: Cast, zhao: Client, client: Client, gateway: SmsServer
) -> None:
    assert prove(zhao, gateway) == "/portal/account/"
    assert prove(client, gateway) == "/"
    assert "许昌钻石公司" in life.text_of(client, "/portal/account/")
    assert User.objects.get(pk=cast.zhao.pk).phone == PHONE


def test_a_number_she_gave_up_opens_her_account_no_more(
    cast: Cast, zhao: Client, client: Client, gateway: SmsServer
) -> None:
    prove(zhao, gateway)
    keep_proof(user=cast.zhao, phone="13900139000")
    assert prove(client, gateway) == "/portal/register/"
    assert client.get("/portal/")["Location"].startswith("/accounts/login/")


def test_a_second_step_set_up_is_asked_for_all_the_same(
    cast: Cast, zhao: Client, client: Client, gateway: SmsServer
) -> None:
    prove(zhao, gateway)
    Authenticator.objects.create(
        user=cast.zhao, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    assert "/accounts/2fa/" in prove(client, gateway)
    assert client.get("/portal/")["Location"].startswith("/accounts/login/")


def test_a_number_only_typed_opens_no_account(
    cast: Cast, client: Client, gateway: SmsServer
) -> None:
    User.objects.filter(pk=cast.zhao.pk).update(username=PHONE, phone=PHONE)
    assert prove(client, gateway) == "/accounts/login/"
    assert client.get("/portal/")["Location"].startswith("/accounts/login/")


def test_a_closed_account_stays_closed(
    cast: Cast, zhao: Client, client: Client, gateway: SmsServer
) -> None:
    prove(zhao, gateway)
    User.objects.filter(pk=cast.zhao.pk).update(is_active=False)
    prove(client, gateway)
    assert client.get("/portal/")["Location"].startswith("/accounts/login/")


def test_waiting_he_proves_his_phone_and_is_in(
    cast: Cast, client: Client, gateway: SmsServer
) -> None:
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="新来的", phone=PHONE)
    client.post("/portal/register/", REGISTER)
    assert "马上确认" in life.text_of(client, "/portal/registration/")
    assert prove(client, gateway) == "/portal/"


@pytest.mark.usefixtures("cast")
def test_wrong_digits_can_be_typed_again_and_then_no_more(
    client: Client, gateway: SmsServer
) -> None:
    client.post(ASK, {"phone": PHONE})
    right = sent(gateway)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answer = client.post(CODE, {"code": wrong})
    assert answer.status_code == 422
    assert "还可以试 4 次" in answer.content.decode()
    for _try in range(4):
        answer = client.post(CODE, {"code": wrong})
    assert answer.status_code == 409
    assert client.post(CODE, {"code": right}).status_code == 409
    assert client.post(CODE, {"code": ""}).status_code == 422


@pytest.mark.usefixtures("cast", "gateway")
def test_one_message_a_minute(client: Client, clock: Clock) -> None:
    client.post(ASK, {"phone": PHONE})
    for answer in (
        client.post(ASK, {"phone": PHONE}),
        client.post(CODE, {"step": "again"}),
    ):
        assert answer.status_code == 429
        assert answer["Retry-After"]
    clock.now += 60
    assert client.post(CODE, {"step": "again"})["Location"] == CODE


@pytest.mark.usefixtures("cast", "gateway")
def test_what_is_no_mobile_is_said_at_its_field(client: Client) -> None:
    for text in ("", "0374-2661234", "不是电话"):
        answer = client.post(ASK, {"phone": text})
        assert answer.status_code == 422
        assert "手机号" in answer.content.decode()
    assert client.get(CODE)["Location"] == ASK


@pytest.mark.usefixtures("gateway")
def test_officials_have_their_own_ways(cast: Cast, client: Client) -> None:
    client.force_login(cast.zhou)
    assert client.get(ASK).status_code == 403
