"""The town in which the tables are tried: the cast, with a row of every kind."""

from dataclasses import dataclass
from datetime import timedelta

from tests.cast import LONG_AGO, Cast, build_cast, firm_user, official_user, person
from tests.scenes import steps
from tests.scenes.life import MONDAY, SUBMISSION
from tests.scenes.steps import Hands, by_power
from tests.stock import Single, stocked
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import ChamberMember, Enterprise, Item, Official, Post, Unit
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.models import Case, HandOver, Topic
from zhuqi.ledgers.cases.topics.actions import open_topic

ROLES = (
    "anonymous", "firm", "firm_pending", "liaison", "handler", "co_handler", "unit_head",
    "registrar", "reviewer", "signer", "county_office", "leader", "inspector", "system_admin",
    "security_admin", "audit_admin", "chamber", "keeper",
)  # fmt: skip


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


def case_of(firm: Enterprise, by: User, hands: Hands) -> Case:
    """A case of the firm's in the hands of its unit."""
    case = intake.submit(enterprise=firm, submission=SUBMISSION, by=person(by), now=MONDAY)
    soon = MONDAY + timedelta(hours=1)
    steps.accept(case, hands.office, Item.objects.get(code="TA01"), soon)
    steps.assign(case, hands, now=soon)
    steps.sign(case, hands.handler, now=MONDAY + timedelta(hours=2))
    return case


@stocked
def build_town() -> Town:
    """Five cases: 赵总's, his colleague's, one of another unit and firm, two of other counties."""
    cast = build_cast()
    li = official_user("李电", "li", cast.power, Role.HANDLER)
    head = official_user("电总", "dianzong", cast.power, Role.UNIT_HEAD, title="总经理")
    newcomer = Official.objects.create(name="新干")
    Post.objects.create(official=newcomer, unit=cast.industry, title="科员", since=LONG_AGO.date())
    transport = Unit.objects.create(
        name="许昌市交通运输局", kind=UnitKind.DEPARTMENT, level=Level.CITY, region=cast.city
    )
    guild = Unit.objects.create(
        name="许昌超硬材料商会", kind=UnitKind.CHAMBER, level=Level.CITY, region=cast.city
    )
    ChamberMember.objects.create(enterprise=cast.diamond, chamber=guild, since=LONG_AGO.date())
    secretary = official_user("公秘书", "gong", guild, Role.CHAMBER)
    driver = official_user("交通员", "jiaotong", transport, Role.HANDLER)
    other_unit = Unit.objects.create(
        name="禹州市交通运输局", kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=cast.yuzhou
    )
    yuzhou_handler = official_user("禹交通", "yujiao", other_unit, Role.HANDLER)
    glass = Enterprise.objects.create(
        name="许昌玻璃公司", region=cast.city, office=cast.city_office
    )
    glass_boss = firm_user("安总", "an", glass)
    pending = User.objects.create(username="xin", name="新来的")
    members = {
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
    FirmMember.objects.create(
        user=pending, office=cast.city_office, claimed_name="待确认公司", asked_at=LONG_AGO
    )
    return Town(
        cast=cast,
        cases={
            "own": case_of(cast.diamond, cast.zhao, by_power(cast)),
            "colleague": case_of(
                cast.diamond, cast.qian, Hands(cast.he_fan, cast.power, li, [cast.industry])
            ),
            "other_unit": case_of(glass, glass_boss, Hands(cast.he_fan, transport, driver)),
            "other_county": case_of(
                cast.shoes, cast.feng, Hands(cast.qin_lan, cast.housing, cast.ma)
            ),
            "stranger": case_of(
                cast.stranger_firm, cast.jia, Hands(cast.yu_registrar, other_unit, yuzhou_handler)
            ),
            "chambered": intake.register(
                enterprise=cast.diamond,
                submission=SUBMISSION,
                channel="chamber",
                by=person(secretary),
                now=MONDAY,
            ),
        },
        firms={
            "own": cast.diamond,
            "other_unit": glass,
            "other_county": cast.shoes,
            "stranger": cast.stranger_firm,
            "chambered": cast.diamond,
        },
        people={
            "firm": cast.zhao,
            "firm_pending": pending,
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
        },
        members=members,
        loads={
            "own": (cast.sun, cast.power),
            "colleague": (li, cast.power),
            "other_unit": (cast.zhou, cast.industry),
            "other_county": (cast.ma, cast.housing),
        },
        topics={
            whose: open_topic(office=office, title="同类问题", by=person(keeper))
            for whose, office, keeper in (
                ("own", cast.city_office, cast.he_fan),
                ("other_county", cast.county_office, cast.qin_lan),
                ("stranger", cast.other_office, cast.yu_registrar),
            )
        },
        newcomer=newcomer,
        order=HandOver.objects.create(
            leaver=cast.sun,
            to=li,
            unit=cast.power,
            reason="调离",
            ordered_by=head,
            ordered_at=MONDAY,
        ),
        colleagues={
            whose: FirmMember.objects.get(user=user)
            for whose, user in (
                ("own", cast.zhao),
                ("colleague", cast.qian),
                ("other_unit", glass_boss),
                ("other_county", cast.feng),
                ("stranger", cast.jia),
            )
        },
    )
