"""The office says who looks after its firms, and hands many over when somebody leaves."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import LONG_AGO, Cast, official_user
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import (
    ChamberMember,
    Enterprise,
    LiaisonLink,
    Official,
    Unit,
)
from zhuqi.foundation.directory.queries import liaison_officials

SignIn = Callable[[User], Client]


def key(user: User) -> str:
    return f"o{user.official_id}"


@pytest.fixture
def tang(cast: Cast) -> User:
    """唐助, who could take over."""
    return official_user("唐助", "tang", cast.industry)


def page_of(cast: Cast) -> str:
    return f"/desk/liaison/{cast.lin.official_id}/"


def firms_of(user: User, day: date) -> list[str]:
    return [
        firm.name
        for firm in Enterprise.objects.order_by("pk")
        if user.official in liaison_officials(firm, day)
    ]


def test_the_list_says_who_looks_after_how_many_and_whom_nobody_does(
    cast: Cast, sign_in: SignIn
) -> None:
    Enterprise.objects.create(name="许昌无人公司", region=cast.city, office=cast.city_office)
    text = sign_in(cast.he_fan).get("/desk/liaison/").content.decode()
    for words in ("林助", "市工信局 干部", "许昌无人公司"):
        assert words in text
    assert "襄城鞋业公司" not in text
    assert "林助" not in sign_in(cast.qin_lan).get("/desk/liaison/").content.decode()
    assert "没有找到" in sign_in(cast.he_fan).get("/desk/liaison/?q=无此人").content.decode()


def test_ticked_firms_are_handed_over_on_a_day(cast: Cast, tang: User, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    glass = Enterprise.objects.create(
        name="许昌玻璃公司", region=cast.city, office=cast.city_office
    )
    kept = LiaisonLink.objects.create(
        enterprise=glass, official=cast.lin.official, since=LONG_AGO.date()
    )
    link = LiaisonLink.objects.get(enterprise=cast.diamond)
    for typed in ("唐", "助　唐", " 唐助\u200b"):
        assert "唐助" in client.get(page_of(cast), {"q": typed}).content.decode()
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = {"who": key(tang), "since": tomorrow.isoformat(), "link": [str(link.pk)]}
    done = client.post(page_of(cast), data, follow=True)
    assert "1 家企业" in done.content.decode()
    assert firms_of(cast.lin, timezone.localdate()) == ["许昌钻石公司", "许昌玻璃公司"]
    assert firms_of(cast.lin, tomorrow) == ["许昌玻璃公司"]
    assert firms_of(tang, tomorrow) == ["许昌钻石公司"]
    again = client.post(page_of(cast), data)
    assert again.status_code == 422
    kept.refresh_from_db()
    assert kept.until is None


def test_a_hand_over_without_person_firm_or_day_is_refused(
    cast: Cast, tang: User, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    link = str(LiaisonLink.objects.get(enterprise=cast.diamond).pk)
    good = {"who": key(tang), "since": "2026-12-01", "link": [link]}
    several: list[dict[str, str | list[str]]] = [
        {"who": ""}, {"who": "o٣"}, {"who": "o999999"}, {"link": []}, {"link": ["x"]},
        {"since": ""}, {"since": "3000-01-01"}, {"who": key(cast.lin)},
    ]  # fmt: skip
    for wrong in several:
        assert client.post(page_of(cast), {**good, **wrong}).status_code == 422
    assert LiaisonLink.objects.get(enterprise=cast.diamond).until is None


def test_another_offices_firm_is_not_handed_over_with_them(
    cast: Cast, tang: User, sign_in: SignIn
) -> None:
    foreign = LiaisonLink.objects.create(
        enterprise=cast.shoes, official=cast.lin.official, since=LONG_AGO.date()
    )
    data = {"who": key(tang), "since": "2026-12-01", "link": [str(foreign.pk)]}
    assert sign_in(cast.he_fan).post(page_of(cast), data).status_code == 422
    foreign.refresh_from_db()
    assert foreign.until is None


def test_one_firms_links_are_added_and_ended(cast: Cast, tang: User, sign_in: SignIn) -> None:
    client, url = sign_in(cast.he_fan), f"/desk/enterprises/{cast.diamond.pk}/liaison/"
    assert "唐助" in client.get(f"{url}?q=唐助").content.decode()
    made = {"step": "link", "who": key(tang), "kind": "official", "day": "2026-01-05"}
    assert client.post(url, made).status_code == 302
    assert client.post(url, made).status_code == 409
    link = LiaisonLink.objects.get(official=tang.official)
    early = {"step": "end", "row": str(link.pk), "day": "2026-01-01"}
    assert client.post(url, early).status_code == 422
    assert client.post(url, {**early, "day": "2026-02-01"}).status_code == 302
    assert client.post(url, {**early, "day": "2026-02-01"}).status_code == 409
    assert client.post(url, {"step": "x", "day": "2026-02-01"}).status_code == 422
    assert client.post(url, {**made, "day": ""}).status_code == 422
    unit = {"step": "link", "who": f"u{cast.industry.pk}", "day": "2026-01-05"}
    assert client.post(url, unit).status_code == 302
    assert "许昌市工业和信息化局" in client.get(url).content.decode() or "市工信局" in (
        client.get(url).content.decode()
    )


def test_a_firm_joins_and_leaves_a_chamber(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.he_fan), f"/desk/enterprises/{cast.diamond.pk}/liaison/"
    guild = Unit.objects.create(
        name="许昌超硬材料商会", kind=UnitKind.CHAMBER, level=Level.CITY, region=cast.city
    )
    joined = {"step": "join", "chamber": str(guild.pk), "day": "2026-01-05"}
    assert client.post(url, joined).status_code == 302
    assert client.post(url, joined).status_code == 409
    assert client.post(url, {**joined, "chamber": str(cast.industry.pk)}).status_code == 404
    member = ChamberMember.objects.get()
    left = {"step": "leave", "row": str(member.pk), "day": "2026-06-30"}
    assert client.post(url, left).status_code == 302
    assert "许昌超硬材料商会" in client.get(url).content.decode()


def test_others_neither_see_nor_change(cast: Cast, tang: User, sign_in: SignIn) -> None:
    url = f"/desk/enterprises/{cast.diamond.pk}/liaison/"
    made = {"step": "link", "who": key(tang), "day": "2026-01-05"}
    for user in (cast.qin_lan, cast.yu_registrar):
        assert sign_in(user).get(url).status_code == 404
        assert sign_in(user).post(url, made).status_code == 404
    for user in (cast.lin, cast.zhou, cast.mayor, cast.zhao, cast.security_admin):
        assert sign_in(user).post(url, made).status_code == 403
    assert not LiaisonLink.objects.filter(official=tang.official).exists()


@pytest.mark.usefixtures("tang")
def test_whoever_has_left_is_not_offered(cast: Cast, sign_in: SignIn) -> None:
    Official.objects.filter(name="唐助").update(active=False)
    text = sign_in(cast.he_fan).get(f"{page_of(cast)}?q=唐助").content.decode()
    assert "没有找到“唐助”" in text


def test_the_list_costs_the_same_for_three_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    client.get("/desk/liaison/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/liaison/")
    for number in range(3):
        carer = official_user(f"助{number}", f"zhu{number}", cast.industry)
        LiaisonLink.objects.create(
            enterprise=cast.diamond, official=carer.official, since=LONG_AGO.date()
        )
    with CaptureQueriesContext(connection) as more:
        client.get("/desk/liaison/")
    assert len(more) == len(one)
