"""Somebody was given a code: typed or scanned, it leads to the firm's home without waiting."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.foundation.accounts.accounts_cast import Clock
from zhuqi.foundation.accounts import rates
from zhuqi.foundation.accounts.actions import make_invitation, revoke_invitation
from zhuqi.foundation.accounts.actions.invitations import WRONG_CODES_PER_HOUR, Made
from zhuqi.foundation.accounts.codes import in_groups
from zhuqi.foundation.accounts.models import FirmMember, Invitation, User
from zhuqi.foundation.directory.models import Unit

PERSON = {
    "name": "张会计",
    "contact": "138 0013 8000",
    "password": "chang-ge-hao-mima",
    "agreed": "on",
}


@pytest.fixture
def made(cast: Cast) -> Made:
    """何帆 of the city's office invites one person for the diamond firm."""
    Unit.objects.filter(pk=cast.city_office.pk).update(phone="0374-2960001")
    return make_invitation(enterprise=cast.diamond, by=person(cast.he_fan))


def send(client: Client, made: Made, **changed: str) -> HttpResponse:
    data = {name: value for name, value in {**PERSON, **changed}.items() if value}
    return client.post(f"/join/{made.code}/", data)  # type: ignore[return-value]


def test_typed_in_however_it_leads_to_the_firm(client: Client, made: Made) -> None:
    for typed in (made.code, in_groups(made.code), f" {in_groups(made.code).lower()} "):
        assert client.post("/join/", {"code": typed})["Location"] == f"/join/{made.code}/"
    page = client.get(f"/join/{made.code}/").content.decode()
    assert "许昌钻石公司" in page
    assert "您的姓名" in page


def test_joined_he_is_at_home_and_may_speak_at_once(cast: Cast, client: Client, made: Made) -> None:
    answer = send(client, made)
    assert answer["Location"] == "/portal/"
    page = client.get("/portal/").content.decode()
    assert "欢迎，您现在可以代表许昌钻石公司反映困难了" in page
    assert client.get("/portal/new/").status_code == 200
    member = FirmMember.objects.get(user__username="13800138000")
    assert (member.enterprise, member.how) == (cast.diamond, FirmMember.How.INVITED)


def test_pressed_twice_he_has_joined_once(client: Client, made: Made) -> None:
    send(client, made)
    client.logout()
    assert send(client, made)["Location"] == "/portal/"
    assert FirmMember.objects.filter(user__username="13800138000").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "请填写姓名"),
        ("contact", "不是电话", "请填写"),
        ("password", "123", "密码"),
        ("agreed", "", "需要您同意后才能登记"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(
    client: Client, made: Made, field: str, value: str, sentence: str
) -> None:
    answer = send(client, made, **{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert PERSON["password"] not in page
    assert not User.objects.named("13800138000").exists()
    assert Invitation.objects.get().used == 0


def test_a_used_code_says_so_and_what_to_do(client: Client, made: Made) -> None:
    send(client, made)
    client.logout()
    answers = (
        client.get(f"/join/{made.code}/"),
        send(client, made, contact="13900139000"),
    )
    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 409
        for words in ("已经用完", "许昌市活动办", "0374-2960001", "直接登录"):
            assert words in page
        assert "许昌钻石公司" not in page


def test_an_expired_and_a_revoked_code_say_so(cast: Cast, client: Client, made: Made) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "已经过期" in client.get(f"/join/{made.code}/").content.decode()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    revoke_invitation(invitation=made.invitation, by=person(cast.he_fan))
    page = send(client, made).content.decode()
    assert "已经作废" in page
    assert not User.objects.named("13800138000").exists()


def test_an_unknown_code_may_be_corrected(client: Client, made: Made) -> None:
    for answer in (
        client.get("/join/AAAAAAAA/"),
        client.post("/join/", {"code": "AAAA-AAAA"}),
        client.post("/join/", {"code": "！！"}),
        client.post("/join/", {"code": ""}),
    ):
        assert answer.status_code == 422
        assert "邀请码" in answer.content.decode()
    assert made.code not in client.get("/join/AAAAAAAA/").content.decode()


def test_guessing_is_stopped(client: Client, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "time", Clock(1_800_000_010.0))
    for _try in range(WRONG_CODES_PER_HOUR):
        client.get("/join/AAAAAAAA/")
    for answer in (
        client.get(f"/join/{made.code}/"),
        client.post("/join/", {"code": made.code}),
        send(client, made),
    ):
        assert answer.status_code == 429
        assert answer["Retry-After"]
    assert not User.objects.named("13800138000").exists()


def test_who_is_signed_in_joins_with_one_press(cast: Cast, jia: Client, made: Made) -> None:
    page = jia.get(f"/join/{made.code}/").content.decode()
    assert "您已经以 甲某 登录" in page
    assert "设置密码" not in page
    assert jia.post(f"/join/{made.code}/")["Location"] == "/portal/"
    assert FirmMember.objects.filter(user=cast.jia, enterprise=cast.diamond).exists()


def test_an_official_is_told_to_leave_it_to_the_firm(
    cast: Cast, client: Client, made: Made
) -> None:
    client.force_login(cast.zhou)
    for answer in (client.get(f"/join/{made.code}/"), client.post(f"/join/{made.code}/")):
        assert "机关工作人员" in answer.content.decode()
    assert Invitation.objects.get().used == 0


@pytest.mark.usefixtures("cast")
def test_the_doors_lead_here(client: Client) -> None:
    for door in ("/accounts/login/", "/portal/register/"):
        assert 'href="/join/"' in client.get(door).content.decode()


def test_who_has_a_second_step_is_asked_for_it_before_the_firm_opens(
    cast: Cast, client: Client, made: Made
) -> None:
    Authenticator.objects.create(
        user=cast.jia, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    User.objects.filter(pk=cast.jia.pk).update(username="13800138000")
    answer = send(client, made, password="pass-word-1")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/portal/")["Location"].startswith("/accounts/login/")
