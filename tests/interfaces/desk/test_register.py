"""Registering what a firm said by phone, on a visit or to another inlet."""

from collections.abc import Callable

from django.test import Client

from tests.cast import Cast
from tests.scenes.raising import said
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]


def new_firm(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "firm-name": "许昌新芽公司", "firm-status": "preparing", "firm-uscc": "",
        "firm-region": cast.city.code, "firm-sector": "industry", **more,
    }  # fmt: skip


def test_a_known_firm_is_found_by_name_or_code_and_registered_for(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    for query in ("钻石", "91411000MA0000001A"):
        assert (
            f"?firm={cast.diamond.pk}" in client.get(f"/desk/register/?q={query}").content.decode()
        )
    assert "许昌钻石公司" in client.get(f"/desk/register/?firm={cast.diamond.pk}").content.decode()
    answer = client.post("/desk/register/", said(firm=cast.diamond.pk))
    case = Case.objects.get()
    assert answer["Location"] == f"/desk/cases/{case.number}/"
    assert (case.channel, case.foreign_number, case.enterprise) == ("hotline", "GD-7", cast.diamond)


def test_suggestions_come_as_a_part(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in(cast.he_fan).get("/desk/register/firms/?q=钻").content.decode()
    assert "许昌钻石公司" in text
    assert "<html" not in text


def test_a_new_firm_is_entered_with_its_case(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    assert "新芽" in client.get("/desk/register/?new=1&q=新芽").content.decode()
    assert client.post("/desk/register/", said() | new_firm(cast)).status_code == 302
    firm = Enterprise.objects.get(name="许昌新芽公司")
    assert (firm.office, Case.objects.get().enterprise) == (cast.city_office, firm)
    assert firm.contacts.get().name == "赵总"


def test_pressed_twice_it_is_one_case_and_one_firm(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    data = said() | new_firm(cast)
    first, second = client.post("/desk/register/", data), client.post("/desk/register/", data)
    assert first["Location"] == second["Location"]
    assert Enterprise.objects.filter(name="许昌新芽公司").count() == Case.objects.count() == 1


def test_the_same_key_for_another_firm_or_with_other_words_is_another_case(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    other_firm = Enterprise.objects.create(
        name="许昌另一家公司", region=cast.city, office=cast.city_office
    )
    data = said(firm=cast.diamond.pk, foreign_number="", channel="phone")
    others = ({"firm": other_firm.pk}, {"title": "仓库漏雨", "body": "整面墙都湿了"})
    places = [client.post("/desk/register/", data)["Location"]]
    places += [client.post("/desk/register/", data | other)["Location"] for other in others]
    assert len(set(places)) == Case.objects.count() == 3
    assert Case.objects.filter(enterprise=other_firm).count() == 1


def test_all_complaints_come_at_once_and_nothing_is_kept(cast: Cast, sign_in: SignIn) -> None:
    data = said(title="", body="", reporter_phone="") | new_firm(cast, **{"firm-name": ""})
    answer = sign_in(cast.he_fan).post("/desk/register/", data)
    assert answer.status_code == 422
    text = answer.content.decode()
    for words in ("请填写企业名称", "请填写遇到的困难", "请填写具体情况", "请填写联系电话", "赵总"):
        assert words in text
    assert not Case.objects.exists()


def test_a_refused_case_leaves_no_firm_behind(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.he_fan).post("/desk/register/", said(title="长" * 61) | new_firm(cast))
    assert answer.status_code == 422
    assert "最多 60 字" in answer.content.decode()
    assert not Enterprise.objects.filter(name="许昌新芽公司").exists()


def test_an_impossible_or_taken_code_is_said_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    for code in ("123", "91411000MA0000001A"):
        data = said() | new_firm(cast, **{"firm-uscc": code, "firm-status": "operating"})
        assert client.post("/desk/register/", data).status_code == 422
    assert not Case.objects.exists()


def test_a_foreign_number_is_taken_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    client.post("/desk/register/", said(firm=cast.diamond.pk))
    answer = client.post("/desk/register/", said(firm=cast.diamond.pk, key="other"))
    assert answer.status_code == 422
    assert "已登记过" in answer.content.decode()


def test_a_liaison_registers_for_the_firms_looked_after_only(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    page = client.get("/desk/register/").content.decode()
    assert "许昌钻石公司" in page
    assert client.get("/desk/register/?q=鞋业").content.decode().count("襄城鞋业") == 0
    heard = said(firm=cast.diamond.pk, channel="visit", foreign_number="")
    assert client.post("/desk/register/", heard).status_code == 302
    assert client.post("/desk/register/", said(firm=cast.shoes.pk, key="b")).status_code == 404
    assert client.post("/desk/register/", said(key="c") | new_firm(cast)).status_code in {403, 422}
    assert Case.objects.count() == 1


def test_another_offices_firm_is_left_to_that_office(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    assert "由襄城活动办登记" in client.get("/desk/register/?q=鞋业").content.decode()
    assert client.post("/desk/register/", said(firm=cast.shoes.pk)).status_code == 403
    data = said() | new_firm(cast, **{"firm-region": cast.xiangcheng.code})
    assert client.post("/desk/register/", data).status_code == 422


def test_others_do_not_register(cast: Cast, client: Client, sign_in: SignIn) -> None:
    assert client.get("/desk/register/").status_code == 302
    for user in (
        cast.shen_jing,
        cast.zhou,
        cast.mayor,
        cast.inspector,
        cast.audit_admin,
        cast.zhao,
    ):
        client = sign_in(user)
        assert client.get("/desk/register/").status_code == 403
        assert client.get("/desk/register/firms/?q=a").status_code == 403
        assert client.post("/desk/register/", said(firm=cast.diamond.pk)).status_code == 403


def test_hostile_input_does_no_harm(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    for firm in ("x", "999999", "1' OR 1=1", "٣"):
        assert client.get("/desk/register/", {"firm": firm}).status_code == 404
    assert "<script>" not in client.get("/desk/register/?q=<script>x").content.decode()
