"""Each table's own rules: what of units, regions, items and posts hangs together."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.cast import Cast, official_user
from tests.scenes import cases as scenes
from tests.scenes.registers import at, step, text_of, typed
from zhuqi.foundation.access import SYSTEM, NotValid, Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import REGIONS, move_firms, retire_region
from zhuqi.foundation.directory.models import Enterprise, Official, Post, Region, Unit
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Channel, Scheme

SignIn = Callable[[User], Client]


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
