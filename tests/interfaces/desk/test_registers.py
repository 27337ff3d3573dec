"""The tables administrators keep: entered, changed, retired, and put back to how they were.

许昌's system administrator keeps everything; 襄城县's only what is 襄城县's own.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import LONG_AGO, Cast, official_user, person
from tests.scenes.registers import HOME, at, step, tag, text_of, typed
from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import REGIONS, UNITS, retire_region
from zhuqi.foundation.directory.models import Item, Official, Tag, Unit
from zhuqi.interfaces.desk.tables.reference_tables import REGISTERS
from zhuqi.mechanisms.liaison.actions import CAPS
from zhuqi.mechanisms.ready_answers.actions import GROUNDS
from zhuqi.mechanisms.rosters.actions.rosters import load_kinds

SignIn = Callable[[User], Client]


@pytest.fixture
def county_admin(cast: Cast) -> User:
    """襄城县's system administrator."""
    return official_user("县系统员", "xianxitong", cast.county_office, Role.SYSTEM_ADMIN)


# Who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", REGISTERS)
def test_every_register_opens_for_those_who_keep_and_those_who_read_and_for_nobody_else(
    cast: Cast, sign_in: SignIn, key: str
) -> None:
    register = REGISTERS[key]
    if key == "tags":
        tag()
    if key == "grounds":
        GROUNDS.add(title="电力法", article="第一条", text="条文", by=SYSTEM)
    if key == "visit-caps":
        CAPS.add(office=cast.city_office, since=LONG_AGO.date(), most=4, near=14, by=SYSTEM)
    if key == "roster_kinds":
        load_kinds(by=SYSTEM)
    row = register.rows(person(cast.system_admin).scope).first()
    pages = [HOME, at(key), at(key, row), at(key, row, "history/")]
    for user, answer in (
        (cast.system_admin, 200), (cast.audit_admin, 200), (cast.security_admin, 403),
        (cast.he_fan, 403), (cast.zhou, 403), (cast.mayor, 403), (cast.zhao, 403),
    ):  # fmt: skip
        client = sign_in(user)
        assert {client.get(url).status_code for url in pages} == {answer}, user
    reader = sign_in(cast.audit_admin)
    assert reader.get(at(key, page="new/")).status_code == 403
    before = Event.objects.count()
    for data in ({"step": "change"}, {"step": "retire"}, {"step": "restore"}):
        assert reader.post(at(key, row), {**data, "seen": "0", "name": "X"}).status_code == 403
    assert Event.objects.count() == before
    assert "审计管理员只查阅" in text_of(reader, at(key, row))


@pytest.mark.parametrize("key", ["regions", "items", "channels", "tags"])
def test_what_all_share_is_kept_by_the_administrator_above(
    cast: Cast, county_admin: User, sign_in: SignIn, key: str
) -> None:
    tag()
    client = sign_in(county_admin)
    row = REGISTERS[key].rows(person(cast.system_admin).scope).first()
    assert "由上级的系统管理员维护" in text_of(client, at(key, row))
    assert client.get(at(key, page="new/")).status_code == 403
    assert client.post(at(key, row), {"step": "retire", "seen": "0"}).status_code == 403


def test_a_county_alone_on_the_system_keeps_what_all_share(
    cast: Cast, county_admin: User, sign_in: SignIn
) -> None:
    Unit.objects.filter(pk=cast.city_office.pk).update(active=False)
    client = sign_in(county_admin)
    client.post(at("tags", page="new/"), {"name": "周会", "for_cases": "on", "order": 0})
    assert Tag.objects.filter(name="周会").exists()


def test_a_county_keeps_its_own_units_and_never_sees_others(
    cast: Cast, county_admin: User, sign_in: SignIn
) -> None:
    client = sign_in(county_admin)
    listed = text_of(client, at("units"))
    assert "襄城县住房和城乡建设局" in listed
    assert "工业和信息化局" not in listed
    assert "禹州" not in listed
    for unit in (cast.industry, cast.other_office):
        assert client.get(at("units", unit)).status_code == 404
        assert client.post(at("units", unit), {"step": "retire", "seen": "0"}).status_code == 404
    data = typed(client, at("units", cast.housing), region=cast.yuzhou.pk)
    answer = client.post(at("units", cast.housing), data)
    assert answer.status_code == 422
    assert "不在您的管理范围内" in answer.content.decode()


@pytest.mark.usefixtures("cast")
def test_an_address_that_names_nothing_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    for url in (at("nothing"), f"{HOME}units/99999999/", f"{HOME}nothing/1/history/"):
        assert client.get(url).status_code == 404
    assert client.get(at("units", cast.housing) + "?version=999").status_code == 404


# Lists -------------------------------------------------------------------------------------------


def test_rows_are_found_by_text_and_by_state(cast: Cast, sign_in: SignIn) -> None:
    Unit.objects.filter(pk=cast.labour.pk).update(active=False)
    client = sign_in(cast.system_admin)
    assert "人力资源" not in text_of(client, at("units"))
    assert "人力资源" in text_of(client, at("units") + "?state=retired")
    found = text_of(client, at("units") + "?q=住房&state=all")
    assert "襄城县住房和城乡建设局" in found
    assert "供电" not in found
    assert "没有找到" in text_of(client, at("units") + "?q=没有这样的%00")


def test_lists_cost_the_same_for_more_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    for key in REGISTERS:
        client.get(at(key))
        with CaptureQueriesContext(connection) as few:
            client.get(at(key))
        for number in range(3):
            tag(f"{key}{number}")
            item = Item.objects.create(code=f"{key[:4]}{number}", name="多", parent=None)
            cast.housing.items.add(item)
            official_user(f"多{key}", f"{key}{number}", cast.housing)
        with CaptureQueriesContext(connection) as many:
            client.get(at(key))
        assert len(many) == len(few), key


# A row's life ------------------------------------------------------------------------------------


def test_a_tag_is_entered_changed_retired_and_restored_each_an_event(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    data = {"name": "迎峰度冬", "for_cases": "on", "order": 5, "note": "", "reason": "年度专项"}
    answer = client.post(at("tags", page="new/"), data)
    row = Tag.objects.get()
    assert answer["Location"] == at("tags", row)
    client.post(at("tags", row), typed(client, at("tags", row), name="迎峰度夏"))
    client.post(at("tags", row), step(client, at("tags", row), "retire", reason="过季"))
    client.post(at("tags", row), step(client, at("tags", row), "restore"))
    events = Event.objects.filter(object_type="tag").order_by("seq")
    assert [event.kind for event in events] == [
        "tag.added", "tag.changed", "tag.retired", "tag.restored",
    ]  # fmt: skip
    assert {event.actor_name for event in events} == {"系统员"}
    told = text_of(client, at("tags", row, "history/"))
    for words in ("年度专项", "迎峰度冬", "迎峰度夏", "过季", "改前", "第 4 版", "恢复到此版本"):
        assert words in told


def test_pressed_twice_it_is_entered_once_and_changed_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    data = {"name": "迎峰度冬", "for_cases": "on", "order": 5}
    first = client.post(at("tags", page="new/"), data)
    assert client.post(at("tags", page="new/"), data)["Location"] == first["Location"]
    row = Tag.objects.get()
    change = typed(client, at("tags", row), name="迎峰度夏")
    for _press in range(2):
        assert client.post(at("tags", row), change).status_code == 302
    assert Event.objects.filter(object_type="tag", kind="tag.changed").count() == 1


@pytest.mark.parametrize(
    "other", [{"note": "夏天的事"}, {"name": "迎峰度秋"}, {"order": "7"}, {"for_cases": ""}]
)
def test_another_edit_from_the_same_page_is_no_second_click(
    cast: Cast, sign_in: SignIn, other: dict[str, str]
) -> None:
    row, client = tag(), sign_in(cast.system_admin)
    page = typed(client, at("tags", row), name="迎峰度夏")
    assert client.post(at("tags", row), page).status_code == 302
    answer = client.post(at("tags", row), page | other)
    assert answer.status_code == 409
    assert "刚刚被他人修改过" in answer.content.decode()
    assert Event.objects.filter(object_type="tag", kind="tag.changed").count() == 1


def test_another_act_from_the_same_page_is_no_second_click(cast: Cast, sign_in: SignIn) -> None:
    row, client = tag(), sign_in(cast.system_admin)
    page = typed(client, at("tags", row), name="迎峰度夏")
    retire = {"step": "retire", "seen": page["seen"], "reason": "过季"}
    assert client.post(at("tags", row), retire).status_code == 302
    assert client.post(at("tags", row), retire).status_code == 302
    for other in (page, retire | {"reason": "重名"}):
        assert client.post(at("tags", row), other).status_code == 409
    row.refresh_from_db()
    assert (row.name, row.active) == ("周例会", False)


def test_a_row_with_other_words_is_another_row(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    person = {"official": cast.he_fan.official_id, "since": "2026-01-01", "title": "科长"}
    first = client.post(at("posts", page="new/"), person | {"unit": cast.industry.pk})
    assert first.status_code == 302
    for other in ({"title": "副科长"}, {"unit": cast.power.pk}):
        answer = client.post(at("posts", page="new/"), person | {"unit": cast.industry.pk} | other)
        assert answer["Location"] != first["Location"]


def test_a_name_in_use_is_refused_and_what_was_typed_is_kept(cast: Cast, sign_in: SignIn) -> None:
    tag("周例会")
    client = sign_in(cast.system_admin)
    data = {"name": "周例会", "for_cases": "on", "order": 3, "note": "每周一开"}
    answer = client.post(at("tags", page="new/"), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "已有同名标签" in text
    assert "每周一开" in text


@pytest.mark.parametrize("name", ["", " " * 5, "长" * 21, "\x00", "<script>alert(1)</script>x"])
def test_hostile_names_are_refused_or_shown_as_text(cast: Cast, sign_in: SignIn, name: str) -> None:
    row = tag()
    client = sign_in(cast.system_admin)
    answer = client.post(at("tags", row), typed(client, at("tags", row), name=name))
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    row.refresh_from_db()
    assert row.name == "周例会"


def test_a_page_gone_stale_is_refused_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    url = at("units", cast.housing)
    data = typed(client, url, phone="0374-3551111")
    UNITS.change(cast.housing, short_name="襄城住建", by=SYSTEM)
    answer = client.post(url, data)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "刚刚被他人修改过" in text
    assert "0374-3551111" in text
    assert "襄城住建" in text
    assert client.post(url, {**data, "seen": ""}).status_code == 409
    cast.housing.refresh_from_db()
    assert cast.housing.phone == ""
    # Having looked at it, they save again.
    again = {**data, "seen": answer.context["seen"], "short_name": "襄城住建"}
    assert client.post(url, again).status_code == 302


# The way back ------------------------------------------------------------------------------------


def test_a_unit_is_put_back_to_an_older_version_by_an_ordinary_change(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    url = at("units", cast.housing)
    client.post(url, typed(client, url, phone="0374-1"))
    client.post(url, typed(client, url, phone="0374-2", items=[cast.electricity.code]))
    client.post(url, typed(client, url, name="襄城县住建局"))
    page = client.get(url + "?version=1")
    text = page.content.decode()
    assert "恢复到第 1 版" in text
    differences = {name: (now, then) for name, now, then in page.context["differences"]}
    assert differences["值班电话"] == ("0374-2", "0374-1")
    assert differences["单位名称"] == ("襄城县住建局", "襄城县住房和城乡建设局")
    assert "用电" in differences["负责的事项"][0]
    assert client.post(url, typed(client, url + "?version=1")).status_code == 302
    cast.housing.refresh_from_db()
    assert (cast.housing.phone, cast.housing.name) == ("0374-1", "襄城县住房和城乡建设局")
    assert list(cast.housing.items.all()) == [cast.drainage]
    last = Event.objects.filter(object_type="unit", object_id=cast.housing.pk).latest("seq")
    assert (last.seq, last.kind, last.facts["reason"]) == (4, "unit.changed", "恢复到第 1 版")


def test_looking_at_an_old_version_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    url = at("units", cast.housing)
    client.post(url, typed(client, url, phone="0374-1"))
    before = Event.objects.count()
    client.get(url + "?version=1")
    client.get(url + "?version=abc")
    assert Event.objects.count() == before
    assert "没有不同" in text_of(client, url + "?version=1")


def test_what_can_no_longer_be_so_says_why_and_is_not_saved(cast: Cast, sign_in: SignIn) -> None:
    town = REGIONS.add(code="411025199", name="新集镇", by=SYSTEM)
    client = sign_in(cast.system_admin)
    url = at("units", cast.housing)
    client.post(url, typed(client, url, region=town.pk))
    client.post(url, typed(client, url, region=cast.xiangcheng.pk))
    retire_region(region=town, on=date(2026, 1, 1), by=SYSTEM)
    page = client.get(url + "?version=1")
    assert "所选的一项已停用" in page.content.decode()
    answer = client.post(url, {**typed(client, url), "region": town.pk})
    assert answer.status_code == 422
    cast.housing.refresh_from_db()
    assert cast.housing.region == cast.xiangcheng


def test_an_officials_phone_comes_back_from_where_it_can_be_erased(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    answer = client.post(at("officials", page="new/"), {"name": "新人", "phone": "0374-7"})
    row = Official.objects.get(name="新人")
    url = answer["Location"]
    client.post(url, typed(client, url, phone="0374-8"))
    assert Event.objects.filter(object_type="official", data__contains="0374").count() == 0
    assert "0374-8" not in text_of(client, at("officials", row, "history/"))
    client.post(url, typed(client, url + "?version=1"))
    row.refresh_from_db()
    assert row.phone == "0374-7"
