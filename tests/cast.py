"""The cast of the stories: a small city whose people every test knows by name.

City: 许昌. 何帆 registers, 沈静 reviews, 陆远 signs in the city office; 秦岚 does all of it
in 襄城县's. 周工 and 小吴 handle cases in the industry bureau, 孙电 in the power company,
马住 in 襄城's housing bureau. 赵总 and 钱会计 speak for 钻石公司 (city ledger), 冯厂长 for
鞋业 (county ledger), 甲某 for a firm that has nothing to do with anything. 林助 looks after
钻石公司.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.indexing import index_all
from tests.stock import Single, cast_of
from zhuqi.foundation.access import SYSTEM, Person, Role
from zhuqi.foundation.accounts.models import FirmMember, RoleAssignment, User
from zhuqi.foundation.accounts.queries import actor_of, scope_of
from zhuqi.foundation.directory.enums import Level, Sector, UnitKind
from zhuqi.foundation.directory.models import (
    Enterprise,
    Item,
    LiaisonLink,
    Official,
    Post,
    Region,
    Unit,
)
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.channels.actions import load_channels
from zhuqi.ledgers.cases.deadline_schemes.actions import load_schemes
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.transfers.boundaries import load_boundaries

LONG_AGO = datetime(2020, 1, 1, tzinfo=SHANGHAI)


@dataclass
class Cast(Single):
    """Everyone by name."""

    city: Region
    xiangcheng: Region
    yuzhou: Region
    city_office: Unit
    county_office: Unit
    other_office: Unit
    industry: Unit
    power: Unit
    housing: Unit
    labour: Unit
    electricity: Item
    drainage: Item
    diamond: Enterprise
    shoes: Enterprise
    stranger_firm: Enterprise
    zhao: User
    qian: User
    feng: User
    jia: User
    he_fan: User
    shen_jing: User
    lu_yuan: User
    qin_lan: User
    yu_registrar: User
    zhou: User
    wu: User
    head_zheng: User
    sun: User
    ma: User
    lin: User
    mayor: User
    inspector: User
    system_admin: User
    security_admin: User
    audit_admin: User
    keeper: User


def person(user: User) -> Person:
    """The user with what their roles reach now."""
    return Person(actor_of(user), scope_of(user))


def firm_user(name: str, username: str, enterprise: Enterprise) -> User:
    """A confirmed person of a firm; the password is `pass-word-1`."""
    user = User(username=username, name=name, phone="13800000000")
    user.set_password("pass-word-1")
    user.save()
    FirmMember.objects.create(
        user=user,
        enterprise=enterprise,
        office=enterprise.office,
        claimed_name=enterprise.name,
        status=FirmMember.Status.CONFIRMED,
        is_admin=not FirmMember.objects.filter(enterprise=enterprise, is_admin=True).exists(),
        asked_at=LONG_AGO,
        decided_at=LONG_AGO,
    )
    return user


def official_user(name: str, username: str, unit: Unit, *roles: Role, title: str = "干部") -> User:
    """An official with a post and roles in a unit; the password is `pass-word-1`."""
    official = Official.objects.create(name=name, phone="0374-2960000")
    Post.objects.create(official=official, unit=unit, title=title, since=LONG_AGO.date())
    user = User(username=username, name=name, official=official)
    user.set_password("pass-word-1")
    user.save()
    for role in roles:
        RoleAssignment.objects.create(user=user, role=role, unit=unit, since=LONG_AGO)
    return user


def _unit(name: str, short: str, kind: UnitKind, region: Region, **extra: object) -> Unit:
    level = Level.CITY if region.level == Level.CITY else Level.COUNTY
    return Unit.objects.create(
        name=name, short_name=short, kind=kind, level=level, region=region, **extra
    )


def _firm(name: str, region: Region, office: Unit, uscc: str | None) -> Enterprise:
    return Enterprise.objects.create(
        name=name, region=region, office=office, uscc=uscc, sector=Sector.INDUSTRY
    )


def load_tables() -> None:
    """The tables the program ships, where they are not there yet."""
    load_schemes(by=SYSTEM)
    load_channels(by=SYSTEM)
    load_boundaries(by=SYSTEM)


def _places() -> dict[str, Any]:
    """The city and two of its counties, and what firms raise."""
    region = Region.objects.get_or_create
    city, _ = region(code="411000", defaults={"name": "许昌市", "level": Level.CITY})
    xiangcheng, _ = region(
        code="411025", defaults={"name": "襄城县", "level": Level.COUNTY, "parent": city}
    )
    yuzhou, _ = region(
        code="411081", defaults={"name": "禹州市", "level": Level.COUNTY, "parent": city}
    )
    factors, _ = Item.objects.get_or_create(code="TA", defaults={"name": "要素保障（测试）"})
    electricity, _ = Item.objects.get_or_create(
        code="TA01", defaults={"name": "用电（测试）", "parent": factors}
    )
    drainage, _ = Item.objects.get_or_create(
        code="TA02", defaults={"name": "排水（测试）", "parent": factors}
    )
    regions = {"city": city, "xiangcheng": xiangcheng, "yuzhou": yuzhou}
    return {**regions, "electricity": electricity, "drainage": drainage}


def _units(
    *, city: Region, xiangcheng: Region, yuzhou: Region, electricity: Item, drainage: Item
) -> dict[str, Any]:
    """Three offices with their schemes, and units that answer for something."""
    office, department = UnitKind.OFFICE, UnitKind.DEPARTMENT
    units = {
        "city_office": _unit("许昌市活动办", "市活动办", office, city, case_prefix="1000"),
        "county_office": _unit(
            "襄城县活动办", "襄城活动办", office, xiangcheng, case_prefix="1025"
        ),
        "other_office": _unit("禹州市活动办", "禹州活动办", office, yuzhou, case_prefix="1081"),
        "industry": _unit("许昌市工业和信息化局", "市工信局", department, city),
        "power": _unit("国网许昌供电公司", "许昌供电", UnitKind.EXTERNAL, city, commandable=False),
        "housing": _unit("襄城县住房和城乡建设局", "襄城住建局", department, xiangcheng),
        "labour": _unit("襄城县人力资源和社会保障局", "襄城人社局", department, xiangcheng),
    }
    units["power"].items.add(electricity)
    units["housing"].items.add(drainage)
    for name, code in (
        ("city_office", "xuchang-2011"),
        ("county_office", "13710"),
        ("other_office", "13710"),
    ):
        DEADLINES.adopt(office=units[name], code=code, by=SYSTEM)
    return units


def _officials(units: dict[str, Any]) -> dict[str, Any]:
    """Who works where, as what."""
    city, county = units["city_office"], units["county_office"]
    everything = (Role.REGISTRAR, Role.REVIEWER, Role.SIGNER)
    return {
        "he_fan": official_user("何帆", "hefan", city, Role.REGISTRAR),
        "shen_jing": official_user("沈静", "shenjing", city, Role.REVIEWER),
        "lu_yuan": official_user("陆远", "luyuan", city, Role.SIGNER),
        "qin_lan": official_user("秦岚", "qinlan", county, *everything),
        "yu_registrar": official_user("禹受理", "yushouli", units["other_office"], *everything),
        "zhou": official_user("周工", "zhou", units["industry"], Role.HANDLER),
        "wu": official_user("小吴", "wu", units["industry"], Role.HANDLER),
        "head_zheng": official_user(
            "郑局长", "zheng", units["industry"], Role.UNIT_HEAD, title="局长"
        ),
        "sun": official_user("孙电", "sun", units["power"], Role.HANDLER),
        "ma": official_user("马住", "ma", units["housing"], Role.HANDLER),
        "mayor": official_user("田市长", "tian", city, Role.LEADER, title="副市长"),
        "inspector": official_user("督查员", "ducha", city, Role.INSPECTOR),
        "system_admin": official_user("系统员", "xitong", city, Role.SYSTEM_ADMIN),
        "security_admin": official_user("安全员", "anquan", city, Role.SECURITY_ADMIN),
        "audit_admin": official_user("审计员", "shenji", city, Role.AUDIT_ADMIN),
        "keeper": official_user("保密员", "baomi", city, Role.KEEPER),
    }


@cast_of
def build_cast() -> Cast:
    """Put the cast into the database."""
    load_tables()
    places = _places()
    units = _units(**places)
    city, xiangcheng, yuzhou = places["city"], places["xiangcheng"], places["yuzhou"]
    diamond = _firm("许昌钻石公司", city, units["city_office"], "91411000MA0000001A")
    shoes = _firm("襄城鞋业公司", xiangcheng, units["county_office"], "91411025MA0000002B")
    stranger = _firm("禹州无关公司", yuzhou, units["other_office"], "91411081MA0000003C")
    lin = official_user("林助", "lin", units["industry"], Role.LIAISON)
    assert lin.official is not None
    LiaisonLink.objects.create(enterprise=diamond, official=lin.official, since=LONG_AGO.date())
    cast = Cast(
        **places,
        **units,
        diamond=diamond,
        shoes=shoes,
        stranger_firm=stranger,
        zhao=firm_user("赵总", "zhao", diamond),
        qian=firm_user("钱会计", "qian", diamond),
        feng=firm_user("冯厂长", "feng", shoes),
        jia=firm_user("甲某", "jia", stranger),
        lin=lin,
        **_officials(units),
    )
    index_all()
    return cast


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)
