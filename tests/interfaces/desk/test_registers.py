"""The tables administrators keep: entered, changed, retired, and put back to how they were.

许昌's system administrator keeps everything; 襄城县's only what is 襄城县's own.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import SYSTEM, NotValid, Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import REGIONS, UNITS, move_firms, retire_region
from zhuqi.foundation.directory.actions.tags import TAGS
from zhuqi.foundation.directory.models import Enterprise, Item, Official, Post, Region, Tag, Unit
from zhuqi.interfaces.desk.tables.reference_tables import REGISTERS
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Channel, Scheme

SignIn = Callable[[User], Client]
HOME = "/desk/admin/registers/"


@pytest.fixture
def county_admin(cast: Cast) -> User:
    """襄城县's system administrator."""
    return official_user("县系统员", "xianxitong", cast.county_office, Role.SYSTEM_ADMIN)


def at(register: str, row: object = None, page: str = "") -> str:
    pk = f"{row.pk}/" if row is not None else ""  # type: ignore[attr-defined]
    return f"{HOME}{register}/{pk}{page}"


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(client: Client, url: str, **changes: object) -> dict[str, object]:
    """What a browser would send: the page's form as it stands, with some fields typed over."""
    context = client.get(url).context
    form = context["form"]
    data: dict[str, object] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, bool):
            value = "on" if value else None
        if value is not None:
            data[name] = value
    data |= {"seen": context.get("seen", ""), "step": "change"}
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def step(client: Client, url: str, key: str, **more: object) -> dict[str, object]:
    return {"step": key, "seen": client.get(url).context["seen"], **more}


def tag(name: str = "周例会") -> Tag:
    return TAGS.add(name=name, for_cases=True, by=SYSTEM)


# Who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", REGISTERS)
def test_every_register_opens_for_those_who_keep_and_those_who_read_and_for_nobody_else(
    cast: Cast, sign_in: SignIn, key: str
) -> None:
    register = REGISTERS[key]
    if key == "tags":
        tag()
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


# Each table's own rules --------------------------------------------------------------------------


def test_a_unit_with_open_work_is_not_retired_and_the_count_is_told(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.system_admin)
    url = at("units", cast.industry)
    answer = client.post(url, step(client, url, "retire"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "1 张交办单没有办完（许昌市活动办 1 张）" in text
    assert "人在这里担任角色" in text
    cast.industry.refresh_from_db()
    assert cast.industry.active
    RoleAssignment.objects.filter(unit=cast.labour).delete()
    url = at("units", cast.labour)
    assert client.post(url, step(client, url, "retire", reason="并入")).status_code == 302
    cast.labour.refresh_from_db()
    assert not cast.labour.active


def test_an_office_is_entered_with_its_scheme_or_not_at_all(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    office = {
        "name": "建安区活动办", "short_name": "建安活动办", "kind": "office",
        "region": cast.city.pk, "case_prefix": "10", "scheme": Scheme.objects.all()[0].pk,
    }  # fmt: skip
    assert client.post(at("units", page="new/"), office).status_code == 422
    assert not Unit.objects.filter(name="建安区活动办").exists()
    assert (
        client.post(at("units", page="new/"), office | {"case_prefix": "1003"}).status_code == 302
    )
    unit = Unit.objects.get(name="建安区活动办")
    assert (unit.case_prefix, unit.level, unit.commandable) == ("1003", "city", True)
    assert hasattr(unit, "ledger_scheme")


def test_a_region_is_entered_by_its_code_and_retired_for_an_heir(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    for code, why in (
        ("41102", "6 位数字"),
        ("411025", "已登记"),
        ("419925101", "上级区划 419925 还没有登记"),
    ):
        answer = client.post(at("regions", page="new/"), {"code": code, "name": "某地"})
        assert answer.status_code == 422
        assert why in answer.content.decode()
    client.post(at("regions", page="new/"), {"code": "411099", "name": "示范区"})
    row = Region.objects.get(code="411099")
    assert (row.level, row.parent) == ("county", cast.city)
    url = at("regions", row)
    heir = {"retired_on": "2026-01-01", "replaced_by": cast.xiangcheng.pk}
    assert client.post(url, step(client, url, "retire", **heir)).status_code == 302
    row.refresh_from_db()
    assert row.replaced_by == cast.xiangcheng
    assert client.post(url, step(client, url, "restore")).status_code == 302
    url = at("regions", cast.xiangcheng)
    answer = client.post(url, step(client, url, "retire", retired_on="2026-01-01"))
    assert answer.status_code == 409
    assert "家企业登记在这里" in answer.content.decode()


def test_a_regions_firms_move_at_once_and_then_it_can_be_retired(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    region = REGIONS.add(code="411098", name="老城区", by=SYSTEM)
    firms = [
        Enterprise.objects.create(name=f"老城{n}厂", region=region, office=cast.city_office)
        for n in range(3)
    ]
    url = at("regions", region)
    retire = {"retired_on": "2026-01-01"}
    answer = client.post(url, step(client, url, "retire", **retire))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "还有 3 家企业登记在这里，请先用“企业整批改登”" in page
    assert "现在有 3 家" in page
    move = {"to": cast.xiangcheng.pk, "count": 2, "reason": "撤区设县"}
    answer = client.post(url, step(client, url, "move_firms", **move))
    assert (answer.status_code, "与您填的不同" in answer.content.decode()) == (422, True)
    assert Enterprise.objects.filter(region=region).count() == 3
    answer = client.post(url, step(client, url, "move_firms", **move | {"count": 3}))
    assert answer.status_code == 302
    for firm in firms:
        firm.refresh_from_db()
        assert (firm.region, firm.office, firm.version) == (cast.xiangcheng, cast.city_office, 1)
        event = Event.objects.filter(object_type="enterprise", object_id=firm.pk).latest("seq")
        assert event.facts == {"region": [region.pk, cast.xiangcheng.pk]}
        assert event.actor_id == cast.system_admin.pk
    told = Event.objects.get(object_type="region", kind="region.firms_moved")
    assert told.facts == {"moved_to": cast.xiangcheng.pk, "firms": 3, "reason": "撤区设县"}
    page = client.get(url).content.decode()
    assert "企业整批改登" in page  # in the history; there is nothing left to move
    assert 'value="move_firms"' not in page
    again = client.post(url, {"step": "move_firms", "seen": told.seq, **move | {"count": 3}})
    assert again.status_code in {302, 409}
    assert Event.objects.filter(kind="region.firms_moved").count() == 1
    assert client.post(url, step(client, url, "retire", **retire)).status_code == 302
    log = sign_in(cast.audit_admin).get("/desk/admin/log/").content.decode()
    assert "改登到" in log


def test_firms_do_not_move_into_a_retired_region_or_by_a_county_administrator(
    cast: Cast, sign_in: SignIn
) -> None:
    gone = REGIONS.add(code="411097", name="旧区", by=SYSTEM)
    retire_region(region=gone, on=date(2026, 1, 1), by=SYSTEM)
    client = sign_in(cast.system_admin)
    url = at("regions", cast.xiangcheng)
    count = Enterprise.objects.filter(region=cast.xiangcheng).count()
    for to in (gone.pk, cast.xiangcheng.pk, 0):
        data = step(client, url, "move_firms", to=to, count=count)
        assert client.post(url, data).status_code == 422
    with pytest.raises(NotValid):
        move_firms(region=cast.xiangcheng, to=gone, count=count, by=SYSTEM)
    county = sign_in(official_user("县系统员", "xian", cast.county_office, Role.SYSTEM_ADMIN))
    refused = county.post(url, {"step": "move_firms", "to": cast.yuzhou.pk, "count": count})
    assert refused.status_code == 403
    assert not Event.objects.filter(kind="region.firms_moved").exists()


def test_items_have_two_levels_and_a_heading_in_use_stays(cast: Cast, sign_in: SignIn) -> None:
    head = cast.electricity.parent
    assert head is not None
    client = sign_in(cast.system_admin)
    url = at("items", head)
    answer = client.post(url, step(client, url, "retire"))
    assert (answer.status_code, "2 个下级事项在用" in answer.content.decode()) == (409, True)
    url = at("items", cast.electricity)
    third = typed(client, url, parent=cast.drainage.pk)
    assert client.post(url, third).status_code == 422
    for child in (cast.electricity, cast.drainage):
        client.post(at("items", child), step(client, at("items", child), "retire"))
    client.post(at("items", head), step(client, at("items", head), "retire"))
    answer = client.post(url, step(client, url, "restore"))
    assert (answer.status_code, "先恢复大类" in answer.content.decode()) == (409, True)


def test_a_post_is_given_ended_and_taken_up_again(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    chief = Official.objects.get(name="马住")
    new = at("posts", page="new/") + f"?official={chief.pk}"
    assert len(client.get(new).context["form"].fields["official"].queryset) == 1
    given = {
        "official": chief.pk, "unit": cast.labour.pk, "title": "副局长", "since": "2026-03-01",
    }  # fmt: skip
    answer = client.post(at("posts", page="new/"), given)
    post = Post.objects.get(title="副局长")
    assert answer["Location"] == at("posts", post)
    url = at("posts", post)
    early = step(client, url, "retire", until="2026-02-01")
    assert client.post(url, early).status_code == 422
    end = step(client, url, "retire", until="2026-06-30", reason="调离")
    assert client.post(url, end).status_code == 302
    told = text_of(client, at("posts", post, "history/"))
    for words in ("任职", "结束职务", "调离", "6月30日", "襄城人社局"):
        assert words in told
    assert client.post(url, step(client, url, "restore")).status_code == 302
    post.refresh_from_db()
    assert post.until is None


def test_someone_who_holds_a_post_is_not_put_out_of_office(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    url = at("officials", Official.objects.get(name="林助"))
    answer = client.post(url, step(client, url, "retire"))
    assert answer.status_code == 409
    assert "1 个职务没有结束；还有 1 家企业由其包联" in answer.content.decode()


def test_a_leader_is_chosen_from_those_with_a_post_in_the_unit(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    url = at("units", cast.industry)
    head, stranger = Official.objects.get(name="郑局长"), Official.objects.get(name="马住")
    assert client.post(url, typed(client, url, leader=stranger.pk)).status_code == 422
    assert client.post(url, typed(client, url, leader=head.pk)).status_code == 302
    cast.industry.refresh_from_db()
    assert cast.industry.leader == head
    assert "郑局长" in text_of(client, at("units", cast.industry, "history/"))


@pytest.mark.usefixtures("cast")
def test_the_firms_own_inlet_stays_and_says_why(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    url = at("channels", Channel.objects.get(code="portal"))
    answer = client.post(url, step(client, url, "retire"))
    assert (answer.status_code, "不能停用" in answer.content.decode()) == (409, True)
