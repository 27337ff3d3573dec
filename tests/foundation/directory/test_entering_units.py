"""Regions, units, officials: entered, changed, found."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.foundation.directory.corner import CLERK, Corner, region
from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import (
    OFFICIALS,
    UNITS,
    PostDraft,
    end_post,
    give_post,
    give_posts,
    load_code_tables,
)
from zhuqi.foundation.directory.codes import lineage
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Official, Post, Region, Unit
from zhuqi.foundation.directory.queries import (
    office_for,
    offices_for,
    region_tree,
    regions_under,
    sections_of,
    units_responsible,
)


@pytest.mark.django_db
def test_the_code_tables_load_once_and_then_change_nothing() -> None:
    first = load_code_tables()
    assert (first.regions, first.items) == (Region.objects.count(), Item.objects.count())
    heir = Region.objects.get(code="411023").replaced_by
    assert heir is not None
    assert heir.name == "建安区"
    events = Event.objects.count()
    again = load_code_tables()
    assert (again.regions, again.items, Event.objects.count()) == (0, 0, events)


@pytest.mark.django_db
def test_a_renamed_region_comes_back_to_the_table_and_a_switched_off_item_stays_off() -> None:
    load_code_tables()
    Region.objects.filter(code="411025").update(name="襄成县")
    Item.objects.filter(code="0101").update(active=False)
    again = load_code_tables()
    assert (again.regions, again.items) == (1, 0)
    assert Region.objects.get(code="411025").name == "襄城县"
    assert not Item.objects.get(code="0101").active


@pytest.mark.usefixtures("corner")
def test_the_tree_of_a_city_leaves_retired_counties_out() -> None:
    tree = region_tree("411000")
    assert tree is not None
    assert [node.region.name for node in tree.children] == ["建安区", "襄城县", "禹州市"]
    assert [node.region.name for node in tree.children[1].children] == ["颍阳镇"]
    assert region_tree("411023") is None
    assert region_tree("999999") is None
    assert {found.code for found in regions_under("411025")} == {"411025", "411025102"}


def test_the_office_of_a_town_is_its_countys(corner: Corner) -> None:
    assert office_for(corner.town) == corner.county_office
    assert office_for(corner.xiangcheng) == corner.county_office


def test_where_a_county_has_no_office_the_citys_serves(corner: Corner) -> None:
    assert office_for(corner.yuzhou) == corner.city_office
    assert office_for(corner.old_county) == corner.city_office


def test_a_closed_office_serves_nobody(corner: Corner) -> None:
    UNITS.retire(corner.county_office, by=CLERK)
    assert office_for(corner.town) == corner.city_office


def test_a_parks_own_office_does_not_take_the_countys_place(corner: Corner) -> None:
    UNITS.retire(corner.county_office, by=CLERK)
    UNITS.add(
        name="集聚区活动办", kind=UnitKind.OFFICE, level=Level.TOWN, region=corner.xiangcheng,
        parent=corner.park, case_prefix="9001", by=CLERK,
    )  # fmt: skip
    UNITS.restore(corner.county_office, by=CLERK)
    assert office_for(corner.xiangcheng) == corner.county_office


@pytest.mark.usefixtures("corner")
def test_a_region_without_any_office_is_refused() -> None:
    elsewhere = region("330100", "杭州市", Level.CITY)
    with pytest.raises(NotValid, match="尚未设置活动办"):
        office_for(elsewhere)


def test_offices_of_many_regions_cost_as_much_as_of_one(
    corner: Corner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        offices_for([corner.town])
    with django_assert_num_queries(1):
        offices_for([corner.town, corner.yuzhou, corner.city, corner.xiangcheng])


def test_units_that_answer_for_a_matter_come_in_the_order_of_their_places(corner: Corner) -> None:
    UNITS.change(corner.industry_bureau, items=[corner.supply, corner.electricity], by=CLERK)
    places = lineage(corner.town.code)
    found = units_responsible(corner.electricity, places)
    assert found == [corner.power_company, corner.industry_bureau]
    found = units_responsible(corner.electricity, places[::-1])
    assert found == [corner.industry_bureau, corner.power_company]


def test_a_unit_of_another_county_is_never_proposed(corner: Corner) -> None:
    places = lineage(corner.yuzhou.code)
    assert corner.power_company not in units_responsible(corner.electricity, places)


def test_without_a_unit_for_the_matter_those_of_the_wider_matter_answer(corner: Corner) -> None:
    here, there = lineage(corner.xiangcheng.code), lineage(corner.yuzhou.code)
    assert units_responsible(corner.gas, here) == [corner.industry_bureau]
    assert units_responsible(corner.electricity, there) == [corner.industry_bureau]


def test_sections_are_those_of_the_house_that_still_exist(corner: Corner) -> None:
    names = ("企业服务科", "运行科", "旧科")
    for name in names:
        UNITS.add(
            name=name, kind=UnitKind.SECTION, level=Level.CITY, region=corner.city,
            parent=corner.industry_bureau, by=CLERK,
        )  # fmt: skip
    UNITS.retire(Unit.objects.get(name="旧科"), by=CLERK)
    assert [unit.name for unit in sections_of(corner.industry_bureau)] == list(names[:2])


def test_a_unit_entered_for_a_retired_region_belongs_to_its_heir(corner: Corner) -> None:
    unit = UNITS.add(
        name="住建局", kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=corner.old_county,
        by=CLERK,
    )  # fmt: skip
    assert unit.region == corner.jianan


def test_two_units_of_one_name_stand_in_different_counties_only(corner: Corner) -> None:
    UNITS.add(
        name="住建局", kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=corner.yuzhou, by=CLERK
    )
    with pytest.raises(NotValid, match="同名"):
        UNITS.add(
            name=" 住建局\n", kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=corner.yuzhou,
            by=CLERK,
        )  # fmt: skip


@pytest.mark.parametrize("prefix", [None, "", "12", "12345", "１２３４", "12a4"])
def test_an_office_needs_four_digits_for_its_numbers(corner: Corner, prefix: str | None) -> None:
    with pytest.raises(NotValid) as refusal:
        UNITS.add(
            name="禹州市活动办", kind=UnitKind.OFFICE, level=Level.COUNTY, region=corner.yuzhou,
            case_prefix=prefix, by=CLERK,
        )  # fmt: skip
    assert "case_prefix" in refusal.value.errors


def test_nobody_else_has_such_a_prefix_and_no_two_share_one(corner: Corner) -> None:
    with pytest.raises(NotValid, match="只有活动办"):
        UNITS.change(corner.park, case_prefix="1234", by=CLERK)
    with pytest.raises(NotValid, match="前缀已被使用"):
        UNITS.change(corner.county_office, case_prefix="1000", by=CLERK)


def test_a_change_tells_before_and_after_and_no_change_tells_nothing(corner: Corner) -> None:
    before = Event.objects.count()
    UNITS.change(corner.park, name="襄城县产业集聚区", by=CLERK)
    assert Event.objects.count() == before
    UNITS.change(corner.park, phone="0374-3550000", items=[corner.gas], by=CLERK)
    event = Event.objects.latest("pk")
    assert (event.kind, event.actor_name) == ("unit.changed", "何帆")
    assert '"items":[[],["0102"]]' in event.data


def test_an_empty_name_is_refused_with_its_field(corner: Corner) -> None:
    with pytest.raises(NotValid) as refusal:
        UNITS.add(
            name=" \u200b ",
            kind=UnitKind.DEPARTMENT,
            level=Level.CITY,
            region=corner.city,
            by=CLERK,
        )
    assert set(refusal.value.errors) == {"name"}


@pytest.mark.usefixtures("corner")
def test_an_officials_phone_is_in_no_event() -> None:
    official = OFFICIALS.add(name="林助", phone="13800138000", by=CLERK)
    OFFICIALS.change(official, phone="13900139000", by=CLERK)
    events = Event.objects.filter(object_type="official", object_id=official.pk)
    assert events.count() == 2
    assert not any("1380013" in event.data or "1390013" in event.data for event in events)


def test_a_post_ends_once_and_not_before_it_began(corner: Corner) -> None:
    official = OFFICIALS.add(name="周工", by=CLERK)
    post = give_post(
        official=official,
        unit=corner.industry_bureau,
        title="科长",
        since=date(2024, 3, 1),
        by=CLERK,
    )
    with pytest.raises(NotValid):
        end_post(post=post, until=date(2024, 2, 29), by=CLERK)
    end_post(post=post, until=date(2024, 3, 1), by=CLERK)
    with pytest.raises(NotNow):
        end_post(post=post, until=date(2025, 1, 1), by=CLERK)


def test_many_officials_and_posts_are_entered_all_or_none(corner: Corner) -> None:
    people = OFFICIALS.add_many([{"name": name} for name in ("甲", "乙", "丙")], by=CLERK)
    assert [person.name for person in people] == ["甲", "乙", "丙"]
    assert Event.objects.filter(object_type="official", kind="official.added").count() == 3
    good = PostDraft(
        official=people[0], unit=corner.industry_bureau, title="科员", since=date(2026, 3, 2)
    )
    bad = PostDraft(
        official=people[1], unit=corner.industry_bureau, title="科员", since=date(2026, 3, 2),
        until=date(2026, 3, 1),
    )  # fmt: skip
    with pytest.raises(NotValid):
        give_posts([good, bad], by=CLERK)
    assert not Post.objects.exists()
    with pytest.raises(NotValid):
        OFFICIALS.add_many([{"name": "丁"}, {"name": " "}], by=CLERK)
    assert Official.objects.count() == 3
