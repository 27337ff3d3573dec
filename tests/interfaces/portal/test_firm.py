"""赵总 reads his firm's file and asks for what is wrong in it to be put right."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import LONG_AGO, Cast, person
from tests.scenes import portal as life
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.directory.actions import (
    accept_correction,
    link_liaison,
    refuse_correction,
)
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Correction, EnterpriseContact, EnterpriseNote


def url_of(cast: Cast, rest: str = "") -> str:
    return f"/portal/firms/{cast.diamond.pk}/{rest}"


def wanted(cast: Cast, **changes: str) -> dict[str, str]:
    return {"name": cast.diamond.name, "uscc": cast.diamond.uscc or "", **changes}


def test_the_file_says_who_serves_the_firm_and_what_was_promised(cast: Cast, zhao: Client) -> None:
    assert cast.mayor.official is not None
    link_liaison(
        enterprise=cast.diamond, official=cast.mayor.official, kind=LiaisonKind.LEADER,
        since=date(2026, 1, 1), by=person(cast.he_fan),
    )  # fmt: skip
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="钱会计", phone="13812345678")
    EnterpriseNote.objects.create(
        enterprise=cast.diamond, unit=cast.city_office, text="内部的话", at=LONG_AGO, by="何帆"
    )
    case = life.in_progress(cast)
    page = life.text_of(zhao, url_of(cast))
    for words in ("包联领导 田市长", "助企干部 林助", "13812345678", case.title, "正在办理"):
        assert words in page
    assert page.index("田市长") < page.index("林助")
    assert "内部的话" not in page
    leader = page[page.index("田市长") : page.index("林助")]
    assert "tel:" not in leader


def test_the_only_firm_is_opened_at_once_and_several_are_listed(cast: Cast, zhao: Client) -> None:
    assert zhao.get("/portal/firms/")["Location"] == url_of(cast)
    FirmMember.objects.create(
        user=cast.zhao, enterprise=cast.shoes, office=cast.county_office,
        claimed_name=cast.shoes.name, status=FirmMember.Status.CONFIRMED, asked_at=LONG_AGO,
    )  # fmt: skip
    listed = life.text_of(zhao, "/portal/firms/")
    assert "许昌钻石公司" in listed
    assert "襄城鞋业公司" in listed


def test_strangers_find_nothing(cast: Cast, jia: Client, client: Client) -> None:
    for page in ("", "correction/"):
        assert jia.get(url_of(cast, page)).status_code == 404
        assert client.get(url_of(cast, page)).status_code == 302
    sent = jia.post(url_of(cast, "correction/"), wanted(cast, name="别人的名"))
    assert sent.status_code == 404
    assert not Correction.objects.exists()


def test_he_asks_the_office_accepts_and_he_reads_it(cast: Cast, zhao: Client, qian: Client) -> None:
    assert "申请更正" in life.text_of(zhao, url_of(cast, "correction/"))
    sent = zhao.post(url_of(cast, "correction/"), wanted(cast, name="许昌金刚石公司"))
    assert sent.status_code == 302
    for client in (zhao, qian):
        page = life.text_of(client, url_of(cast))
        assert "许昌市活动办核对" in page
        assert "许昌金刚石公司" in page
        assert "上一次更正申请还在核对" in page
    accept_correction(
        correction=Correction.objects.get(), by=person(cast.he_fan), reply="已按执照更正"
    )
    page = life.text_of(zhao, url_of(cast))
    assert "更正申请已采纳" in page
    assert "已按执照更正" in page
    assert "许昌金刚石公司" in page


def test_a_refusal_is_read_with_its_reason_and_he_may_ask_again(cast: Cast, zhao: Client) -> None:
    zhao.post(url_of(cast, "correction/"), wanted(cast, words="我们在开发区"))
    refuse_correction(
        correction=Correction.objects.get(), reason="厂址在魏都区", by=person(cast.he_fan)
    )
    page = life.text_of(zhao, url_of(cast))
    assert "更正申请未采纳" in page
    assert "厂址在魏都区" in page
    assert url_of(cast, "correction/") in page


def test_sent_twice_it_is_one_request_and_nothing_typed_is_lost(cast: Cast, zhao: Client) -> None:
    url = url_of(cast, "correction/")
    assert zhao.post(url, wanted(cast, address="建设路1号")).status_code == 302
    again = zhao.post(url, wanted(cast, address="文峰路2号"))
    assert again.status_code == 409
    assert "文峰路2号" in again.content.decode()
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "没有要更正的内容"),
        ({"uscc": "123"}, "18位"),
        ({"employees": "许多"}, "请填写数字"),
        ({"revenue": "1E+1000000"}, "超出了可以填写的范围"),
        ({"employees": "1E-1000000"}, "超出了可以填写的范围"),
        ({"contact_phone": "1" * 31}, "最多 30 字"),
        ({"words": "长" * 501}, "最多 500 字"),
        ({"name": ""}, "请填写企业名称"),
    ],
)
def test_what_can_not_be_is_said_at_its_field(
    cast: Cast, zhao: Client, changes: dict[str, str], words: str
) -> None:
    answer = zhao.post(url_of(cast, "correction/"), wanted(cast, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Correction.objects.exists()


def test_the_page_asks_a_fixed_number_of_queries(cast: Cast, zhao: Client) -> None:
    life.in_progress(cast)
    life.text_of(zhao, url_of(cast))
    with CaptureQueriesContext(connection) as one:
        life.text_of(zhao, url_of(cast))
    life.in_progress(cast)
    life.submitted(cast)
    with CaptureQueriesContext(connection) as three:
        life.text_of(zhao, url_of(cast))
    assert len(three) == len(one)
