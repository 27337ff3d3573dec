"""The office makes a code for a firm, sees who came in by it, and can end what it began."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, firm_user
from zhuqi.foundation.accounts.models import FirmMember, Invitation, User
from zhuqi.foundation.directory.models import Enterprise

SignIn = Callable[[User], Client]
INVITE = {"step": "invite", "note": "张会计", "uses": "1", "days": "14"}


@pytest.fixture
def url(cast: Cast) -> str:
    return f"/desk/enterprises/{cast.diamond.pk}/people/"


def test_the_code_is_shown_once_with_link_and_picture(
    cast: Cast, url: str, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    answer = client.post(url, INVITE)
    text = answer.content.decode()
    found = re.search(r"([2-9A-Y]{4})-([2-9A-Y]{4})", text)
    assert found is not None
    code = "".join(found.groups())
    assert f"http://testserver/join/{code}/" in text
    assert 'class="z-qr"' in text
    assert answer["Cache-Control"] == "no-store"
    later = client.get(url).content.decode()
    assert found.group() not in later
    assert code not in later
    assert f"……{code[-2:]}" in later
    assert "张会计" in later


def test_what_cannot_be_is_said_at_its_field(cast: Cast, url: str, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    for wrong in ({"uses": "0"}, {"uses": "999"}, {"uses": "x"}, {"days": "400"}):
        assert client.post(url, INVITE | wrong).status_code == 422
    assert client.post(url, {"step": "other"}).status_code == 422
    assert not Invitation.objects.exists()


def test_a_code_is_taken_back_once(cast: Cast, url: str, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    client.post(url, INVITE)
    code = str(Invitation.objects.get().pk)
    assert client.post(url, {"step": "revoke", "code": code}).status_code == 302
    assert "已作废" in client.get(url).content.decode()
    assert client.post(url, {"step": "revoke", "code": code}).status_code == 409
    for nonsense in ("", "٣", "9" * 30, "-1"):
        assert client.post(url, {"step": "revoke", "code": nonsense}).status_code == 404


def test_the_office_names_another_admin_and_ends_a_person(
    cast: Cast, url: str, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    qian = FirmMember.objects.get(user=cast.qian)
    assert client.post(url, {"step": "lead", "member": str(qian.pk)}).status_code == 302
    qian.refresh_from_db()
    assert qian.is_admin
    zhao = str(FirmMember.objects.get(user=cast.zhao).pk)
    assert client.post(url, {"step": "end", "member": zhao}).status_code == 422
    ended = client.post(url, {"step": "end", "member": zhao, "reason": "已离职"}, follow=True)
    assert "赵总不再代表许昌钻石公司" in ended.content.decode()
    assert client.post(url, {"step": "end", "member": zhao, "reason": "x"}).status_code == 404


def test_the_liaison_official_invites_and_does_nothing_else(
    cast: Cast, url: str, sign_in: SignIn
) -> None:
    client = sign_in(cast.lin)
    page = client.get(url).content.decode()
    assert "赵总" in page
    assert "设为管理员" not in page
    assert "……" in client.post(url, INVITE, follow=True).content.decode()
    qian = str(FirmMember.objects.get(user=cast.qian).pk)
    assert client.post(url, {"step": "lead", "member": qian}).status_code == 403
    assert client.post(url, {"step": "end", "member": qian, "reason": "x"}).status_code == 403


def test_another_firms_person_or_code_is_not_found_here(
    cast: Cast, url: str, sign_in: SignIn
) -> None:
    county = sign_in(cast.qin_lan)
    county.post(f"/desk/enterprises/{cast.shoes.pk}/people/", INVITE)
    theirs = str(Invitation.objects.get().pk)
    feng = str(FirmMember.objects.get(user=cast.feng).pk)
    client = sign_in(cast.he_fan)
    assert client.post(url, {"step": "revoke", "code": theirs}).status_code == 404
    assert client.post(url, {"step": "end", "member": feng, "reason": "x"}).status_code == 404
    for user in (cast.qin_lan, cast.yu_registrar):
        assert sign_in(user).get(url).status_code == 404
        assert sign_in(user).post(url, INVITE).status_code == 404
    for user in (cast.zhou, cast.mayor, cast.zhao, cast.security_admin):
        assert sign_in(user).post(url, INVITE).status_code == 403


def test_the_page_costs_the_same_for_three_as_for_one(
    cast: Cast, url: str, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    client.post(url, INVITE)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(3):
        firm_user(f"同事{number}", f"colleague{number}", cast.diamond)
        client.post(url, INVITE)
    with CaptureQueriesContext(connection) as more:
        client.get(url)
    assert len(more) == len(one)


def test_many_firms_get_a_letter_each_at_once(cast: Cast, sign_in: SignIn) -> None:
    letters = "/desk/enterprises/invitations/"
    for number in range(3):
        Enterprise.objects.create(
            name=f"许昌无人{number}厂", region=cast.city, office=cast.city_office
        )
    client = sign_in(cast.he_fan)
    page = client.get(letters)
    offered = {firm.name: firm.pk for firm in page.context["firms"]}
    assert {f"许昌无人{number}厂" for number in range(3)} <= set(offered)
    # Somebody speaks for it already; another office's is not offered and not taken.
    assert cast.diamond.name not in offered
    assert cast.shoes.name not in offered
    none = client.post(letters, {"firm": [str(cast.shoes.pk)]})
    assert none.status_code == 422
    chosen = [str(offered[f"许昌无人{number}厂"]) for number in range(2)]
    answer = client.post(letters, {"firm": chosen})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    cards = answer.context["cards"]
    assert len({card.code for card in cards}) == 2
    for card in cards:
        assert card.code in answer.content.decode()
        join = sign_in(cast.he_fan).get(card.address)
        assert join.status_code in {200, 302}
    assert Invitation.objects.filter(enterprise__in=list(map(int, chosen))).count() == 2
    left = {firm.name for firm in client.get(letters).context["firms"]}
    assert "许昌无人0厂" not in left
    assert "许昌无人2厂" in left
    with CaptureQueriesContext(connection) as one:
        client.get(letters)
    for number in range(3, 6):
        Enterprise.objects.create(
            name=f"许昌无人{number}厂", region=cast.city, office=cast.city_office
        )
    with CaptureQueriesContext(connection) as more:
        client.get(letters)
    assert len(more) == len(one)
