"""公秘书 of a chamber at the desk: one form, her own cases, and the rest quietly not there."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import LONG_AGO, Cast, official_user
from tests.scenes import cases as scenes
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import ChamberMember, EnterpriseContact, Unit
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]
REGISTER = {
    "channel": "chamber",
    "reporter_name": "赵总",
    "reporter_phone": "13800000000",
    "title": "会员反映用电贵",
    "body": "多家会员都说。",
    "key": "k" * 32,
}


@pytest.fixture
def gong(cast: Cast) -> User:
    guild = Unit.objects.create(
        name="许昌超硬材料商会", kind=UnitKind.CHAMBER, level=Level.CITY, region=cast.city
    )
    ChamberMember.objects.create(enterprise=cast.diamond, chamber=guild, since=LONG_AGO.date())
    return official_user("公秘书", "gong", guild, Role.CHAMBER)


def test_she_finds_her_members_and_registers_for_one(
    cast: Cast, gong: User, sign_in: SignIn
) -> None:
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="钱", phone="13812345678")
    client = sign_in(gong)
    page = client.get("/desk/register/").content.decode()
    assert "许昌钻石公司" in page
    assert "襄城鞋业公司" not in page
    form = client.get(f"/desk/register/?firm={cast.diamond.pk}").content.decode()
    assert "13812345678" not in form
    assert 'value="chamber"' in form
    assert 'value="phone"' not in form
    answer = client.post("/desk/register/", {**REGISTER, "firm": str(cast.diamond.pk)})
    case = Case.objects.get()
    assert answer["Location"] == f"/desk/cases/{case.number}/"
    assert (case.channel, case.chamber) == (
        "chamber",
        gong.official and Unit.objects.get(kind=UnitKind.CHAMBER),
    )
    assert client.get(f"/desk/register/?firm={cast.shoes.pk}").status_code == 404
    foreign = {**REGISTER, "key": "x" * 32, "firm": str(cast.shoes.pk)}
    assert client.post("/desk/register/", foreign).status_code == 404


def test_home_and_ledger_show_what_she_registered_and_nothing_else(
    cast: Cast, gong: User, sign_in: SignIn
) -> None:
    said_by_the_firm = scenes.submitted(cast)
    client = sign_in(gong)
    client.post("/desk/register/", {**REGISTER, "firm": str(cast.diamond.pk)})
    own = Case.objects.exclude(pk=said_by_the_firm.pk).get()
    for address in ("/desk/", "/desk/ledger/"):
        page = client.get(address).content.decode()
        assert own.number in page
        assert said_by_the_firm.number not in page
    case_page = client.get(f"/desk/cases/{own.number}/").content.decode()
    assert "会员反映用电贵" in case_page
    assert f"/desk/enterprises/{cast.diamond.pk}/" not in case_page
    assert client.get(f"/desk/cases/{said_by_the_firm.number}/").status_code == 404
    assert client.get(f"/desk/enterprises/{cast.diamond.pk}/").status_code == 403
