"""Which unit a typed name means: with places, short, as it was called before, or none for sure."""

import pytest

from tests.cast import Cast
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.actions import UNITS
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.foundation.directory.naming import full_name, unit_named, units_like, units_named


@pytest.fixture
def town(cast: Cast) -> Unit:
    """库庄镇 of 襄城县, which lies in the county's region."""
    return Unit.objects.create(
        name="库庄镇人民政府", short_name="库庄镇", kind=UnitKind.TOWN, level=Level.TOWN,
        region=cast.xiangcheng,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "库庄镇人民政府", "襄城县库庄镇人民政府", "许昌市襄城县库庄镇人民政府", "襄城库庄镇",
        "河南省许昌市襄城县库庄镇政府", "库庄镇", "库庄镇政府", " 襄城县 库庄镇 人民政府 ",
        "襄城县库庄镇人民政府\u200b", "襄城县\u3000库庄镇", "“库庄镇人民政府”", "库庄镇人民政府。",
    ],
)  # fmt: skip
def test_a_town_is_known_by_its_real_full_name_and_by_short_ones(
    cast: Cast, town: Unit, text: str
) -> None:
    for near in (cast.city, cast.xiangcheng):
        assert unit_named(text, near=near) == town


def test_a_town_with_a_region_of_its_own_is_the_same(cast: Cast) -> None:
    place = Region.objects.create(
        code="411025107", name="库庄镇", level=Level.TOWN, parent=cast.xiangcheng
    )
    unit = Unit.objects.create(
        name="库庄镇人民政府", kind=UnitKind.TOWN, level=Level.TOWN, region=place
    )
    for text in ("襄城县库庄镇人民政府", "库庄镇政府", "库庄镇"):
        assert unit_named(text, near=cast.xiangcheng) == unit, text
    assert full_name(unit) == "襄城县库庄镇人民政府"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("许昌市工信局", "industry"), ("市工信局", "industry"), ("工业和信息化局", "industry"),
        ("襄城县住建局", "housing"), ("襄城县住房和城乡建设局", "housing"),
        ("襄城住建局", "housing"), ("襄城县住房城乡建设局", "housing"),
        ("襄城县人力资源社会保障局", "labour"), ("许昌市经信委", "industry"),
        ("ＸＣ", None), ("工信局的王科长", None), ("", None),
    ],
)  # fmt: skip
def test_departments_by_what_people_call_them(cast: Cast, text: str, whose: str | None) -> None:
    found = unit_named(text, near=cast.city)
    assert found == (getattr(cast, whose) if whose else None)


@pytest.mark.parametrize(
    "text",
    [
        "许昌市生态环境局襄城县分局",
        "许昌市生态环境局襄城分局",
        "生态环境局襄城分局",
        "襄城环保分局",
    ],
)
def test_a_branch_in_a_county_by_the_place_in_its_name(cast: Cast, text: str) -> None:
    branch = Unit.objects.create(
        name="许昌市生态环境局襄城县分局", short_name="襄城县环保分局",
        kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=cast.xiangcheng,
    )  # fmt: skip
    assert unit_named(text, near=cast.xiangcheng) == branch


def test_a_name_that_could_be_several_is_nobodys(cast: Cast) -> None:
    other = Unit.objects.create(
        name="禹州市住房和城乡建设局", short_name="禹州住建局", kind=UnitKind.DEPARTMENT,
        level=Level.COUNTY, region=cast.yuzhou,
    )  # fmt: skip
    assert set(units_named("住建局", near=cast.city)) == {cast.housing, other}
    assert unit_named("住建局", near=cast.city) is None
    assert unit_named("县住建局", near=cast.xiangcheng) == cast.housing
    assert unit_named("禹州市住建局", near=cast.city) == other
    for near, first in ((cast.yuzhou, other), (cast.xiangcheng, cast.housing)):
        assert units_like("住建局", near=near)[0] == first


def test_in_a_county_called_city_the_citys_bureau_and_its_own_go_by_one_name(cast: Cast) -> None:
    def housing(name: str, short: str, region: Region) -> Unit:
        return Unit.objects.create(
            name=name, short_name=short, kind=UnitKind.DEPARTMENT, level=region.level, region=region
        )

    whole = housing("许昌市住房和城乡建设局", "市住建局", cast.city)
    own = housing("禹州市住房和城乡建设局", "禹州住建局", cast.yuzhou)
    town = Region.objects.create(
        code="411081105", name="神垕镇", level=Level.TOWN, parent=cast.yuzhou
    )
    for near in (cast.yuzhou, town):
        assert unit_named("市住建局", near=near) is None
        assert units_like("市住建局", near=near)[:2] == [own, whole]
    assert unit_named("市住建局", near=cast.xiangcheng) == whole
    assert unit_named("禹州市住建局", near=town) == own


@pytest.mark.parametrize("text", ["市自规局", "许昌市国土资源局", "许昌市自然资源和规划局"])
def test_a_body_is_known_by_what_it_was_before_the_reform(cast: Cast, text: str) -> None:
    land = Unit.objects.create(
        name="许昌市自然资源和规划局", kind=UnitKind.DEPARTMENT, level=Level.CITY, region=cast.city
    )
    assert unit_named(text, near=cast.city) == land


def test_a_renamed_unit_is_known_by_its_old_name(cast: Cast) -> None:
    UNITS.change(cast.labour, by=SYSTEM, name="襄城县人力资源局", short_name="襄城人力局")
    cast.labour.refresh_from_db()
    assert cast.labour.former_names == "襄城县人力资源和社会保障局"
    assert unit_named("襄城县人力资源和社会保障局", near=cast.city) == cast.labour
    assert unit_named("襄城县人社局", near=cast.city) == cast.labour


def test_a_place_by_its_old_name(cast: Cast) -> None:
    place, _new = Region.objects.get_or_create(
        code="411003", defaults={"name": "建安区", "level": Level.COUNTY, "parent": cast.city}
    )
    Region.objects.update_or_create(
        code="411023",
        defaults={
            "name": "许昌县", "level": Level.COUNTY, "parent": cast.city, "replaced_by": place,
        },
    )  # fmt: skip
    police = Unit.objects.create(
        name="建安区公安局", kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=place
    )
    assert unit_named("许昌县公安局", near=cast.city) == police


def test_while_typing_likely_ones_come_first(cast: Cast, town: Unit) -> None:
    assert units_like("库庄", near=cast.xiangcheng) == [town]
    assert units_like("工信局的王科长", near=cast.city)[0] == cast.industry
    assert units_like("住", near=cast.city) == []
    UNITS.retire(town, by=SYSTEM)
    assert units_like("库庄", near=cast.xiangcheng) == []
