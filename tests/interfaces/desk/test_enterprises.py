"""A firm on one page, for those whom it concerns."""

from collections.abc import Callable

from django.test import Client

from tests.cast import Cast
from tests.interfaces.desk import scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.ledgers.cases.enums import State

SignIn = Callable[[User], Client]


def test_office_and_liaison_see_phones_others_see_them_masked(cast: Cast, sign_in: SignIn) -> None:
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="钱会计", phone="13812345678")
    scenes.case_in(cast, State.IN_PROGRESS)
    url = f"/desk/enterprises/{cast.diamond.pk}/"
    for user in (cast.he_fan, cast.lin):
        assert "13812345678" in sign_in(user).get(url).content.decode()
    for user in (cast.mayor, cast.inspector, cast.zhou):
        text = sign_in(user).get(url).content.decode()
        assert "许昌钻石公司" in text
        assert "13812345678" not in text


def test_it_shows_the_codes_doubt_the_liaison_and_the_cases_one_may_see(
    cast: Cast, sign_in: SignIn
) -> None:
    cast.diamond.uscc_warning = "校验位与国家标准不符"
    cast.diamond.save()
    case = scenes.submitted(cast)
    text = sign_in(cast.he_fan).get(f"/desk/enterprises/{cast.diamond.pk}/").content.decode()
    for words in ("校验位与国家标准不符", "林助", case.number, f"?enterprise={cast.diamond.pk}"):
        assert words in text


def test_other_firms_are_not_found(cast: Cast, client: Client, sign_in: SignIn) -> None:
    url = f"/desk/enterprises/{cast.diamond.pk}/"
    assert client.get(url).status_code == 302
    for user in (cast.qin_lan, cast.yu_registrar, cast.zhou, cast.ma):
        assert sign_in(user).get(url).status_code == 404
    for user in (cast.zhao, cast.system_admin, cast.security_admin, cast.audit_admin):
        assert sign_in(user).get(url).status_code == 403
