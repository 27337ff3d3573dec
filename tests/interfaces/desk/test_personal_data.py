"""What is held on a person: theirs to see, an administrator's with a reason, each time logged."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import portal as life
from zhuqi.foundation.access import NotYours
from zhuqi.foundation.accounts.actions.personal_data import export_personal_data
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.personal_data import Sought, gather
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]
ACCOUNT = "/portal/account/"
DESK_ACCOUNT = "/desk/account/"
PEOPLE = "/desk/admin/people/"
ZHAO = {"name": "赵总", "phone": "13800000000", "reason": "本人书面申请"}


def exports() -> list[Event]:
    return list(Event.objects.filter(object_type="user", kind="data_exported").order_by("pk"))


def test_a_person_reads_and_takes_along_what_is_held_on_them(cast: Cast, sign_in: SignIn) -> None:
    case = life.struck_off(cast)
    client = sign_in(cast.zhao)

    page = client.post(ACCOUNT).content.decode()
    file = client.post(ACCOUNT, {"format": "json"})

    assert all(
        words in page for words in (case.number, case.body, "许昌钻石公司", "以下各类没有：")
    )
    assert file["Content-Disposition"] == 'attachment; filename="held.json"'
    assert file["Cache-Control"] == "no-store"
    data = json.loads(file.content)
    assert data["cases"][0]["编号"] == case.number
    assert [row["种类"] for row in data["written"]] == ["评价"]
    assert [(e.object_id, e.actor_id) for e in exports()] == [(cast.zhao.pk, cast.zhao.pk)] * 2
    assert exports()[0].facts["counts"]["cases"] == 1


def test_every_official_takes_their_own_along_without_an_administrator(
    cast: Cast, sign_in: SignIn
) -> None:
    case = life.struck_off(cast)
    for user in (cast.sun, cast.mayor, cast.system_admin, cast.keeper):
        client = sign_in(user)
        page = client.get(DESK_ACCOUNT).content.decode()
        assert user.name in page
        assert exports() == []
        data = json.loads(client.post(DESK_ACCOUNT, {"format": "json"}).content)
        assert [row["登录名"] for row in data["accounts"]] == [user.username]
        [event] = exports()
        assert (event.object_id, event.actor_id) == (user.pk, user.pk)
        assert event.facts["reason"] == "本人查阅"
        Event.objects.filter(pk=event.pk).update(kind="done with")
    text = sign_in(cast.sun).post(DESK_ACCOUNT).content.decode()
    assert case.number in text
    # What the firm wrote is the firm's, whoever handled it.
    assert case.body not in text
    assert DESK_ACCOUNT in sign_in(cast.sun).get("/desk/").content.decode()


def test_nobody_gets_another_persons_from_their_own_page(cast: Cast, sign_in: SignIn) -> None:
    life.struck_off(cast)
    for user, other in ((cast.wu, cast.zhou), (cast.security_admin, cast.sun)):
        client = sign_in(user)
        for asked in (
            {"user": other.pk, "pk": other.pk, "id": other.pk},
            {"username": other.username, "name": other.name, "phone": other.phone},
            {"step": "export", "reason": "好奇", **ZHAO},
        ):
            data = json.loads(
                client.post(f"{DESK_ACCOUNT}?user={other.pk}", {**asked, "format": "json"}).content
            )
            assert data["name"] == user.name
            assert [row["登录名"] for row in data["accounts"]] == [user.username]
            assert data["cases"] == []
    assert {event.object_id for event in exports()} == {cast.wu.pk, cast.security_admin.pk}
    # Nor does a firm's person come in here, or a stranger.
    assert sign_in(cast.zhao).post(DESK_ACCOUNT).status_code == 403
    assert Client().post(DESK_ACCOUNT).status_code == 302


def test_a_get_exports_nothing(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.zhao).get(ACCOUNT).status_code == 200
    admin = sign_in(cast.security_admin)
    for url in (PEOPLE, f"{PEOPLE}{cast.zhou.pk}/"):
        answer = admin.get(url, {"step": "export", "format": "json", **ZHAO})
        assert answer["Content-Type"].startswith("text/html")
    assert exports() == []


def test_nothing_of_anybody_else_is_in_it(cast: Cast, sign_in: SignIn) -> None:
    life.struck_off(cast)
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="钱会计", phone="13911112222")
    Case.objects.update(reporter_name="李代表", reporter_phone="13933334444")

    mine = sign_in(cast.zhao).post(ACCOUNT).content.decode()
    colleagues = json.loads(sign_in(cast.qian).post(ACCOUNT, {"format": "json"}).content)

    assert not any(w in mine for w in ("李代表", "13933334444", "13911112222", "孙电", "沈静"))
    assert (colleagues["cases"], colleagues["written"]) == ([], [])


def test_strangers_to_the_matter_are_refused(cast: Cast, client: Client, sign_in: SignIn) -> None:
    assert client.post(ACCOUNT).status_code == 302
    for user in (cast.jia, cast.he_fan, cast.zhou, cast.system_admin, cast.audit_admin):
        asked = sign_in(user)
        assert asked.post(PEOPLE, ZHAO).status_code == 403
        assert asked.post(f"{PEOPLE}{cast.zhou.pk}/", {"step": "export"}).status_code == 403
        with pytest.raises(NotYours):
            export_personal_data(Sought([cast.zhao]), by=person(user), reason="好奇")
    assert exports() == []


def test_an_administrator_says_why_and_the_log_keeps_it(cast: Cast, sign_in: SignIn) -> None:
    life.struck_off(cast)
    admin = sign_in(cast.security_admin)
    url = f"{PEOPLE}{cast.sun.pk}/"

    silent = admin.post(url, {"step": "export", "reason": " "})
    assert silent.status_code == 422
    assert "请填写理由" in silent.content.decode()
    assert exports() == []

    page = admin.post(url, {"step": "export", "reason": "本人书面申请"}).content.decode()
    assert "签收" in page
    assert "13800000000" not in page
    [event] = exports()
    assert (event.object_id, event.actor_id) == (cast.sun.pk, cast.security_admin.pk)
    assert event.facts["reason"] == "本人书面申请"
    log = sign_in(cast.audit_admin).get("/desk/admin/log/").content.decode()
    assert "导出所存个人信息" in log


def test_somebody_is_found_by_name_and_phone_both(cast: Cast, sign_in: SignIn) -> None:
    case = life.submitted(cast)
    admin = sign_in(cast.security_admin)

    found = json.loads(admin.post(PEOPLE, {**ZHAO, "format": "json"}).content)
    assert [row["编号"] for row in found["cases"]] == [case.number]
    assert [row["登录名"] for row in found["accounts"]] == ["zhao"]
    other = json.loads(admin.post(PEOPLE, {**ZHAO, "phone": "1", "format": "json"}).content)
    assert (other["cases"], other["accounts"]) == ([], [])
    assert admin.post(PEOPLE, {**ZHAO, "phone": ""}).status_code == 422
    assert admin.post(PEOPLE, {**ZHAO, "reason": ""}).status_code == 422
    told = exports()
    assert [event.object_id for event in told] == [cast.zhao.pk, 0]
    assert "赵总" not in told[1].data
    assert told[1].private == {"name": "赵总", "phone": "1"}


def test_the_administrator_does_not_learn_of_a_confidential_case(
    cast: Cast, sign_in: SignIn
) -> None:
    case = life.struck_off(cast)
    Case.objects.update(confidential=True)

    page = sign_in(cast.security_admin).post(PEOPLE, ZHAO).content.decode()
    assert "保密的诉求只向本人提供" in page
    assert case.number not in page
    assert case.body not in page
    assert all(event.facts["counts"]["cases"] == 0 for event in exports())
    mine = sign_in(cast.zhao).post(ACCOUNT).content.decode()
    assert case.number in mine
    assert case.body in mine
    Case.objects.update(sealed=True)
    for client, url, data in (
        (sign_in(cast.zhao), ACCOUNT, {}),
        (sign_in(cast.security_admin), PEOPLE, ZHAO),
    ):
        assert case.body not in client.post(url, data).content.decode()


def test_twice_as_much_takes_no_more_queries(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as taken:
            gather(Sought([cast.zhao]), own=True, now=timezone.now())
        return len(taken)

    life.struck_off(cast)
    before = queries()
    life.struck_off(cast)
    assert queries() == before
