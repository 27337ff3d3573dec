"""A corner of Henan small enough to know by heart: 许昌, its counties, two offices, a park."""

from dataclasses import dataclass
from datetime import date

from tests.stock import Single, cast_of
from zhuqi.foundation.access import Actor, ActorKind
from zhuqi.foundation.directory.actions import UNITS
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Region, Unit

CLERK = Actor(ActorKind.OFFICIAL, 7, "何帆", "市活动办")


@dataclass
class Corner(Single):
    """Regions, offices and units by name."""

    city: Region
    xiangcheng: Region
    yuzhou: Region
    jianan: Region
    old_county: Region
    town: Region
    city_office: Unit
    county_office: Unit
    park: Unit
    industry_bureau: Unit
    power_company: Unit
    supply: Item
    electricity: Item
    gas: Item


def region(code: str, name: str, level: Level, parent: Region | None = None) -> Region:
    """A region, entered without the code table."""
    return Region.objects.create(code=code, name=name, level=level, parent=parent)


@cast_of
def build_corner() -> Corner:
    """Built by the verbs themselves where there are verbs."""
    province = region("410000", "河南省", Level.PROVINCE)
    city = region("411000", "许昌市", Level.CITY, province)
    jianan = region("411003", "建安区", Level.COUNTY, city)
    xiangcheng = region("411025", "襄城县", Level.COUNTY, city)
    yuzhou = region("411081", "禹州市", Level.COUNTY, city)
    town = region("411025102", "颍阳镇", Level.TOWN, xiangcheng)
    old_county = Region.objects.create(
        code="411023", name="许昌县", level=Level.COUNTY, parent=city,
        retired_on=date(2016, 12, 1), replaced_by=jianan,
    )  # fmt: skip
    supply = Item.objects.create(code="01", name="要素保障")
    electricity = Item.objects.create(code="0101", name="用电", parent=supply)
    gas = Item.objects.create(code="0102", name="用气", parent=supply)
    city_office = UNITS.add(
        name="许昌市活动办", kind=UnitKind.OFFICE, level=Level.CITY, region=city,
        case_prefix="1000", by=CLERK,
    )  # fmt: skip
    county_office = UNITS.add(
        name="襄城县活动办", kind=UnitKind.OFFICE, level=Level.COUNTY, region=xiangcheng,
        case_prefix="1025", by=CLERK,
    )  # fmt: skip
    return Corner(
        city=city,
        xiangcheng=xiangcheng,
        yuzhou=yuzhou,
        jianan=jianan,
        old_county=old_county,
        town=town,
        city_office=city_office,
        county_office=county_office,
        park=UNITS.add(
            name="襄城县产业集聚区",
            kind=UnitKind.PARK,
            level=Level.TOWN,
            region=xiangcheng,
            by=CLERK,
        ),
        industry_bureau=UNITS.add(
            name="市工信局", kind=UnitKind.DEPARTMENT, level=Level.CITY, region=city,
            items=[supply], by=CLERK,
        ),
        power_company=UNITS.add(
            name="襄城县供电公司", kind=UnitKind.EXTERNAL, level=Level.COUNTY, region=xiangcheng,
            items=[electricity], commandable=False, by=CLERK,
        ),
        supply=supply,
        electricity=electricity,
        gas=gas,
    )  # fmt: skip
