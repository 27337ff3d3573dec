"""Colleagues: the 管理员 invites, passes the lead on and parts with people; others look on."""

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.scenes import portal as life
from zhuqi.foundation.accounts.models import FirmMember, Invitation

PEOPLE, INVITE = "/portal/account/people/", "/portal/account/people/invite/"


def member(name: str) -> FirmMember:
    return FirmMember.objects.get(user__username=name)


def page_of(name: str) -> str:
    return f"/portal/account/people/{member(name).pk}/"


def code_in(text: str) -> str:
    found = re.search(r"/join/([2-9A-Y]{8})/", text)
    assert found is not None
    return found[1]


def test_the_admin_invites_and_the_colleague_joins(zhao: Client, client: Client) -> None:
    assert "邀请一位同事" in life.text_of(zhao, PEOPLE)
    answer = zhao.post(INVITE, {"note": "财务张会计"})
    assert answer["Cache-Control"] == "no-store"
    code = code_in(answer.content.decode())
    assert code not in life.text_of(zhao, PEOPLE)
    assert "财务张会计" in life.text_of(zhao, PEOPLE)
    joined = client.post(
        f"/join/{code}/",
        {"name": "张会计", "contact": "13800138000", "password": "chang-ge-mima-1", "agreed": "on"},
    )
    assert joined["Location"] == "/portal/"
    page = life.text_of(zhao, PEOPLE)
    assert "13800138000" in page
    assert "财务张会计" not in page  # used up: no longer among the codes that work


def test_a_colleague_sees_who_there_is_and_manages_nobody(qian: Client) -> None:
    page = life.text_of(qian, PEOPLE)
    assert "赵总" in page
    assert "管理员" in page
    assert "13800000000" not in page
    assert INVITE not in page
    assert qian.post(INVITE, {"note": ""}).status_code == 403
    assert qian.get(page_of("zhao")).status_code == 404
    assert not Invitation.objects.exists()


def test_a_code_is_taken_back(zhao: Client, qian: Client, jia: Client) -> None:
    zhao.post(INVITE, {"note": ""})
    address = f"/portal/account/people/codes/{Invitation.objects.get().pk}/revoke/"
    assert qian.post(address).status_code == 403
    assert jia.post(address).status_code == 404
    assert zhao.get(address).status_code == 405
    assert "已作废" in zhao.post(address, follow=True).content.decode()
    assert "已经作废" in zhao.post(address, follow=True).content.decode()


def test_the_lead_is_passed_on(zhao: Client, qian: Client) -> None:
    answer = zhao.post(page_of("qian"), {"step": "lead"}, follow=True)
    assert "钱会计现在是管理员" in answer.content.decode()
    assert member("qian").is_admin
    assert not member("zhao").is_admin
    assert INVITE in life.text_of(qian, PEOPLE)
    assert zhao.post(page_of("qian"), {"step": "lead"}).status_code == 404


def test_parting_needs_a_reason_and_ends_what_he_sees(zhao: Client, qian: Client) -> None:
    assert zhao.post(page_of("qian"), {"step": "part", "reason": ""}).status_code == 422
    assert zhao.post(page_of("qian"), {"step": "part", "reason": "长" * 201}).status_code == 422
    answer = zhao.post(page_of("qian"), {"step": "part", "reason": "已离职"}, follow=True)
    assert "钱会计不再代表本企业" in answer.content.decode()
    assert qian.get("/portal/")["Location"] == "/portal/registration/"
    assert "已离职" in life.text_of(qian, "/portal/registration/")


def test_the_admin_leaves_and_the_next_takes_over(zhao: Client) -> None:
    answer = zhao.post(page_of("zhao"), {"step": "part", "reason": "退休"}, follow=True)
    assert "您不再代表许昌钻石公司" in answer.content.decode()
    assert member("qian").is_admin


@pytest.mark.usefixtures("cast")
def test_another_firms_people_are_not_found(jia: Client) -> None:
    assert jia.get(page_of("zhao")).status_code == 404
    assert jia.post(page_of("qian"), {"step": "part", "reason": "x"}).status_code == 404
    assert member("qian").status == "confirmed"


def test_who_waits_has_no_colleagues_yet(cast: Cast, client: Client) -> None:
    FirmMember.objects.filter(user=cast.qian).update(status="pending", enterprise=None)
    client.force_login(cast.qian)
    assert client.get(PEOPLE)["Location"] == "/portal/registration/"
