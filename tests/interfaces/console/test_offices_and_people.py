"""A new installation gets its offices and first people from the console."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.interfaces.console.console_place import Zhuqi
from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Official, Unit
from zhuqi.ledgers.cases.approval_schemes.actions import load_signing_schemes
from zhuqi.ledgers.cases.models import LedgerScheme, OfficeApproval

OFFICE = ("office", "add", "--region", "411082", "--name", "长葛市活动办", "--prefix", "1082")
USER = ("user", "add", "--unit", "1000", "--username", "xinren", "--name", "新人")


@pytest.fixture(autouse=True)
def _changge(cast: Cast) -> None:
    region = type(cast.city)
    region.objects.get_or_create(
        code="411082", defaults={"name": "长葛市", "level": "county", "parent": cast.city}
    )
    region.objects.get_or_create(
        code="411082101", defaults={"name": "坡胡镇", "level": "town", "parent": cast.city}
    )


def test_an_office_is_set_up_with_its_level_and_scheme(zhuqi: Zhuqi) -> None:
    answer = zhuqi(*OFFICE, "--scheme", "13710")

    assert answer.code == 0
    assert "县级活动办 长葛市活动办" in answer.out
    office = Unit.objects.get(case_prefix="1082")
    assert (office.level, office.kind) == ("county", "office")
    assert LedgerScheme.objects.get(office=office).scheme.code == "13710"
    kinds = set(Event.objects.filter(object_type="unit", object_id=office.pk).values_list("kind"))
    assert kinds == {("unit.added",), ("unit.scheme_chosen",)}


def test_an_office_may_begin_with_a_signing_scheme(zhuqi: Zhuqi) -> None:
    load_signing_schemes(by=SYSTEM)
    answer = zhuqi(*OFFICE, "--scheme", "13710", "--signing", "head-signs-all")

    assert answer.code == 0
    assert "签发方案 head-signs-all" in answer.out
    office = Unit.objects.get(case_prefix="1082")
    assert OfficeApproval.objects.get(office=office).scheme.code == "head-signs-all"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (("--scheme", "13710", "--signing", "nobody"), "没有签发方案 nobody"),
        (("--scheme", "13711"), "可选：13710、"),
        (("--scheme", "13710", "--prefix", "1000"), "编号前缀已被使用"),
        (("--scheme", "13710", "--prefix", "25"), "四位数字"),
        (("--scheme", "13710", "--region", "999999"), "没有区划代码 999999"),
        (("--scheme", "13710", "--region", "411082101"), "不单设台账"),
    ],
)
def test_an_office_that_cannot_be_leaves_nothing_behind(
    zhuqi: Zhuqi, changed: tuple[str, ...], reason: str
) -> None:
    before = Unit.objects.count(), Event.objects.count()

    answer = zhuqi(*OFFICE, *changed)

    assert answer.code == 1
    assert reason in answer.err
    assert (Unit.objects.count(), Event.objects.count()) == before


def test_the_first_administrator_signs_in_with_the_word_shown_and_must_change_it(
    zhuqi: Zhuqi, client: Client, cast: Cast
) -> None:
    answer = zhuqi(*USER, "--role", "security_admin")

    assert answer.code == 0
    shown = re.search(r"一次性密码：(\S+)", answer.out)
    assert shown is not None
    user = User.objects.get(username="xinren")
    held = RoleAssignment.objects.get(user=user)
    assert (held.role, held.unit) == (Role.SECURITY_ADMIN, cast.city_office)
    assert user.official is not None
    assert user.official.posts.get().unit == cast.city_office

    response = client.post(
        reverse("account_login"), {"login": "xinren", "password": shown.group(1)}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("account_change_password")


def test_one_person_may_hold_an_offices_roles_together(zhuqi: Zhuqi) -> None:
    answer = zhuqi(*USER, "--role", "registrar", "--role", "signer", "--role", "signer")

    assert answer.code == 0
    roles = RoleAssignment.objects.filter(user__username="xinren").values_list("role", flat=True)
    assert sorted(roles) == ["registrar", "signer"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (("--role", "security_admin", "--role", "audit_admin"), "三员分立"),
        (("--role", "system_admin", "--username", "hefan"), "已被占用"),
        (("--role", "system_admin", "--unit", "1999"), "zhuqi office add"),
        (("--role", "registrar", "--unit", "许昌市工业和信息化局"), "只能设在活动办"),
        (("--role", "system_admin", "--ask-password"), "终端"),
    ],
)
def test_a_person_who_cannot_be_leaves_nothing_behind(
    zhuqi: Zhuqi, changed: tuple[str, ...], reason: str
) -> None:
    before = User.objects.count(), Official.objects.count(), Event.objects.count()

    answer = zhuqi(*USER, *changed)

    assert answer.code == 1
    assert reason in answer.err
    assert (User.objects.count(), Official.objects.count(), Event.objects.count()) == before


def test_a_firms_person_is_not_made_here(zhuqi: Zhuqi) -> None:
    assert zhuqi(*USER, "--role", "firm").code == 2


def test_a_forgotten_password_is_reset(zhuqi: Zhuqi, cast: Cast) -> None:
    answer = zhuqi("user", "password", "--username", "anquan")

    assert answer.code == 0
    cast.security_admin.refresh_from_db()
    assert cast.security_admin.must_change_password
    assert zhuqi("user", "password", "--username", "nobody").code == 1
