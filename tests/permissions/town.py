"""The town in which the tables are tried: the cast, with a row of every kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from tests.cast import LONG_AGO, Cast, build_cast, firm_user, official_user, person
from tests.scenes import steps
from tests.scenes.life import MONDAY, SUBMISSION
from tests.scenes.steps import Hands, by_power
from tests.stock import Single, stocked
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import (
    ChamberMember,
    Enterprise,
    Item,
    Official,
    Post,
    Region,
    Unit,
)
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.models import Case, HandOver, Topic
from zhuqi.ledgers.cases.topics.actions import open_topic

ROLES = (
    "anonymous", "firm", "firm_pending", "liaison", "handler", "co_handler", "unit_head",
    "registrar", "reviewer", "signer", "county_office", "leader", "inspector", "system_admin",
    "security_admin", "audit_admin", "chamber", "keeper",
)  # fmt: skip


R = TypeVar("R")


@dataclass
class Town(Single):
    """The cast with a row of every kind."""

    cast: Cast
    cases: dict[str, Case]
    firms: dict[str, Enterprise]
    people: dict[str, User]
    members: dict[str, FirmMember]
    loads: dict[str, tuple[User, Unit]]
    order: HandOver
    newcomer: Official
    colleagues: dict[str, FirmMember]
    topics: dict[str, Topic]
    found: dict[object, Any] = field(default_factory=dict)


def once(rows: Callable[[Town], R]) -> Callable[[Town], R]:
    """Rows that the first address asks for and the others are told again: looking for them, with
    the cases behind them, takes as long as many a page. Other cases, other rows."""

    @wraps(rows)
    def inner(town: Town) -> R:
        key = (rows, *(case.pk for case in town.cases.values()))
        if key not in town.found:
            town.found[key] = rows(town)
        found: R = town.found[key]
        return found

    return inner


def case_of(firm: Enterprise, by: User, hands: Hands) -> Case:
    """A case of the firm's in the hands of its unit."""
    case = intake.submit(enterprise=firm, submission=SUBMISSION, by=person(by), now=MONDAY)
    soon = MONDAY + timedelta(hours=1)
    steps.accept(case, hands.office, Item.objects.get(code="TA01"), soon)
    steps.assign(case, hands, now=soon)
    steps.sign(case, hands.handler, now=MONDAY + timedelta(hours=2))
    return case


def hands_of_transport(office: User, name: str, username: str, region: Region) -> Hands:
    """A transport bureau of the region's own, with whoever handles its cases."""
    level = Level.CITY if region.level == Level.CITY else Level.COUNTY
    unit = Unit.objects.create(name=name, kind=UnitKind.DEPARTMENT, level=level, region=region)
    return Hands(office, unit, official_user("交通员", username, unit, Role.HANDLER))


def loads_of(cast: Cast, colleague: User) -> dict[str, tuple[User, Unit]]:
    """Whose work may be handed over, in which unit."""
    return {
        "own": (cast.sun, cast.power),
        "colleague": (colleague, cast.power),
        "other_unit": (cast.zhou, cast.industry),
        "other_county": (cast.ma, cast.housing),
    }


def members_waiting(cast: Cast) -> dict[str, FirmMember]:
    """Somebody who asks to speak for a firm, in each office."""
    return {
        whose: FirmMember.objects.create(
            user=User.objects.create(username=f"new-{whose}", name="待确认"),
            office=office,
            claimed_name="新公司",
            asked_at=LONG_AGO,
        )
        for whose, office in (
            ("own", cast.city_office),
            ("other_county", cast.county_office),
            ("stranger", cast.other_office),
        )
    }


def people_of(cast: Cast, *, newly: User, head: User, secretary: User) -> dict[str, User]:
    """Who acts as what."""
    return {
        "firm": cast.zhao,
        "firm_pending": newly,
        "liaison": cast.lin,
        "handler": cast.sun,
        "co_handler": cast.zhou,
        "unit_head": head,
        "registrar": cast.he_fan,
        "reviewer": cast.shen_jing,
        "signer": cast.lu_yuan,
        "county_office": cast.qin_lan,
        "leader": cast.mayor,
        "inspector": cast.inspector,
        "system_admin": cast.system_admin,
        "security_admin": cast.security_admin,
        "audit_admin": cast.audit_admin,
        "keeper": cast.keeper,
        "chamber": secretary,
    }


def topics_of(cast: Cast) -> dict[str, Topic]:
    """A topic of each office."""
    return {
        whose: open_topic(office=office, title="同类问题", by=person(keeper))
        for whose, office, keeper in (
            ("own", cast.city_office, cast.he_fan),
            ("other_county", cast.county_office, cast.qin_lan),
            ("stranger", cast.other_office, cast.yu_registrar),
        )
    }


def colleagues_of(cast: Cast, glass_boss: User) -> dict[str, FirmMember]:
    """Who speaks for a firm beside whom."""
    return {
        whose: FirmMember.objects.get(user=user)
        for whose, user in (
            ("own", cast.zhao),
            ("colleague", cast.qian),
            ("other_unit", glass_boss),
            ("other_county", cast.feng),
            ("stranger", cast.jia),
        )
    }


@stocked
def build_town() -> Town:
    """Five cases: 赵总's, his colleague's, one of another unit and firm, two of other counties."""
    cast = build_cast()
    li = official_user("李电", "li", cast.power, Role.HANDLER)
    head = official_user("电总", "dianzong", cast.power, Role.UNIT_HEAD, title="总经理")
    newcomer = Official.objects.create(name="新干")
    Post.objects.create(official=newcomer, unit=cast.industry, title="科员", since=LONG_AGO.date())
    guild = Unit.objects.create(
        name="许昌超硬材料商会", kind=UnitKind.CHAMBER, level=Level.CITY, region=cast.city
    )
    ChamberMember.objects.create(enterprise=cast.diamond, chamber=guild, since=LONG_AGO.date())
    secretary = official_user("公秘书", "gong", guild, Role.CHAMBER)
    transport = hands_of_transport(cast.he_fan, "许昌市交通运输局", "jiaotong", cast.city)
    elsewhere = hands_of_transport(cast.yu_registrar, "禹州市交通运输局", "yujiao", cast.yuzhou)
    glass = Enterprise.objects.create(
        name="许昌玻璃公司", region=cast.city, office=cast.city_office
    )
    glass_boss = firm_user("安总", "an", glass)
    pending = User.objects.create(username="xin", name="新来的")
    members = members_waiting(cast)
    FirmMember.objects.create(
        user=pending, office=cast.city_office, claimed_name="待确认公司", asked_at=LONG_AGO
    )
    cases = {
        "own": case_of(cast.diamond, cast.zhao, by_power(cast)),
        "colleague": case_of(
            cast.diamond, cast.qian, Hands(cast.he_fan, cast.power, li, [cast.industry])
        ),
        "other_unit": case_of(glass, glass_boss, transport),
        "other_county": case_of(cast.shoes, cast.feng, Hands(cast.qin_lan, cast.housing, cast.ma)),
        "stranger": case_of(cast.stranger_firm, cast.jia, elsewhere),
        "chambered": intake.register(
            enterprise=cast.diamond,
            submission=SUBMISSION,
            channel="chamber",
            by=person(secretary),
            now=MONDAY,
        ),
    }
    # As they are stored by now, with the units that lead them.
    for case in cases.values():
        case.refresh_from_db()
    order = HandOver.objects.create(
        leaver=cast.sun, to=li, unit=cast.power, reason="调离", ordered_by=head, ordered_at=MONDAY
    )
    return Town(
        cast=cast,
        cases=cases,
        firms={
            "own": cast.diamond,
            "other_unit": glass,
            "other_county": cast.shoes,
            "stranger": cast.stranger_firm,
            "chambered": cast.diamond,
        },
        people=people_of(cast, newly=pending, head=head, secretary=secretary),
        members=members,
        loads=loads_of(cast, li),
        topics=topics_of(cast),
        newcomer=newcomer,
        order=order,
        colleagues=colleagues_of(cast, glass_boss),
    )
