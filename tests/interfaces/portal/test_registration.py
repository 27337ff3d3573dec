"""A stranger registers, waits, is confirmed or refused; one account speaks for several firms."""

import re
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from tests.cast import Cast, person
from tests.scenes.registering import ACCOUNT, GOOD, REGISTER
from zhuqi.foundation.accounts.actions import confirm_member, refuse_member
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.models import Region, Unit


@pytest.fixture(autouse=True)
def _phones(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.county_office.pk).update(phone="0374-3561234")


def send(client: Client, **changed: str) -> Any:
    data = {name: value for name, value in {**GOOD, **changed}.items() if value}
    return client.post(REGISTER, data)


def test_the_form_knows_every_county_an_office_serves(client: Client) -> None:
    page = client.get(REGISTER).content.decode()
    for name in ("襄城县", "禹州市", "许昌市（市直企业）"):
        assert name in page
    assert "统一社会信用代码" in page
    assert "正在筹建，还没有代码" in page


def test_a_retired_county_and_one_without_office_are_not_offered(
    cast: Cast, client: Client
) -> None:
    Region.objects.create(
        code="411023", name="许昌县", level="county", parent=cast.city, retired_on=date(2017, 1, 1)
    )
    Region.objects.create(code="410100", name="郑州市", level="city")
    page = client.get(REGISTER).content.decode()
    assert "许昌县" not in page
    assert "郑州市" not in page


def test_offices_of_several_cities_are_told_apart(cast: Cast, client: Client) -> None:
    zhengzhou = Region.objects.create(code="410100", name="郑州市", level="city")
    Region.objects.create(code="410122", name="中牟县", level="county", parent=zhengzhou)
    Unit.objects.create(
        name="郑州市活动办", kind="office", level="city", region=zhengzhou, case_prefix="0101"
    )
    page = client.get(REGISTER).content.decode()
    assert '<optgroup label="郑州市">' in page
    assert f'<optgroup label="{cast.city.name}">' in page
    assert "中牟县" in page


@pytest.mark.usefixtures("cast")
def test_the_form_reads_the_regions_served_and_not_the_country(client: Client) -> None:
    read: list[str] = []

    def note(instance: Region, **_more: object) -> None:
        read.append(instance.code)

    def page() -> tuple[int, int]:
        read.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(REGISTER)
        return len(set(read)), len(queries)

    post_init.connect(note, Region)
    try:
        before = page()
        province = Region.objects.create(code="420000", name="湖北省", level="province")
        Region.objects.bulk_create(
            Region(code=f"42{n:04d}", name=f"县{n}", level="county", parent=province)
            for n in range(101, 400)
        )
        assert page() == before
    finally:
        post_init.disconnect(note, Region)


def test_after_registering_he_sees_where_it_stands_and_whom_to_call(
    cast: Cast, client: Client
) -> None:
    response = send(client)
    assert response["Location"] == reverse("portal:registration")
    page = client.get(response["Location"]).content.decode()
    for words in ("待确认", "许昌新来公司", "确认前还不能提交诉求", "襄城县活动办", "0374-3561234"):
        assert words in page
    assert "反映困难</span>" not in page
    member = FirmMember.objects.get(claimed_name="许昌新来公司")
    assert (member.office, member.user.phone) == (cast.county_office, "13800138000")
    assert client.get("/portal/")["Location"] == reverse("portal:registration")


def test_once_confirmed_he_can_speak(cast: Cast, client: Client) -> None:
    send(client)
    member = FirmMember.objects.get(claimed_name="许昌新来公司")
    confirm_member(member=member, by=person(cast.qin_lan))
    assert client.get("/portal/new/").status_code == 200
    page = client.get("/portal/registration/").content.decode()
    assert "登记已确认，可以反映困难了" in page


def test_a_refusal_says_why_and_he_may_ask_again(cast: Cast, client: Client) -> None:
    send(client)
    member = FirmMember.objects.get(claimed_name="许昌新来公司")
    refuse_member(member=member, by=person(cast.qin_lan), reason="执照与企业名称不符")
    page = client.get("/portal/registration/").content.decode()
    assert "执照与企业名称不符" in page
    assert reverse("portal:registration_add") in page


def test_a_firm_being_set_up_has_no_code_yet(client: Client) -> None:
    missing = send(client, uscc="")
    assert missing.status_code == 422
    assert "请填写统一社会信用代码" in missing.content.decode()
    assert send(client, uscc="", preparing="on").status_code == 302
    assert "筹建中，还没有统一社会信用代码" in client.get("/portal/registration/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("firm_name", "", "请填写企业全称"),
        ("uscc", "12345", "统一社会信用代码"),
        ("region", "", "请选择所在县"),
        ("region", "990000", "选择"),
        ("name", "", "请填写姓名"),
        ("contact", "不是电话", "请填写"),
        ("password", "123", "密码"),
        ("agreed", "", "需要您同意后才能登记"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(
    client: Client, field: str, value: str, sentence: str
) -> None:
    response = send(client, **{field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert GOOD["password"] not in page
    assert all(GOOD[name] in page for name in ("firm_name", "name") if name != field)
    assert not User.objects.named("13800138000").exists()


def test_known_and_unknown_phones_are_answered_alike(client: Client) -> None:
    """From the form to the next sign-in nothing tells a stranger who has an account."""
    send(client)
    pages = []
    for contact in (GOOD["contact"], "13900139000"):
        stranger = Client(REMOTE_ADDR="10.0.0.2")
        answer = send(stranger, contact=contact, password="guess-something-else")
        said = [answer.status_code, answer["Location"]]
        said += [stranger.get(each).content.decode() for each in (answer["Location"], ACCOUNT)]
        stranger.post(reverse("account_logout"))
        typed = {"login": contact, "password": "guess-something-else"}
        said.append(Client().post(reverse("account_login"), typed).status_code)
        pages.append([_plain(str(each)) for each in said])
    for known, unknown in zip(*pages, strict=True):
        assert known.splitlines() == unknown.splitlines()
    assert pages[0][-1] == "302"


def _plain(page: str) -> str:
    """Without what differs between two people, two moments and two forms."""
    page = re.sub(r' datetime="[^"]+"', "", page)
    page = re.sub(r'(X-CSRFToken": "|csrfmiddlewaretoken" value=")[^"]+"', "", page)
    page = re.sub(r' data-person="\d+"', "", page)
    return re.sub(r"1380013\s?8000|1390013\s?9000|\d\d:\d\d", "…", page)


def test_a_known_person_with_the_right_password_registers_one_more(client: Client) -> None:
    send(client)
    client.logout()
    assert send(client, firm_name="另一家", uscc="91411000MA0000007P").status_code == 302
    assert FirmMember.objects.filter(user__phone="13800138000").count() == 2


def test_sent_twice_it_is_one(client: Client) -> None:
    send(client)
    client.logout()
    send(client)
    assert FirmMember.objects.filter(user__phone="13800138000").count() == 1


def test_a_flood_from_one_address_waits(client: Client, settings: Settings) -> None:
    settings.SUBMITS_PER_HOUR = 1
    send(client)
    client.logout()
    response = send(client, contact="13900139000")
    assert response.status_code == 429
    assert response["Retry-After"]
    assert GOOD["firm_name"] in response.content.decode()
    assert not User.objects.named("13900139000").exists()


def test_one_more_firm_with_the_same_account(zhao: Client) -> None:
    data = {"firm_name": "赵总的新厂", "region": "411025", "preparing": "on"}
    response = zhao.post(reverse("portal:registration_add"), data)
    assert response["Location"] == reverse("portal:registration")
    page = zhao.get("/portal/registration/").content.decode()
    assert "赵总的新厂" in page
    assert "许昌钻石公司" in page
    assert zhao.post(reverse("portal:registration_add"), {}).status_code == 422


def test_who_is_signed_in_does_not_register_as_a_stranger(zhao: Client) -> None:
    assert zhao.get(REGISTER)["Location"] == reverse("portal:registration_add")


def test_nobody_sees_another_persons_registration(zhao: Client, jia: Client) -> None:
    data = {"firm_name": "赵总的新厂", "region": "411025", "preparing": "on"}
    zhao.post(reverse("portal:registration_add"), data)
    assert "赵总的新厂" not in jia.get("/portal/registration/").content.decode()


def test_the_account_page_says_who_he_is(zhao: Client) -> None:
    page = zhao.get("/portal/account/").content.decode()
    for words in ("赵总", "zhao", "许昌钻石公司", "许昌市活动办", "修改密码", "退出登录"):
        assert words in page


def test_who_has_a_second_step_is_asked_for_it_when_registering_one_more_firm(
    cast: Cast, client: Client
) -> None:
    Authenticator.objects.create(
        user=cast.zhao, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    User.objects.filter(pk=cast.zhao.pk).update(username="13800138000")
    answer = send(client, password="pass-word-1")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/portal/")["Location"].startswith("/accounts/login/")
    assert FirmMember.objects.filter(user=cast.zhao, claimed_name="许昌新来公司").exists()


def test_all_that_is_wrong_is_said_at_once(client: Client) -> None:
    wrong = {"firm_name": "", "uscc": "12345", "contact": "不是电话", "password": "1", "region": ""}
    response = send(client, **wrong)
    page = response.content.decode()
    for sentence in ("请填写企业全称", "应为18位", "请填写大陆手机号", "密码至少", "请选择所在县"):
        assert sentence in page, sentence
    assert "密码至少" in send(client, agreed="", password="1").content.decode()


def test_a_wrong_check_digit_is_asked_about_and_not_refused(client: Client) -> None:
    doubtful = "914110250000000016"
    asked = send(client, uscc=doubtful)
    assert asked.status_code == 422
    assert "校验位" in asked.content.decode()
    assert "code_checked" in asked.content.decode()
    waiting = FirmMember.objects.filter(user__phone="13800138000")
    assert not waiting.exists()
    assert send(client, uscc=doubtful, code_checked="on").status_code == 302
    assert waiting.get().claimed_uscc == doubtful


def test_a_code_fills_name_and_county_and_replaces_nothing(cast: Cast, client: Client) -> None:
    code = cast.diamond.uscc or ""
    filled = send(client, look_up="1", uscc=code, firm_name="", region="")
    assert filled.status_code == 200
    form = filled.context["form"]
    assert form["firm_name"].value() == cast.diamond.name
    assert form["region"].value() == cast.diamond.region.code
    assert form["name"].value() == GOOD["name"]
    typed = send(client, look_up="1", uscc=code).context["form"]
    assert typed["firm_name"].value() == GOOD["firm_name"]
    assert not FirmMember.objects.filter(user__phone="13800138000").exists()
