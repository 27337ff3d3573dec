"""Units, people, firms and links come in by table, checked first; twice is once."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from tests.cast import Cast
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Post, Unit
from zhuqi.ledgers.imports.rosters.base import Outcome

SignIn = Callable[[User], Client]


def sheet(*rows: tuple[object, ...], name: str = "名册.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    data = io.BytesIO()
    book.save(data)
    return SimpleUploadedFile(name, data.getvalue())


def checked(client: Client, key: str, *rows: tuple[object, ...]) -> Any:
    sent = {"attachments": sheet(*rows)}
    return client.post(f"/desk/rosters/{key}/", sent)


def entered(client: Client, key: str, *rows: tuple[object, ...]) -> Any:
    """Check first; then what was checked."""
    first = checked(client, key, *rows)
    assert first.status_code == 200, first.content.decode()
    assert first.context["report"].dry
    sent = {"step": "enter", "token": first.context["token"]}
    second = client.post(f"/desk/rosters/{key}/", sent)
    # The dry run said what the real one did.
    assert outcomes(second) == outcomes(first)
    return second


def outcomes(answer: Any) -> dict[int, Outcome]:
    return {one.row.number: one.outcome for one in answer.context["report"].rows}


def why(answer: Any, number: int) -> str:
    return str(next(one.why for one in answer.context["report"].rows if one.row.number == number))


UNITS = (
    ("许昌市单位名册",),
    ("序号", "单位全称", "简称", "类型", "所属县区", "上级单位", "值班电话"),
    (1, "许昌市科学技术局", "市科技局", "部门", "许昌市", "", "0374-2661234"),
    (2, "科技局高新科", "", "科室", "411000", "市科技局", ""),
    (3, "襄城县某局", "", "衙门", "襄城县", "", ""),
    (4, "北京市某局", "", "部门", "北京市", "", ""),
    (5, "许昌市科学技术局", "", "部门", "许昌市", "", ""),
)


def test_units_come_in_with_their_parents_and_each_row_is_accounted_for(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    before = Unit.objects.count()
    dry = checked(client, "units", *UNITS)
    assert Unit.objects.count() == before
    assert outcomes(dry) == {
        3: Outcome.NEW,
        4: Outcome.NEW,
        5: Outcome.REFUSED,
        6: Outcome.REFUSED,
        7: Outcome.REFUSED,
    }
    assert "可填" in why(dry, 5)
    assert "管理范围" in why(dry, 6)
    assert "重复" in why(dry, 7)
    entered(client, "units", *UNITS)
    bureau = Unit.objects.get(name="许昌市科学技术局")
    assert (bureau.short_name, bureau.phone, bureau.region) == (
        "市科技局", "0374-2661234", cast.city,
    )  # fmt: skip
    assert Unit.objects.get(name="科技局高新科").parent == bureau
    events = Event.objects.filter(object_type="unit", object_id=bureau.pk)
    assert events.count() == 1
    again = entered(client, "units", *UNITS)
    assert outcomes(again)[3] == outcomes(again)[4] == Outcome.UNCHANGED
    assert events.count() == 1
    changed = [*UNITS[:2], (1, "许昌市科学技术局", "", "", "许昌市", "", "0374-2669999")]
    told = entered(client, "units", *changed)
    assert outcomes(told) == {3: Outcome.CHANGED}
    bureau.refresh_from_db()
    assert (bureau.phone, bureau.short_name) == ("0374-2669999", "市科技局")


def test_people_come_in_with_their_posts(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    rows = (
        ("姓名", "工作单位", "职务", "手机号", "任职起"),
        ("新甲", cast.industry.name, "科员", 13812340001, "2026年3月2日"),
        ("新甲", cast.city_office.name, "联络员", "138 1234 0001", ""),
        ("新乙", "没有这个局", "科员", "", ""),
        ("新丙", cast.industry.name, "", "", ""),
        ("新丁", cast.industry.name, "科员", "", "某日"),
    )
    answer = entered(client, "officials", *rows)
    assert outcomes(answer) == {
        2: Outcome.NEW,
        3: Outcome.NEW,
        4: Outcome.REFUSED,
        5: Outcome.REFUSED,
        6: Outcome.REFUSED,
    }
    person = Official.objects.get(name="新甲")
    assert person.phone == "13812340001"
    posts = set(Post.objects.filter(official=person).values_list("unit", "title"))
    assert posts == {(cast.industry.pk, "科员"), (cast.city_office.pk, "联络员")}
    again = entered(client, "officials", *rows)
    assert {outcomes(again)[n] for n in (2, 3)} == {Outcome.UNCHANGED}
    promoted = entered(client, "officials", rows[0], ("新甲", cast.industry.name, "科长", "", ""))
    assert outcomes(promoted) == {2: Outcome.CHANGED}
    assert Post.objects.get(official=person, unit=cast.industry).title == "科长"
    assert Official.objects.filter(name="新甲").count() == 1


def test_a_list_as_offices_set_it_is_understood(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    Official.objects.create(name="李伟")
    rows = (
        ("许昌市干部名册",),
        ("序号", "姓　名", "工作单位", "职务（岗位）", "联系电话"),
        (1, "李　伟", "许昌市工业和信息化局", "科员", "１３８１２３４０００７"),
        (2, "李\u200b伟", "许昌市工信局", "科员", ""),
        (3, "欧阳 娜", "襄城县住房城乡建设局", "副局长", ""),
    )
    answer = entered(client, "officials", *rows)
    assert outcomes(answer) == {3: Outcome.NEW, 4: Outcome.REFUSED, 5: Outcome.NEW}
    assert "重复" in why(answer, 4)
    post = Post.objects.get(unit=cast.housing, title="副局长")
    assert post.official.name == "欧阳娜"
    held = Post.objects.filter(unit=cast.industry, title="科员", official__name="李伟")
    assert held.count() == 1


def test_firms_and_links_are_the_offices(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    zhou = cast.zhou.official
    assert zhou is not None
    firms = (
        ("企业名称", "信用代码", "县区", "行业", "联系人", "联系电话"),
        ("许昌名册一厂", "91411000MA0000009X", "许昌市", "工业", "王五", "13812340002"),
        ("许昌名册筹建厂", "", "许昌市", "", "", ""),
        ("许昌错码厂", "123", "许昌市", "", "", ""),
        ("禹州名册厂", "", "禹州市", "", "", ""),
        ("许昌乱业厂", "", "许昌市", "天文", "", ""),
    )
    answer = entered(client, "firms", *firms)
    assert outcomes(answer)[2] == outcomes(answer)[3] == Outcome.NEW
    assert {outcomes(answer)[n] for n in (4, 6)} == {Outcome.REFUSED}
    firm = Enterprise.objects.get(uscc="91411000MA0000009X")
    assert firm.office == cast.city_office
    assert [one.name for one in firm.contacts.all()] == ["王五"]
    again = entered(client, "firms", *firms)
    assert outcomes(again)[2] == outcomes(again)[3] == Outcome.UNCHANGED
    links = (
        ("企业", "助企干部", "单位", "包联起"),
        ("许昌名册一厂", zhou.name, cast.industry.name, "2026-01-05"),
        ("许昌名册一厂", "查无此人", cast.industry.name, ""),
        ("没有这家厂", zhou.name, cast.industry.name, ""),
    )
    linked = entered(client, "links", *links)
    assert outcomes(linked) == {2: Outcome.NEW, 3: Outcome.REFUSED, 4: Outcome.REFUSED}
    assert LiaisonLink.objects.get(enterprise=firm).official == zhou
    assert outcomes(entered(client, "links", *links))[2] == Outcome.UNCHANGED
    assert LiaisonLink.objects.filter(enterprise=firm).count() == 1


def test_what_is_no_table_is_said_and_a_forged_token_enters_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    url = "/desk/rosters/units/"
    assert client.post(url, {}).status_code == 422
    lacking = checked(client, "units", ("单位名称", "电话"), ("某局", "1"))
    assert lacking.status_code == 422
    assert "县区" in lacking.content.decode()
    forged = client.post(url, {"step": "enter", "token": "x"})
    assert forged.status_code == 422
    assert "重新选择文件" in forged.content.decode()
    token = checked(client, "units", *UNITS).context["token"]
    other = client.post("/desk/rosters/officials/", {"step": "enter", "token": token})
    assert other.status_code == 422
    assert sign_in(cast.he_fan).post(url, {"step": "enter", "token": token}).status_code == 403


def test_the_template_is_read_as_it_is(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    answer = client.get("/desk/rosters/units/template/")
    sent = {"attachments": SimpleUploadedFile("units.csv", answer.content)}
    told = client.post("/desk/rosters/units/", sent)
    assert told.status_code == 200, told.content.decode()
    assert outcomes(told) == {2: Outcome.NEW}


@pytest.mark.parametrize("key", ["units", "officials"])
def test_more_rows_cost_no_more_queries(cast: Cast, sign_in: SignIn, key: str) -> None:
    client = sign_in(cast.system_admin)

    def rows(count: int) -> list[tuple[object, ...]]:
        if key == "units":
            named = [(f"许昌市第{n}局", "许昌市") for n in range(count)]
            return [("单位名称", "县区"), *named]
        people = [(f"名{n}", cast.industry.name, "科员") for n in range(count)]
        return [("姓名", "单位", "职务"), *people]

    checked(client, key, *rows(1))
    with CaptureQueriesContext(connection) as one:
        checked(client, key, *rows(1))
    with CaptureQueriesContext(connection) as many:
        checked(client, key, *rows(20))
    assert len(many) <= len(one) + 2
