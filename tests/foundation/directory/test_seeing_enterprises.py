"""Who sees which firms: the stranger first."""

from dataclasses import dataclass
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.foundation.directory.corner import CLERK, Corner
from zhuqi.foundation.access import NOTHING, SYSTEM_PERSON, NotNow, NotValid, Role, Scope
from zhuqi.foundation.directory.actions import (
    OFFICIALS,
    UNITS,
    EnterpriseDraft,
    LinkDraft,
    add_enterprise,
    end_liaison,
    link_liaison,
    link_liaisons,
)
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Official, Unit
from zhuqi.foundation.directory.queries import (
    find_enterprises,
    liaised_by,
    liaison_officials,
    liaison_officials_of,
)


@dataclass
class Firms:
    """Four firms in four places."""

    diamond: Enterprise
    shoes: Enterprise
    parked: Enterprise
    porcelain: Enterprise


@pytest.fixture
def firms(corner: Corner) -> Firms:
    """City, a town of 襄城, 襄城's park, 禹州."""
    return Firms(
        diamond=add_enterprise(
            EnterpriseDraft(name="许昌钻石公司", region=corner.city, uscc="91110000600037341L"),
            by=CLERK,
        ),
        shoes=add_enterprise(EnterpriseDraft(name="颍阳鞋业公司", region=corner.town), by=CLERK),
        parked=add_enterprise(
            EnterpriseDraft(name="襄城光伏公司", region=corner.xiangcheng, park=corner.park),
            by=CLERK,
        ),
        porcelain=add_enterprise(
            EnterpriseDraft(name="禹州瓷业公司", region=corner.yuzhou), by=CLERK
        ),
    )


def seen(scope: Scope) -> set[str]:
    """Names of the firms the scope reaches."""
    return set(Enterprise.objects.visible_to(scope).values_list("name", flat=True))


def holding(role: Role, unit: Unit) -> Scope:
    """One role in one unit."""
    return Scope(user_id=1, posts=frozenset({(role, unit.pk)}))


CITY = {"许昌钻石公司", "颍阳鞋业公司", "襄城光伏公司", "禹州瓷业公司"}
COUNTY = {"颍阳鞋业公司", "襄城光伏公司"}


@pytest.mark.usefixtures("firms")
def test_a_stranger_sees_nothing() -> None:
    assert seen(NOTHING) == set()


@pytest.mark.parametrize(
    "role", [Role.REGISTRAR, Role.REVIEWER, Role.SIGNER, Role.LEADER, Role.INSPECTOR]
)
@pytest.mark.usefixtures("firms")
def test_the_office_leaders_and_inspectors_see_their_region(corner: Corner, role: Role) -> None:
    assert seen(holding(role, corner.city_office)) == CITY
    assert seen(holding(role, corner.county_office)) == COUNTY


@pytest.mark.usefixtures("firms")
def test_handlers_of_departments_see_no_firms_here(corner: Corner) -> None:
    assert seen(holding(Role.HANDLER, corner.industry_bureau)) == set()
    assert seen(holding(Role.UNIT_HEAD, corner.power_company)) == set()


@pytest.mark.usefixtures("firms")
def test_administrators_run_the_system_and_see_no_firms(corner: Corner) -> None:
    assert seen(holding(Role.SYSTEM_ADMIN, corner.city_office)) == set()


@pytest.mark.usefixtures("firms")
def test_a_park_sees_the_firms_in_it_and_a_town_those_on_its_ground(corner: Corner) -> None:
    town = UNITS.add(
        name="颍阳镇政府", kind=UnitKind.TOWN, level=Level.TOWN, region=corner.town, by=CLERK
    )
    assert seen(holding(Role.HANDLER, corner.park)) == {"襄城光伏公司"}
    assert seen(holding(Role.UNIT_HEAD, town)) == {"颍阳鞋业公司"}


@pytest.mark.usefixtures("firms")
def test_a_town_entered_under_its_countys_code_does_not_see_the_county(corner: Corner) -> None:
    town = UNITS.add(
        name="库庄镇政府", kind=UnitKind.TOWN, level=Level.TOWN, region=corner.xiangcheng, by=CLERK
    )
    assert seen(holding(Role.HANDLER, town)) == set()


@pytest.mark.usefixtures("firms")
def test_a_parks_own_office_sees_the_park_and_not_the_county(corner: Corner) -> None:
    office = UNITS.add(
        name="集聚区活动办", kind=UnitKind.OFFICE, level=Level.TOWN, region=corner.xiangcheng,
        parent=corner.park, case_prefix="9001", by=CLERK,
    )  # fmt: skip
    assert seen(holding(Role.REGISTRAR, office)) == {"襄城光伏公司"}


def test_a_firm_served_by_an_office_from_afar_is_seen_by_it(corner: Corner) -> None:
    draft = EnterpriseDraft(name="飞地企业", region=corner.yuzhou, office=corner.county_office)
    add_enterprise(draft, by=CLERK)
    assert seen(holding(Role.REGISTRAR, corner.county_office)) == {"飞地企业"}


def test_own_liaised_and_granted_firms_are_seen_one_by_one(firms: Firms) -> None:
    assert seen(Scope(enterprises=frozenset({firms.diamond.pk}))) == {"许昌钻石公司"}
    assert seen(Scope(liaised=frozenset({firms.shoes.pk}))) == {"颍阳鞋业公司"}
    granted = {"enterprise": frozenset({firms.porcelain.pk}), "case": frozenset({firms.shoes.pk})}
    assert seen(Scope(granted=granted)) == {"禹州瓷业公司"}


def test_reaching_a_firm_twice_shows_it_once(corner: Corner, firms: Firms) -> None:
    scope = Scope(
        posts=frozenset(
            {(Role.LEADER, corner.city_office.pk), (Role.SIGNER, corner.county_office.pk)}
        ),
        liaised=frozenset({firms.shoes.pk}),
    )
    assert Enterprise.objects.visible_to(scope).count() == 4


@pytest.mark.usefixtures("firms")
def test_search_stays_within_the_scope(corner: Corner) -> None:
    county = holding(Role.REGISTRAR, corner.county_office)
    assert [firm.name for firm in find_enterprises("公司", scope=county)] == [
        "襄城光伏公司", "颍阳鞋业公司",
    ]  # fmt: skip
    assert find_enterprises("钻石", scope=county) == []
    assert find_enterprises("公司", scope=NOTHING) == []


@pytest.mark.parametrize(
    "text", ["钻石", "许昌 钻石", "钻石　许昌", "９１１１００００６", "91110000600037341l"]
)
def test_a_firm_is_found_by_words_of_its_name_or_the_head_of_its_code(
    corner: Corner, firms: Firms, text: str
) -> None:
    city = holding(Role.REGISTRAR, corner.city_office)
    assert find_enterprises(text, scope=city) == [firms.diamond]


@pytest.mark.parametrize(
    "text", ["", " ", "%", "_", "\\", "\0", "'; --", "查无此企业", "🙂" * 9999]
)
@pytest.mark.usefixtures("firms")
def test_hostile_searches_find_nothing(corner: Corner, text: str) -> None:
    assert find_enterprises(text, scope=holding(Role.REGISTRAR, corner.city_office)) == []


@pytest.mark.usefixtures("firms")
def test_a_search_costs_two_queries_however_many_it_finds(
    corner: Corner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = holding(Role.REGISTRAR, corner.city_office)
    for text in ("钻石", "公司"):
        with django_assert_num_queries(2):
            assert [firm.office.name for firm in find_enterprises(text, scope=city)]


def official(name: str) -> Official:
    """Someone who can look after a firm."""
    return OFFICIALS.add(name=name, by=CLERK)


def test_who_looks_after_a_firm_depends_on_the_day(firms: Firms) -> None:
    lin, tang = official("林助"), official("唐助")
    first = link_liaison(
        enterprise=firms.diamond, official=lin, since=date(2024, 1, 1), by=SYSTEM_PERSON
    )
    link_liaison(enterprise=firms.diamond, official=tang, since=date(2024, 6, 1), by=SYSTEM_PERSON)
    end_liaison(link=first, until=date(2024, 12, 31), by=SYSTEM_PERSON)
    assert liaison_officials(firms.diamond, date(2023, 12, 31)) == []
    assert liaison_officials(firms.diamond, date(2024, 5, 31)) == [lin]
    assert liaison_officials(firms.diamond, date(2024, 12, 31)) == [lin, tang]
    assert liaison_officials(firms.diamond, date(2025, 1, 1)) == [tang]
    assert liaised_by([lin.pk], date(2024, 7, 1)) == {lin.pk: {firms.diamond.pk}}
    assert liaised_by([lin.pk], date(2025, 7, 1)) == {}


def test_one_official_looks_after_a_firm_once_at_a_time(firms: Firms) -> None:
    lin = official("林助")
    link = link_liaison(
        enterprise=firms.shoes, official=lin, since=date(2024, 1, 1), by=SYSTEM_PERSON
    )
    with pytest.raises(NotNow, match="无需重复"):
        link_liaison(enterprise=firms.shoes, official=lin, since=date(2024, 2, 1), by=SYSTEM_PERSON)
    with pytest.raises(NotValid):
        end_liaison(link=link, until=date(2023, 12, 31), by=SYSTEM_PERSON)
    end_liaison(link=link, until=date(2024, 3, 1), by=SYSTEM_PERSON)
    with pytest.raises(NotNow, match="已经解除"):
        end_liaison(link=link, until=date(2024, 4, 1), by=SYSTEM_PERSON)
    link_liaison(enterprise=firms.shoes, official=lin, since=date(2024, 5, 1), by=SYSTEM_PERSON)


def test_many_links_are_made_and_read_without_a_query_each(
    firms: Firms, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lin = official("林助")
    several = [firms.diamond, firms.shoes, firms.parked]
    drafts = [LinkDraft(enterprise=firm, official=lin, since=date(2024, 1, 1)) for firm in several]
    link_liaisons(drafts, by=SYSTEM_PERSON)
    with django_assert_num_queries(1):
        found = liaison_officials_of([firm.pk for firm in several], date(2024, 2, 1))
    assert found == {firm.pk: [lin] for firm in several}
