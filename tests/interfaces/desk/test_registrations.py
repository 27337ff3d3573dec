"""People who ask to speak for a firm, and the office that decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Enterprise

SignIn = Callable[[User], Client]
Status = FirmMember.Status


@pytest.fixture
def claim(cast: Cast) -> FirmMember:
    """新人 says the diamond firm is theirs, with its code."""
    return asked(cast, "新人", "许昌钻石新材料有限公司", "91411000MA0000001A")


def asked(cast: Cast, name: str, firm: str, code: str = "") -> FirmMember:
    user = User.objects.create(username=f"u-{name}", name=name, phone="13911112222")
    return FirmMember.objects.create(
        user=user,
        office=cast.city_office,
        claimed_name=firm,
        claimed_uscc=code,
        claimed_region=cast.city.code,
        asked_at=timezone.now(),
    )


def url(member: FirmMember) -> str:
    return f"/desk/registrations/{member.pk}/"


def test_what_was_typed_stands_beside_the_firm_it_means(
    cast: Cast, claim: FirmMember, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    assert "许昌钻石新材料有限公司" in client.get("/desk/registrations/").content.decode()
    text = client.get(url(claim)).content.decode()
    assert "许昌钻石公司" in text
    assert "信用代码一致" in text


def test_confirmed_the_person_speaks_for_the_firm(
    cast: Cast, claim: FirmMember, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    answer = client.post(url(claim), {"step": "confirm", "enterprise": cast.diamond.pk})
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert (claim.status, claim.enterprise) == (Status.CONFIRMED, cast.diamond)
    again = client.post(url(claim), {"step": "confirm", "enterprise": cast.diamond.pk})
    assert again.status_code == 409
    assert "已处理" in again.content.decode()


def test_an_unknown_firm_is_created(cast: Cast, sign_in: SignIn) -> None:
    member = asked(cast, "马总", "许昌晶芯半导体有限公司")
    answer = sign_in(cast.shen_jing).post(url(member), {"step": "confirm", "enterprise": "new"})
    assert answer.status_code == 302
    assert Enterprise.objects.get(name="许昌晶芯半导体有限公司").office == cast.city_office


def test_what_was_promised_earliest_stands_first_with_its_light(
    cast: Cast, sign_in: SignIn
) -> None:
    now = timezone.now()
    for name, due in (("缓缓", 30), ("迟了", -1), ("今天", 0.05)):
        member = asked(cast, name, f"{name}公司")
        FirmMember.objects.filter(pk=member.pk).update(due_at=now + timedelta(days=due))
    text = sign_in(cast.he_fan).get("/desk/registrations/").content.decode()
    places = [text.index(f"{name}公司") for name in ("迟了", "今天", "缓缓")]
    assert places == sorted(places)
    for light in ("red", "yellow", "green"):
        assert f"z-light--{light}" in text
    assert "已逾期" in text


def test_refused_with_a_reason_only(cast: Cast, claim: FirmMember, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    assert client.post(url(claim), {"step": "refuse", "reason": ""}).status_code == 422
    long = client.post(url(claim), {"step": "refuse", "reason": "长" * 201})
    assert long.status_code == 422
    assert "不超过200个字" in long.content.decode()
    assert client.post(url(claim), {"step": "refuse", "reason": "无授权书"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.status, claim.reason) == (Status.REFUSED, "无授权书")


def test_handed_to_the_office_that_serves_the_firm(
    cast: Cast, claim: FirmMember, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    assert client.post(url(claim), {"step": "move", "office": ""}).status_code == 422
    moved = client.post(url(claim), {"step": "move", "office": cast.county_office.pk})
    assert moved.status_code == 302
    assert client.get(url(claim)).status_code == 404
    assert sign_in(cast.qin_lan).get(url(claim)).status_code == 200


def test_without_a_choice_nothing_happens(cast: Cast, claim: FirmMember, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    for data in ({}, {"step": "confirm"}, {"step": "confirm", "enterprise": "٣"}, {"step": "x"}):
        assert client.post(url(claim), data).status_code == 422
    claim.refresh_from_db()
    assert claim.status == Status.PENDING


def test_others_neither_see_nor_decide(
    cast: Cast, claim: FirmMember, client: Client, sign_in: SignIn
) -> None:
    assert client.get(url(claim)).status_code == 302
    refuse = {"step": "refuse", "reason": "x"}
    for user in (cast.qin_lan, cast.yu_registrar):
        assert "新人" not in sign_in(user).get("/desk/registrations/").content.decode()
        assert sign_in(user).get(url(claim)).status_code == 404
        assert sign_in(user).post(url(claim), refuse).status_code == 404
    for user in (cast.zhou, cast.lin, cast.mayor, cast.inspector, cast.security_admin, cast.zhao):
        assert sign_in(user).get("/desk/registrations/").status_code == 403
        assert sign_in(user).post(url(claim), refuse).status_code == 403
    claim.refresh_from_db()
    assert claim.status == Status.PENDING


def test_the_list_costs_the_same_for_three_as_for_one(
    cast: Cast, claim: FirmMember, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    client.get("/desk/registrations/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/registrations/")
    for name in ("甲", "乙"):
        asked(cast, name, f"{name}公司")
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/registrations/")
    assert len(three) == len(one)
    assert claim.pk


def test_the_office_corrects_in_place_before_it_confirms(
    cast: Cast, claim: FirmMember, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    sent = {
        "step": "correct",
        "firm_name": "许昌钻石公司",
        "uscc": claim.claimed_uscc,
        "region_code": cast.city.code,
    }
    wrong = client.post(url(claim), {**sent, "uscc": "123"})
    assert wrong.status_code == 422
    assert "应为18位" in wrong.content.decode()
    assert client.post(url(claim), sent).status_code == 302
    claim.refresh_from_db()
    assert claim.claimed_name == "许昌钻石公司"
    assert claim.status == Status.PENDING
    event = Event.objects.get(object_type="member", object_id=claim.pk, kind="corrected")
    assert event.facts["changes"] == {"claimed_name": ["许昌钻石新材料有限公司", "许昌钻石公司"]}
    client.post(url(claim), sent)
    assert Event.objects.filter(object_type="member", kind="corrected").count() == 1
    client.post(url(claim), {"step": "confirm", "enterprise": cast.diamond.pk})
    assert client.post(url(claim), sent).status_code == 409
